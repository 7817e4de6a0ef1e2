//! The bank's calendar: what is due at each agency, and what is overdue.

use super::{html, zone};
use crate::domain::agency::Agency;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::quarter::Quarter;
use crate::review::duties::{self, Duty, Known};
use crate::store::evidence::{self, Kept};
use crate::store::{Scope, agencies, scorecards};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

/// The registers that duties follow from.
const REGISTERS: [EvidenceKind; 4] =
    [EvidenceKind::Inspections, EvidenceKind::Reconciliations, EvidenceKind::Complaints, EvidenceKind::Staff];

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage<'a> {
    page: &'a Page,
    overdue: usize,
    lines: Vec<Line>,
}

/// One thing to do.
struct Line {
    by: NaiveDate,
    overdue: bool,
    agency: String,
    text: String,
    clause: &'static str,
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
        Ok(found)
    });
    let mut lines = Vec::new();
    for (agency, rows, evaluated) in read.await? {
        let today = now.with_timezone(&zone::of_agency(&app, &agency)).date_naive();
        let due = duties::due(&known(&app, &agency, &rows, evaluated), today);
        lines.extend(due.into_iter().map(|(by, duty)| line(&page, &agency, by, duty, today)));
    }
    lines.sort_by(|one, other| (one.by, &one.agency).cmp(&(other.by, &other.agency)));
    html(&DutiesPage { page: &page, overdue: lines.iter().filter(|line| line.overdue).count(), lines })
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
    Line { by, overdue: by < today, agency: agency.name.clone(), text: text.to_string(), clause, href }
}
