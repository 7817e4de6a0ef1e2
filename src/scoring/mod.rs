//! Findings, verdicts and exposure → the quarterly scorecard. Pure and exact: no binary floating point anywhere in a score.

use crate::domain::ids::{AgencyId, Digest, FindingId, RuleId};
use crate::domain::quarter::Quarter;
use crate::domain::score::{Scorecard, ScorecardState};

/// What one rule of the ruleset counted in the quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Units it could have failed on.
    pub exposure: u64,
    /// Findings that people confirmed, sorted.
    pub confirmed: Vec<FindingId>,
    /// Findings still open or in need of information, sorted.
    pub open: Vec<FindingId>,
    /// Findings that people found false.
    pub false_hits: u64,
    /// Over all agencies of the ruleset in the last four quarters: decided findings…
    pub decided: u64,
    /// …and of them confirmed.
    pub decided_confirmed: u64,
}

/// Everything a score depends on, besides the ruleset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Whose.
    pub agency: AgencyId,
    /// When.
    pub quarter: Quarter,
    /// By rule; rules that are absent counted nothing.
    pub tallies: std::collections::BTreeMap<RuleId, Tally>,
    /// Pieces of evidence expected…
    pub expected: u64,
    /// …and of them handed in and linked.
    pub present: u64,
    /// Provisional or published.
    pub state: ScorecardState,
}

impl Inputs {
    /// sha256 of everything in it, for `inputs_digest`.
    pub fn digest(&self) -> Digest {
        todo!("scoring helper")
    }
}

/// Scores one agency's quarter; `version` is the caller's.
pub fn score(_terms: &crate::domain::scheme::Terms, _inputs: &Inputs, _version: u32) -> Scorecard {
    todo!("scoring helper")
}
