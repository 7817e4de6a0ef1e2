//! Scorecards: a version is appended where something changed, none is ever overwritten.

use super::connection::DbConnection;
use super::error::StoreError;
use super::ledger;
use super::row::{count, from_json, moment, name, to_json, uncount};
use super::schema::scorecards;
use super::scope::Scope;
use crate::domain::ids::{AgencyId, Digest};
use crate::domain::quarter::Quarter;
use crate::domain::score::{Scorecard, ScorecardState};
use crate::ledger::{Content, Kind};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = scorecards, treat_none_as_default_value = false)]
struct ScorecardRow {
    agency_id: String,
    quarter: String,
    version: i64,
    ruleset: String,
    state: String,
    inputs_digest: String,
    score: Option<i64>,
    grade: String,
    made_at: NaiveDateTime,
    body: String,
}

impl ScorecardRow {
    fn subject(&self) -> String {
        subject(&self.agency_id, &self.quarter, uncount(self.version))
    }

    fn content(&self) -> Digest {
        let mut content = Content::of("scorecard");
        for text in [&self.agency_id, &self.quarter, &self.ruleset, &self.state, &self.inputs_digest, &self.grade] {
            content.text(text);
        }
        content.number(uncount(self.version));
        content.option(self.score.map(|score| score.to_string()).as_deref());
        content.moment(self.made_at.and_utc());
        content.text(&self.body);
        content.digest()
    }
}

/// What the ledger calls a version of a scorecard.
pub(super) fn subject(agency: &str, quarter: &str, version: u64) -> String {
    format!("{agency} {quarter} {version}")
}

/// Appends `card` as the next version, unless it says the same as the latest: gives the scorecard that stands then. A published one
/// stays the latest: a closed quarter never changes.
pub fn append(
    connection: &mut DbConnection,
    card: &Scorecard,
    made_at: DateTime<Utc>,
) -> Result<Scorecard, StoreError> {
    super::agencies::lock(connection, &card.agency_id)?;
    let latest = latest(connection, &Scope::Bank, &card.agency_id, card.quarter)?;
    let version = latest.as_ref().map_or(1, |latest| latest.version + 1);
    if let Some(latest) = latest {
        let same = Scorecard { version: latest.version, ..card.clone() } == latest;
        if same || (latest.state == ScorecardState::Published && card.state == ScorecardState::Provisional) {
            return Ok(latest);
        }
    }
    let card = Scorecard { version, ..card.clone() };
    let row = ScorecardRow {
        agency_id: card.agency_id.to_string(),
        quarter: card.quarter.to_string(),
        version: count(card.version),
        ruleset: card.ruleset.to_string(),
        state: name("scorecard's state", &card.state)?,
        inputs_digest: card.inputs_digest.clone(),
        score: card.score.map(|score| score.0),
        grade: name("grade", &card.grade)?,
        made_at: moment(made_at),
        body: to_json("scorecard", &card)?,
    };
    diesel::insert_into(scorecards::table).values(&row).execute(connection)?;
    let act = ledger::act(Kind::Scorecard, row.subject(), row.content(), row.made_at);
    ledger::append(connection, act)?;
    Ok(card)
}

/// The latest version of one agency's quarter.
pub fn latest(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    quarter: Quarter,
) -> Result<Option<Scorecard>, StoreError> {
    if !scope.allows(agency) {
        return Ok(None);
    }
    let body: Option<String> = scorecards::table
        .filter(scorecards::agency_id.eq(agency.as_str()))
        .filter(scorecards::quarter.eq(quarter.to_string()))
        .order(scorecards::version.desc())
        .select(scorecards::body)
        .first(connection)
        .optional()?;
    body.map(|body| from_json("scorecard", &body)).transpose()
}

/// One version of one agency's quarter.
pub fn version(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    quarter: Quarter,
    version: u32,
) -> Result<Option<Scorecard>, StoreError> {
    if !scope.allows(agency) {
        return Ok(None);
    }
    let key = (agency.as_str(), quarter.to_string(), i64::from(version));
    let body: Option<String> = scorecards::table.find(key).select(scorecards::body).first(connection).optional()?;
    body.map(|body| from_json("scorecard", &body)).transpose()
}

