//! What the card says in words.

use crate::setup::*;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::lang::Lang;
use plumbline::domain::score::{Grade, Scorecard};
use plumbline::scoring::change::plan;
use plumbline::scoring::{Inputs, explain, score};

#[test]
fn every_deduction_says_what_was_lost_and_of_what() {
    let terms = rule("a", "words", [2500, 0, 2000]);
    let says = |open, lang| {
        explain::deduction(&one(terms.clone(), found(1_000, 5, open)).deductions[0], &terms, "contacts", lang)
    };
    assert_eq!(
        says(0, Lang::En),
        "lost 6.25 of 25 points: 5 of 1,000 contacts (5.00 per 1,000; tolerated 0, limit 20)"
    );
    assert_eq!(says(0, Lang::ZhHans), "失 6.25 / 25 分：1,000 次联系中 5 件违规（每千 5.00，容许 0，上限 20）");
    assert_eq!(says(0, Lang::ZhHant), "失 6.25 / 25 分：1,000 次聯繫中 5 件違規（每千 5.00，容許 0，上限 20）");
    let with_open =
        "lost 7.50 of 25 points: 5 confirmed and 2 open of 1,000 contacts (6.00 per 1,000; tolerated 0, limit 20)";
    assert_eq!(says(2, Lang::En), with_open);
}

#[test]
fn two_scores_are_told_apart_only_where_their_intervals_are_apart() {
    let card = |confirmed, open| one(rule("a", "words", LINEAR), found(1_000, confirmed, open));
    let (a, b, c) = (card(0, 10), card(10, 10), card(11, 10)); // 99…100, 98…99, 97.9…98.9
    assert_eq!(explain::distinguishable(&a, &b), Some(false), "touching ends overlap");
    assert_eq!(explain::distinguishable(&a, &c), Some(true));
    assert_eq!(explain::distinguishable(&c, &a), Some(true));
    assert_eq!(
        explain::comparison(&a, &b, Lang::En).unwrap(),
        "not distinguishable: the intervals 99.00–100.00 and 98.00–99.00 overlap"
    );
    let nothing = one(rule("a", "words", LINEAR), found(0, 0, 0));
    assert_eq!(explain::comparison(&a, &nothing, Lang::En), None);
}

#[test]
fn caps_and_missing_sections_name_their_reason() {
    let terms = terms(&[("words", 30), ("visits", 70)], vec![veto("threat", "words", 1)]);
    let card = score(&terms, &Inputs { expected: 1_000, present: 938, ..inputs() }.count("threat", found(10, 1, 0)), 1);
    let says = |lang| card.caps.iter().map(|cap| explain::cap(cap, &card, lang, str::to_owned)).collect::<Vec<_>>();
    assert_eq!(
        says(Lang::En),
        [
            "capped at D: 1 confirmed finding(s) of the veto rule 'threat'",
            "capped at C: 93.8 % of the expected evidence was handed in, below 95 %"
        ]
    );
    assert_eq!(says(Lang::ZhHant)[1], "封頂為 C：證據完整率 93.8 %，低於 95 %");
    assert_eq!(explain::section(&card.sections[0], Lang::En), None);
    assert!(explain::section(&card.sections[1], Lang::ZhHans).unwrap().contains("权重 70"));
}

#[test]
fn completeness_is_told_for_each_kind_and_a_cap_names_what_is_missing() {
    let terms = terms(&[("words", 1)], vec![rule("a", "words", LINEAR)]);
    let kinds = [
        (EvidenceKind::Visits, (0, 0)),
        (EvidenceKind::Recordings, (600, 600)),
        (EvidenceKind::Transcripts, (400, 348)),
    ];
    let inputs = Inputs { expected: 1_000, present: 948, by_kind: kinds.into(), ..inputs() };
    let card = score(&terms, &inputs.count("a", found(10, 0, 0)), 1);
    let shares: Vec<_> = card.completeness_by_kind.iter().map(|kind| (kind.kind, kind.present, kind.share.0)).collect();
    assert_eq!(shares, [(EvidenceKind::Transcripts, 348, 8_700), (EvidenceKind::Recordings, 600, 10_000)]);
    assert_eq!((card.grade, card.caps.len()), (Grade::C, 1));
    let says = |lang| explain::cap(&card.caps[0], &card, lang, str::to_owned);
    assert_eq!(
        says(Lang::En),
        "capped at C: 94.8 % of the expected evidence was handed in, below 95 % · transcripts: 348 of 400 (87 %)"
    );
    assert_eq!(says(Lang::ZhHans), "封顶为 C：证据完整率 94.8 %，低于 95 % · 转写：应有 400，已有 348（87 %）");
    assert_eq!(says(Lang::ZhHant), "封頂為 C：證據完整率 94.8 %，低於 95 % · 逐字稿：應有 400，已有 348（87 %）");
}

