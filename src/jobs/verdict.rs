//! A person decides a finding, and the provisional score follows at once.

use super::queue::{self, Task};
use super::{Context, JobError, score};
use crate::domain::finding::Finding;
use crate::domain::ids::FindingId;
use crate::domain::quarter::Quarter;
use crate::domain::score::Scorecard;
use crate::domain::verdict::{FindingStatus, Verdict};
use crate::store::counters::Period;
use crate::store::{Scope, findings, verdicts};

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
    let agency = context.agency(&finding.agency_id)?;
    let ruleset = context.rulesets.get(&agency.ruleset)?;
    let (terms, now, quarter) = (ruleset.terms(), context.clock.now(), Quarter::of(finding.day));
    let period = Period { agency: agency.id.clone(), ruleset: ruleset.id.clone(), quarter };
    let decided = context.store.write(|c| {
        let Some(finding) = verdicts::append(c, scope, id, verdict)? else { return Ok(None) };
        let audited = findings::audited(c, &Scope::Bank, &period)?;
        let current = audited.is_some_and(|(_, digest)| digest == ruleset.digest);
        let scorecard = if current { Some(score::append(c, &terms, &period, now)?) } else { None };
        queue::ask(c, &Task::Score { quarter, agency: None }, &verdict.by, None, now)?;
        Ok(Some(Decided { finding, scorecard }))
    })?;
    Ok(decided)
}
