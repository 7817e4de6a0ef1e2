//! Rows of evidence as they stand, and as they stood: what calls, visits, recordings and registers say.

mod elsewhere;
mod quarter;
mod standing;

pub use quarter::{QuarterEvidence, quarter};
pub use standing::{StandingRow, Wanted, standing};

use super::connection::DbConnection;
use super::error::StoreError;
use super::page::Page;
use super::row::{count, from_json, optional, typed};
use super::schema::{evidence, sheets};
use super::scope::Scope;
use crate::domain::evidence::{EvidenceKind, Origin, Record, SheetRef};
use crate::domain::ids::{AgencyId, SubmissionId};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

#[derive(Queryable, Insertable)]
#[diesel(table_name = evidence, treat_none_as_default_value = false)]
pub(super) struct EvidenceRow {
    pub agency_id: String,
    pub kind: String,
    pub natural_key: String,
    pub since_submission: String,
    pub until_submission: Option<String>,
    pub day: Option<NaiveDate>,
    pub deleted_on: Option<NaiveDate>,
    pub linked_to: Option<String>,
    pub content_sha256: Option<String>,
    pub sheet_no: i64,
    pub row_no: i64,
    pub payload: String,
    pub extra: String,
}

/// A row of evidence with everything known about where it came from. Transcripts are not rows of this kind: see `transcripts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose evidence.
    pub agency: AgencyId,
    /// What the row says.
    pub record: Record,
    /// Columns without a known name: header → shown value.
    pub extra: BTreeMap<String, String>,
    /// Where it stood.
    pub origin: Origin,
    /// The hand-in it came with.
    pub since: SubmissionId,
    /// The hand-in that replaced it; it stands where absent.
    pub until: Option<SubmissionId>,
}

/// The sheets of an agency by submission and number, as rows point at them.
struct Sheets(HashMap<(String, i64), Arc<SheetRef>>);

impl Sheets {
    fn of(connection: &mut DbConnection, agency: &AgencyId) -> Result<Self, StoreError> {
        let rows: Vec<(String, String, i64, String, String, String, String)> =
            sheets::table.filter(sheets::agency_id.eq(agency.as_str())).load(connection)?;
        let sheets = rows.into_iter().map(|(_, submission, number, sha256, file_name, sheet, columns)| {
            let file_sha256 = typed("sha256", &sha256)?;
            let columns = from_json("columns", &columns)?;
            Ok(((submission, number), Arc::new(SheetRef { file_sha256, file_name, sheet, columns })))
        });
        sheets.collect::<Result<_, StoreError>>().map(Self)
    }

    fn origin(&self, row: &EvidenceRow) -> Result<Origin, StoreError> {
        let sheet = self.0.get(&(row.since_submission.clone(), row.sheet_no));
        let sheet = sheet.ok_or_else(|| StoreError::corrupt("row", "its sheet is missing"))?;
        let row = u32::try_from(row.row_no).map_err(|error| StoreError::corrupt("row number", error))?;
        Ok(Origin { sheet: Arc::clone(sheet), row })
    }

    fn kept(&self, row: EvidenceRow) -> Result<Kept, StoreError> {
        Ok(Kept {
            origin: self.origin(&row)?,
            agency: typed("agency id", &row.agency_id)?,
            record: from_json("row", &row.payload)?,
            extra: from_json("extra columns", &row.extra)?,
            since: typed("submission id", &row.since_submission)?,
            until: optional("submission id", row.until_submission.as_deref())?,
        })
    }
}

/// The row that stands under a natural key.
pub fn get(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    kind: EvidenceKind,
    key: &str,
) -> Result<Option<Kept>, StoreError> {
    Ok(versions(connection, scope, agency, kind, key)?.into_iter().find(|kept| kept.until.is_none()))
}

/// Every row that ever stood under a natural key, by submission.
pub fn versions(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    kind: EvidenceKind,
    key: &str,
) -> Result<Vec<Kept>, StoreError> {
    if !scope.allows(agency) || kind == EvidenceKind::Transcripts {
        return Ok(Vec::new());
    }
    let rows: Vec<EvidenceRow> = evidence::table
        .filter(evidence::agency_id.eq(agency.as_str()))
        .filter(evidence::kind.eq(kind.as_str()))
        .filter(evidence::natural_key.eq(key))
        .order(evidence::since_submission)
        .load(connection)?;
    kept(connection, agency, rows)
}

