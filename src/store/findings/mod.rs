//! Findings: written by the audit as a whole, read in pages.

mod around;
mod found;

pub use around::{Before, before, neighbours};
pub(super) use found::{content_of, found_at};

use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Finding, Severity};
use crate::domain::ids::{AgencyId, Digest, FindingId, RuleId, RulesetId};
use crate::domain::quarter::Quarter;
use crate::domain::verdict::FindingStatus;
use crate::store::CHUNK;
use crate::store::appeals::PENDING;
use crate::store::connection::{DbConnection, each_backend};
use crate::store::counters::{self, CoverageByDay, Daily, Period};
use crate::store::error::StoreError;
use crate::store::page::Page;
use crate::store::row::{from_json, moment, to_json, typed};
use crate::store::schema::{agencies, appeals, audits, findings};
use crate::store::scope::Scope;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Everything that an audit of one period found.
#[derive(Debug)]
pub struct Audited<'a> {
    /// Whose quarter, by which ruleset.
    pub period: &'a Period,
    /// In which content.
    pub ruleset_digest: &'a Digest,
    /// Every finding; its status is ignored, the verdicts decide it.
    pub findings: &'a [Finding],
    /// Units each rule could have failed on, by local day.
    pub exposure: &'a BTreeMap<(RuleId, NaiveDate), u64>,
    /// Evidence expected and present.
    pub coverage: &'a CoverageByDay,
    /// When it was audited.
    pub at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = findings)]
struct FindingRow {
    agency_id: String,
    ruleset: String,
    quarter: String,
    finding_id: String,
    fingerprint: String,
    rule_id: String,
    category: String,
    severity: i64,
    urgency: i64,
    kind: String,
    subject: String,
    day: NaiveDate,
    status: String,
    found_at: NaiveDateTime,
    body: String,
}

/// Puts what an audit found in the place of what the same audit found before; findings keep the status that people gave them.
pub fn replace(connection: &mut DbConnection, audited: &Audited<'_>) -> Result<(), StoreError> {
    let period = audited.period;
    crate::store::agencies::lock(connection, &period.agency)?;
    let decided = crate::store::verdicts::standing(connection, &period.agency)?;
    let status = |finding: &Finding| decided.get(finding.fingerprint.as_str()).copied().unwrap_or(FindingStatus::Open);
    let before = found::before(connection, period)?;
    let since = |finding: &Finding| before.get(finding.id.as_str()).copied().unwrap_or(moment(audited.at));
    delete(connection, period)?;
    for chunk in audited.findings.chunks(CHUNK) {
        let rows = chunk.iter().map(|finding| row(period, finding, status(finding), since(finding)));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        each_backend!(connection, c => diesel::insert_into(findings::table).values(&rows).execute(c))?;
    }
    let mut daily: Daily = Daily::new();
    for (key, units) in audited.exposure {
        daily.entry(key.clone()).or_default().exposure += units;
    }
    for finding in audited.findings {
        daily.entry((finding.rule_id.clone(), finding.day)).or_default().add(status(finding));
    }
    counters::replace(connection, period, &daily)?;
    counters::replace_coverage(connection, period, audited.coverage)?;
    let audit = (
        audits::agency_id.eq(period.agency.as_str()),
        audits::ruleset.eq(period.ruleset.as_str()),
        audits::quarter.eq(period.quarter.to_string()),
        audits::ruleset_digest.eq(audited.ruleset_digest.as_str()),
        audits::audited_at.eq(moment(audited.at)),
    );
    diesel::insert_into(audits::table).values(audit).execute(connection)?;
    found::record(connection, period, audited.at)
}

fn delete(connection: &mut DbConnection, period: &Period) -> Result<(), StoreError> {
    let (agency, ruleset, quarter) = (period.agency.as_str(), period.ruleset.as_str(), period.quarter.to_string());
    let old = findings::table.filter(findings::agency_id.eq(agency)).filter(findings::ruleset.eq(ruleset));
    diesel::delete(old.filter(findings::quarter.eq(&quarter))).execute(connection)?;
    diesel::delete(audits::table.find((agency, ruleset, quarter))).execute(connection)?;
    Ok(())
}