fn steps(card: &Scorecard, terms: &plumbline::domain::scheme::Terms) -> Vec<String> {
    plan(card, terms).iter().map(|change| explain::change(change, Lang::En, str::to_owned)).collect()
}

#[test]
fn caps_are_lifted_first() {
    let terms = terms(&[("words", 1)], vec![veto("threat", "words", 2), rule("a", "words", LINEAR)]);
    let inputs = |present, threats| {
        Inputs { present, ..inputs() }.count("threat", found(10, threats, 0)).count("a", found(10, 0, 0))
    };
    let says = |present, threats| steps(&score(&terms, &inputs(present, threats), 1), &terms);
    assert_eq!(says(94, 0), ["Raise completeness from 94 % to 95 %: grade A."]);
    assert_eq!(
        says(79, 0),
        ["Raise completeness from 79 % to 80 %: grade C.", "Raise completeness from 79 % to 95 %: grade A."]
    );
    assert_eq!(
        says(94, 2),
        [
            "Only if fewer than 2 finding(s) of 'threat' stayed confirmed (an appeal upheld): grade C.",
            "Raise completeness from 94 % to 95 %: grade A."
        ]
    );
    assert!(says(95, 1).is_empty(), "an A needs nothing");
}

#[test]
fn then_the_rules_that_gain_most_only_as_far_as_needed() {
    let terms = terms(&[("words", 1)], vec![rule("a", "words", LINEAR), rule("b", "words", LINEAR)]);
    let says = |a, b| {
        let card = score(&terms, &inputs().count("a", found(10_000, a, 0)).count("b", found(10_000, b, 0)), 1);
        (card.grade, steps(&card, &terms))
    };
    // 85 points; 5 more are needed, and 'a' alone can give them.
    assert_eq!(
        says(1_000, 500),
        (Grade::B, vec!["Bring 'a' from 100.00 to 50.00 per 1,000: +5.00 points, 90.00, grade A.".to_owned()])
    );
    // 40 points; 'a' gives 30 at most, which is a C already.
    assert_eq!(
        says(3_000, 3_000),
        (Grade::D, vec!["Bring 'a' from 300.00 to 0.00 per 1,000: +30.00 points, 70.00, grade C.".to_owned()])
    );
    // 20 points: 40 of 'a' and another 10 of 'b'.
    let (grade, both) = says(4_000, 4_000);
    assert_eq!(grade, Grade::D);
    assert_eq!(
        both,
        [
            "Bring 'a' from 400.00 to 0.00 per 1,000: +40.00 points, 60.00, grade D.",
            "Bring 'b' from 400.00 to 300.00 per 1,000: +10.00 points, 70.00, grade C."
        ]
    );
}

#[test]
fn a_better_score_does_not_help_while_a_cap_holds() {
    let threat =
        plumbline::domain::scheme::RuleTerms { veto: veto("any", "words", 1).veto, ..rule("threat", "words", LINEAR) };
    let terms = terms(&[("words", 1)], vec![threat, rule("a", "words", LINEAR)]);
    let says = |threats, a| {
        let inputs = inputs().count("threat", found(10_000, threats, 0)).count("a", found(10_000, a, 0));
        steps(&score(&terms, &inputs, 1), &terms)
    };
    // 60 points and a threat: 'a' alone brings 70, but the veto stays.
    assert_eq!(
        says(100, 3_900),
        [
            "Bring 'a' from 390.00 to 290.00 per 1,000: +10.00 points, 70.00, grade D.",
            "Only if fewer than 1 finding(s) of 'threat' stayed confirmed (an appeal upheld): grade C."
        ]
    );
    // Where the threats themselves have to go, the veto goes with them.
    assert_eq!(
        says(3_500, 3_200),
        [
            "Bring 'threat' from 350.00 to 0.00 per 1,000: +35.00 points, 68.00, grade D.",
            "Bring 'a' from 320.00 to 300.00 per 1,000: +2.00 points, 70.00, grade C."
        ]
    );
}

#[test]
fn units_have_names_and_fall_back_to_the_checks_own_word() {
    assert_eq!(explain::unit("visits", Lang::ZhHans), "次外访");
    assert_eq!(explain::unit("odd things", Lang::En), "odd things");
    assert_eq!(explain::unit("odd things", Lang::ZhHant), "次檢查");
}
