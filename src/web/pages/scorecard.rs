//! One agency's scorecard: the answer, then why, then the evidence; printable as a paper to sign.

use super::chart::{Bar, Trend};
use super::scorecards::{alike, bar_label, quarter_links, until};
use super::titles::Titles;
use super::words::Link;
use super::{html, tone};
use crate::domain::agency::Agency;
use crate::domain::ids::AgencyId;
use crate::domain::quarter::Quarter;
use crate::domain::score::{Cap, Deduction, Scorecard, ScorecardState};
use crate::scoring::{change, explain};
use crate::store::findings::{self, Filter};
use crate::store::{Scope, agencies, ledger, scorecards};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// What the address says besides.
#[derive(Debug, Deserialize)]
pub struct Query {
    /// An earlier version.
    pub version: Option<u32>,
}

#[derive(Template)]
#[template(path = "scorecard.html")]
struct ScorecardPage<'a> {
    page: &'a Page,
    bank: bool,
    quarter: Quarter,
    quarters: Vec<Link>,
    agency_name: String,
    ruleset_title: String,
    digest: String,
    checkpoint: Option<String>,
    card: &'a Scorecard,
    published: bool,
    state: &'static str,
    tone: &'static str,
    letter: &'static str,
    meaning: String,
    interval: String,
    bar: Option<Bar>,
    caps: Vec<CapLine>,
    completeness: String,
    /// The same, a line for each kind of evidence.
    kinds: Vec<String>,
    evidence_links: Vec<Link>,
    open: u64,
    open_href: String,
    alike: String,
    raise: Vec<String>,
    chart: Option<Trend>,
    sections: Vec<SectionLine>,
    deductions: Vec<DeductionLine>,
    versions: Vec<Link>,
}

struct CapLine {
    text: String,
    links: Vec<Link>,
}

struct SectionLine {
    id: String,
    title: String,
    weight: u32,
    score: String,
    bar: Option<Bar>,
    not_assessed: String,
    rules: usize,
}

struct DeductionLine {
    section: String,
    first_of_section: bool,
    severity: &'static str,
    title: String,
    rule_href: String,
    clauses: Vec<String>,
    exposure: u64,
    violations: u64,
    confirmed_href: String,
    open: u64,
    open_href: String,
    rate: String,
    interval: String,
    points: String,
    sentence: String,
}

/// What the page is made of.
struct Material {
    card: Scorecard,
    checkpoint: Option<String>,
    agency: Agency,
    peers: Vec<Scorecard>,
    agencies: Vec<Agency>,
    history: Vec<Scorecard>,
    quarters: Vec<Quarter>,
    versions: Vec<u32>,
    missing: Vec<(&'static str, u64)>,
}

/// Categories of findings that say which evidence is missing.
const MISSING: [&str; 2] = ["recording-missing", "evidence-missing"];

/// `GET /scorecards/{quarter}/{agency}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    path: web::Path<(Quarter, AgencyId)>,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let (quarter, agency) = path.into_inner();
    caller.may_see(&agency)?;
    let scope = Scope::from(&caller.access);
    let version = query.version;
    let material = app.read(move |connection| {
        let card = match version {
            Some(version) => scorecards::version(connection, &scope, &agency, quarter, version)?,
            None => scorecards::latest(connection, &scope, &agency, quarter)?,
        };
        let (Some(card), Some(found)) = (card, agencies::get(connection, &scope, &agency)?) else { return Ok(None) };
        let entry = ledger::of_scorecard(connection, &agency, quarter, card.version)?;
        let history = scorecards::history(connection, &scope, &agency)?;
        let mut missing = Vec::new();
        for category in MISSING {
            let filter = Filter {
                agency: Some(agency.clone()),
                quarter: Some(quarter),
                category: Some(category.into()),
                ..Filter::default()
            };
            missing.push((category, findings::count(connection, &scope, &filter)?));
        }
        let versions = scorecards::versions(connection, &scope, &agency, quarter)?;
        Ok(Some(Material {
            quarters: history.iter().map(|card| card.quarter).collect(),
            history: until(history, quarter),
            checkpoint: entry.map(|entry| entry.checkpoint()),
            card,
            agency: found,
            peers: scorecards::of_quarter(connection, &scope, quarter)?,
            agencies: agencies::list(connection, &scope)?,
            versions: versions.into_iter().map(|(version, _)| version).collect(),
            missing,
        }))
    });
    let material = material.await?.ok_or(AppError::NotFound)?;
    html(&build(&app, &page, &material, caller.access.agency().is_none()))
}

fn build<'a>(app: &App, page: &'a Page, material: &'a Material, bank: bool) -> ScorecardPage<'a> {
    let card = &material.card;
    let titles = Titles::new(app, page.lang);
    let base = format!("/scorecards/{}/{}", card.quarter, card.agency_id);
    let quarter_href = |quarter| format!("/scorecards/{quarter}/{}", card.agency_id);
    let digest = card.ruleset_digest.trim_start_matches("sha256:").get(..12).unwrap_or_default().to_owned();
    ScorecardPage {
        page,
        bank,
        quarter: card.quarter,
        quarters: quarter_links(page, &material.quarters, card.quarter, quarter_href),
        agency_name: material.agency.name.clone(),
        ruleset_title: titles.ruleset(&card.ruleset),
        digest,
        checkpoint: material.checkpoint.clone(),
        card,
        published: card.state == ScorecardState::Published,
        state: tone::scorecard_state(card.state),
        tone: tone::of_grade(card.grade),
        letter: explain::letter(card.grade),
        meaning: page.term("meaning", explain::letter(card.grade)),
        interval: card.interval.map(|[low, high]| format!("{low} – {high}")).unwrap_or_default(),
        bar: card.score.map(|score| Bar::new(score, card.interval, bar_label(page, card))),
        caps: card.caps.iter().map(|cap| cap_line(page, &titles, card, cap, &material.missing)).collect(),
        completeness: page.share(card.completeness),
        kinds: card.completeness_by_kind.iter().map(|kind| explain::completeness(kind, page.lang)).collect(),
        evidence_links: if card.caps.is_empty() { missing_links(page, card, &material.missing) } else { Vec::new() },
        open: card.deductions.iter().map(|deduction| deduction.open).sum(),
        open_href: findings_href(card, "status", "undecided"),
        alike: alike(page, card, &material.peers, &material.agencies),
        raise: raise(page, &titles, card),
        chart: Trend::new(&material.history, page.t("trend-label").with("count", material.history.len()).to_string()),
        sections: sections(page, &titles, card),
        deductions: deductions(page, &titles, card),
        versions: versions(page, card, &material.versions, &base),
    }
}

