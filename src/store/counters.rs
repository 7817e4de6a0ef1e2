//! What a score counts, kept when findings are written: units, open, confirmed and false findings per agency, rule and day.
//! A score must not depend on the number of calls; `recount` proves that the counters agree with the rows.

use super::CHUNK;
use super::connection::{DbConnection, each_backend};
use super::error::StoreError;
use super::row::{count, typed, uncount};
use super::schema::{counters, coverage, findings};
use super::scope::Scope;
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::{AgencyId, RuleId, RulesetId};
use crate::domain::quarter::Quarter;
use crate::domain::verdict::FindingStatus;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// One agency's quarter under one ruleset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    /// Whose.
    pub agency: AgencyId,
    /// By which rules.
    pub ruleset: RulesetId,
    /// When.
    pub quarter: Quarter,
}

/// What one rule counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units it could have failed on.
    pub exposure: u64,
    /// Findings open or in need of information.
    pub undecided: u64,
    /// Findings confirmed.
    pub confirmed: u64,
    /// Findings found false.
    pub false_hit: u64,
}

impl Counts {
    /// Counts one finding of that status.
    pub fn add(&mut self, status: FindingStatus) {
        match status {
            FindingStatus::Open | FindingStatus::NeedsInformation => self.undecided += 1,
            FindingStatus::Confirmed => self.confirmed += 1,
            FindingStatus::FalseHit => self.false_hit += 1,
        }
    }
}

/// Counts by rule and local day.
pub type Daily = BTreeMap<(RuleId, NaiveDate), Counts>;

#[derive(Insertable)]
#[diesel(table_name = counters)]
struct CounterRow {
    agency_id: String,
    ruleset: String,
    quarter: String,
    rule_id: String,
    day: NaiveDate,
    exposure: i64,
    undecided: i64,
    confirmed: i64,
    false_hit: i64,
}

#[derive(Insertable)]
#[diesel(table_name = coverage)]
struct CoverageRow {
    agency_id: String,
    ruleset: String,
    quarter: String,
    kind: String,
    day: NaiveDate,
    expected: i64,
    present: i64,
}

