//! What must hold whatever was counted.

use crate::oracle::{self, Counted};
use crate::setup::*;
use plumbline::domain::scheme::Terms;
use plumbline::scoring::{Inputs, Tally, score};
use proptest::prelude::*;

const SECTIONS: [(&str, u32); 3] = [("time", 15), ("words", 20), ("records", 40)];

prop_compose! {
    fn counted()(
        section in 0..3_usize,
        cost in prop::sample::select(vec![CRITICAL, MAJOR, MINOR, OBSERVATION, LINEAR, [2500, 0, 2000]]),
        by_facts: bool,
        exposure in prop_oneof![Just(0_i128), 1..50_i128, 1_000..50_000_i128],
        confirmed in 0..30_i128,
        open in 0..30_i128,
        decided in 0..200_i128,
        confirmed_share in 0..=100_i128,
    ) -> Counted {
        // Findings come from units: without any there is none.
        let [confirmed, open] = [confirmed, open].map(|count| if exposure == 0 { 0 } else { count });
        Counted { section, cost, by_facts, exposure, confirmed, open, decided, decided_confirmed: decided * confirmed_share / 100 }
    }
}

fn built(rules: &[Counted]) -> (Terms, Inputs) {
    let id = |index: usize| format!("rule-{index:02}");
    let rule_terms = rules.iter().enumerate().map(|(index, counted)| {
        let terms = rule(&id(index), SECTIONS[counted.section].0, counted.cost);
        if counted.by_facts { by_facts(terms) } else { terms }
    });
    let inputs = rules.iter().enumerate().fold(inputs(), |inputs, (index, counted)| {
        let tally = Tally {
            decided: counted.decided as u64,
            decided_confirmed: counted.decided_confirmed as u64,
            ..found(counted.exposure as u64, counted.confirmed as usize, counted.open as usize)
        };
        inputs.count(&id(index), tally)
    });
    (terms(&SECTIONS, rule_terms.collect()), inputs)
}

proptest! {
    #[test]
    fn a_second_arithmetic_comes_to_the_same_score(rules in prop::collection::vec(counted(), 0..12)) {
        let (terms, inputs) = built(&rules);
        let card = score(&terms, &inputs, 1);
        let (sections, total) = oracle::score(&SECTIONS.map(|(_, weight)| i128::from(weight)), &rules);
        let scores: Vec<_> = card.sections.iter().map(|section| section.score.map(|score| i128::from(score.0))).collect();
        prop_assert_eq!(scores, sections);
        prop_assert_eq!(card.score.map(|score| i128::from(score.0)), total);
    }

    #[test]
    fn more_violations_never_raise_the_score(
        rules in prop::collection::vec(counted(), 1..8), which in any::<prop::sample::Index>(), open: bool,
    ) {
        let which = which.index(rules.len());
        prop_assume!(rules[which].exposure > 0);
        let mut worse = rules.clone();
        if open { worse[which].open += 1 } else { worse[which].confirmed += 1 }
        let [before, after] = [&rules, &worse].map(|rules| { let (terms, inputs) = built(rules); score(&terms, &inputs, 1) });
        prop_assert!(after.score <= before.score);
        prop_assert!(after.grade >= before.grade);
    }

    #[test]
    fn deductions_and_sections_agree(rules in prop::collection::vec(counted(), 0..12)) {
        let (terms, inputs) = built(&rules);
        let card = score(&terms, &inputs, 1);
        for section in &card.sections {
            let lost: i64 = card.deductions.iter().filter(|d| d.section == section.id).map(|d| d.points.0).sum();
            if let Some(score) = section.score {
                prop_assert_eq!(score.0, (10_000 - lost).max(0));
            } else {
                prop_assert_eq!(lost, 0);
            }
        }
    }

    #[test]
    fn score_and_rates_lie_within_their_intervals(rules in prop::collection::vec(counted(), 0..12)) {
        let (terms, inputs) = built(&rules);
        let card = score(&terms, &inputs, 1);
        if let (Some(score), Some([low, high])) = (card.score, card.interval) {
            prop_assert!(low <= score && score <= high && low.0 >= 0 && high.0 <= 10_000);
        }
        for deduction in &card.deductions {
            let [low, high] = deduction.interval;
            prop_assert!(low <= deduction.rate_per_1000 && deduction.rate_per_1000 <= high);
        }
    }
}
