//! What an audit wrote down, as one digest, and when a finding was first made.

use crate::domain::finding::Finding;
use crate::domain::ids::Digest;
use crate::ledger::{Content, Kind};
use crate::store::connection::DbConnection;
use crate::store::counters::Period;
use crate::store::error::StoreError;
use crate::store::ledger;
use crate::store::row::{moment, uncount};
use crate::store::schema::{audits, counters, coverage, findings};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::HashMap;

/// When each finding of the period was first made, by id: an audit that finds it again leaves that as it is.
pub(super) fn before(
    connection: &mut DbConnection,
    period: &Period,
) -> Result<HashMap<String, NaiveDateTime>, StoreError> {
    let rows: Vec<(String, NaiveDateTime)> = findings::table
        .filter(findings::agency_id.eq(period.agency.as_str()))
        .filter(findings::ruleset.eq(period.ruleset.as_str()))
        .filter(findings::quarter.eq(period.quarter.to_string()))
        .select((findings::finding_id, findings::found_at))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// When the finding was first made, by whichever ruleset.
pub(in crate::store) fn found_at(
    connection: &mut DbConnection,
    finding: &Finding,
) -> Result<DateTime<Utc>, StoreError> {
    let first: Option<NaiveDateTime> = findings::table
        .filter(findings::agency_id.eq(finding.agency_id.as_str()))
        .filter(findings::fingerprint.eq(finding.fingerprint.as_str()))
        .select(min(findings::found_at))
        .first(connection)?;
    first.map(|at| at.and_utc()).ok_or_else(|| StoreError::corrupt("finding", "it has no moment"))
}

/// Tells the ledger of the audit that was just written.
pub(super) fn record(connection: &mut DbConnection, period: &Period, at: DateTime<Utc>) -> Result<(), StoreError> {
    let subject = format!("{} {} {}", period.agency, period.quarter, period.ruleset);
    let content = content_of(connection, &subject)?;
    let content = content.ok_or_else(|| StoreError::corrupt("audit", "it was not written"))?;
    ledger::append(connection, ledger::act(Kind::Audit, subject, content, moment(at)))
}

/// The digest of what is on record of the latest audit that the ledger calls `subject`: what it found, and the units and the evidence that it
/// counted. What people decided is left out.
pub(in crate::store) fn content_of(connection: &mut DbConnection, subject: &str) -> Result<Option<Digest>, StoreError> {
    let parts: Vec<&str> = subject.split(' ').collect();
    let [agency, quarter, ruleset] = parts[..] else { return Ok(None) };
    let audit: Option<(String, NaiveDateTime)> = audits::table
        .find((agency, ruleset, quarter))
        .select((audits::ruleset_digest, audits::audited_at))
        .first(connection)
        .optional()?;
    let Some((digest, at)) = audit else { return Ok(None) };
    let mut content = Content::of("audit");
    for text in [agency, quarter, ruleset, &digest] {
        content.text(text);
    }
    content.moment(at.and_utc());
    let mut found: Vec<(String, NaiveDateTime, String)> = findings::table
        .filter(findings::agency_id.eq(agency))
        .filter(findings::ruleset.eq(ruleset))
        .filter(findings::quarter.eq(quarter))
        .select((findings::finding_id, findings::found_at, findings::body))
        .load(connection)?;
    found.sort();
    content.number(found.len() as u64);
    for (id, found_at, body) in found {
        content.text(&id);
        content.moment(found_at.and_utc());
        content.text(&body);
    }
    let mut counted = exposure(connection, agency, quarter, ruleset)?;
    counted.extend(evidence(connection, agency, quarter, ruleset)?);
    counted.sort();
    for (what, day, units, present) in counted {
        content.text(&what);
        content.text(&day.to_string());
        content.number(uncount(units));
        content.number(uncount(present));
    }
    Ok(Some(content.digest()))
}

/// What was counted on a day: units, and of expected evidence how much was there.
type Counted = (String, NaiveDate, i64, i64);

fn exposure(
    connection: &mut DbConnection,
    agency: &str,
    quarter: &str,
    ruleset: &str,
) -> Result<Vec<Counted>, StoreError> {
    let rows: Vec<(String, NaiveDate, i64)> = counters::table
        .filter(counters::agency_id.eq(agency))
        .filter(counters::ruleset.eq(ruleset))
        .filter(counters::quarter.eq(quarter))
        .select((counters::rule_id, counters::day, counters::exposure))
        .load(connection)?;
    Ok(rows.into_iter().map(|(rule, day, units)| (format!("rule {rule}"), day, units, 0)).collect())
}

fn evidence(
    connection: &mut DbConnection,
    agency: &str,
    quarter: &str,
    ruleset: &str,
) -> Result<Vec<Counted>, StoreError> {
    let rows: Vec<(String, NaiveDate, i64, i64)> = coverage::table
        .filter(coverage::agency_id.eq(agency))
        .filter(coverage::ruleset.eq(ruleset))
        .filter(coverage::quarter.eq(quarter))
        .select((coverage::kind, coverage::day, coverage::expected, coverage::present))
        .load(connection)?;
    Ok(rows.into_iter().map(|(kind, day, expected, there)| (format!("kind {kind}"), day, expected, there)).collect())
}
