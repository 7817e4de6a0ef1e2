//! What a rule judged and found so far, agency by agency and quarter by quarter: for its page and for the API.

use super::access::Caller;
use super::error::AppError;
use super::state::App;
use crate::domain::agency::Agency;
use crate::domain::ids::{RuleId, RulesetId};
use crate::domain::quarter::Quarter;
use crate::store::counters::{self, Counts, Period};
use crate::store::{Scope, agencies, appeals, scorecards};

/// Quarters that the record goes back.
const QUARTERS: usize = 4;

/// One agency's quarter.
pub struct Line {
    /// Whose.
    pub agency: Agency,
    /// When.
    pub quarter: Quarter,
    /// What it judged, and what people decided.
    pub counts: Counts,
    /// False hits that an appeal made so.
    pub overturned: u64,
}

impl Line {
    /// Findings in all.
    pub fn findings(&self) -> u64 {
        self.counts.undecided + self.counts.confirmed + self.counts.false_hit
    }
}

/// The record as the caller may see it, latest quarter first.
pub async fn read(app: &App, caller: &Caller, ruleset: RulesetId, rule: RuleId) -> Result<Vec<Line>, AppError> {
    let scope = Scope::from(&caller.access);
    app.read(move |connection| {
        let quarters = scorecards::quarters(connection, &scope)?;
        let mut lines = Vec::new();
        for quarter in quarters.into_iter().take(QUARTERS) {
            for agency in agencies::list(connection, &scope)?.into_iter().filter(|agency| agency.ruleset == ruleset) {
                let period = Period { agency: agency.id.clone(), ruleset: ruleset.clone(), quarter };
                let Some(counts) = counters::totals(connection, &scope, &period)?.remove(&rule) else { continue };
                let overturned = appeals::overturned(connection, &scope, &period, &rule)?;
                lines.push(Line { agency, quarter, counts, overturned });
            }
        }
        Ok(lines)
    })
    .await
}
