//! The findings list: the reviewer's queue, the supervisor's evidence, the agency's own findings.

use super::filter::{PENDING, Query, UNDECIDED};
use super::titles::Titles;
use super::words::Link;
use super::{Pager, html, tone};
use crate::domain::agency::Agency;
use crate::domain::finding::{Finding, Severity};
use crate::domain::quarter::Quarter;
use crate::domain::verdict::FindingStatus;
use crate::store::findings::{self, Before, Filter};
use crate::store::{Scope, agencies, scorecards};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeSet;

/// Findings on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage<'a> {
    page: &'a Page,
    bank: bool,
    quarter: Option<Quarter>,
    heading: &'static str,
    empty: &'static str,
    count: u64,
    waiting: Option<Link>,
    range: Option<(u64, u64)>,
    choices: Vec<Choice>,
    carried: Vec<(&'static str, String)>,
    everything: String,
    lines: Vec<Line>,
    pager: Pager,
}

/// One select of the filter form.
struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<Opt>,
}

struct Opt {
    value: String,
    text: String,
    selected: bool,
}

struct Line {
    severity: &'static str,
    title: String,
    href: String,
    agency: String,
    kind: &'static str,
    subject: String,
    lang: &'static str,
    excerpt: String,
    day: String,
    confidence: String,
    status: &'static str,
    tone: &'static str,
}

/// What the page is made of.
struct Material {
    found: crate::store::Page<Finding>,
    before: Before,
    count: u64,
    waiting: u64,
    agencies: Vec<Agency>,
    quarters: Vec<Quarter>,
}

/// `GET /findings`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let query = query.into_inner();
    let (filter, scope) = (query.filter()?, Scope::from(&caller.access));
    let after = Some(query.after.clone()).filter(|after| !after.is_empty());
    let shown = filter.clone();
    let read = app.read(move |connection| {
        let found = findings::list(connection, &scope, &shown, after.as_deref(), PAGE)?;
        let before = match found.items.first().filter(|_| after.is_some()) {
            Some(first) => findings::before(connection, &scope, &shown, first, PAGE)?,
            None => Before::default(),
        };
        Ok(Material {
            found,
            before,
            count: findings::count(connection, &scope, &shown)?,
            waiting: findings::count(connection, &scope, &Filter { appealed: true, ..Filter::default() })?,
            quarters: scorecards::quarters(connection, &scope)?,
            agencies: agencies::list(connection, &scope)?,
        })
    });
    let material = read.await?;
    let bank = caller.access.agency().is_none();
    html(&build(&app, &page, &query, &filter, &material, bank))
}

fn build<'a>(
    app: &App,
    page: &'a Page,
    query: &Query,
    filter: &Filter,
    material: &Material,
    bank: bool,
) -> FindingsPage<'a> {
    let titles = Titles::new(app, page.lang);
    let undecided = filter.undecided || filter.status == Some(FindingStatus::Open);
    let choices = choices(page, &titles, query, material, bank);
    let shown: BTreeSet<_> = choices.iter().map(|choice| choice.name).collect();
    let carried = query.pairs().into_iter().filter(|(name, _)| !shown.contains(name) && *name != "after");
    let carried = carried.map(|(name, value)| (name, value.to_owned())).collect();
    FindingsPage {
        page,
        bank,
        quarter: filter.quarter,
        heading: match (bank, undecided) {
            (false, _) => "findings-own",
            (true, true) => "findings-review",
            (true, false) => "findings-title",
        },
        empty: match (bank, undecided) {
            (false, _) => "findings-none-own",
            (true, true) => "findings-none-open",
            (true, false) => "findings-none",
        },
        count: material.count,
        waiting: (material.waiting > 0).then(|| Link {
            href: format!("/findings?appeal={PENDING}"),
            text: page.t("appeals-waiting").with("count", material.waiting).to_string(),
            current: filter.appealed,
        }),
        range: range(material),
        choices,
        carried,
        everything: if bank { format!("status={UNDECIDED}") } else { String::new() },
        lines: material.found.items.iter().map(|finding| line(page, &titles, query, material, finding)).collect(),
        pager: pager(query, material),
    }
}