/// The versions of one agency's quarter with the moment each was made, first first.
pub fn versions(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    quarter: Quarter,
) -> Result<Vec<(u32, DateTime<Utc>)>, StoreError> {
    if !scope.allows(agency) {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, NaiveDateTime)> = scorecards::table
        .filter(scorecards::agency_id.eq(agency.as_str()))
        .filter(scorecards::quarter.eq(quarter.to_string()))
        .order(scorecards::version)
        .select((scorecards::version, scorecards::made_at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(version, at)| (u32::try_from(version).unwrap_or(u32::MAX), at.and_utc())).collect())
}

/// The latest version of each agency within `scope` for the quarter, by agency.
pub fn of_quarter(
    connection: &mut DbConnection,
    scope: &Scope,
    quarter: Quarter,
) -> Result<Vec<Scorecard>, StoreError> {
    let mut query = scorecards::table
        .filter(scorecards::quarter.eq(quarter.to_string()))
        .select((scorecards::agency_id, scorecards::version))
        .into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(scorecards::agency_id.eq(only.as_str()));
    }
    let versions: Vec<(String, i64)> = query.load(connection)?;
    latest_of(connection, versions.into_iter().map(|(agency, version)| ((agency, quarter.to_string()), version)))
}

/// The latest version of each quarter of one agency, oldest quarter first: the trend.
pub fn history(connection: &mut DbConnection, scope: &Scope, agency: &AgencyId) -> Result<Vec<Scorecard>, StoreError> {
    if !scope.allows(agency) {
        return Ok(Vec::new());
    }
    let versions: Vec<(String, i64)> = scorecards::table
        .filter(scorecards::agency_id.eq(agency.as_str()))
        .select((scorecards::quarter, scorecards::version))
        .load(connection)?;
    latest_of(connection, versions.into_iter().map(|(quarter, version)| ((agency.to_string(), quarter), version)))
}

/// The quarters that have scorecards within `scope`, latest first.
pub fn quarters(connection: &mut DbConnection, scope: &Scope) -> Result<Vec<Quarter>, StoreError> {
    let mut query = scorecards::table.select(scorecards::quarter).distinct().into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(scorecards::agency_id.eq(only.as_str()));
    }
    let rows: Vec<String> = query.order(scorecards::quarter.desc()).load(connection)?;
    rows.iter().map(|quarter| super::row::typed("quarter", quarter)).collect()
}

/// The scorecards of the greatest version of each agency and quarter, in that order.
fn latest_of(
    connection: &mut DbConnection,
    versions: impl Iterator<Item = ((String, String), i64)>,
) -> Result<Vec<Scorecard>, StoreError> {
    let mut greatest = std::collections::BTreeMap::new();
    for (key, version) in versions {
        let entry = greatest.entry(key).or_insert(version);
        *entry = version.max(*entry);
    }
    greatest
        .into_iter()
        .map(|((agency, quarter), version)| {
            let body: String =
                scorecards::table.find((agency, quarter, version)).select(scorecards::body).first(connection)?;
            from_json("scorecard", &body)
        })
        .collect()
}

/// The digest of what is on record of the version that the ledger calls `subject`.
pub(super) fn content_of(connection: &mut DbConnection, subject: &str) -> Result<Option<Digest>, StoreError> {
    let parts: Vec<&str> = subject.split(' ').collect();
    let [agency, quarter, version] = parts[..] else { return Ok(None) };
    let key = (agency, quarter, version.parse::<i64>().unwrap_or_default());
    let row: Option<ScorecardRow> = scorecards::table.find(key).first(connection).optional()?;
    Ok(row.map(|row| row.content()))
}

/// What the ledger calls each version on record, with its moment.
pub(super) fn subjects(connection: &mut DbConnection) -> Result<Vec<(String, NaiveDateTime)>, StoreError> {
    let rows: Vec<(String, String, i64, NaiveDateTime)> = scorecards::table
        .order((scorecards::agency_id, scorecards::quarter, scorecards::version))
        .select((scorecards::agency_id, scorecards::quarter, scorecards::version, scorecards::made_at))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(agency, quarter, version, at)| (subject(&agency, &quarter, uncount(version)), at)).collect())
}
