//! The bank's calendar: what wants a decision, what is due at each agency and what is overdue, and what was done lately.

use super::duty::sentence;
use super::{html, zone};
use crate::domain::agency::Agency;
use crate::domain::duty::{Act, Duty as Event, Fact, PRODUCT};
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::quarter::Quarter;
use crate::review::duties::{self, Duty, Known};
use crate::rules::duties::recorded;
use crate::store::evidence::{self, Kept};
use crate::store::{Scope, agencies, duties as events, scorecards};
use crate::web::api::duties::state_of;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// The registers that duties follow from.
const REGISTERS: [EvidenceKind; 4] =
    [EvidenceKind::Inspections, EvidenceKind::Reconciliations, EvidenceKind::Complaints, EvidenceKind::Staff];

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage<'a> {
    page: &'a Page,
    overdue: usize,
    alerts: Vec<Alert>,
    lines: Vec<Line>,
    closed: Vec<Closed>,
}

/// Something to decide.
struct Alert {
    line: Line,
    /// What was reached.
    reasons: Vec<String>,
    /// Who was told, and when.
    told: Vec<String>,
}

/// Something that was settled or has lapsed.
struct Closed {
    on: NaiveDate,
    agency: String,
    text: String,
    href: String,
    clauses: String,
    state: &'static str,
    by: String,
}

/// Closed ones that the page shows.
const MOST_CLOSED: usize = 30;

/// One thing to do.
struct Line {
    by: NaiveDate,
    overdue: bool,
    agency: String,
    text: String,
    clause: String,
    /// Where it is done or looked into.
    href: String,
}

