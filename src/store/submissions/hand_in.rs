//! Taking a hand-in on record: the rows are held against what stands, and what is new or changed is written, in one transaction.

use super::content::Written;
use super::merge::{Merged, merge};
use super::{FileRow, same, sender};
use crate::domain::evidence::{EvidenceKind, SheetRef};
use crate::domain::ids::{AgencyId, Digest, SubmissionId};
use crate::domain::quarter::Week;
use crate::domain::submission::{ImportReport, Intake, Issue, IssueSeverity, SubmissionState};
use crate::ledger::Kind;
use crate::store::CHUNK;
use crate::store::connection::{DbConnection, each_backend};
use crate::store::error::StoreError;
use crate::store::evidence::EvidenceRow;
use crate::store::ledger;
use crate::store::objects::Objects;
use crate::store::row::{count, moment, name, to_json};
use crate::store::schema::{evidence, sheets, submission_files, submissions};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A file as it was handed in; its bytes are in the object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its name as handed in.
    pub name: String,
    /// sha256 of its bytes.
    pub sha256: Digest,
    /// Length, bytes.
    pub bytes: u64,
}

/// A row that takes the place of one from another week.
#[derive(Debug)]
pub struct Amendment<'a> {
    /// The kind of evidence.
    pub kind: EvidenceKind,
    /// The row's natural key.
    pub key: &'a str,
    /// The week that the old row was handed in for.
    pub week: Week,
    /// Where the new row stands.
    pub sheet: &'a SheetRef,
    /// Its row number.
    pub row: u32,
}

/// A hand-in as intake read it.
pub struct HandIn<'a> {
    /// Whose evidence it is where a row does not say.
    pub agency: Option<&'a AgencyId>,
    /// Handed in by the bank rather than the agency.
    pub from_bank: bool,
    /// For which week; the bank's have none.
    pub week: Option<Week>,
    /// The files as handed in.
    pub originals: &'a [Original],
    /// What intake made of them; every row has an agency that exists, its own or `agency`.
    pub intake: &'a Intake,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// An account's name, or the command line.
    pub received_from: &'a str,
    /// Says that a row amends one of another week.
    pub remark: &'a dyn Fn(&Amendment<'_>) -> Issue,
}

impl HandIn<'_> {
    pub(super) fn agency_key(&self) -> &str {
        self.agency.map(AgencyId::as_str).unwrap_or_default()
    }

    fn week_key(&self) -> String {
        self.week.map(|week| week.to_string()).unwrap_or_default()
    }
}

/// What a hand-in would come to: nothing is written.
pub fn preview(
    connection: &mut DbConnection,
    objects: &Objects,
    hand_in: &HandIn<'_>,
) -> Result<ImportReport, StoreError> {
    let merged = merge(connection, objects, hand_in)?;
    let version = next_version(connection, hand_in)?;
    Ok(report(hand_in, &merged, None, version))
}

/// Takes a hand-in on record and answers what came of each sheet. Where every file was handed in before and nothing is new, no version
/// is made.
pub fn hand_in(
    connection: &mut DbConnection,
    objects: &Objects,
    hand_in: &HandIn<'_>,
) -> Result<ImportReport, StoreError> {
    let rows = hand_in.intake.rows.iter();
    let agencies: BTreeSet<&AgencyId> = rows.filter_map(|(_, row)| row.agency.as_ref()).chain(hand_in.agency).collect();
    for agency in agencies {
        crate::store::agencies::lock(connection, agency)?;
    }
    let merged = merge(connection, objects, hand_in)?;
    let (agency, week) = (hand_in.agency_key(), hand_in.week_key());
    if merged.is_empty()
        && let Some((id, version)) = same::all_known(connection, agency, hand_in.from_bank, &week, hand_in.originals)?
    {
        let id = crate::store::row::typed("submission id", &id)?;
        return Ok(report(hand_in, &merged, Some(id), super::version(version)?));
    }
    let version = next_version(connection, hand_in)?;
    let id = submission_id(hand_in, version)?;
    let report = report(hand_in, &merged, Some(id.clone()), version);
    let submission = write_submission(connection, hand_in, &id, &report)?;
    let files = write_files(connection, hand_in, &id)?;
    let (sheets, rows) = write_evidence(connection, objects, merged, &id)?;
    let at = submission.received_at;
    let content = Written { submission, files, sheets, rows }.content();
    ledger::append(connection, ledger::act(Kind::HandIn, id, content, at))?;
    Ok(report)
}

