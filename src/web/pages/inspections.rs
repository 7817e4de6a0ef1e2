//! The bank's inspections: what was held at each agency, and by when the next regular one is due.

use super::{html, zone};
use crate::domain::agency::Agency;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::register::{Inspection, InspectionResult, Regularity};
use crate::review::duties;
use crate::store::evidence::{self, Kept};
use crate::store::{Scope, agencies};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "inspections.html")]
struct InspectionsPage<'a> {
    page: &'a Page,
    agencies: Vec<Line>,
    held: Vec<Held>,
}

/// One agency.
struct Line {
    id: String,
    name: String,
    regular: String,
    unannounced: String,
    due: NaiveDate,
    overdue: bool,
    /// Whether its ruleset has a checklist.
    listed: bool,
}

/// One inspection.
struct Held {
    agency: String,
    id: String,
    kind: Regularity,
    on: NaiveDate,
    inspector: String,
    passed: usize,
    failed: usize,
    not_applicable: usize,
    /// Its page.
    href: String,
}

/// `GET /inspections`
pub async fn show(app: web::Data<App>, page: Page) -> Result<HttpResponse, AppError> {
    let read = app.read(|connection| {
        let mut found = Vec::new();
        for agency in agencies::list(connection, &Scope::Bank)? {
            let rows = evidence::register(connection, &Scope::Bank, &agency.id, EvidenceKind::Inspections)?;
            found.push((agency, rows));
        }
        Ok(found)
    });
    let (mut lines, mut held) = (Vec::new(), Vec::new());
    for (agency, rows) in read.await? {
        let inspections = inspections(&agency, &rows);
        lines.push(line(&app, &agency, &inspections));
        held.extend(inspections);
    }
    lines.sort_by(|one, other| (one.due, &one.id).cmp(&(other.due, &other.id)));
    held.sort_by_key(|inspection| (Reverse(inspection.on), inspection.agency.clone(), inspection.id.clone()));
    html(&InspectionsPage { page: &page, agencies: lines, held })
}

fn line(app: &App, agency: &Agency, inspections: &[Held]) -> Line {
    let today = zone::today(app, agency);
    let last = |kind| inspections.iter().filter(|it| it.kind == kind && it.on <= today).map(|it| it.on).max();
    let regular = last(Regularity::Regular);
    let due = duties::inspection_due(regular, agency.agreement_from);
    let shown = |day: Option<NaiveDate>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    Line {
        id: agency.id.to_string(),
        name: agency.name.clone(),
        regular: shown(regular),
        unannounced: shown(last(Regularity::Unannounced)),
        due,
        overdue: due < today,
        listed: app.ruleset(&agency.ruleset).is_some_and(|ruleset| !ruleset.checklist().is_empty()),
    }
}

/// The rows of one agency, gathered by inspection.
fn inspections(agency: &Agency, rows: &[Kept]) -> Vec<Held> {
    let mut found: BTreeMap<&str, Held> = BTreeMap::new();
    for kept in rows {
        let Record::Inspection(row) = &kept.record else { continue };
        let held = found.entry(&row.inspection_id).or_insert_with(|| begun(agency, row));
        match row.result {
            InspectionResult::Pass => held.passed += 1,
            InspectionResult::Fail => held.failed += 1,
            InspectionResult::NotApplicable => held.not_applicable += 1,
        }
    }
    found.into_values().collect()
}

fn begun(agency: &Agency, row: &Inspection) -> Held {
    Held {
        agency: agency.name.clone(),
        id: row.inspection_id.clone(),
        kind: row.inspection_kind,
        on: row.held_on,
        inspector: row.inspector.clone().unwrap_or_else(|| "–".to_owned()),
        passed: 0,
        failed: 0,
        not_applicable: 0,
        href: format!("/inspections/{}/{}", agency.id, row.inspection_id),
    }
}
