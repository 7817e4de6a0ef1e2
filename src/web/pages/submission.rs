//! One hand-in: what was taken, what came back and why, how to mend it.

use super::submissions::{UploadForm, quarter_of, upload_form};
use super::{html, tone, zone};
use crate::domain::agency::Agency;
use crate::domain::ids::SubmissionId;
use crate::domain::quarter::{Quarter, Week};
use crate::domain::submission::{Change, ImportReport, Issue, IssueSeverity, SheetOutcome, UnrecognisedColumn};
use crate::store::submissions::{self, Filter, Submission, SubmissionFile};
use crate::store::{DbConnection, Scope, StoreError, agencies};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "submission.html")]
struct SubmissionPage<'a> {
    page: &'a Page,
    id: String,
    title: String,
    way: Vec<(String, Option<String>)>,
    state: &'static str,
    tone: &'static str,
    facts: String,
    newer: Option<Version>,
    totals: Totals,
    change_count: u64,
    changes: Vec<ChangeLine>,
    changes_left: u64,
    groups: Vec<Group>,
    unrecognised: &'a [UnrecognisedColumn],
    annotated: bool,
    upload: Option<UploadForm>,
    sheets: &'a [SheetOutcome],
    files: &'a [SubmissionFile],
    versions: Vec<Version>,
}

/// Rows over all sheets.
#[derive(Default)]
struct Totals {
    rows: u64,
    accepted: u64,
    refused: u64,
    duplicates: u64,
    unchanged: u64,
}

/// Issues of the same kind.
struct Group {
    severity: &'static str,
    tone: &'static str,
    message: String,
    place: String,
    value: String,
    count: u64,
    href: String,
    hint: String,
}

struct ChangeLine {
    sheet: String,
    row: u32,
    key: String,
    field: String,
    before: String,
    after: String,
}

/// One version of the week.
struct Version {
    id: String,
    version: u32,
    current: bool,
    received: String,
    state: &'static str,
}

/// One submission with all that belongs to it.
pub struct Material {
    /// What is known of it.
    pub submission: Submission,
    /// What the import answered.
    pub report: ImportReport,
    /// Whose; absent for a list of the bank's.
    pub agency: Option<Agency>,
    /// All agencies, where it is a list of the bank's that names them row by row.
    pub named: Vec<Agency>,
    /// Its files.
    pub files: Vec<SubmissionFile>,
    /// All versions of its week, itself included, latest first.
    pub versions: Vec<Submission>,
}

/// Changed fields that the page lists.
const CHANGES: usize = 200;

/// Reads a submission; nothing where it does not exist for the caller.
pub fn read(connection: &mut DbConnection, scope: &Scope, id: &SubmissionId) -> Result<Option<Material>, StoreError> {
    let Some(submission) = submissions::get(connection, scope, id)? else { return Ok(None) };
    let Some(report) = submissions::report(connection, scope, id)? else { return Ok(None) };
    let agency = match &submission.agency {
        Some(agency) => agencies::get(connection, scope, agency)?,
        None => None,
    };
    let named = if agency.is_none() { agencies::list(connection, scope)? } else { Vec::new() };
    let versions = match submission.week {
        Some(week) => {
            let filter = Filter { agency: submission.agency.clone(), week: Some(week), ..Filter::default() };
            submissions::list(connection, scope, &filter, None, 100)?.items
        }
        None => Vec::new(),
    };
    let files = submissions::files(connection, scope, id)?;
    Ok(Some(Material { submission, report, agency, named, files, versions }))
}

impl Material {
    /// `第 30 周 · 第 2 版`
    pub fn title(&self, page: &Page) -> String {
        let version = self.submission.version;
        match self.submission.week {
            Some(week) => {
                page.t("submission-heading").with("week", page.week(&week)).with("version", version).to_string()
            }
            None => page.t("submission-bank").to_string(),
        }
    }

    /// The list that it stands in.
    pub fn list_href(&self) -> String {
        let quarter = self.submission.week.map(quarter_of);
        match (&self.submission.agency, quarter) {
            (Some(agency), Some(quarter)) => format!("/submissions?agency={agency}&quarter={quarter}"),
            (Some(agency), None) => format!("/submissions?agency={agency}"),
            (None, _) => "/submissions".to_owned(),
        }
    }
}

/// `GET /submissions/{id}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<SubmissionId>,
) -> Result<HttpResponse, AppError> {
    let scope = Scope::from(&caller.access);
    let found = app.read(move |connection| read(connection, &scope, &id)).await?.ok_or(AppError::NotFound)?;
    html(&build(&app, &page, &found, caller.access.agency().is_some()))
}