/// A filtered list of this card's findings.
fn findings_href(card: &Scorecard, name: &str, value: &str) -> String {
    format!("/findings?agency={}&quarter={}&{name}={value}", card.agency_id, card.quarter)
}

fn cap_line(page: &Page, titles: &Titles, card: &Scorecard, cap: &Cap, missing: &[(&'static str, u64)]) -> CapLine {
    let title = |rule: &str| rule.parse().map_or_else(|_| rule.to_owned(), |id| titles.rule(&card.ruleset, &id));
    let text = explain::cap(cap, card, page.lang, title);
    let links = match cap.reason.strip_prefix("veto:") {
        Some(rule) => vec![Link {
            href: format!("{}&status=confirmed", findings_href(card, "rule", rule)),
            text: page.t("cap-link-findings").to_string(),
            current: false,
        }],
        None => missing_links(page, card, missing),
    };
    CapLine { text, links }
}

fn missing_links(page: &Page, card: &Scorecard, missing: &[(&'static str, u64)]) -> Vec<Link> {
    let link = |(category, count): &(&'static str, u64)| Link {
        href: findings_href(card, "category", category),
        text: page.t(&format!("missing-{category}")).with("count", *count).to_string(),
        current: false,
    };
    missing.iter().filter(|(_, count)| *count > 0).map(link).collect()
}

/// What would change the grade, step by step.
fn raise(page: &Page, titles: &Titles, card: &Scorecard) -> Vec<String> {
    let Some(ruleset) = titles.known(&card.ruleset) else { return Vec::new() };
    let title = |rule: &str| rule.parse().map_or_else(|_| rule.to_owned(), |id| titles.rule(&card.ruleset, &id));
    let steps = change::plan(card, &ruleset.terms());
    steps.iter().map(|step| explain::change(step, page.lang, title)).collect()
}

fn sections(page: &Page, titles: &Titles, card: &Scorecard) -> Vec<SectionLine> {
    let line = |section: &crate::domain::score::SectionScore| SectionLine {
        id: section.id.clone(),
        title: titles.section(&card.ruleset, &section.id),
        weight: section.weight,
        score: section.score.map_or_else(|| "–".into(), |score| score.to_string()),
        bar: section.score.map(|score| {
            let label = page.t("bar-label-plain").of("score", score).to_string();
            Bar::new(score, None, label)
        }),
        not_assessed: explain::section(section, page.lang).unwrap_or_default(),
        rules: card.deductions.iter().filter(|line| line.section == section.id && line.points.0 > 0).count(),
    };
    card.sections.iter().map(line).collect()
}

fn deductions(page: &Page, titles: &Titles, card: &Scorecard) -> Vec<DeductionLine> {
    let terms = titles.known(&card.ruleset).map(crate::rules::ruleset::Ruleset::terms);
    let mut seen = std::collections::BTreeSet::new();
    let mut line = |deduction: &Deduction| {
        let rule = titles.rule_of(&card.ruleset, &deduction.rule_id);
        let of_rule = terms.as_ref().and_then(|terms| terms.rules.iter().find(|terms| terms.id == deduction.rule_id));
        let href = findings_href(card, "rule", deduction.rule_id.as_str());
        let [low, high] = deduction.interval;
        let unit = rule.map_or("units", |rule| rule.check.described().unit());
        DeductionLine {
            section: deduction.section.clone(),
            first_of_section: seen.insert(deduction.section.clone()),
            severity: rule.map_or("observation", |rule| rule.severity.as_str()),
            title: titles.rule(&card.ruleset, &deduction.rule_id),
            rule_href: format!("/rules/{}/{}", card.ruleset, deduction.rule_id),
            clauses: deduction.clauses.iter().map(ToString::to_string).collect(),
            exposure: deduction.exposure,
            violations: deduction.violations,
            confirmed_href: format!("{href}&status=confirmed"),
            open: deduction.open,
            open_href: format!("{href}&status=undecided"),
            rate: deduction.rate_per_1000.to_string(),
            interval: format!("{low} – {high}"),
            points: deduction.points.to_string(),
            sentence: of_rule.map(|terms| explain::deduction(deduction, terms, unit, page.lang)).unwrap_or_default(),
        }
    };
    card.deductions.iter().map(&mut line).collect()
}

fn versions(page: &Page, card: &Scorecard, versions: &[u32], base: &str) -> Vec<Link> {
    let link = |version: &u32| Link {
        href: format!("{base}?version={version}"),
        text: page.t("version").with("version", *version).to_string(),
        current: *version == card.version,
    };
    versions.iter().map(link).collect()
}
