//! Sections, total, grades, and what stands on the card.

use crate::setup::*;
use plumbline::domain::score::{Grade, ScorecardState};
use plumbline::scoring::{Tally, score};

#[test]
fn a_section_is_100_minus_its_rounded_losses_and_never_below_0() {
    let terms = terms(
        &[("words", 50), ("visits", 50)],
        vec![
            rule("a", "words", MAJOR),
            rule("b", "words", MAJOR),
            rule("c", "visits", CRITICAL),
            rule("d", "visits", CRITICAL),
        ],
    );
    let inputs = inputs()
        .count("a", found(1_000, 5, 0)) // 5.769… → 5.77
        .count("b", found(1_000, 1, 0)) // 0.641… → 0.64
        .count("c", found(10, 1, 0)) // 60
        .count("d", found(10, 1, 0)); // 60: 120 in all
    let card = score(&terms, &inputs, 1);
    assert_eq!(card.sections[0].score, Some(points("93.59")));
    assert_eq!(card.sections[1].score, Some(points("0.00")));
    assert_eq!(card.score, Some(points("46.80"))); // 46.795 → even
}

#[test]
fn a_section_without_units_is_not_assessed_and_lends_its_weight() {
    let sections = [("time", 15), ("words", 20), ("records", 20), ("staff", 45)];
    let terms =
        terms(&sections, vec![rule("a", "time", LINEAR), rule("b", "words", LINEAR), rule("c", "records", LINEAR)]);
    let inputs =
        inputs().count("a", found(10_000, 577, 0)).count("b", found(0, 0, 0)).count("c", found(10_000, 5_000, 0));
    let card = score(&terms, &inputs, 1);
    let scores: Vec<_> = card.sections.iter().map(|section| section.score).collect();
    // 'words' had nothing to fail on, 'staff' has no rule at all.
    assert_eq!(scores, [Some(points("94.23")), None, Some(points("50.00")), None]);
    assert_eq!(card.sections.iter().map(|section| section.weight).collect::<Vec<_>>(), [15, 20, 20, 45]);
    assert_eq!(card.score, Some(points("68.96"))); // (15 × 94.23 + 20 × 50) / 35 = 68.9557…
}

#[test]
fn a_rule_that_found_nothing_still_makes_its_section_assessed() {
    let card = one(rule("a", "words", LINEAR), found(1, 0, 0));
    assert_eq!(card.score, Some(points("100.00")));
    assert_eq!(card.grade, Grade::A);
    assert!(card.deductions.is_empty());
}

#[test]
fn where_nothing_was_assessed_the_score_is_null_and_not_0() {
    let card = score(&terms(&[("words", 100)], vec![rule("a", "words", LINEAR)]), &inputs(), 1);
    assert_eq!((card.score, card.interval), (None, None));
    assert_eq!((card.grade, card.grade_before_caps), (Grade::N, Grade::N));
    assert_eq!(card.caps.len(), 1);
    assert_eq!((card.caps[0].reason.as_str(), card.caps[0].grade), ("nothing-assessed", Grade::N));
    let json = serde_json::to_value(&card).unwrap();
    assert!(json["score"].is_null() && json["interval"].is_null() && json["sections"][0]["score"].is_null());
}

#[test]
fn a_section_of_weight_0_alone_makes_no_score() {
    let card =
        score(&terms(&[("words", 0)], vec![rule("a", "words", LINEAR)]), &inputs().count("a", found(5, 0, 0)), 1);
    assert_eq!(card.score, None);
}

#[test]
fn the_total_is_rounded_half_to_even() {
    for (lost, total) in [(1, "100.00"), (3, "99.98"), (5, "99.98"), (7, "99.96")] {
        // 99.995 → 100.00, 99.985 → 99.98, 99.975 → 99.98, 99.965 → 99.96
        let terms = terms(&[("a", 1), ("b", 1)], vec![rule("a", "a", LINEAR), rule("b", "b", LINEAR)]);
        let card = score(&terms, &inputs().count("a", found(10_000, lost, 0)).count("b", found(1, 0, 0)), 1);
        assert_eq!(card.score, Some(points(total)), "{lost}");
    }
}

