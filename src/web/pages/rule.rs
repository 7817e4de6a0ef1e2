//! One rule: its clauses, texts, costs, examples, and what it found so far.

use super::html;
use super::parameters::{self, Parameter};
use super::titles::clauses;
use crate::domain::contact::Speaker;
use crate::domain::ids::{RuleId, RulesetId};
use crate::domain::scheme::Exact;
use crate::rules::examples::{Evidence, Example, ExampleKind};
use crate::scoring::explain;
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::rule_record::{self, Line};
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage<'a> {
    page: &'a Page,
    id: String,
    ruleset: String,
    ruleset_title: String,
    section: String,
    title: String,
    severity: &'static str,
    category: String,
    status: &'static str,
    version: u32,
    effective_from: Option<String>,
    effective_to: Option<String>,
    clauses: String,
    requirements: Vec<(String, String)>,
    rationale: String,
    remedy: String,
    veto: Option<u32>,
    points: String,
    tolerance: String,
    limit: String,
    unit: String,
    lang: &'static str,
    check: String,
    parameters: Vec<Parameter>,
    examples: Vec<ExampleLine>,
    record: Vec<RecordLine>,
}

struct ExampleLine {
    hit: bool,
    kind: &'static str,
    turns: Vec<String>,
    note: String,
}

/// What the rule counted for one agency in one quarter, and where the list behind each number is.
struct RecordLine {
    line: Line,
    confirmed_href: String,
    open_href: String,
    false_href: String,
}

impl RecordLine {
    fn of(line: Line, rule: &str) -> Self {
        let href = |status| {
            format!("/findings?agency={}&quarter={}&rule={rule}&status={status}", line.agency.id, line.quarter)
        };
        let (confirmed_href, open_href, false_href) = (href("confirmed"), href("undecided"), href("false-hit"));
        Self { line, confirmed_href, open_href, false_href }
    }
}

/// `GET /rules/{ruleset}/{rule}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    path: web::Path<(RulesetId, RuleId)>,
) -> Result<HttpResponse, AppError> {
    let (ruleset_id, id) = path.into_inner();
    let ruleset = app.ruleset(&ruleset_id).ok_or(AppError::NotFound)?;
    let rule = ruleset.rule(&id).ok_or(AppError::NotFound)?;
    let record = rule_record::read(&app, &caller, ruleset_id, id.clone()).await?;
    let record = record.into_iter().map(|line| RecordLine::of(line, id.as_str())).collect();
    let lang = page.lang;
    let section = ruleset.scheme.sections.iter().find(|section| section.id == rule.section);
    let requirement = |clause: &crate::domain::ids::ClauseId| {
        let text = ruleset.clause(clause).map(|clause| clause.requirement.get(lang).to_owned());
        (clause.to_string(), text.unwrap_or_default())
    };
    let (check, parameters) = parameters::read(ruleset, rule);
    html(&RulePage {
        page: &page,
        id: rule.id.to_string(),
        ruleset: ruleset.id.to_string(),
        ruleset_title: ruleset.title.get(lang).to_owned(),
        section: section.map_or_else(|| rule.section.clone(), |section| section.title.get(lang).to_owned()),
        title: rule.title.get(lang).to_owned(),
        severity: rule.severity.as_str(),
        category: rule.category.clone(),
        status: rule.status.as_str(),
        version: rule.version,
        effective_from: rule.in_force.from.map(|day| day.to_string()),
        effective_to: rule.in_force.to.map(|day| day.to_string()),
        clauses: clauses(&rule.clauses),
        requirements: rule.clauses.iter().map(requirement).collect(),
        rationale: rule.rationale.get(lang).to_owned(),
        remedy: rule.remedy.get(lang).to_owned(),
        veto: rule.veto.map(|veto| veto.confirmed),
        points: plain(rule.cost.points),
        tolerance: plain(rule.cost.tolerance),
        limit: plain(rule.cost.limit),
        unit: explain::unit(rule.check.described().unit(), lang),
        lang: super::titles::Titles::new(&app, lang).text_lang(&ruleset.id),
        check,
        parameters,
        examples: rule.examples.iter().map(|example| example_line(&page, example)).collect(),
        record,
    })
}

/// A number of the scheme; those are short decimals.
fn plain(exact: Exact) -> String {
    crate::scoring::number::plain(exact)
}

fn example_line(page: &Page, example: &Example) -> ExampleLine {
    let turns = match &example.evidence {
        Evidence::Conversation(conversation) => {
            let speaker = |speaker: Speaker| page.term("speaker", page.name_of(&speaker));
            conversation.turns.iter().map(|turn| format!("{}：{}", speaker(turn.speaker), turn.text)).collect()
        }
        Evidence::Records(_) => Vec::new(),
    };
    ExampleLine {
        hit: example.kind == ExampleKind::Hit,
        kind: example.kind.as_str(),
        turns,
        note: example.note.clone().unwrap_or_default(),
    }
}