fn row(
    period: &Period,
    finding: &Finding,
    status: FindingStatus,
    found_at: NaiveDateTime,
) -> Result<FindingRow, StoreError> {
    Ok(FindingRow {
        agency_id: period.agency.to_string(),
        ruleset: period.ruleset.to_string(),
        quarter: period.quarter.to_string(),
        finding_id: finding.id.to_string(),
        fingerprint: finding.fingerprint.to_string(),
        rule_id: finding.rule_id.to_string(),
        category: finding.category.clone(),
        severity: rank(finding.severity),
        urgency: urgency(finding),
        kind: finding.kind.to_string(),
        subject: finding.subject.clone(),
        day: finding.day,
        status: status.as_str().to_owned(),
        found_at,
        body: to_json("finding", finding)?,
    })
}

/// Gravest is greatest.
fn rank(severity: Severity) -> i64 {
    match severity {
        Severity::Observation => 0,
        Severity::Minor => 1,
        Severity::Major => 2,
        Severity::Critical => 3,
    }
}

/// What the review queue is ordered by: severity, then confidence.
fn urgency(finding: &Finding) -> i64 {
    rank(finding.severity) * 10_000 + i64::from(finding.confidence_permille)
}

/// When a period was last audited, and by which content of the ruleset.
pub fn audited(
    connection: &mut DbConnection,
    scope: &Scope,
    period: &Period,
) -> Result<Option<(DateTime<Utc>, Digest)>, StoreError> {
    if !scope.allows(&period.agency) {
        return Ok(None);
    }
    let key = (period.agency.as_str(), period.ruleset.as_str(), period.quarter.to_string());
    let row: Option<(NaiveDateTime, String)> =
        audits::table.find(key).select((audits::audited_at, audits::ruleset_digest)).first(connection).optional()?;
    row.map(|(at, digest)| Ok((at.and_utc(), typed("digest", &digest)?))).transpose()
}

/// Which findings; what is absent does not limit. Without a ruleset, each agency's own one is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Filter {
    pub agency: Option<AgencyId>,
    pub quarter: Option<Quarter>,
    pub ruleset: Option<RulesetId>,
    pub rule: Option<RuleId>,
    pub severity: Option<Severity>,
    pub status: Option<FindingStatus>,
    /// Open or in need of information.
    pub undecided: bool,
    pub category: Option<String>,
    pub kind: Option<EvidenceKind>,
    /// The natural key of the call, visit, recording… concerned.
    pub subject: Option<String>,
    /// With an appeal that waits for its decision.
    pub appealed: bool,
}

type Query<'a> = findings::BoxedQuery<'a, crate::store::connection::MultiBackend>;

