//! Agencies' objections to findings. One attaches to the fingerprint, as verdicts do, so that it survives a re-audit.

use super::connection::DbConnection;
use super::counters::Period;
use super::error::StoreError;
use super::ledger;
use super::row::{from_json, moment, to_json, typed, uncount};
use super::schema::{appeals, findings};
use super::scope::Scope;
use super::{agencies, verdicts};
use crate::domain::appeal::{Appeal, AppealState, Standing};
use crate::domain::finding::Finding;
use crate::domain::ids::{AppealId, Digest, FindingId, RuleId};
use crate::domain::verdict::FindingStatus;
use crate::ledger::{Content, Kind};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = appeals, primary_key(agency_id, fingerprint))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
struct AppealRow {
    agency_id: String,
    fingerprint: String,
    appeal_id: String,
    finding_id: String,
    state: String,
    reason: String,
    evidence: String,
    submitted_by: String,
    submitted_at: NaiveDateTime,
    assigned_to: Option<String>,
    assigned_at: Option<NaiveDateTime>,
    ended_by: Option<String>,
    ended_at: Option<NaiveDateTime>,
    answer: String,
}

impl AppealRow {
    fn of(appeal: &Appeal) -> Result<Self, StoreError> {
        let (assigned_to, assigned_at) = columns(appeal.assigned.as_ref());
        let (ended_by, ended_at) = columns(appeal.ended.as_ref());
        Ok(Self {
            agency_id: appeal.agency_id.to_string(),
            fingerprint: appeal.fingerprint.to_string(),
            appeal_id: appeal.id.to_string(),
            finding_id: appeal.finding_id.to_string(),
            state: appeal.state.as_str().to_owned(),
            reason: appeal.reason.clone(),
            evidence: to_json("appeal's evidence", &appeal.evidence)?,
            submitted_by: appeal.submitted_by.clone(),
            submitted_at: moment(appeal.submitted_at),
            assigned_to,
            assigned_at,
            ended_by,
            ended_at,
            answer: appeal.answer.clone(),
        })
    }

    fn appeal(self) -> Result<Appeal, StoreError> {
        Ok(Appeal {
            id: typed("appeal id", &self.appeal_id)?,
            agency_id: typed("agency id", &self.agency_id)?,
            finding_id: typed("finding id", &self.finding_id)?,
            fingerprint: typed("sha256", &self.fingerprint)?,
            state: typed("appeal's state", &self.state)?,
            reason: self.reason,
            evidence: from_json("appeal's evidence", &self.evidence)?,
            submitted_by: self.submitted_by,
            submitted_at: self.submitted_at.and_utc(),
            assigned: self.assigned_to.zip(self.assigned_at.map(|at| at.and_utc())),
            ended: self.ended_by.zip(self.ended_at.map(|at| at.and_utc())),
            answer: self.answer,
        })
    }

    /// What one step wrote down: later ones leave it as it is, but that an appeal may be taken on by another.
    fn content(&self, kind: Kind) -> Digest {
        let mut content = Content::of(kind.as_str());
        let mut step = |by: Option<&str>, at: Option<NaiveDateTime>| {
            content.option(by);
            content.option(at.map(|at| crate::ledger::moment(at.and_utc())).as_deref());
        };
        match kind {
            Kind::AppealSubmitted => step(Some(&self.submitted_by), Some(self.submitted_at)),
            Kind::AppealAssigned => step(self.assigned_to.as_deref(), self.assigned_at),
            _ => step(self.ended_by.as_deref(), self.ended_at),
        }
        for text in [&self.agency_id, &self.fingerprint, &self.appeal_id, &self.finding_id] {
            content.text(text);
        }
        match kind {
            Kind::AppealSubmitted => [&self.reason, &self.evidence].into_iter().for_each(|text| content.text(text)),
            Kind::AppealAssigned => {}
            _ => [&self.state, &self.answer].into_iter().for_each(|text| content.text(text)),
        }
        content.digest()
    }
}

fn columns(step: Option<&(String, DateTime<Utc>)>) -> (Option<String>, Option<NaiveDateTime>) {
    (step.map(|(who, _)| who.clone()), step.map(|(_, at)| moment(*at)))
}

/// The appeal of that id.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &AppealId) -> Result<Option<Appeal>, StoreError> {
    let row: Option<AppealRow> =
        appeals::table.filter(appeals::appeal_id.eq(id.as_str())).first(connection).optional()?;
    let appeal = row.map(AppealRow::appeal).transpose()?;
    Ok(appeal.filter(|appeal| scope.allows(&appeal.agency_id)))
}

