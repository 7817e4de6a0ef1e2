//! Hand-ins: what was handed in, what came of it, and what stands since. `hand_in` writes them; here they are read.

mod content;
mod hand_in;
mod merge;
mod same;
mod turns;

pub(super) use content::{content_of, objects, subjects};
pub use hand_in::{Amendment, HandIn, Original, hand_in, preview};
pub use same::{Same, find_same};

use super::connection::DbConnection;
use super::error::StoreError;
use super::page::Page;
use super::row::{count, from_json, from_name, typed, uncount};
use super::schema::{submission_files, submissions};
use super::scope::Scope;
use crate::domain::ids::{AgencyId, Digest, SubmissionId};
use crate::domain::quarter::Week;
use crate::domain::submission::{ImportReport, SubmissionState};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

/// One hand-in in one version, without its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// Whose evidence; absent for a list of the bank's that names the agency row by row.
    pub agency: Option<AgencyId>,
    /// Handed in by the bank rather than the agency.
    pub from_bank: bool,
    /// For which week; absent for the bank's.
    pub week: Option<Week>,
    /// 1 for the first of its agency and week.
    pub version: u32,
    /// Where it stands.
    pub state: SubmissionState,
    /// The later version that took its place.
    pub superseded_by: Option<SubmissionId>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who handed it in: an account's name, or the command line.
    pub received_from: String,
    /// Data rows.
    pub rows: u64,
    /// New or changed rows taken.
    pub accepted: u64,
    /// Rows not taken.
    pub refused: u64,
    /// Issues that did not keep a row out.
    pub warnings: u64,
}

/// One file of a hand-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionFile {
    /// The name as handed in (`week.zip/calls.xlsx` for a member).
    pub name: String,
    /// Its name in the object store.
    pub sha256: Digest,
    /// Length, bytes.
    pub bytes: u64,
    /// Whether the whole file was refused.
    pub refused: bool,
    /// Handed in as it is, rather than as a member of an archive.
    pub handed_in: bool,
}

/// Which submissions; what is absent does not limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Filter {
    pub agency: Option<AgencyId>,
    pub week: Option<Week>,
    /// Handed in by the bank, or by an agency.
    pub from_bank: Option<bool>,
}

const COLUMNS: Columns = (
    submissions::submission_id,
    submissions::agency_id,
    submissions::sender,
    submissions::week,
    submissions::version,
    submissions::state,
    submissions::superseded_by,
    submissions::received_at,
    submissions::received_from,
    submissions::row_count,
    submissions::accepted,
    submissions::refused,
    submissions::warnings,
);

type Columns = (
    submissions::submission_id,
    submissions::agency_id,
    submissions::sender,
    submissions::week,
    submissions::version,
    submissions::state,
    submissions::superseded_by,
    submissions::received_at,
    submissions::received_from,
    submissions::row_count,
    submissions::accepted,
    submissions::refused,
    submissions::warnings,
);

#[derive(Queryable)]
struct SubmissionRow {
    submission_id: String,
    agency_id: String,
    sender: String,
    week: String,
    version: i64,
    state: String,
    superseded_by: Option<String>,
    received_at: NaiveDateTime,
    received_from: String,
    row_count: i64,
    accepted: i64,
    refused: i64,
    warnings: i64,
}

impl SubmissionRow {
    fn submission(self) -> Result<Submission, StoreError> {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(Submission {
            id: typed("submission id", &self.submission_id)?,
            agency: super::row::optional("agency id", filled(&self.agency_id).as_deref())?,
            from_bank: self.sender == sender(true),
            week: super::row::optional("week", filled(&self.week).as_deref())?,
            version: version(self.version)?,
            state: match self.superseded_by {
                Some(_) => SubmissionState::Superseded,
                None => from_name("submission's state", &self.state)?,
            },
            superseded_by: super::row::optional("submission id", self.superseded_by.as_deref())?,
            received_at: self.received_at.and_utc(),
            received_from: self.received_from,
            rows: uncount(self.row_count),
            accepted: uncount(self.accepted),
            refused: uncount(self.refused),
            warnings: uncount(self.warnings),
        })
    }
}

fn sender(from_bank: bool) -> &'static str {
    if from_bank { "bank" } else { "agency" }
}

fn version(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|error| StoreError::corrupt("version", error))
}

type Query<'a> = submissions::BoxedQuery<'a, super::connection::MultiBackend>;

/// Submissions within `scope`: an agency sees its own, not what the bank handed in about it.
fn within<'a>(scope: &'a Scope) -> Query<'a> {
    let query = submissions::table.into_boxed();
    match scope.agency() {
        None => query,
        Some(agency) => {
            query.filter(submissions::agency_id.eq(agency.as_str())).filter(submissions::sender.eq(sender(false)))
        }
    }
}

