//! What would change the grade, computed from the card itself by the same arithmetic as the score.

use super::number::half_even;
use super::{grade, loss, section_score, total};
use crate::domain::ids::RuleId;
use crate::domain::scheme::{Exact, RuleTerms, Terms};
use crate::domain::score::{Cap, Deduction, Grade, Hundredths, Scorecard, SectionScore, TenThousandths};

/// One step; steps build on each other, so that `grade` is what the card would say after it and all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named in the texts of explain.toml")]
pub enum Change {
    Completeness { from: TenThousandths, to: Exact, grade: Grade },
    Veto { rule_id: RuleId, least: u32, grade: Grade },
    Rate { rule_id: RuleId, from: Hundredths, to: Hundredths, gain: Hundredths, score: Hundredths, grade: Grade },
}

/// The steps to a better grade. Where the score alone gives no better one, first the rules whose rates would have to fall, the one that
/// gains most first, the last one only as far as needed; then every cap that would still hold the grade down.
pub fn plan(card: &Scorecard, terms: &Terms) -> Vec<Change> {
    let mut caps = card.caps.clone();
    if card.grade != card.grade_before_caps {
        return lift_caps(card, terms, caps, card.grade_before_caps);
    }
    let (mut changes, score) = lower_rates(card, terms, &mut caps);
    changes.extend(lift_caps(card, terms, caps, grade::of(&terms.scheme, score)));
    changes
}

/// Lifts the caps that are worse than `uncapped`, the worst first.
fn lift_caps(card: &Scorecard, terms: &Terms, mut left: Vec<Cap>, uncapped: Grade) -> Vec<Change> {
    let mut changes = Vec::new();
    while let Some(position) = left.iter().position(|cap| cap.grade > uncapped && cap.grade == worst(&left, uncapped)) {
        let cap = left.remove(position);
        let grade = worst(&left, uncapped);
        if let Some(rule) = cap.reason.strip_prefix("veto:") {
            let Some(terms) = terms.rules.iter().find(|terms| terms.id.as_str() == rule) else { continue };
            changes.push(Change::Veto { rule_id: terms.id.clone(), least: least(terms), grade });
        } else if let Some(from) = card.completeness {
            let to = [terms.scheme.completeness_needed, terms.scheme.completeness_capped];
            let lifted = |to, grade| Change::Completeness { from, to, grade };
            if cap.grade == Grade::N {
                changes.push(lifted(to[0], grade.max(Grade::C)));
            }
            if cap.grade == Grade::C || uncapped < Grade::C {
                changes.push(lifted(to[1], grade));
            }
        }
    }
    changes
}

/// Lowers rates until the score gives a better grade than the card has; takes the vetoes out of `caps` that go with them. Gives the
/// score that is reached.
fn lower_rates(card: &Scorecard, terms: &Terms, caps: &mut Vec<Cap>) -> (Vec<Change>, Option<Hundredths>) {
    let better = match card.grade {
        Grade::B => terms.scheme.cutoffs[0],
        Grade::C => terms.scheme.cutoffs[1],
        Grade::D => terms.scheme.cutoffs[2],
        Grade::A | Grade::N => return (Vec::new(), card.score),
    };
    let mut losses = card.deductions.clone();
    let mut untouched: Vec<usize> = (0..losses.len()).collect();
    let mut changes = Vec::new();
    while let Some(before) = total_with(card, &losses).filter(|before| points(*before) < better) {
        let Some((place, rule)) = most_gained(card, terms, &losses, &untouched) else { break };
        let index = untouched.remove(place);
        let from = losses[index].rate_per_1000;
        let violations = most_violations(card, rule, &mut losses, index, better);
        let Some(score) = total_with(card, &losses) else { break };
        if violations < u64::from(least(rule)) {
            caps.retain(|cap| cap.reason.strip_prefix("veto:") != Some(rule.id.as_str()));
        }
        changes.push(Change::Rate {
            rule_id: rule.id.clone(),
            from,
            to: rate_per_1000(violations, losses[index].exposure),
            gain: Hundredths(score.0 - before.0),
            score,
            grade: worst(caps, grade::of(&terms.scheme, Some(score))),
        });
    }
    (changes, total_with(card, &losses))
}

/// The grade under `caps`.
fn worst(caps: &[Cap], uncapped: Grade) -> Grade {
    caps.iter().map(|cap| cap.grade).fold(uncapped, std::cmp::Ord::max)
}

/// How many confirmed findings make the rule's veto.
fn least(rule: &RuleTerms) -> u32 {
    rule.veto.map_or(1, |veto| veto.confirmed.max(1))
}

/// The place in `untouched` of the rule that would gain most, were it never broken; none where no rule would gain anything.
fn most_gained<'t>(
    card: &Scorecard,
    terms: &'t Terms,
    losses: &[Deduction],
    untouched: &[usize],
) -> Option<(usize, &'t RuleTerms)> {
    let without = |index: usize| {
        let mut losses = losses.to_vec();
        losses[index].points = Hundredths(0);
        total_with(card, &losses)
    };
    let gains = untouched.iter().enumerate().filter_map(|(place, &index)| Some((without(index)?, place, index)));
    let (score, place, index) = gains.max_by_key(|(score, place, _)| (*score, std::cmp::Reverse(*place)))?;
    let rule = terms.rules.iter().find(|rule| rule.id == losses[index].rule_id)?;
    (Some(score) > total_with(card, losses)).then_some((place, rule))
}

/// The most violations of the rule at `index` with which the card reaches `better`, none where even that is not enough; `losses` are
/// left with their cost.
fn most_violations(card: &Scorecard, rule: &RuleTerms, losses: &mut [Deduction], index: usize, better: Exact) -> u64 {
    let exposure = losses[index].exposure;
    let mut set = |violations: u64| {
        losses[index].points = loss(rule, Exact::from(i128::from(violations)), exposure);
        total_with(card, losses).is_some_and(|score| points(score) >= better)
    };
    let (mut enough, mut too_many) = (0, card.deductions[index].violations + card.deductions[index].open);
    while too_many > enough + 1 {
        let middle = enough + (too_many - enough) / 2;
        if set(middle) { enough = middle } else { too_many = middle }
    }
    set(enough);
    enough
}

/// The total of the card, had its rules cost `losses`.
fn total_with(card: &Scorecard, losses: &[Deduction]) -> Option<Hundredths> {
    let mut sections: Vec<SectionScore> = card.sections.clone();
    for section in sections.iter_mut().filter(|section| section.score.is_some()) {
        let lost = losses.iter().filter(|loss| loss.section == section.id).map(|loss| loss.points);
        section.score = Some(section_score(lost));
    }
    total(&sections)
}

fn points(score: Hundredths) -> Exact {
    Exact::new(score.0.into(), 100)
}

fn rate_per_1000(violations: u64, exposure: u64) -> Hundredths {
    Hundredths(half_even(Exact::new(i128::from(violations) * 1000, i128::from(exposure.max(1))), 100))
}