fn next_version(connection: &mut DbConnection, hand_in: &HandIn<'_>) -> Result<u32, StoreError> {
    let last: Option<i64> = submissions::table
        .filter(submissions::agency_id.eq(hand_in.agency_key()))
        .filter(submissions::sender.eq(sender(hand_in.from_bank)))
        .filter(submissions::week.eq(hand_in.week_key()))
        .select(max(submissions::version))
        .first(connection)?;
    super::version(last.unwrap_or(0) + 1)
}

/// Derived from what was handed in, so that the same history gives the same ids on every machine.
fn submission_id(hand_in: &HandIn<'_>, version: u32) -> Result<SubmissionId, StoreError> {
    let version = version.to_string();
    let week = hand_in.week_key();
    let head = [sender(hand_in.from_bank), hand_in.agency_key(), &week, &version];
    let mut text = String::new();
    for part in head.into_iter().chain(hand_in.originals.iter().map(|file| file.sha256.as_str())) {
        text.push_str(&format!("{}:{part}", part.len()));
    }
    crate::store::row::typed("submission id", &format!("S-{}", &Digest::of(text.as_bytes()).as_str()[..20]))
}

fn report(hand_in: &HandIn<'_>, merged: &Merged, id: Option<SubmissionId>, version: u32) -> ImportReport {
    let intake = hand_in.intake;
    let mut sheets = intake.sheets.clone();
    for (index, unchanged) in &merged.unchanged {
        if let Some(sheet) = sheets.get_mut(*index) {
            sheet.accepted = sheet.accepted.saturating_sub(*unchanged);
            sheet.unchanged += unchanged;
        }
    }
    let issues: Vec<Issue> = intake.issues.iter().chain(&merged.remarks).cloned().collect();
    let refused = intake.files.iter().any(|file| file.refused)
        || sheets.iter().any(|sheet| sheet.refused > 0)
        || issues.iter().any(|issue| issue.severity == IssueSeverity::Error);
    let taken = sheets.iter().any(|sheet| sheet.accepted + sheet.unchanged + sheet.duplicates > 0);
    ImportReport {
        submission_id: id,
        version,
        agency_id: hand_in.agency.cloned(),
        week: hand_in.week,
        state: match (refused, taken) {
            (false, _) => SubmissionState::Accepted,
            (true, true) => SubmissionState::PartlyAccepted,
            (true, false) => SubmissionState::Rejected,
        },
        files: intake.files.clone(),
        sheets,
        issues,
        unrecognised_columns: intake.unrecognised_columns.clone(),
        changes: merged.changes.clone(),
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = submissions, treat_none_as_default_value = false)]
pub(super) struct NewSubmission {
    pub agency_id: String,
    pub submission_id: String,
    pub sender: String,
    pub week: String,
    pub version: i64,
    pub state: String,
    pub superseded_by: Option<String>,
    pub received_at: NaiveDateTime,
    pub received_from: String,
    pub files_digest: String,
    pub row_count: i64,
    pub accepted: i64,
    pub refused: i64,
    pub warnings: i64,
    pub report: String,
}

/// Writes the submission itself. It takes the place of the version before, unless nothing of it could be taken.
fn write_submission(
    connection: &mut DbConnection,
    hand_in: &HandIn<'_>,
    id: &SubmissionId,
    report: &ImportReport,
) -> Result<NewSubmission, StoreError> {
    if report.state != SubmissionState::Rejected {
        let before = submissions::table
            .filter(submissions::agency_id.eq(hand_in.agency_key()))
            .filter(submissions::sender.eq(sender(hand_in.from_bank)))
            .filter(submissions::week.eq(hand_in.week_key()))
            .filter(submissions::superseded_by.is_null());
        diesel::update(before).set(submissions::superseded_by.eq(Some(id.as_str()))).execute(connection)?;
    }
    let total =
        |of: fn(&crate::domain::submission::SheetOutcome) -> u64| count(report.sheets.iter().map(of).sum::<u64>());
    let warnings = report.issues.iter().filter(|issue| issue.severity == IssueSeverity::Warning).count();
    let row = NewSubmission {
        agency_id: hand_in.agency_key().to_owned(),
        submission_id: id.to_string(),
        sender: sender(hand_in.from_bank).to_owned(),
        week: hand_in.week_key(),
        version: count(report.version),
        state: name("submission's state", &report.state)?,
        superseded_by: None,
        received_at: moment(hand_in.received_at),
        received_from: hand_in.received_from.to_owned(),
        files_digest: same::files_digest(hand_in.originals),
        row_count: total(|sheet| sheet.rows),
        accepted: total(|sheet| sheet.accepted),
        refused: total(|sheet| sheet.refused),
        warnings: count(warnings),
        report: to_json("import report", report)?,
    };
    diesel::insert_into(submissions::table).values(&row).execute(connection)?;
    Ok(row)
}