fn build<'a>(app: &App, page: &'a Page, found: &'a Material, uploads: bool) -> SubmissionPage<'a> {
    let (submission, report) = (&found.submission, &found.report);
    let zone = match &found.agency {
        Some(agency) => zone::of_agency(app, agency),
        None => zone::of_most(app, &found.named),
    };
    let mut changes: Vec<_> = report.changes.iter().flat_map(change_lines).collect();
    let count = changes.len() as u64;
    changes.truncate(CHANGES);
    let version = |it: &Submission| Version {
        id: it.id.to_string(),
        version: it.version,
        current: it.id == submission.id,
        received: page.in_zone(page.at(it.received_at, zone), zone),
        state: tone::submission_state(it.state),
    };
    let facts = page.t("submission-facts").with("at", page.at(submission.received_at, zone));
    let facts = facts.with("zone", page.zone(zone)).with("by", submission.received_from.clone());
    let newer = submission.superseded_by.as_ref();
    let newer = newer.and_then(|id| found.versions.iter().find(|it| it.id == *id));
    let form = |week: Week| upload_form(app, page, quarter_of(week), Some(week));
    SubmissionPage {
        page,
        id: submission.id.to_string(),
        title: found.title(page),
        way: way(page, found),
        state: tone::submission_state(submission.state),
        tone: tone::of_submission(submission.state),
        facts: facts.to_string(),
        newer: newer.map(version),
        totals: totals(&report.sheets),
        change_count: report.changes.len() as u64,
        changes_left: count.saturating_sub(CHANGES as u64),
        changes,
        groups: groups(submission, &report.issues),
        unrecognised: &report.unrecognised_columns,
        annotated: !found.files.is_empty(),
        upload: submission.week.filter(|_| uploads && newer.is_none()).map(form),
        sheets: &report.sheets,
        files: &found.files,
        versions: found.versions.iter().map(version).collect(),
    }
}

fn way(page: &Page, found: &Material) -> Vec<(String, Option<String>)> {
    let quarter: Option<Quarter> = found.submission.week.map(quarter_of);
    let mut way: Vec<_> = quarter.iter().map(|quarter| (page.quarter(quarter), None)).collect();
    way.extend(found.agency.iter().map(|agency| (agency.name.clone(), None)));
    way.push((page.t("submissions-title").to_string(), Some(found.list_href())));
    way
}

fn totals(sheets: &[SheetOutcome]) -> Totals {
    let mut totals = Totals::default();
    for sheet in sheets {
        totals.rows += sheet.rows;
        totals.accepted += sheet.accepted;
        totals.refused += sheet.refused;
        totals.duplicates += sheet.duplicates;
        totals.unchanged += sheet.unchanged;
    }
    totals
}

/// Issues by severity, code and field; refused first, then the most frequent.
fn groups(submission: &Submission, issues: &[Issue]) -> Vec<Group> {
    let mut groups: BTreeMap<(IssueSeverity, &str, &str), (u64, &Issue)> = BTreeMap::new();
    for issue in issues {
        groups.entry((issue.severity, &issue.code, &issue.field)).or_insert((0, issue)).0 += 1;
    }
    let group = |((severity, code, field), (count, first)): ((IssueSeverity, &str, &str), (u64, &Issue))| {
        let severity_id = tone::issue_severity(severity);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("severity", severity_id), ("code", code), ("field", field)])
            .finish();
        Group {
            severity: severity_id,
            tone: tone::of_issue(severity),
            message: first.message.clone(),
            place: place(first),
            value: first.value.chars().take(40).collect(),
            count,
            href: format!("/submissions/{}/issues?{query}", submission.id),
            hint: first.hint.clone(),
        }
    };
    let mut groups: Vec<_> = groups.into_iter().map(|(key, value)| (key.0, group((key, value)))).collect();
    groups.sort_by_key(|(severity, group)| (*severity, std::cmp::Reverse(group.count)));
    groups.into_iter().map(|(_, group)| group).collect()
}

/// `通话记录!F18`
fn place(issue: &Issue) -> String {
    match (issue.sheet.as_str(), issue.cell.as_str()) {
        ("", "") => issue.file.clone(),
        (sheet, "") => sheet.to_owned(),
        (sheet, cell) => format!("{sheet}!{cell}"),
    }
}

fn change_lines(change: &Change) -> impl Iterator<Item = ChangeLine> + '_ {
    change.fields.iter().map(|field| ChangeLine {
        sheet: change.sheet.clone(),
        row: change.row,
        key: change.key.clone(),
        field: field.field.clone(),
        before: field.before.clone(),
        after: field.after.clone(),
    })
}
