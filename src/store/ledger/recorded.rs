//! What the records say now of the acts in the ledger, and which records no entry tells of.

use super::latest;
use crate::domain::duty::Step;
use crate::domain::ids::{Digest, SubmissionId};
use crate::domain::quarter::{Quarter, Week};
use crate::ledger::{Entry, Kind};
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::row::typed;
use crate::store::schema::{appeals, findings, ledger, submissions};
use crate::store::{
    accounts, appeals as of_appeals, duties, findings as of_findings, scorecards, submissions as of_hand_ins, verdicts,
};
use chrono::NaiveDateTime;
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashSet};

/// What is on record of an act now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// Something of this digest.
    Content(Digest),
    /// What a later act put in its place, so that there is nothing to compare.
    Replaced,
    /// Nothing.
    Nothing,
}

/// What is on record now of the act that `entry` tells of.
pub fn recorded(connection: &mut DbConnection, entry: &Entry) -> Result<Recorded, StoreError> {
    let (kind, subject) = (entry.act.kind, entry.act.subject.as_str());
    for later in replaced_by(kind) {
        if latest(connection, *later, subject)?.is_some_and(|latest| latest.sequence > entry.sequence) {
            return Ok(Recorded::Replaced);
        }
    }
    let content = match kind {
        Kind::HandIn => of_hand_ins::content_of(connection, subject)?,
        Kind::Audit => of_findings::content_of(connection, subject)?,
        Kind::Verdict => verdicts::content_of(connection, subject)?,
        Kind::Scorecard => scorecards::content_of(connection, subject)?,
        Kind::AppealSubmitted | Kind::AppealAssigned | Kind::AppealDecided | Kind::AppealWithdrawn => {
            of_appeals::content_of(connection, kind, subject)?
        }
        Kind::DutyRaised | Kind::DutyNoted | Kind::DutySettled | Kind::DutyLapsed => {
            duties::content_of(connection, subject)?
        }
        Kind::AccountAdded
        | Kind::AccountPassword
        | Kind::AccountDisabled
        | Kind::AccountEnabled
        | Kind::KeyAdded
        | Kind::KeyRevoked => accounts::content_of(connection, kind, subject)?,
    };
    Ok(content.map_or(Recorded::Nothing, Recorded::Content))
}

/// Acts that write over what one of this kind wrote.
fn replaced_by(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Audit => &[Kind::Audit],
        Kind::AppealAssigned => &[Kind::AppealAssigned],
        Kind::AccountPassword => &[Kind::AccountPassword],
        Kind::AccountDisabled | Kind::AccountEnabled => &[Kind::AccountDisabled, Kind::AccountEnabled],
        _ => &[],
    }
}

/// The quarters that an act concerns; none where it concerns no one quarter, or what it concerned is gone.
pub fn quarters(connection: &mut DbConnection, entry: &Entry) -> Result<BTreeSet<Quarter>, StoreError> {
    let subject = entry.act.subject.as_str();
    let of_finding = |connection: &mut DbConnection, finding: &str| -> Result<BTreeSet<Quarter>, StoreError> {
        let rows: Vec<String> =
            findings::table.filter(findings::finding_id.eq(finding)).select(findings::quarter).load(connection)?;
        rows.iter().map(|quarter| typed("quarter", quarter)).collect()
    };
    Ok(match entry.act.kind {
        Kind::Audit | Kind::Scorecard => {
            subject.split(' ').nth(1).into_iter().filter_map(|it| it.parse().ok()).collect()
        }
        Kind::Verdict => of_finding(connection, subject.split(' ').next().unwrap_or_default())?,
        Kind::AppealSubmitted | Kind::AppealAssigned | Kind::AppealDecided | Kind::AppealWithdrawn => {
            let finding: Option<String> = appeals::table
                .filter(appeals::appeal_id.eq(subject))
                .select(appeals::finding_id)
                .first(connection)
                .optional()?;
            of_finding(connection, &finding.unwrap_or_default())?
        }
        Kind::HandIn => {
            let week: Option<String> = submissions::table
                .filter(submissions::submission_id.eq(subject))
                .select(submissions::week)
                .first(connection)
                .optional()?;
            quarters_of(&week.unwrap_or_default())
        }
        _ => BTreeSet::new(),
    })
}

/// A record that no entry tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecorded {
    /// What was done.
    pub kind: Kind,
    /// To what.
    pub subject: String,
}

/// The first record that no entry tells of, though it is no older than the ledger.
pub fn unrecorded(connection: &mut DbConnection) -> Result<Option<Unrecorded>, StoreError> {
    let begun: Option<NaiveDateTime> = ledger::table.select(min(ledger::happened_at)).first(connection)?;
    let records = [
        (Kind::HandIn, of_hand_ins::subjects(connection)?),
        (Kind::Verdict, verdicts::subjects(connection)?),
        (Kind::Scorecard, scorecards::subjects(connection)?),
        (Kind::AppealSubmitted, of_appeals::subjects(connection)?),
        (Kind::DutyRaised, duties::subjects(connection, Step::Raised)?),
        (Kind::DutyNoted, duties::subjects(connection, Step::Noted)?),
        (Kind::DutySettled, duties::subjects(connection, Step::Settled)?),
        (Kind::DutyLapsed, duties::subjects(connection, Step::Lapsed)?),
    ];
    for (kind, subjects) in records {
        let told: Vec<String> =
            ledger::table.filter(ledger::kind.eq(kind.as_str())).select(ledger::subject).load(connection)?;
        let told: HashSet<String> = told.into_iter().collect();
        let young = |at: NaiveDateTime| begun.is_some_and(|begun| at >= begun);
        let untold = subjects.into_iter().find(|(subject, at)| young(*at) && !told.contains(subject));
        if let Some((subject, _)) = untold {
            return Ok(Some(Unrecorded { kind, subject }));
        }
    }
    Ok(None)
}

/// Every hand-in on record, with the quarters of its week; the bank's have none.
pub fn hand_ins(connection: &mut DbConnection) -> Result<Vec<(SubmissionId, BTreeSet<Quarter>)>, StoreError> {
    let columns = (submissions::submission_id, submissions::week);
    let rows: Vec<(String, String)> = submissions::table
        .order((submissions::received_at, submissions::submission_id))
        .select(columns)
        .load(connection)?;
    rows.into_iter().map(|(id, week)| Ok((typed("submission id", &id)?, quarters_of(&week)))).collect()
}

/// The names of the objects that a hand-in rests on: its files, then its conversations.
pub fn objects(connection: &mut DbConnection, hand_in: &SubmissionId) -> Result<Vec<Digest>, StoreError> {
    of_hand_ins::objects(connection, hand_in)
}

fn quarters_of(week: &str) -> BTreeSet<Quarter> {
    let week: Option<Week> = week.parse().ok();
    week.into_iter().flat_map(|week| [week.first_day(), week.last_day()]).map(Quarter::of).collect()
}
