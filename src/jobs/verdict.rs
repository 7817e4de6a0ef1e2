//! A person decides a finding, and the provisional score follows at once.

use super::queue::{self, Task};
use super::{Context, JobError, score};
use crate::domain::finding::Finding;
use crate::domain::ids::{Digest, FindingId};
use crate::domain::quarter::Quarter;
use crate::domain::scheme::Terms;
use crate::domain::score::Scorecard;
use crate::domain::verdict::{FindingStatus, Verdict};
use crate::review::appeals as review;
use crate::store::counters::Period;
use crate::store::{DbConnection, Scope, StoreError, appeals, findings, verdicts};
use chrono::{DateTime, Utc};

/// What a verdict came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The finding as it stands now.
    pub finding: Finding,
    /// The scorecard as it stands now; absent where the quarter must be audited again first, which is on its way then.
    pub scorecard: Option<Scorecard>,
}

/// Gives a finding a verdict; none where it does not exist within `scope`. Other agencies' scores, which share the rule's measured
/// precision, follow through the queue.
pub fn decide(
    context: &Context,
    scope: &Scope,
    id: &FindingId,
    verdict: &Verdict,
) -> Result<Option<Decided>, JobError> {
    match (verdict.status, verdict.reason) {
        (FindingStatus::FalseHit, None) => return Err(JobError::ReasonMissing),
        (FindingStatus::FalseHit, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(JobError::ReasonUnwanted),
    }
    let Some(finding) = context.store.read(|c| findings::get(c, scope, id))? else { return Ok(None) };
    let scoring = Scoring::of(context, &finding)?;
    let decided = context.store.write(|c| {
        let Some((_, standing)) = appeals::standing_for_step(c, scope, id)? else { return Ok(Ok(None)) };
        match review::may_judge(&standing) {
            Ok(()) => scoring.give(c, scope, id, verdict).map(Ok),
            Err(refusal) => Ok(Err(refusal)),
        }
    })?;
    decided.map_err(JobError::Appeal)
}

/// What is needed to score a finding's quarter anew, looked up before the transaction.
pub(super) struct Scoring {
    period: Period,
    terms: Terms,
    digest: Digest,
    now: DateTime<Utc>,
}

impl Scoring {
    pub(super) fn of(context: &Context, finding: &Finding) -> Result<Self, JobError> {
        let agency = context.agency(&finding.agency_id)?;
        let ruleset = context.rulesets.get(&agency.ruleset)?;
        let quarter = Quarter::of(finding.day);
        let period = Period { agency: agency.id, ruleset: ruleset.id.clone(), quarter };
        Ok(Self { period, terms: ruleset.terms(), digest: ruleset.digest.clone(), now: context.clock.now() })
    }

    /// Gives the verdict, and lets the score follow.
    pub(super) fn give(
        &self,
        connection: &mut DbConnection,
        scope: &Scope,
        id: &FindingId,
        verdict: &Verdict,
    ) -> Result<Option<Decided>, StoreError> {
        let Some(finding) = verdicts::append(connection, scope, id, verdict)? else { return Ok(None) };
        let audited = findings::audited(connection, &Scope::Bank, &self.period)?;
        let scorecard = match audited.is_some_and(|(_, digest)| digest == self.digest) {
            true => Some(score::append(connection, &self.terms, &self.period, self.now)?),
            false => None,
        };
        let task = Task::Score { quarter: self.period.quarter, agency: None };
        queue::ask(connection, &task, &verdict.by, None, self.now)?;
        Ok(Some(Decided { finding, scorecard }))
    }
}
