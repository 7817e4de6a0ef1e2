//! What people decided about findings. A verdict attaches to the fingerprint, so that it survives a re-audit; the latest stands, none is
//! deleted.

use super::connection::DbConnection;
use super::counters::{self, Period};
use super::error::StoreError;
use super::ledger;
use super::row::{moment, name, typed, uncount};
use super::schema::{findings, verdicts};
use super::scope::Scope;
use crate::domain::finding::Finding;
use crate::domain::ids::{AgencyId, Digest, FindingId};
use crate::domain::verdict::{FindingStatus, Verdict};
use crate::ledger::{Content, Kind};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = verdicts, treat_none_as_default_value = false)]
struct VerdictRow {
    agency_id: String,
    fingerprint: String,
    seq: i64,
    finding_id: String,
    status: String,
    reason: Option<String>,
    note: String,
    decided_by: String,
    decided_at: NaiveDateTime,
}

impl VerdictRow {
    /// What the ledger calls it.
    fn subject(&self) -> String {
        format!("{} {}", self.finding_id, self.seq)
    }

    fn content(&self) -> Digest {
        let mut content = Content::of("verdict");
        for text in [&self.agency_id, &self.fingerprint, &self.finding_id, &self.status, &self.note, &self.decided_by] {
            content.text(text);
        }
        content.number(uncount(self.seq));
        content.option(self.reason.as_deref());
        content.moment(self.decided_at.and_utc());
        content.digest()
    }

    fn verdict(self) -> Result<Verdict, StoreError> {
        Ok(Verdict {
            status: typed("status", &self.status)?,
            reason: self.reason.map(|reason| super::row::from_name("reason", &reason)).transpose()?,
            note: self.note,
            by: self.decided_by,
            at: self.decided_at.and_utc(),
        })
    }
}

/// Appends a verdict, and changes status and counters with it. Gives the finding as it stands then; none where it does not exist
/// within `scope`.
pub fn append(
    connection: &mut DbConnection,
    scope: &Scope,
    id: &FindingId,
    verdict: &Verdict,
) -> Result<Option<Finding>, StoreError> {
    let Some(finding) = super::findings::get(connection, scope, id)? else { return Ok(None) };
    super::agencies::lock(connection, &finding.agency_id)?;
    let (agency, fingerprint) = (finding.agency_id.as_str(), finding.fingerprint.as_str());
    let last: Option<i64> = verdicts::table
        .filter(verdicts::agency_id.eq(agency))
        .filter(verdicts::fingerprint.eq(fingerprint))
        .select(max(verdicts::seq))
        .first(connection)?;
    let row = VerdictRow {
        agency_id: agency.to_owned(),
        fingerprint: fingerprint.to_owned(),
        seq: last.unwrap_or(0) + 1,
        finding_id: id.to_string(),
        status: verdict.status.as_str().to_owned(),
        reason: verdict.reason.map(|reason| name("reason", &reason)).transpose()?,
        note: verdict.note.clone(),
        decided_by: verdict.by.clone(),
        decided_at: moment(verdict.at),
    };
    diesel::insert_into(verdicts::table).values(&row).execute(connection)?;
    let act = ledger::act(Kind::Verdict, row.subject(), row.content(), row.decided_at);
    ledger::append(connection, act)?;
    set_status(connection, &finding, verdict.status)?;
    Ok(Some(Finding { status: verdict.status, ..finding }))
}

/// Gives every row of the fingerprint (other quarters or rulesets may have found it too) the status, and moves its counter.
fn set_status(connection: &mut DbConnection, finding: &Finding, to: FindingStatus) -> Result<(), StoreError> {
    use findings::dsl;
    let found = dsl::findings
        .filter(dsl::agency_id.eq(finding.agency_id.as_str()))
        .filter(dsl::fingerprint.eq(finding.fingerprint.as_str()));
    let rows: Vec<(String, String, String, NaiveDate, String)> =
        found.select((dsl::ruleset, dsl::quarter, dsl::rule_id, dsl::day, dsl::status)).load(connection)?;
    for (ruleset, quarter, rule, day, from) in rows {
        let period = Period {
            agency: finding.agency_id.clone(),
            ruleset: typed("ruleset id", &ruleset)?,
            quarter: typed("quarter", &quarter)?,
        };
        counters::shift(connection, &period, &rule, day, typed("status", &from)?, to)?;
    }
    let found = dsl::findings
        .filter(dsl::agency_id.eq(finding.agency_id.as_str()))
        .filter(dsl::fingerprint.eq(finding.fingerprint.as_str()));
    diesel::update(found).set(dsl::status.eq(to.as_str())).execute(connection)?;
    Ok(())
}

/// The verdicts on a finding, first first.
pub fn list(connection: &mut DbConnection, scope: &Scope, id: &FindingId) -> Result<Vec<Verdict>, StoreError> {
    let Some(finding) = super::findings::get(connection, scope, id)? else { return Ok(Vec::new()) };
    let rows: Vec<VerdictRow> = verdicts::table
        .filter(verdicts::agency_id.eq(finding.agency_id.as_str()))
        .filter(verdicts::fingerprint.eq(finding.fingerprint.as_str()))
        .order(verdicts::seq)
        .load(connection)?;
    rows.into_iter().map(VerdictRow::verdict).collect()
}

/// The status that stands for each fingerprint of an agency that was ever decided.
pub(super) fn standing(
    connection: &mut DbConnection,
    agency: &AgencyId,
) -> Result<HashMap<String, FindingStatus>, StoreError> {
    let rows: Vec<(String, String)> = verdicts::table
        .filter(verdicts::agency_id.eq(agency.as_str()))
        .order((verdicts::fingerprint, verdicts::seq))
        .select((verdicts::fingerprint, verdicts::status))
        .load(connection)?;
    rows.into_iter().map(|(fingerprint, status)| Ok((fingerprint, typed("status", &status)?))).collect()
}

/// Whether each of an agency's findings has the status that people gave it.
pub fn agree(connection: &mut DbConnection, agency: &AgencyId) -> Result<bool, StoreError> {
    let given = standing(connection, agency)?;
    let rows: Vec<(String, String)> = findings::table
        .filter(findings::agency_id.eq(agency.as_str()))
        .select((findings::fingerprint, findings::status))
        .load(connection)?;
    let due = |fingerprint: &str| given.get(fingerprint).copied().unwrap_or(FindingStatus::Open);
    Ok(rows.iter().all(|(fingerprint, status)| due(fingerprint).as_str() == status))
}

/// The digest of what is on record of the verdict that the ledger calls `subject`.
pub(super) fn content_of(connection: &mut DbConnection, subject: &str) -> Result<Option<Digest>, StoreError> {
    let Some((finding, seq)) = subject.split_once(' ') else { return Ok(None) };
    let row: Option<VerdictRow> = verdicts::table
        .filter(verdicts::finding_id.eq(finding))
        .filter(verdicts::seq.eq(seq.parse::<i64>().unwrap_or_default()))
        .first(connection)
        .optional()?;
    Ok(row.map(|row| row.content()))
}

/// What the ledger calls each verdict on record, with its moment.
pub(super) fn subjects(connection: &mut DbConnection) -> Result<Vec<(String, NaiveDateTime)>, StoreError> {
    let rows: Vec<VerdictRow> = verdicts::table.order((verdicts::finding_id, verdicts::seq)).load(connection)?;
    Ok(rows.into_iter().map(|row| (row.subject(), row.decided_at)).collect())
}
