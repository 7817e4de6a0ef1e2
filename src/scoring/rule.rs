//! What one rule measured and cost.

use super::{Tally, interval, number};
use crate::domain::scheme::{Cost, Exact, RuleTerms};
use crate::domain::score::{Deduction, Hundredths};
use num_traits::{One, Zero};

/// Decided findings from which the measured precision counts rather than the prior.
const DECIDED_ENOUGH: u64 = 30;

/// A rule, what it counted, and what that cost.
pub(super) struct Measured<'a> {
    pub(super) terms: &'a RuleTerms,
    pub(super) tally: Tally,
    pub(super) loss: Hundredths,
    rate: Exact,
}

impl<'a> Measured<'a> {
    pub(super) fn of(terms: &'a RuleTerms, tally: Tally) -> Self {
        let violations = violations(&tally, precision(terms, &tally));
        let rate = rate(violations, tally.exposure, counted(&tally));
        let loss = Hundredths(number::half_even(loss(&terms.cost, rate), 100));
        Self { terms, tally, loss, rate }
    }

    /// Whether there was anything that the rule could have failed on.
    pub(super) fn assessed(&self) -> bool {
        self.tally.exposure > 0 || counted(&self.tally) > 0
    }

    /// The rate, were the open findings right as often as `precision` says.
    pub(super) fn rate_at(&self, precision: Exact) -> Exact {
        rate(violations(&self.tally, precision), self.tally.exposure, counted(&self.tally))
    }

    /// The precision that the score counts with.
    pub(super) fn precision(&self) -> Exact {
        precision(self.terms, &self.tally)
    }

    /// Its line on the scorecard; none where it has no finding that counts.
    pub(super) fn deduction(&self) -> Option<Deduction> {
        if counted(&self.tally) == 0 {
            return None;
        }
        let mut finding_ids: Vec<_> = self.tally.confirmed.iter().chain(&self.tally.open).cloned().collect();
        finding_ids.sort();
        Some(Deduction {
            rule_id: self.terms.id.clone(),
            clauses: self.terms.clauses.clone(),
            section: self.terms.section.clone(),
            exposure: self.tally.exposure,
            violations: self.tally.confirmed.len() as u64,
            open: self.tally.open.len() as u64,
            rate_per_1000: Hundredths(number::half_even(self.rate, 100)),
            interval: interval::of_rate(self),
            points: self.loss,
            finding_ids,
        })
    }
}

/// Share of open findings that counts: 1 for facts, else as measured over enough decided ones, else the prior.
fn precision(terms: &RuleTerms, tally: &Tally) -> Exact {
    if terms.by_facts {
        Exact::one()
    } else if tally.decided < DECIDED_ENOUGH {
        terms.prior_precision
    } else {
        Exact::new(tally.decided_confirmed.into(), tally.decided.into())
    }
}

fn violations(tally: &Tally, precision: Exact) -> Exact {
    precision * tally.open.len() as i128 + tally.confirmed.len() as i128
}

/// Findings that are not false.
fn counted(tally: &Tally) -> u64 {
    (tally.confirmed.len() + tally.open.len()) as u64
}

/// `1000·v/n`. Findings without any unit counted are rated against their own number: a rule that miscounts its units must not
/// make them free.
pub(super) fn rate(violations: Exact, exposure: u64, counted: u64) -> Exact {
    let units = if exposure == 0 { counted } else { exposure };
    if units == 0 { Exact::zero() } else { violations * 1000 / i128::from(units) }
}

/// `points × clamp((rate − tolerance) / (limit − tolerance), 0, 1)`.
pub(super) fn loss(cost: &Cost, rate: Exact) -> Exact {
    if rate <= cost.tolerance {
        Exact::zero()
    } else if rate >= cost.limit {
        cost.points
    } else {
        cost.points * (rate - cost.tolerance) / (cost.limit - cost.tolerance)
    }
}