/// A page of at most `limit` submissions, newest first.
pub fn list(
    connection: &mut DbConnection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Submission>, StoreError> {
    let mut query = within(scope);
    if let Some(agency) = &filter.agency {
        query = query.filter(submissions::agency_id.eq(agency.as_str()));
    }
    if let Some(week) = filter.week {
        query = query.filter(submissions::week.eq(week.to_string()));
    }
    if let Some(from_bank) = filter.from_bank {
        query = query.filter(submissions::sender.eq(sender(from_bank)));
    }
    if let Some(cursor) = after {
        let (at, id) = read_cursor(cursor)?;
        let same_second = submissions::received_at.eq(at).and(submissions::submission_id.lt(id));
        query = query.filter(submissions::received_at.lt(at).or(same_second));
    }
    let rows: Vec<SubmissionRow> = query
        .order((submissions::received_at.desc(), submissions::submission_id.desc()))
        .limit(count(limit).saturating_add(1))
        .select(COLUMNS)
        .load(connection)?;
    let items = rows.into_iter().map(SubmissionRow::submission).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, |last: &Submission| format!("{}.{}", last.received_at.timestamp(), last.id)))
}

fn read_cursor(cursor: &str) -> Result<(NaiveDateTime, &str), StoreError> {
    let parse = || {
        let (seconds, id) = cursor.split_once('.')?;
        Some((DateTime::from_timestamp(seconds.parse().ok()?, 0)?.naive_utc(), id))
    };
    parse().ok_or_else(|| StoreError::Cursor(cursor.to_owned()))
}

/// One submission.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &SubmissionId) -> Result<Option<Submission>, StoreError> {
    let query = within(scope).filter(submissions::submission_id.eq(id.as_str()));
    let row: Option<SubmissionRow> = query.select(COLUMNS).first(connection).optional()?;
    row.map(SubmissionRow::submission).transpose()
}

/// What the import answered, with the state as it is now.
pub fn report(
    connection: &mut DbConnection,
    scope: &Scope,
    id: &SubmissionId,
) -> Result<Option<ImportReport>, StoreError> {
    let query = within(scope).filter(submissions::submission_id.eq(id.as_str()));
    let row: Option<(String, Option<String>)> =
        query.select((submissions::report, submissions::superseded_by)).first(connection).optional()?;
    row.map(|(report, superseded_by)| read_report(&report, superseded_by.is_some())).transpose()
}

fn read_report(report: &str, superseded: bool) -> Result<ImportReport, StoreError> {
    let mut report: ImportReport = from_json("import report", report)?;
    if superseded {
        report.state = SubmissionState::Superseded;
    }
    Ok(report)
}

/// The files of a submission, in order.
pub fn files(
    connection: &mut DbConnection,
    scope: &Scope,
    id: &SubmissionId,
) -> Result<Vec<SubmissionFile>, StoreError> {
    if get(connection, scope, id)?.is_none() {
        return Ok(Vec::new());
    }
    let rows: Vec<FileRow> = submission_files::table
        .filter(submission_files::submission_id.eq(id.as_str()))
        .order(submission_files::position)
        .load(connection)?;
    rows.into_iter().map(FileRow::file).collect()
}

/// The file of that content, where somebody within `scope` handed it in.
pub fn file(
    connection: &mut DbConnection,
    scope: &Scope,
    sha256: &Digest,
) -> Result<Option<SubmissionFile>, StoreError> {
    let mut query = submission_files::table.filter(submission_files::sha256.eq(sha256.as_str())).into_boxed();
    if let Some(only) = scope.agency() {
        let own = submissions::table
            .filter(submissions::submission_id.eq(submission_files::submission_id))
            .filter(submissions::sender.eq(sender(false)));
        query = query.filter(submission_files::agency_id.eq(only.as_str())).filter(exists(own));
    }
    let first = (submission_files::submission_id, submission_files::position);
    query.order(first).first::<FileRow>(connection).optional()?.map(FileRow::file).transpose()
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = submission_files)]
struct FileRow {
    agency_id: String,
    submission_id: String,
    position: i64,
    name: String,
    sha256: String,
    bytes: i64,
    refused: bool,
    handed_in: bool,
}

impl FileRow {
    fn file(self) -> Result<SubmissionFile, StoreError> {
        Ok(SubmissionFile {
            name: self.name,
            sha256: typed("sha256", &self.sha256)?,
            bytes: uncount(self.bytes),
            refused: self.refused,
            handed_in: self.handed_in,
        })
    }
}
