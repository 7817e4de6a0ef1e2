//! How sure a number is: 95 % intervals.
//!
//! What is uncertain about a rate is how many of its open findings people would confirm. The sample that says so are the decided
//! findings of the rule, the same from which its precision is measured: Wilson's interval is taken over them, c confirmed of d
//! decided, and carried over to rate, loss and score. A rule decided by facts, or with nothing open, has no such doubt and an
//! interval of no width. Without any decided finding the precision may be anything from 0 to 1.

use super::number;
use super::rule::{self, Measured};
use crate::domain::scheme::Exact;
use crate::domain::score::{Hundredths, SectionScore};
use num_traits::{One, Zero};
use rust_decimal::{Decimal, MathematicalOps};

/// The normal distribution's 97.5 % point.
const Z: Decimal = Decimal::from_parts(0xad12_3196, 0x0006_f693, 0, false, 15);

/// Wilson's 95 % interval for `confirmed` of `decided`.
pub(super) fn wilson(confirmed: u64, decided: u64) -> [Decimal; 2] {
    if decided == 0 {
        return [Decimal::ZERO, Decimal::ONE];
    }
    let (c, d) = (Decimal::from(confirmed.min(decided)), Decimal::from(decided));
    let square = Z * Z;
    let root = (square + Decimal::from(4) * c * (d - c) / d).sqrt().unwrap_or_default();
    let base = Decimal::TWO * c + square;
    let below = Decimal::TWO * (d + square);
    let low = if c.is_zero() { Decimal::ZERO } else { (base - Z * root) / below };
    let high = if c == d { Decimal::ONE } else { (base + Z * root) / below };
    [low, high]
}

/// The precisions that the decided sample allows; always around the one that counts.
fn precisions(rule: &Measured<'_>) -> [Exact; 2] {
    let counts = rule.precision();
    if rule.terms.by_facts || rule.tally.open.is_empty() {
        return [counts, counts];
    }
    let [low, high] = wilson(rule.tally.decided_confirmed, rule.tally.decided).map(exact);
    [low.min(counts), high.max(counts)]
}

/// The interval of a rule's rate, at 0.01.
pub(super) fn of_rate(rule: &Measured<'_>) -> [Hundredths; 2] {
    precisions(rule).map(|precision| Hundredths(number::half_even(rule.rate_at(precision), 100)))
}

/// The interval of the score: the half-widths of the losses, weighted as their sections are, combined by the root of their squares.
pub(super) fn of_score(score: Hundredths, rules: &[Measured<'_>], sections: &[SectionScore]) -> [Hundredths; 2] {
    let assessed = || sections.iter().filter(|section| section.score.is_some());
    let weights: i128 = assessed().map(|section| i128::from(section.weight)).sum();
    let squares: Decimal = rules
        .iter()
        .filter_map(|rule| {
            let section = assessed().find(|section| section.id == rule.terms.section)?;
            let share = Exact::new(section.weight.into(), weights);
            let half = number::decimal(half_width(rule) * share);
            Some(half * half)
        })
        .sum();
    let half = number::hundredths(squares.sqrt().unwrap_or_default());
    [Hundredths((score.0 - half).max(0)), Hundredths((score.0 + half).min(10_000))]
}

/// Half of what the loss could differ by, in points.
fn half_width(rule: &Measured<'_>) -> Exact {
    let [low, high] = precisions(rule).map(|precision| rule::loss(&rule.terms.cost, rule.rate_at(precision)));
    if high <= low { Exact::zero() } else { (high - low) / (Exact::one() + Exact::one()) }
}

/// Nine decimals are plenty for a share, and keep exact arithmetic small.
fn exact(share: Decimal) -> Exact {
    let rounded = share.round_dp(9);
    Exact::new(rounded.mantissa(), 10_i128.pow(rounded.scale()))
}
