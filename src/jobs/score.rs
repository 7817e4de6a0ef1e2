//! From counters to the scorecard. Reads no call: only what was counted when findings were written.

use super::{Context, JobError};
use crate::domain::agency::Agency;
use crate::domain::ids::AgencyId;
use crate::domain::quarter::Quarter;
use crate::domain::scheme::Terms;
use crate::domain::score::{Scorecard, ScorecardState};
use crate::domain::verdict::FindingStatus;
use crate::scoring::{self, Inputs, Tally};
use crate::store::counters::{self, Period};
use crate::store::{DbConnection, Scope, StoreError, findings, scorecards};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Scores one agency's quarter by its own ruleset, and appends the scorecard where it says anything new. A quarter that was never
/// audited, or by another content of the ruleset, is audited first. What the bank must do on it is raised.
pub fn score(context: &Context, agency: &AgencyId, quarter: Quarter) -> Result<Scorecard, JobError> {
    let agency = context.agency(agency)?;
    let ruleset = context.rulesets.get(&agency.ruleset)?;
    let period = Period { agency: agency.id.clone(), ruleset: ruleset.id.clone(), quarter };
    let audited = context.store.read(|c| findings::audited(c, &Scope::Bank, &period))?;
    if audited.is_none_or(|(_, digest)| digest != ruleset.digest) {
        super::audit::audit(context, &agency.id, quarter, None)?;
    }
    let terms = ruleset.terms();
    let now = context.clock.now();
    let card = context.store.write(|c| append(c, &terms, &period, now))?;
    super::duties::raise(context, &agency.id)?;
    Ok(card)
}

/// Scores the quarter of every agency whose agreement was in force during it, by agency.
pub fn score_all(context: &Context, quarter: Quarter) -> Result<Vec<Scorecard>, JobError> {
    let agencies = context.agencies(None)?;
    let in_force = agencies.iter().filter(|agency| in_force(agency, quarter));
    in_force.map(|agency| score(context, &agency.id, quarter)).collect()
}

/// Whether the agreement was in force on any day of the quarter.
pub fn in_force(agency: &Agency, quarter: Quarter) -> bool {
    agency.agreement_from <= quarter.last_day() && agency.agreement_to.is_none_or(|last| last >= quarter.first_day())
}

/// Scores what is counted now, and appends it.
pub(super) fn append(
    connection: &mut DbConnection,
    terms: &Terms,
    period: &Period,
    now: DateTime<Utc>,
) -> Result<Scorecard, StoreError> {
    let inputs = inputs(connection, period)?;
    scorecards::append(connection, &scoring::score(terms, &inputs, 1), now)
}

/// Everything that the score depends on.
pub fn inputs(connection: &mut DbConnection, period: &Period) -> Result<Inputs, StoreError> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    for (rule, counts) in counters::totals(connection, &Scope::Bank, period)? {
        let tally = tallies.entry(rule).or_default();
        tally.exposure = counts.exposure;
        tally.false_hits = counts.false_hit;
    }
    for (rule, id, status) in findings::ids(connection, &Scope::Bank, period)? {
        let tally = tallies.entry(rule).or_default();
        match status {
            FindingStatus::Confirmed => tally.confirmed.push(id),
            FindingStatus::Open | FindingStatus::NeedsInformation => tally.open.push(id),
            FindingStatus::FalseHit => {}
        }
    }
    for (rule, (decided, confirmed)) in counters::decisions(connection, &period.ruleset, period.quarter)? {
        let tally = tallies.entry(rule).or_default();
        tally.decided = decided;
        tally.decided_confirmed = confirmed;
    }
    let coverage = counters::coverage(connection, &Scope::Bank, period)?;
    Ok(Inputs {
        agency: period.agency.clone(),
        quarter: period.quarter,
        tallies,
        expected: coverage.values().map(|(expected, _)| expected).sum(),
        present: coverage.values().map(|(_, present)| present).sum(),
        by_kind: coverage,
        state: ScorecardState::Provisional,
    })
}