/// Puts `daily` in the place of what the period counted before.
pub(super) fn replace(connection: &mut DbConnection, period: &Period, daily: &Daily) -> Result<(), StoreError> {
    use counters::dsl;
    let (agency, ruleset, quarter) = keys(period);
    let old = dsl::counters.filter(dsl::agency_id.eq(&agency)).filter(dsl::ruleset.eq(&ruleset));
    diesel::delete(old.filter(dsl::quarter.eq(&quarter))).execute(connection)?;
    let rows: Vec<CounterRow> = daily
        .iter()
        .map(|((rule, day), counts)| CounterRow {
            agency_id: agency.clone(),
            ruleset: ruleset.clone(),
            quarter: quarter.clone(),
            rule_id: rule.to_string(),
            day: *day,
            exposure: count(counts.exposure),
            undecided: count(counts.undecided),
            confirmed: count(counts.confirmed),
            false_hit: count(counts.false_hit),
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        each_backend!(connection, c => diesel::insert_into(counters::table).values(chunk).execute(c))?;
    }
    Ok(())
}

/// Moves one finding of `rule` on `day` from one status to another.
pub(super) fn shift(
    connection: &mut DbConnection,
    period: &Period,
    rule: &str,
    day: NaiveDate,
    from: FindingStatus,
    to: FindingStatus,
) -> Result<(), StoreError> {
    use counters::dsl;
    let mut before = Counts::default();
    let mut after = Counts::default();
    before.add(from);
    after.add(to);
    let step = |before: u64, after: u64| count(after) - count(before);
    let (agency, ruleset, quarter) = keys(period);
    let row = dsl::counters
        .filter(dsl::agency_id.eq(agency))
        .filter(dsl::ruleset.eq(ruleset))
        .filter(dsl::quarter.eq(quarter))
        .filter(dsl::rule_id.eq(rule))
        .filter(dsl::day.eq(day));
    diesel::update(row)
        .set((
            dsl::undecided.eq(dsl::undecided + step(before.undecided, after.undecided)),
            dsl::confirmed.eq(dsl::confirmed + step(before.confirmed, after.confirmed)),
            dsl::false_hit.eq(dsl::false_hit + step(before.false_hit, after.false_hit)),
        ))
        .execute(connection)?;
    Ok(())
}

/// What each rule counted in the period, by day.
pub fn daily(connection: &mut DbConnection, scope: &Scope, period: &Period) -> Result<Daily, StoreError> {
    use counters::dsl;
    if !scope.allows(&period.agency) {
        return Ok(Daily::new());
    }
    let (agency, ruleset, quarter) = keys(period);
    let rows: Vec<(String, NaiveDate, i64, i64, i64, i64)> = dsl::counters
        .filter(dsl::agency_id.eq(agency))
        .filter(dsl::ruleset.eq(ruleset))
        .filter(dsl::quarter.eq(quarter))
        .select((dsl::rule_id, dsl::day, dsl::exposure, dsl::undecided, dsl::confirmed, dsl::false_hit))
        .load(connection)?;
    rows.into_iter()
        .map(|(rule, day, exposure, undecided, confirmed, false_hit)| {
            let counts = Counts {
                exposure: uncount(exposure),
                undecided: uncount(undecided),
                confirmed: uncount(confirmed),
                false_hit: uncount(false_hit),
            };
            Ok(((typed("rule id", &rule)?, day), counts))
        })
        .collect()
}

/// What each rule counted in the period.
pub fn totals(
    connection: &mut DbConnection,
    scope: &Scope,
    period: &Period,
) -> Result<BTreeMap<RuleId, Counts>, StoreError> {
    let mut totals: BTreeMap<RuleId, Counts> = BTreeMap::new();
    for ((rule, _), counts) in daily(connection, scope, period)? {
        let total = totals.entry(rule).or_default();
        total.exposure += counts.exposure;
        total.undecided += counts.undecided;
        total.confirmed += counts.confirmed;
        total.false_hit += counts.false_hit;
    }
    Ok(totals)
}

/// Over all agencies of the ruleset, in `quarter` and the three before it: findings decided, and of them confirmed, by rule.
/// What a rule's precision is measured by; it names no agency.
pub fn decisions(
    connection: &mut DbConnection,
    ruleset: &RulesetId,
    quarter: Quarter,
) -> Result<BTreeMap<RuleId, (u64, u64)>, StoreError> {
    use counters::dsl;
    let quarters: Vec<String> =
        std::iter::successors(Some(quarter), |quarter| Some(quarter.previous())).take(4).map(String::from).collect();
    // Summed by day first would be the same; by agency it stays small. BIGINT sums are NUMERIC on PostgreSQL, so they are added here.
    let rows: Vec<(String, i64, i64)> = dsl::counters
        .filter(dsl::ruleset.eq(ruleset.as_str()))
        .filter(dsl::quarter.eq_any(quarters))
        .filter(dsl::confirmed.gt(0).or(dsl::false_hit.gt(0)))
        .select((dsl::rule_id, dsl::confirmed, dsl::false_hit))
        .load(connection)?;
    let mut decisions: BTreeMap<RuleId, (u64, u64)> = BTreeMap::new();
    for (rule, confirmed, false_hit) in rows {
        let entry = decisions.entry(typed("rule id", &rule)?).or_default();
        entry.0 += uncount(confirmed) + uncount(false_hit);
        entry.1 += uncount(confirmed);
    }
    Ok(decisions)
}

/// Counts the findings of the period from their rows; exposure, which is in no row, is 0. Days without findings are left out.
pub fn recount(connection: &mut DbConnection, period: &Period) -> Result<Daily, StoreError> {
    use findings::dsl;
    let (agency, ruleset, quarter) = keys(period);
    let rows: Vec<(String, NaiveDate, String)> = dsl::findings
        .filter(dsl::agency_id.eq(agency))
        .filter(dsl::ruleset.eq(ruleset))
        .filter(dsl::quarter.eq(quarter))
        .select((dsl::rule_id, dsl::day, dsl::status))
        .load(connection)?;
    let mut daily = Daily::new();
    for (rule, day, status) in rows {
        daily.entry((typed("rule id", &rule)?, day)).or_default().add(typed("status", &status)?);
    }
    Ok(daily)
}

/// Whether the period's counters are what its findings say.
pub fn agree(connection: &mut DbConnection, period: &Period) -> Result<bool, StoreError> {
    let mut kept = daily(connection, &Scope::Bank, period)?;
    kept.values_mut().for_each(|counts| counts.exposure = 0);
    kept.retain(|_, counts| *counts != Counts::default());
    Ok(kept == recount(connection, period)?)
}

/// Evidence expected and present, by what is expected and local day.
pub type CoverageByDay = BTreeMap<(EvidenceKind, NaiveDate), (u64, u64)>;

/// Puts `coverage` in the place of what was expected and present in the period before.
pub(super) fn replace_coverage(
    connection: &mut DbConnection,
    period: &Period,
    by_day: &CoverageByDay,
) -> Result<(), StoreError> {
    use coverage::dsl;
    let (agency, ruleset, quarter) = keys(period);
    let old = dsl::coverage.filter(dsl::agency_id.eq(&agency)).filter(dsl::ruleset.eq(&ruleset));
    diesel::delete(old.filter(dsl::quarter.eq(&quarter))).execute(connection)?;
    let rows: Vec<CoverageRow> = by_day
        .iter()
        .map(|((kind, day), (expected, present))| CoverageRow {
            agency_id: agency.clone(),
            ruleset: ruleset.clone(),
            quarter: quarter.clone(),
            kind: kind.to_string(),
            day: *day,
            expected: count(*expected),
            present: count(*present),
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        each_backend!(connection, c => diesel::insert_into(coverage::table).values(chunk).execute(c))?;
    }
    Ok(())
}

/// Evidence expected and present in the period, by what is expected.
pub fn coverage(
    connection: &mut DbConnection,
    scope: &Scope,
    period: &Period,
) -> Result<BTreeMap<EvidenceKind, (u64, u64)>, StoreError> {
    use coverage::dsl;
    if !scope.allows(&period.agency) {
        return Ok(BTreeMap::new());
    }
    let (agency, ruleset, quarter) = keys(period);
    let rows: Vec<(String, i64, i64)> = dsl::coverage
        .filter(dsl::agency_id.eq(agency))
        .filter(dsl::ruleset.eq(ruleset))
        .filter(dsl::quarter.eq(quarter))
        .select((dsl::kind, dsl::expected, dsl::present))
        .load(connection)?;
    let mut by_kind: BTreeMap<EvidenceKind, (u64, u64)> = BTreeMap::new();
    for (kind, expected, present) in rows {
        let entry = by_kind.entry(typed("kind of evidence", &kind)?).or_default();
        entry.0 += uncount(expected);
        entry.1 += uncount(present);
    }
    Ok(by_kind)
}

fn keys(period: &Period) -> (String, String, String) {
    (period.agency.to_string(), period.ruleset.to_string(), period.quarter.to_string())
}