/// Writes the files: those handed in first, then members of archives.
fn write_files(
    connection: &mut DbConnection,
    hand_in: &HandIn<'_>,
    id: &SubmissionId,
) -> Result<Vec<FileRow>, StoreError> {
    let refused: BTreeMap<&Digest, bool> =
        hand_in.intake.files.iter().map(|file| (&file.sha256, file.refused)).collect();
    let handed_in = hand_in
        .originals
        .iter()
        .map(|file| (&file.name, &file.sha256, file.bytes, refused.get(&file.sha256).copied().unwrap_or(false), true));
    let top: BTreeSet<(&String, &Digest)> = hand_in.originals.iter().map(|file| (&file.name, &file.sha256)).collect();
    let members = hand_in.intake.files.iter().filter(|file| !top.contains(&(&file.name, &file.sha256)));
    let members = members.map(|file| (&file.name, &file.sha256, file.bytes, file.refused, false));
    let rows: Vec<FileRow> = handed_in
        .chain(members)
        .enumerate()
        .map(|(position, (name, sha256, bytes, refused, handed_in))| FileRow {
            agency_id: hand_in.agency_key().to_owned(),
            submission_id: id.to_string(),
            position: count(position),
            name: name.clone(),
            sha256: sha256.to_string(),
            bytes: count(bytes),
            refused,
            handed_in,
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        each_backend!(connection, c => diesel::insert_into(submission_files::table).values(chunk).execute(c))?;
    }
    Ok(rows)
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = sheets)]
pub(super) struct SheetRow {
    pub agency_id: String,
    pub submission_id: String,
    pub sheet_no: i64,
    pub file_sha256: String,
    pub file_name: String,
    pub sheet: String,
    pub field_columns: String,
}

fn write_evidence(
    connection: &mut DbConnection,
    objects: &Objects,
    merged: Merged,
    id: &SubmissionId,
) -> Result<(Vec<SheetRow>, Vec<EvidenceRow>), StoreError> {
    let mut sheet_rows = Vec::new();
    for ((agency, sheet_no), sheet) in &merged.sheets {
        sheet_rows.push(SheetRow {
            agency_id: agency.to_string(),
            submission_id: id.to_string(),
            sheet_no: count(*sheet_no),
            file_sha256: sheet.file_sha256.to_string(),
            file_name: sheet.file_name.clone(),
            sheet: sheet.sheet.clone(),
            field_columns: to_json("columns", &sheet.columns)?,
        });
    }
    for chunk in sheet_rows.chunks(CHUNK) {
        each_backend!(connection, c => diesel::insert_into(sheets::table).values(chunk).execute(c))?;
    }
    for ((agency, kind), keys) in &merged.ended {
        for chunk in keys.chunks(CHUNK) {
            let standing = evidence::table
                .filter(evidence::agency_id.eq(agency.as_str()))
                .filter(evidence::kind.eq(kind.as_str()))
                .filter(evidence::until_submission.is_null())
                .filter(evidence::natural_key.eq_any(chunk));
            diesel::update(standing).set(evidence::until_submission.eq(Some(id.as_str()))).execute(connection)?;
        }
    }
    let rows: Vec<EvidenceRow> = merged.rows_of(objects, id)?;
    for chunk in rows.chunks(CHUNK) {
        each_backend!(connection, c => diesel::insert_into(evidence::table).values(chunk).execute(c))?;
    }
    Ok((sheet_rows, rows))
}