/// `GET /duties`
pub async fn show(app: web::Data<App>, page: Page) -> Result<HttpResponse, AppError> {
    let agencies = app.read(|connection| agencies::list(connection, &Scope::Bank)).await?;
    let now = app.clock.now();
    let ended = Quarter::of(now.with_timezone(&zone::of_most(&app, &agencies)).date_naive()).previous();
    let read = app.read(move |connection| {
        let scored = scorecards::of_quarter(connection, &Scope::Bank, ended)?;
        let mut found = Vec::new();
        for agency in agencies {
            let mut rows = Vec::new();
            for kind in REGISTERS {
                rows.extend(evidence::register(connection, &Scope::Bank, &agency.id, kind)?);
            }
            let evaluated = scored.iter().any(|card| card.agency_id == agency.id);
            found.push((agency, rows, evaluated));
        }
        Ok((found, events::list(connection, &Scope::Bank)?))
    });
    let (found, events) = read.await?;
    let (mut lines, mut alerts, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    for (agency, rows, evaluated) in found {
        let today = now.with_timezone(&zone::of_agency(&app, &agency)).date_naive();
        let due = duties::due(&known(&app, &agency, &rows, evaluated), today);
        lines.extend(due.into_iter().map(|(by, duty)| line(&page, &agency, by, duty, today)));
        for event in events.iter().filter(|event| event.subject.agency_id == agency.id) {
            match event.is_open() {
                false => closed.extend(closing(&page, &agency, zone::of_agency(&app, &agency), event)),
                true if wants_decision(event) => alerts.push(alert(&app, &page, &agency, event, today)),
                true => lines.push(event_line(&page, &agency, event, today)),
            }
        }
    }
    lines.sort_by(|one, other| (one.by, &one.agency).cmp(&(other.by, &other.agency)));
    alerts.sort_by(|one, other| (one.line.by, &one.line.agency).cmp(&(other.line.by, &other.line.agency)));
    closed.sort_by(|one, other| (other.on, &one.agency, &one.href).cmp(&(one.on, &other.agency, &other.href)));
    closed.truncate(MOST_CLOSED);
    let overdue = lines.iter().chain(alerts.iter().map(|alert| &alert.line)).filter(|line| line.overdue).count();
    html(&DutiesPage { page: &page, overdue, alerts, lines, closed })
}

/// Whether its kind is an alert.
pub fn wants_decision(event: &Event) -> bool {
    recorded(&event.subject.kind).is_some_and(|(_, record)| !record.outcomes.is_empty())
}

/// What a record is called, and the clauses behind it.
fn named(page: &Page, event: &Event) -> (String, String) {
    let Some((kind, record)) = recorded(&event.subject.kind) else {
        return (event.subject.kind.clone(), String::new());
    };
    let about = event.raised().and_then(|act| act.facts.first()).and_then(about);
    let title = record.title.get(page.lang);
    let title = about.map_or_else(|| title.to_owned(), |about| format!("{title} · {about}"));
    (title, kind.clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// The id that tells one from the next.
fn about(fact: &Fact) -> Option<&str> {
    match fact {
        Fact::Complaint { complaint_id, .. } => Some(complaint_id),
        Fact::Leaver { collector_id, .. } | Fact::Collector { collector_id } => Some(collector_id),
        Fact::Agreement { agreement_id, .. } => Some(agreement_id),
        Fact::Complaints { .. } | Fact::Findings { .. } | Fact::Grade { .. } => None,
    }
}

fn event_line(page: &Page, agency: &Agency, event: &Event, today: NaiveDate) -> Line {
    let (text, clause) = named(page, event);
    let (by, href) = (event.subject.due, format!("/duties/{}", event.subject.id));
    Line { by, overdue: by < today, agency: agency.name.clone(), text, clause, href }
}

fn alert(app: &App, page: &Page, agency: &Agency, event: &Event, today: NaiveDate) -> Alert {
    let zone = zone::of_agency(app, agency);
    let facts = event.raised().map(|act| act.facts.as_slice()).unwrap_or_default();
    let told = |act: &Act| format!("{} {}", act.by, page.at(act.at, zone));
    Alert {
        line: event_line(page, agency, event, today),
        reasons: facts.iter().filter_map(|fact| sentence(page, fact)).collect(),
        told: event.told().map(told).collect(),
    }
}

fn closing(page: &Page, agency: &Agency, zone: Tz, event: &Event) -> Option<Closed> {
    let (act, (text, clauses)) = (event.standing()?, named(page, event));
    let on = act.done_on.unwrap_or_else(|| act.at.with_timezone(&zone).date_naive());
    let by = if act.by == PRODUCT { page.t("duty-by-product").to_string() } else { act.by.clone() };
    let (agency, href) = (agency.name.clone(), format!("/duties/{}", event.subject.id));
    Some(Closed { on, agency, text, href, clauses, state: state_of(event), by })
}

fn known<'a>(app: &'a App, agency: &Agency, rows: &'a [Kept], evaluated: bool) -> Known<'a> {
    let calendar = app.ruleset(&agency.ruleset).and_then(|ruleset| ruleset.calendar.as_ref());
    let mut known = Known {
        agreement_from: agency.agreement_from,
        agreement_to: agency.agreement_to,
        evaluated,
        calendar,
        zone: zone::of_agency(app, agency),
        inspections: Vec::new(),
        reconciliations: Vec::new(),
        complaints: Vec::new(),
        staff: Vec::new(),
    };
    for kept in rows {
        match &kept.record {
            Record::Inspection(row) => known.inspections.push(row),
            Record::Reconciliation(row) => known.reconciliations.push(row),
            Record::Complaint(row) => known.complaints.push(row),
            Record::Staff(row) => known.staff.push(row),
            _ => {}
        }
    }
    known
}

fn line(page: &Page, agency: &Agency, by: NaiveDate, duty: Duty, today: NaiveDate) -> Line {
    let hand_ins = format!("/submissions?agency={}", agency.id);
    let (text, clause, href) = match duty {
        Duty::Inspection => {
            (page.t("duty-inspection"), "TW-2.6", format!("/inspections/new?agency={}&kind=regular", agency.id))
        }
        Duty::Evaluation(quarter) => {
            let text = page.t("duty-evaluation").with("quarter", page.quarter(&quarter));
            (text, "TW-2.7", format!("/scorecards/{quarter}/{}", agency.id))
        }
        Duty::Reconciliation(month, count) => {
            (page.t("duty-reconciliation").with("month", month.to_string()).with("count", count), "TW-2.5", hand_ins)
        }
        Duty::Answer(complaint) => (page.t("duty-answer").with("complaint", complaint), "TW-2.2.2", hand_ins),
        Duty::Certificate(collector) => (page.t("duty-certificate").with("collector", collector), "TW-1.1.2", hand_ins),
    };
    Line {
        by,
        overdue: by < today,
        agency: agency.name.clone(),
        text: text.to_string(),
        clause: clause.to_owned(),
        href,
    }
}
