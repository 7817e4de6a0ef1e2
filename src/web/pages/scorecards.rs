//! The agencies of a quarter: who stands where, and who can't be told apart.

use super::chart::{Bar, Spark};
use super::duties::wants_decision;
use super::titles::Titles;
use super::words::Link;
use super::{html, see_other, tone};
use crate::domain::account::Access;
use crate::domain::agency::Agency;
use crate::domain::quarter::Quarter;
use crate::domain::score::Scorecard;
use crate::scoring::explain;
use crate::store::{Scope, agencies, duties, scorecards};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use std::cmp::Reverse;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "scorecards.html")]
struct ScorecardsPage<'a> {
    page: &'a Page,
    quarter: Quarter,
    quarters: Vec<Link>,
    /// What waits for a supervisor's decision.
    alerts: usize,
    lines: Vec<Line>,
}

/// One agency of the table.
struct Line {
    grade: String,
    tone: &'static str,
    href: String,
    name: String,
    ruleset: String,
    alike: String,
    score: String,
    bar: Option<Bar>,
    interval: String,
    completeness: String,
    open: u64,
    open_href: String,
    spark: Option<Spark>,
    state: &'static str,
}

/// `GET /scorecards`: to the latest quarter; an agency straight to its own card.
pub async fn latest(app: web::Data<App>, caller: Caller) -> Result<HttpResponse, AppError> {
    let scope = Scope::from(&caller.access);
    let quarters = app.read(move |connection| scorecards::quarters(connection, &scope)).await?;
    let quarter = quarters.first().copied().unwrap_or_else(|| Quarter::of(app.clock.now().date_naive()));
    Ok(see_other(&match caller.access {
        Access::Agency(agency) => format!("/scorecards/{quarter}/{agency}"),
        Access::Qa | Access::Supervisor => format!("/scorecards/{quarter}"),
    }))
}

/// Everything the table is made of.
struct Quarterly {
    quarters: Vec<Quarter>,
    agencies: Vec<Agency>,
    cards: Vec<Scorecard>,
    histories: BTreeMap<String, Vec<Scorecard>>,
    alerts: usize,
}

/// `GET /scorecards/{quarter}`
pub async fn show(app: web::Data<App>, page: Page, quarter: web::Path<Quarter>) -> Result<HttpResponse, AppError> {
    let quarter = quarter.into_inner();
    let read = app.read(move |connection| {
        let cards = scorecards::of_quarter(connection, &Scope::Bank, quarter)?;
        let mut histories = BTreeMap::new();
        for card in &cards {
            let history = scorecards::history(connection, &Scope::Bank, &card.agency_id)?;
            histories.insert(card.agency_id.to_string(), until(history, quarter));
        }
        let quarters = scorecards::quarters(connection, &Scope::Bank)?;
        let duties = duties::list(connection, &Scope::Bank)?;
        let alerts = duties.iter().filter(|duty| duty.is_open() && wants_decision(duty)).count();
        Ok(Quarterly { quarters, agencies: agencies::list(connection, &Scope::Bank)?, cards, histories, alerts })
    });
    let mut quarterly = read.await?;
    quarterly.cards.sort_by_key(|card| (card.score.is_none(), Reverse(card.score), card.agency_id.clone()));
    let titles = Titles::new(&app, page.lang);
    let lines = quarterly.cards.iter().map(|card| line(&page, &titles, card, &quarterly)).collect();
    let quarters = quarter_links(&page, &quarterly.quarters, quarter, |quarter| format!("/scorecards/{quarter}"));
    let alerts = if page.is("supervisor") { quarterly.alerts } else { 0 };
    html(&ScorecardsPage { page: &page, quarter, quarters, alerts, lines })
}

/// The quarters up to and with `quarter`, the last eight of them.
pub fn until(mut history: Vec<Scorecard>, quarter: Quarter) -> Vec<Scorecard> {
    history.retain(|card| card.quarter <= quarter);
    history.split_off(history.len().saturating_sub(8))
}

/// Links to each quarter that has anything, and to the one shown.
pub fn quarter_links(page: &Page, known: &[Quarter], shown: Quarter, href: impl Fn(Quarter) -> String) -> Vec<Link> {
    let mut quarters = known.to_vec();
    if !quarters.contains(&shown) {
        quarters.push(shown);
    }
    quarters.sort();
    let link = |quarter: Quarter| Link { href: href(quarter), text: page.quarter(&quarter), current: quarter == shown };
    quarters.into_iter().map(link).collect()
}

/// Names of the other agencies under the same ruleset whose intervals overlap with that of `card`.
pub fn alike(page: &Page, card: &Scorecard, cards: &[Scorecard], agencies: &[Agency]) -> String {
    let names: Vec<_> = cards
        .iter()
        .filter(|other| other.agency_id != card.agency_id && other.ruleset == card.ruleset)
        .filter(|other| explain::distinguishable(card, other) == Some(false))
        .map(|other| name(agencies, other))
        .collect();
    names.join(&page.t("list-separator").to_string())
}

/// The name of the card's agency.
pub fn name(agencies: &[Agency], card: &Scorecard) -> String {
    let agency = agencies.iter().find(|agency| agency.id == card.agency_id);
    agency.map_or_else(|| card.agency_id.to_string(), |agency| agency.name.clone())
}

fn line(page: &Page, titles: &Titles, card: &Scorecard, quarterly: &Quarterly) -> Line {
    let (agency, quarter) = (&card.agency_id, card.quarter);
    let history = quarterly.histories.get(agency.as_str()).map(Vec::as_slice).unwrap_or_default();
    let label = page.t("trend-label").with("count", history.len()).to_string();
    Line {
        grade: page.grade(&card.grade),
        tone: tone::of_grade(card.grade),
        href: format!("/scorecards/{quarter}/{agency}"),
        name: name(&quarterly.agencies, card),
        ruleset: titles.ruleset(&card.ruleset),
        alike: alike(page, card, &quarterly.cards, &quarterly.agencies),
        score: card.score.map_or_else(|| "–".into(), |score| score.to_string()),
        bar: card.score.map(|score| Bar::new(score, card.interval, bar_label(page, card))),
        interval: card.interval.map(|[low, high]| format!("{low} – {high}")).unwrap_or_default(),
        completeness: page.share(card.completeness),
        open: card.deductions.iter().map(|deduction| deduction.open).sum(),
        open_href: format!("/findings?agency={agency}&quarter={quarter}&status=undecided"),
        spark: Spark::new(history, label),
        state: tone::scorecard_state(card.state),
    }
}

/// What a score's bar says in words.
pub fn bar_label(page: &Page, card: &Scorecard) -> String {
    let score = card.score.unwrap_or_default();
    match card.interval {
        Some([low, high]) => page.t("bar-label").of("score", score).of("low", low).of("high", high).to_string(),
        None => page.t("bar-label-plain").of("score", score).to_string(),
    }
}