/// The appeal to a finding.
pub fn of_finding(
    connection: &mut DbConnection,
    scope: &Scope,
    finding: &Finding,
) -> Result<Option<Appeal>, StoreError> {
    if !scope.allows(&finding.agency_id) {
        return Ok(None);
    }
    let key = (finding.agency_id.as_str(), finding.fingerprint.as_str());
    let row: Option<AppealRow> = appeals::table.find(key).first(connection).optional()?;
    row.map(AppealRow::appeal).transpose()
}

/// Where a finding stands with regard to appeals.
pub fn standing(connection: &mut DbConnection, scope: &Scope, finding: &Finding) -> Result<Standing, StoreError> {
    let given = verdicts::list(connection, scope, &finding.id)?;
    let confirmed = given.iter().filter(|verdict| verdict.status == FindingStatus::Confirmed).map(|verdict| verdict.at);
    let found = super::findings::found_at(connection, finding)?;
    Ok(Standing {
        status: finding.status,
        visible_since: confirmed.fold(found, Ord::max),
        reviewers: given.into_iter().map(|verdict| verdict.by).collect(),
        appeal: of_finding(connection, scope, finding)?,
    })
}

/// The same, with the finding, where the step that follows it must find it unchanged: others wait until the transaction ends.
pub fn standing_for_step(
    connection: &mut DbConnection,
    scope: &Scope,
    id: &FindingId,
) -> Result<Option<(Finding, Standing)>, StoreError> {
    let Some(finding) = super::findings::get(connection, scope, id)? else { return Ok(None) };
    agencies::lock(connection, &finding.agency_id)?;
    let Some(finding) = super::findings::get(connection, scope, id)? else { return Ok(None) };
    let standing = standing(connection, scope, &finding)?;
    Ok(Some((finding, standing)))
}

/// How many findings of a rule in that period are false hits because their appeal was upheld.
pub fn overturned(
    connection: &mut DbConnection,
    scope: &Scope,
    period: &Period,
    rule: &RuleId,
) -> Result<u64, StoreError> {
    if !scope.allows(&period.agency) {
        return Ok(0);
    }
    let upheld = appeals::table
        .filter(appeals::agency_id.eq(findings::agency_id))
        .filter(appeals::fingerprint.eq(findings::fingerprint))
        .filter(appeals::state.eq(AppealState::Upheld.as_str()));
    let found = findings::table
        .filter(findings::agency_id.eq(period.agency.as_str()))
        .filter(findings::ruleset.eq(period.ruleset.as_str()))
        .filter(findings::quarter.eq(period.quarter.to_string()))
        .filter(findings::rule_id.eq(rule.as_str()))
        .filter(findings::status.eq(FindingStatus::FalseHit.as_str()));
    Ok(uncount(found.filter(exists(upheld)).count().get_result(connection)?))
}

/// Takes a new appeal on record.
pub fn add(connection: &mut DbConnection, appeal: &Appeal) -> Result<(), StoreError> {
    let row = AppealRow::of(appeal)?;
    diesel::insert_into(appeals::table).values(&row).execute(connection)?;
    record(connection, &row, Kind::AppealSubmitted, row.submitted_at)
}

/// Keeps the step that was just taken on an appeal.
pub fn step(connection: &mut DbConnection, appeal: &Appeal, kind: Kind, at: DateTime<Utc>) -> Result<(), StoreError> {
    let row = AppealRow::of(appeal)?;
    let key = (appeal.agency_id.as_str(), appeal.fingerprint.as_str());
    diesel::update(appeals::table.find(key)).set(&row).execute(connection)?;
    record(connection, &row, kind, moment(at))
}

fn record(connection: &mut DbConnection, row: &AppealRow, kind: Kind, at: NaiveDateTime) -> Result<(), StoreError> {
    ledger::append(connection, ledger::act(kind, &row.appeal_id, row.content(kind), at))
}

/// The digest of what is on record of a step of that appeal.
pub(super) fn content_of(
    connection: &mut DbConnection,
    kind: Kind,
    subject: &str,
) -> Result<Option<Digest>, StoreError> {
    let row: Option<AppealRow> = appeals::table.filter(appeals::appeal_id.eq(subject)).first(connection).optional()?;
    Ok(row.map(|row| row.content(kind)))
}

/// Each appeal on record, with its moment.
pub(super) fn subjects(connection: &mut DbConnection) -> Result<Vec<(String, NaiveDateTime)>, StoreError> {
    let columns = (appeals::appeal_id, appeals::submitted_at);
    Ok(appeals::table.order(appeals::appeal_id).select(columns).load(connection)?)
}

/// The states of appeals that wait.
pub(super) const PENDING: [&str; 2] = ["submitted", "assigned"];
