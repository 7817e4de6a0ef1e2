//! Findings, verdicts and exposure → the quarterly scorecard. Pure and exact: no binary floating point anywhere in a score.
//!
//! Where things are rounded, half to even: a rule's loss at 0.01 point; a section is 100 minus those rounded losses, hence exact; the
//! total at 0.01, from the sections. Sections that could not be assessed drop out and the others share their weight in proportion:
//! total = Σ weight·section / Σ weight over the assessed ones.

pub mod change;
pub mod explain;
mod grade;
mod interval;
pub mod number;
mod rule;

use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::{AgencyId, Digest, FindingId, RuleId};
use crate::domain::quarter::Quarter;
use crate::domain::scheme::{Exact, RuleTerms, Terms};
use crate::domain::score::{
    Deduction, Hundredths, KindCompleteness, Scorecard, ScorecardState, SectionScore, TenThousandths,
};
use num_traits::Zero;
use rule::Measured;
use serde::Serialize;
use std::collections::BTreeMap;

/// What one rule of the ruleset counted in the quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inputs {
    /// Whose.
    pub agency: AgencyId,
    /// When.
    pub quarter: Quarter,
    /// By rule; rules that are absent counted nothing.
    pub tallies: BTreeMap<RuleId, Tally>,
    /// Pieces of evidence expected…
    pub expected: u64,
    /// …and of them handed in and linked.
    pub present: u64,
    /// Both, by kind of evidence.
    pub by_kind: BTreeMap<EvidenceKind, (u64, u64)>,
    /// Provisional or published.
    pub state: ScorecardState,
}

impl Inputs {
    /// sha256 of everything in it, for `inputs_digest`: the same whatever the order of findings, and whether a rule that counted
    /// nothing is absent or zero.
    pub fn digest(&self) -> Digest {
        let mut canonical = self.clone();
        canonical.tallies.retain(|_, tally| *tally != Tally::default());
        for tally in canonical.tallies.values_mut() {
            tally.confirmed.sort();
            tally.open.sort();
        }
        Digest::of(serde_json::to_string(&canonical).expect("plain data serialises").as_bytes())
    }

    /// Share of expected evidence handed in and linked; absent where none was expected.
    fn completeness(&self) -> Option<Exact> {
        (self.expected > 0).then(|| Exact::new(self.present.into(), self.expected.into()))
    }
}

/// Scores one agency's quarter; `version` is the caller's.
pub fn score(terms: &Terms, inputs: &Inputs, version: u32) -> Scorecard {
    let measured: Vec<Measured<'_>> = terms
        .rules
        .iter()
        .map(|rule| Measured::of(rule, inputs.tallies.get(&rule.id).cloned().unwrap_or_default()))
        .collect();
    let sections: Vec<SectionScore> = terms
        .scheme
        .sections
        .iter()
        .map(|section| {
            let rules: Vec<_> = measured.iter().filter(|rule| rule.terms.section == section.id).collect();
            let assessed = rules.iter().any(|rule| rule.assessed());
            let score = assessed.then(|| section_score(rules.iter().map(|rule| rule.loss)));
            SectionScore { id: section.id.clone(), weight: section.weight, score }
        })
        .collect();
    let score = total(&sections);
    let completeness = inputs.completeness();
    let caps = grade::caps(terms, inputs, completeness, score.is_some());
    let grade_before_caps = grade::of(&terms.scheme, score);
    Scorecard {
        agency_id: inputs.agency.clone(),
        quarter: inputs.quarter,
        state: inputs.state,
        version,
        ruleset: terms.ruleset.clone(),
        ruleset_digest: terms.ruleset_digest.clone(),
        scheme_version: terms.scheme.version,
        inputs_digest: inputs.digest().tagged(),
        score,
        interval: score.map(|score| interval::of_score(score, &measured, &sections)),
        grade: caps.iter().map(|cap| cap.grade).fold(grade_before_caps, std::cmp::Ord::max),
        grade_before_caps,
        caps,
        completeness: completeness.map(ten_thousandths),
        completeness_by_kind: by_kind(&inputs.by_kind),
        sections,
        deductions: deductions(&measured),
    }
}

fn ten_thousandths(share: Exact) -> TenThousandths {
    TenThousandths(number::half_even(share, 10_000))
}

/// How much of each kind of evidence is there; kinds of which nothing was expected are left out.
fn by_kind(coverage: &BTreeMap<EvidenceKind, (u64, u64)>) -> Vec<KindCompleteness> {
    let expected = coverage.iter().filter(|(_, (expected, _))| *expected > 0);
    let kind = |(&kind, &(expected, present)): (&EvidenceKind, &(u64, u64))| KindCompleteness {
        kind,
        expected,
        present,
        share: ten_thousandths(Exact::new(present.into(), expected.into())),
    };
    expected.map(kind).collect()
}

/// 100 minus losses, not below 0.
fn section_score(losses: impl Iterator<Item = Hundredths>) -> Hundredths {
    Hundredths((10_000 - losses.map(|loss| loss.0).sum::<i64>()).max(0))
}

/// The weighted mean of the assessed sections, at 0.01; absent where none was assessed.
pub(crate) fn total(sections: &[SectionScore]) -> Option<Hundredths> {
    let assessed = || sections.iter().filter_map(|section| Some((i128::from(section.weight), section.score?)));
    let weights: i128 = assessed().map(|(weight, _)| weight).sum();
    if weights.is_zero() {
        return None;
    }
    let sum: i128 = assessed().map(|(weight, score)| weight * i128::from(score.0)).sum();
    Some(Hundredths(number::half_even(Exact::new(sum, weights * 100), 100)))
}

/// What each rule with findings cost, costliest first, then by rule id.
fn deductions(measured: &[Measured<'_>]) -> Vec<Deduction> {
    let mut deductions: Vec<Deduction> = measured.iter().filter_map(Measured::deduction).collect();
    deductions.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.rule_id.cmp(&b.rule_id)));
    deductions
}

/// What `violations` in `exposure` units cost under `terms`, at 0.01 point.
pub fn loss(terms: &RuleTerms, violations: Exact, exposure: u64) -> Hundredths {
    Hundredths(number::half_even(rule::loss(&terms.cost, rule::rate(violations, exposure, 1)), 100))
}