/// One agency's register of `kind` as it stands, by key.
pub fn register(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    kind: EvidenceKind,
) -> Result<Vec<Kept>, StoreError> {
    if !scope.allows(agency) || kind == EvidenceKind::Transcripts {
        return Ok(Vec::new());
    }
    let rows: Vec<EvidenceRow> = evidence::table
        .filter(evidence::agency_id.eq(agency.as_str()))
        .filter(evidence::kind.eq(kind.as_str()))
        .filter(evidence::until_submission.is_null())
        .order(evidence::natural_key)
        .load(connection)?;
    kept(connection, agency, rows)
}

/// Rows of one agency with where they stand.
fn kept(connection: &mut DbConnection, agency: &AgencyId, rows: Vec<EvidenceRow>) -> Result<Vec<Kept>, StoreError> {
    let sheets = Sheets::of(connection, agency)?;
    rows.into_iter().map(|row| sheets.kept(row)).collect()
}

/// Standing calls and visits of one case on these days (UTC), oldest first.
pub fn of_case(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    case_no: &str,
    days: RangeInclusive<NaiveDate>,
) -> Result<Vec<Kept>, StoreError> {
    if !scope.allows(agency) {
        return Ok(Vec::new());
    }
    let contacts = [EvidenceKind::Calls, EvidenceKind::Visits].map(EvidenceKind::as_str);
    let rows: Vec<EvidenceRow> = evidence::table
        .filter(evidence::agency_id.eq(agency.as_str()))
        .filter(evidence::kind.eq_any(contacts))
        .filter(evidence::until_submission.is_null())
        .filter(evidence::day.between(*days.start(), *days.end()))
        .filter(evidence::payload.like(format!("%{}%", escaped(case_no))))
        .order((evidence::day, evidence::kind, evidence::natural_key))
        .load(connection)?;
    let mut kept = kept(connection, agency, rows)?;
    kept.retain(|kept| match &kept.record {
        Record::Call(call) => call.case_no == case_no,
        Record::Visit(visit) => visit.case_no == case_no,
        _ => false,
    });
    kept.sort_by_key(|kept| (kept.record.happened_at(), kept.record.natural_key()));
    Ok(kept)
}

/// What LIKE takes literally, within JSON; rows that match by chance are sorted out afterwards.
fn escaped(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == '-';
    text.chars().map(|c| if plain(c) { c } else { '%' }).collect()
}

/// A page of the rows that a submission brought (new or changed ones; what stood already came with an earlier one), whether or not they
/// stand still. Calls, visits, recordings and registers; in order of agency, kind and key.
pub fn of_submission(
    connection: &mut DbConnection,
    scope: &Scope,
    submission: &SubmissionId,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Kept>, StoreError> {
    let mut query = evidence::table
        .filter(evidence::since_submission.eq(submission.as_str()))
        .filter(evidence::kind.ne(EvidenceKind::Transcripts.as_str()))
        .into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(evidence::agency_id.eq(only.as_str()));
    }
    if let Some(cursor) = after {
        let mut parts = cursor.splitn(3, '/');
        let (Some(agency), Some(kind), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(StoreError::Cursor(cursor.to_owned()));
        };
        let same_kind = evidence::kind.eq(kind).and(evidence::natural_key.gt(key));
        let same_agency = evidence::agency_id.eq(agency).and(evidence::kind.gt(kind).or(same_kind));
        query = query.filter(evidence::agency_id.gt(agency).or(same_agency));
    }
    let rows: Vec<EvidenceRow> = query
        .order((evidence::agency_id, evidence::kind, evidence::natural_key))
        .limit(count(limit).saturating_add(1))
        .load(connection)?;
    let mut sheets: HashMap<String, Sheets> = HashMap::new();
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        if !sheets.contains_key(&row.agency_id) {
            let agency = typed("agency id", &row.agency_id)?;
            sheets.insert(row.agency_id.clone(), Sheets::of(connection, &agency)?);
        }
        items.push(sheets[&row.agency_id].kept(row)?);
    }
    let cursor = |last: &Kept| format!("{}/{}/{}", last.agency, last.record.kind(), last.record.natural_key());
    Ok(Page::of(items, limit, cursor))
}
