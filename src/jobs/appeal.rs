//! An agency objects to a finding, and somebody who gave no verdict on it decides. Each step is one transaction: what stands is read, the step
//! is held against it, and what it changes is written, with its entry in the ledger.

use super::verdict::Scoring;
use super::{Context, JobError};
use crate::domain::appeal::{Appeal, AppealState, Outcome, Standing};
use crate::domain::finding::Finding;
use crate::domain::ids::{AppealId, FindingId};
use crate::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use crate::ledger::Kind;
use crate::review::appeals::{self as review, Refusal};
use crate::store::{DbConnection, Scope, StoreError, appeals, findings};
use chrono_tz::Tz;

/// What an agency objects with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Why.
    pub reason: String,
    /// Hand-ins and files that are to prove it.
    pub evidence: Vec<String>,
    /// The account that objects.
    pub by: String,
}

/// What is decided about an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The decision.
    pub outcome: Outcome,
    /// Why, for the agency to read.
    pub answer: String,
    /// Why the finding is a false hit, where it is upheld.
    pub reason: FalseHitReason,
}

/// An appeal with its finding, as they stand after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appealed {
    /// The appeal.
    pub appeal: Appeal,
    /// The finding.
    pub finding: Finding,
}

/// Takes an agency's appeal; none where the finding does not exist within `scope`.
pub fn submit(
    context: &Context,
    scope: &Scope,
    id: &FindingId,
    objection: Objection,
) -> Result<Option<Appealed>, JobError> {
    let Some(finding) = context.store.read(|c| findings::get(c, scope, id))? else { return Ok(None) };
    let (days, zone) = window(context, &finding)?;
    let now = context.clock.now();
    let today = now.with_timezone(&zone).date_naive();
    let taken = context.store.write(|c| {
        let Some((finding, standing)) = appeals::standing_for_step(c, scope, id)? else { return Ok(Ok(None)) };
        if let Err(refusal) = review::may_submit(&standing, today, review::last_day(&standing, days, zone)) {
            return Ok(Err(refusal));
        }
        let appeal = Appeal {
            id: AppealId::of(&finding.fingerprint),
            agency_id: finding.agency_id.clone(),
            finding_id: finding.id.clone(),
            fingerprint: finding.fingerprint.clone(),
            state: AppealState::Submitted,
            reason: objection.reason,
            evidence: objection.evidence,
            submitted_by: objection.by,
            submitted_at: now,
            assigned: None,
            ended: None,
            answer: String::new(),
        };
        appeals::add(c, &appeal)?;
        Ok(Ok(Some(Appealed { appeal, finding })))
    })?;
    taken.map_err(JobError::Appeal)
}

/// The days in which the finding may be appealed, and by whose calendar: those of its agency.
fn window(context: &Context, finding: &Finding) -> Result<(u16, Tz), JobError> {
    let agency = context.agency(&finding.agency_id)?;
    let ruleset = context.rulesets.get(&agency.ruleset)?;
    Ok((ruleset.appeal_days, agency.time_zone.unwrap_or(ruleset.time_zone)))
}

/// Lets `who` take the appeal on; none where it does not exist within `scope`.
pub fn assign(context: &Context, scope: &Scope, id: &AppealId, who: &str) -> Result<Option<Appealed>, JobError> {
    let now = context.clock.now();
    step(context, scope, id, |c, finding, standing, appeal| {
        if let Err(refusal) = review::may_assign(&appeal, &standing.reviewers, who) {
            return Ok(Err(refusal));
        }
        let appeal = review::assign(appeal, who, now);
        appeals::step(c, &appeal, Kind::AppealAssigned, now)?;
        Ok(Ok(Appealed { appeal, finding }))
    })
}

/// Lets the agency take it back; none where it does not exist within `scope`.
pub fn withdraw(context: &Context, scope: &Scope, id: &AppealId, who: &str) -> Result<Option<Appealed>, JobError> {
    let now = context.clock.now();
    step(context, scope, id, |c, finding, _, appeal| {
        if let Err(refusal) = review::may_withdraw(&appeal) {
            return Ok(Err(refusal));
        }
        let appeal = review::withdraw(appeal, who, now);
        appeals::step(c, &appeal, Kind::AppealWithdrawn, now)?;
        Ok(Ok(Appealed { appeal, finding }))
    })
}

/// Decides it. Where it is upheld, the finding becomes a false hit by the same way as by any verdict, and the score follows; where it is not,
/// the finding stays as it is.
pub fn decide(
    context: &Context,
    scope: &Scope,
    id: &AppealId,
    decision: Decision,
    who: &str,
) -> Result<Option<Appealed>, JobError> {
    let now = context.clock.now();
    let Some(finding) = context.store.read(|c| finding_of(c, scope, id))? else { return Ok(None) };
    let scoring = Scoring::of(context, &finding)?;
    step(context, scope, id, |c, mut finding, standing, mut appeal| {
        if let Err(refusal) = review::may_decide(&appeal, &standing.reviewers, who) {
            return Ok(Err(refusal));
        }
        if appeal.assigned.is_none() {
            appeal = review::assign(appeal, who, now);
            appeals::step(c, &appeal, Kind::AppealAssigned, now)?;
        }
        let Decision { outcome, answer, reason } = decision;
        let (status, note) = (FindingStatus::FalseHit, answer.clone());
        let appeal = review::decide(appeal, outcome, answer, who, now);
        appeals::step(c, &appeal, Kind::AppealDecided, now)?;
        if outcome == Outcome::Upheld {
            let verdict = Verdict { status, reason: Some(reason), note, by: who.to_owned(), at: now };
            if let Some(decided) = scoring.give(c, scope, &finding.id, &verdict)? {
                finding = decided.finding;
            }
        }
        Ok(Ok(Appealed { appeal, finding }))
    })
}

fn finding_of(connection: &mut DbConnection, scope: &Scope, id: &AppealId) -> Result<Option<Finding>, StoreError> {
    let Some(appeal) = appeals::get(connection, scope, id)? else { return Ok(None) };
    findings::get(connection, scope, &appeal.finding_id)
}

/// Takes one step on an appeal that is there, while others wait.
fn step(
    context: &Context,
    scope: &Scope,
    id: &AppealId,
    take: impl FnOnce(&mut DbConnection, Finding, Standing, Appeal) -> Result<Result<Appealed, Refusal>, StoreError>,
) -> Result<Option<Appealed>, JobError> {
    let taken = context.store.write(|c| {
        let Some(finding) = finding_of(c, scope, id)? else { return Ok(Ok(None)) };
        let Some((finding, standing)) = appeals::standing_for_step(c, scope, &finding.id)? else { return Ok(Ok(None)) };
        let Some(appeal) = standing.appeal.clone() else { return Ok(Ok(None)) };
        Ok(take(c, finding, standing, appeal)?.map(Some))
    })?;
    taken.map_err(JobError::Appeal)
}