fn query<'a>(scope: &'a Scope, filter: &'a Filter) -> Query<'a> {
    let mut query = findings::table.into_boxed();
    for agency in scope.agency().into_iter().chain(&filter.agency) {
        query = query.filter(findings::agency_id.eq(agency.as_str()));
    }
    query = match &filter.ruleset {
        Some(ruleset) => query.filter(findings::ruleset.eq(ruleset.as_str())),
        None => query.filter(exists(
            agencies::table
                .filter(agencies::agency_id.eq(findings::agency_id))
                .filter(agencies::ruleset.eq(findings::ruleset)),
        )),
    };
    if let Some(quarter) = filter.quarter {
        query = query.filter(findings::quarter.eq(quarter.to_string()));
    }
    if let Some(rule) = &filter.rule {
        query = query.filter(findings::rule_id.eq(rule.as_str()));
    }
    if let Some(severity) = filter.severity {
        query = query.filter(findings::severity.eq(rank(severity)));
    }
    if let Some(status) = filter.status {
        query = query.filter(findings::status.eq(status.as_str()));
    }
    if filter.undecided {
        let decided = [FindingStatus::Confirmed, FindingStatus::FalseHit].map(FindingStatus::as_str);
        query = query.filter(findings::status.ne_all(decided));
    }
    if filter.appealed {
        query = query.filter(exists(
            appeals::table
                .filter(appeals::agency_id.eq(findings::agency_id))
                .filter(appeals::fingerprint.eq(findings::fingerprint))
                .filter(appeals::state.eq_any(PENDING)),
        ));
    }
    if let Some(category) = &filter.category {
        query = query.filter(findings::category.eq(category.as_str()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(findings::kind.eq(kind.as_str()));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(findings::subject.eq(subject.as_str()));
    }
    query
}

/// A page of at most `limit` findings in the order of the review queue: gravest first, then the most certain, then by day and id.
pub fn list(
    connection: &mut DbConnection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Finding>, StoreError> {
    let mut query = query(scope, filter);
    if let Some(cursor) = after {
        let (urgency, day, id) = read_cursor(cursor)?;
        let later_that_day = findings::day.eq(day).and(findings::finding_id.gt(id));
        query = query.filter(
            findings::urgency
                .lt(urgency)
                .or(findings::urgency.eq(urgency).and(findings::day.gt(day).or(later_that_day))),
        );
    }
    let rows: Vec<(String, String)> = query
        .order((findings::urgency.desc(), findings::day, findings::finding_id))
        .limit(crate::store::row::count(limit).saturating_add(1))
        .select((findings::body, findings::status))
        .load(connection)?;
    let items = rows.into_iter().map(|(body, status)| read(&body, &status)).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, cursor))
}

fn cursor(finding: &Finding) -> String {
    cursor_at(urgency(finding), finding.day, finding.id.as_str())
}

/// What `read_cursor` reads.
fn cursor_at(urgency: i64, day: NaiveDate, id: &str) -> String {
    format!("{urgency}.{day}.{id}")
}

fn read_cursor(cursor: &str) -> Result<(i64, NaiveDate, &str), StoreError> {
    let parse = || {
        let (urgency, rest) = cursor.split_once('.')?;
        let (day, id) = rest.split_once('.')?;
        Some((urgency.parse().ok()?, day.parse().ok()?, id))
    };
    parse().ok_or_else(|| StoreError::Cursor(cursor.to_owned()))
}

fn read(body: &str, status: &str) -> Result<Finding, StoreError> {
    Ok(Finding { status: typed("status", status)?, ..from_json("finding", body)? })
}

/// How many findings the filter meets.
pub fn count(connection: &mut DbConnection, scope: &Scope, filter: &Filter) -> Result<u64, StoreError> {
    Ok(crate::store::row::uncount(query(scope, filter).count().get_result(connection)?))
}

/// How many findings the filter meets, by rule and status: what filters offer and dashboards show.
pub fn counts(
    connection: &mut DbConnection,
    scope: &Scope,
    filter: &Filter,
) -> Result<BTreeMap<(RuleId, FindingStatus), u64>, StoreError> {
    let rows: Vec<(String, String)> =
        query(scope, filter).select((findings::rule_id, findings::status)).load(connection)?;
    let mut counts = BTreeMap::new();
    for (rule, status) in rows {
        *counts.entry((typed("rule id", &rule)?, typed("status", &status)?)).or_default() += 1;
    }
    Ok(counts)
}

/// One finding; under its agency's own ruleset where several found it, of the latest quarter.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &FindingId) -> Result<Option<Finding>, StoreError> {
    let mut query = findings::table
        .inner_join(agencies::table)
        .filter(findings::finding_id.eq(id.as_str()))
        .select((findings::body, findings::status, findings::ruleset, agencies::ruleset, findings::quarter))
        .into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(findings::agency_id.eq(only.as_str()));
    }
    let rows: Vec<(String, String, String, String, String)> = query.load(connection)?;
    let best = rows.into_iter().max_by_key(|(_, _, ruleset, own, quarter)| (ruleset == own, quarter.clone()));
    best.map(|(body, status, ..)| read(&body, &status)).transpose()
}

/// Rule, id and status of each finding of a period, sorted by id: what a score lists.
pub fn ids(
    connection: &mut DbConnection,
    scope: &Scope,
    period: &Period,
) -> Result<Vec<(RuleId, FindingId, FindingStatus)>, StoreError> {
    if !scope.allows(&period.agency) {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String, String)> = findings::table
        .filter(findings::agency_id.eq(period.agency.as_str()))
        .filter(findings::ruleset.eq(period.ruleset.as_str()))
        .filter(findings::quarter.eq(period.quarter.to_string()))
        .order(findings::finding_id)
        .select((findings::rule_id, findings::finding_id, findings::status))
        .load(connection)?;
    rows.into_iter()
        .map(|(rule, id, status)| Ok((typed("rule id", &rule)?, typed("finding id", &id)?, typed("status", &status)?)))
        .collect()
}

/// The quarters of an agency that were ever audited, in order.
pub fn quarters(connection: &mut DbConnection, scope: &Scope, agency: &AgencyId) -> Result<Vec<Quarter>, StoreError> {
    if !scope.allows(agency) {
        return Ok(Vec::new());
    }
    let rows: Vec<String> = audits::table
        .filter(audits::agency_id.eq(agency.as_str()))
        .order(audits::quarter)
        .select(audits::quarter)
        .distinct()
        .load(connection)?;
    rows.iter().map(|quarter| typed("quarter", quarter)).collect()
}
