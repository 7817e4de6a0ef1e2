//! One inspection that was held: every item with what was seen, and the files attached.

use super::{html, zone};
use crate::domain::agency::Agency;
use crate::domain::attachment::Attachment;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::ids::{AgencyId, SubmissionId};
use crate::domain::register::{Inspection, InspectionResult, Regularity};
use crate::store::evidence::{self, Kept};
use crate::store::{Scope, agencies};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "inspection.html")]
struct InspectionPage<'a> {
    page: &'a Page,
    agency: &'a Agency,
    id: &'a str,
    kind: Regularity,
    on: NaiveDate,
    inspector: &'a str,
    submission: &'a SubmissionId,
    items: Vec<Seen<'a>>,
}

/// One item.
struct Seen<'a> {
    rule: Option<&'a str>,
    text: String,
    result: String,
    tone: &'static str,
    remark: &'a str,
    /// What names evidence elsewhere.
    named: String,
    files: Vec<Attachment>,
    mend_by: Option<NaiveDate>,
    mended_on: Option<NaiveDate>,
    overdue: bool,
}

/// `GET /inspections/{agency}/{id}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    path: web::Path<(AgencyId, String)>,
) -> Result<HttpResponse, AppError> {
    let (agency, id) = path.into_inner();
    let read = app.read(move |connection| {
        let Some(agency) = agencies::get(connection, &Scope::Bank, &agency)? else { return Ok(None) };
        let rows = evidence::register(connection, &Scope::Bank, &agency.id, EvidenceKind::Inspections)?;
        Ok(Some((agency, rows)))
    });
    let (agency, rows) = read.await?.ok_or(AppError::NotFound)?;
    let rows: Vec<(&Inspection, &Kept)> = rows.iter().filter_map(|kept| row_of(kept, &id)).collect();
    let (head, kept) = rows.first().ok_or(AppError::NotFound)?;
    let today = zone::today(&app, &agency);
    html(&InspectionPage {
        page: &page,
        agency: &agency,
        id: &id,
        kind: head.inspection_kind,
        on: head.held_on,
        inspector: head.inspector.as_deref().unwrap_or("–"),
        submission: &kept.since,
        items: rows.iter().map(|(row, _)| seen(&app, &page, &agency, row, today)).collect(),
    })
}

fn row_of<'a>(kept: &'a Kept, id: &str) -> Option<(&'a Inspection, &'a Kept)> {
    match &kept.record {
        Record::Inspection(row) if row.inspection_id == id => Some((row, kept)),
        _ => None,
    }
}

fn seen<'a>(app: &'a App, page: &Page, agency: &Agency, row: &'a Inspection, today: NaiveDate) -> Seen<'a> {
    let listed = app
        .ruleset(&agency.ruleset)
        .and_then(|ruleset| ruleset.checklist().into_iter().find(|item| item.id == row.item_id));
    let text = listed.map(|item| item.look.get(page.lang).to_owned()).or_else(|| row.item.clone());
    let (files, named) = row.evidence.iter().partition::<Vec<&String>, _>(|name| name.parse::<Attachment>().is_ok());
    let failed = row.result == InspectionResult::Fail;
    Seen {
        rule: listed.map(|item| item.rule.id.as_str()),
        text: text.unwrap_or_else(|| row.item_id.clone()),
        result: page.name_of(&row.result),
        tone: match row.result {
            InspectionResult::Pass => "good",
            InspectionResult::Fail => "critical",
            InspectionResult::NotApplicable => "quiet",
        },
        remark: row.remark.as_deref().unwrap_or_default(),
        named: named.into_iter().map(String::as_str).collect::<Vec<_>>().join("、"),
        files: files.into_iter().filter_map(|name| name.parse().ok()).collect(),
        mend_by: row.mend_by.filter(|_| failed),
        mended_on: row.mended_on.filter(|_| failed),
        overdue: failed && row.mended_on.is_none() && row.mend_by.is_some_and(|day| day < today),
    }
}