/// Which findings of the whole list are shown; none where they all are.
fn range(material: &Material) -> Option<(u64, u64)> {
    let shown = material.found.items.len() as u64;
    (0 < shown && shown < material.count).then(|| (material.before.count + 1, material.before.count + shown))
}

/// The ways on and back, each page an address of its own.
fn pager(query: &Query, material: &Material) -> Pager {
    let href = |after: Option<&String>| {
        format!("/findings?{}", Query { after: after.cloned().unwrap_or_default(), ..query.clone() })
    };
    let before = &material.before;
    // A page that nothing stands on any more has no page before it, but the list still has its first.
    let gone = !query.after.is_empty() && material.found.items.is_empty();
    Pager {
        first: (gone || before.after.is_some()).then(|| href(None)),
        previous: (before.count > 0).then(|| href(before.after.as_ref())),
        next: material.found.next.as_ref().map(|next| href(Some(next))),
    }
}

fn line(page: &Page, titles: &Titles, query: &Query, material: &Material, finding: &Finding) -> Line {
    let agency = material.agencies.iter().find(|agency| agency.id == finding.agency_id);
    Line {
        severity: finding.severity.as_str(),
        title: titles.rule(&finding.ruleset, &finding.rule_id),
        href: format!("/findings/{}?{}", finding.id, query.filters()),
        agency: agency.map_or_else(|| finding.agency_id.to_string(), |agency| agency.name.clone()),
        kind: finding.kind.as_str(),
        subject: finding.subject.clone(),
        lang: if finding.spans.is_empty() { page.lang.tag() } else { titles.text_lang(&finding.ruleset) },
        excerpt: excerpt(page, finding),
        day: finding.day.to_string(),
        confidence: super::permille(finding.confidence_permille),
        status: finding.status.as_str(),
        tone: tone::of_status(finding.status),
    }
}

/// The marked characters, or why it fired where there are none.
fn excerpt(page: &Page, finding: &Finding) -> String {
    let marked: Vec<_> = finding.spans.iter().take(3).map(|span| span.excerpt.as_str()).collect();
    let text = if marked.is_empty() { finding.why_text.get(page.lang).to_owned() } else { marked.join(" … ") };
    let short: String = text.chars().take(90).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

fn choices(page: &Page, titles: &Titles, query: &Query, material: &Material, bank: bool) -> Vec<Choice> {
    let mut choices = Vec::new();
    if bank {
        let agencies = material.agencies.iter().map(|agency| (agency.id.to_string(), agency.name.clone()));
        choices.push(choice("agency", "agency", &query.agency, agencies));
    }
    let quarters = material.quarters.iter().map(|quarter| (quarter.to_string(), page.quarter(quarter)));
    choices.push(choice("quarter", "quarter", &query.quarter, quarters));
    let severities = Severity::ALL.iter().map(|severity| severity.as_str());
    let severities = severities.map(|id| (id.to_owned(), page.term("severity", id)));
    choices.push(choice("severity", "severity", &query.severity, severities));
    let wanted = |agency: &&Agency| query.agency.is_empty() || agency.id.as_str() == query.agency;
    let rulesets: BTreeSet<_> = material.agencies.iter().filter(wanted).map(|agency| agency.ruleset.clone()).collect();
    choices.push(choice("rule", "rule", &query.rule, titles.rules(&rulesets)));
    choices.push(choice("category", "category", &query.category, titles.categories(page, &rulesets)));
    let statuses = FindingStatus::ALL.iter().map(|status| status.as_str());
    let statuses = [UNDECIDED].into_iter().chain(statuses).map(|id| (id.to_owned(), page.term("status", id)));
    choices.push(choice("status", "state", &query.status, statuses));
    choices
}

fn choice(
    name: &'static str,
    label: &'static str,
    chosen: &str,
    options: impl IntoIterator<Item = (String, String)>,
) -> Choice {
    let option = |(value, text): (String, String)| Opt { selected: value == chosen, value, text };
    Choice { name, label, options: options.into_iter().map(option).collect() }
}