#[test]
fn grades_begin_at_their_cut_offs() {
    let table = [(0, Grade::A), (1_000, Grade::A), (1_001, Grade::B), (2_000, Grade::B), (2_001, Grade::C)];
    for (violations, grade) in table.into_iter().chain([(3_000, Grade::C), (3_001, Grade::D), (10_000, Grade::D)]) {
        let card = one(rule("a", "words", LINEAR), found(10_000, violations, 0));
        assert_eq!((card.grade, card.grade_before_caps), (grade, grade), "{:?}", card.score);
    }
}

#[test]
fn deductions_stand_costliest_first_then_by_rule() {
    let rules = ["d", "c", "b", "a"].map(|id| rule(id, "words", LINEAR)).to_vec();
    let inputs = inputs()
        .count("a", found(10_000, 10, 0))
        .count("b", found(10_000, 30, 0))
        .count("c", found(10_000, 10, 0))
        .count("d", found(10_000, 20, 0));
    let card = score(&terms(&[("words", 1)], rules), &inputs, 1);
    let order: Vec<_> = card.deductions.iter().map(|deduction| deduction.rule_id.as_str()).collect();
    assert_eq!(order, ["b", "d", "a", "c"]);
}

#[test]
fn tallies_of_rules_that_are_not_active_reach_no_score() {
    let terms = terms(&[("words", 1)], vec![rule("a", "words", LINEAR)]);
    let card = score(&terms, &inputs().count("a", found(10, 0, 0)).count("on-trial", found(10, 10, 0)), 1);
    assert_eq!(card.score, Some(points("100.00")));
    assert!(card.deductions.is_empty());
}

#[test]
fn the_card_prints_its_numbers_as_exact_decimals() {
    let inputs = plumbline::scoring::Inputs { expected: 3_000, present: 2_999, ..inputs() };
    let terms = terms(&[("words", 1)], vec![rule("a", "words", [2500, 0, 2000])]);
    let card = score(&terms, &inputs.count("a", found(1_000, 5, 0)), 7);
    let json = serde_json::to_string(&card).unwrap();
    for part in [
        r#""agency_id":"A1","quarter":"2026Q3","state":"provisional","version":7,"ruleset":"cn-bank-card","ruleset_digest":"sha256:00","scheme_version":1"#,
        r#""score":93.75,"interval":[93.75,93.75],"grade":"A","grade_before_caps":"A","caps":[],"completeness":0.9997,"#,
        r#""sections":[{"id":"words","weight":1,"score":93.75}]"#,
        r#""exposure":1000,"violations":5,"open":0,"rate_per_1000":5.0,"interval":[5.0,5.0],"points":6.25,"finding_ids":["F-c000000","#,
    ] {
        assert!(json.contains(part), "{part}\nis not in\n{json}");
    }
    assert_eq!(serde_json::from_str::<plumbline::domain::score::Scorecard>(&json).unwrap(), card);
}

#[test]
fn the_inputs_digest_changes_with_every_input_and_with_nothing_else() {
    let base = || inputs().count("a", found(1_000, 2, 3));
    let digest = base().digest();
    let mut shuffled = base().count("b", Tally::default());
    shuffled.tallies.get_mut(&"a".parse().unwrap()).unwrap().open.reverse();
    assert_eq!(shuffled.digest(), digest, "order of findings and rules that counted nothing");

    let others = [
        plumbline::scoring::Inputs { agency: "A2".parse().unwrap(), ..base() },
        plumbline::scoring::Inputs { quarter: "2026Q2".parse().unwrap(), ..base() },
        plumbline::scoring::Inputs { expected: 101, ..base() },
        plumbline::scoring::Inputs { present: 99, ..base() },
        plumbline::scoring::Inputs { state: ScorecardState::Published, ..base() },
        base().count("a", found(1_001, 2, 3)),
        base().count("a", found(1_000, 3, 3)),
        base().count("a", found(1_000, 2, 4)),
        base().count("a", Tally { false_hits: 1, ..found(1_000, 2, 3) }),
        base().count("a", Tally { decided: 1, ..found(1_000, 2, 3) }),
        base().count("a", Tally { decided_confirmed: 1, ..found(1_000, 2, 3) }),
    ];
    for other in others {
        assert_ne!(other.digest(), digest, "{other:?}");
    }
}
