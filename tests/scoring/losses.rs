//! points × clamp((rate − tolerance) / (limit − tolerance), 0, 1), rate = 1000·v/n, at 0.01 half to even.

use crate::setup::*;
use plumbline::scoring::Tally;

#[test]
fn a_rule_loses_from_its_tolerance_to_its_limit() {
    #[rustfmt::skip]
    let table = [
        // cost       n       v   rate     lost
        (CRITICAL,   1_000,   0, "0.00",  None),          // no finding, no line
        (CRITICAL,   1_000,   1, "1.00",  Some("30.00")), // 60 × 1/2
        (CRITICAL,   1_000,   2, "2.00",  Some("60.00")), // at the limit
        (CRITICAL,   1_000,   3, "3.00",  Some("60.00")), // above it: no more than all
        (CRITICAL, 100_000,   1, "0.01",  Some("0.30")),  // 60 × 0.01/2
        (MAJOR,      2_000,   1, "0.50",  Some("0.00")),  // at the tolerance
        (MAJOR,      1_000,   1, "1.00",  Some("0.64")),  // 25 × 0.5/19.5 = 0.641025…
        (MAJOR,      1_000,   5, "5.00",  Some("5.77")),  // 25 × 4.5/19.5 = 5.769230…
        (MAJOR,      1_000,  19, "19.00", Some("23.72")), // 25 × 18.5/19.5 = 23.717948…
        (MAJOR,      1_000,  20, "20.00", Some("25.00")),
        (MINOR,      1_000,   5, "5.00",  Some("0.00")),
        (MINOR,      1_000,   6, "6.00",  Some("0.11")),  // 10 × 1/95 = 0.105263…
        (MINOR,      1_000,  99, "99.00", Some("9.89")),  // 10 × 94/95 = 9.894736…
        (MINOR,      1_000, 100, "100.00", Some("10.00")),
        (OBSERVATION, 1_000, 9, "9.00",   Some("0.00")),  // shown, costs nothing
        (MAJOR,          3,   1, "333.33", Some("25.00")), // 333.333…
    ];
    for (cost, exposure, confirmed, rate, lost) in table {
        let card = one(rule("bad-thing", "words", cost), found(exposure, confirmed, 0));
        let deduction = card.deductions.first();
        let case = format!("{cost:?}, {confirmed} of {exposure}");
        assert_eq!(deduction.map(|deduction| deduction.points), lost.map(points), "{case}");
        assert_eq!(deduction.map_or(points("0.00"), |deduction| deduction.rate_per_1000), points(rate), "{case}");
    }
}

#[test]
fn a_half_hundredth_is_rounded_to_even() {
    // 25 points at limit 20 without tolerance: 1.25 points for each 1 in 1,000.
    for (violations, lost) in [(1, "0.12"), (3, "0.38"), (5, "0.62"), (7, "0.88"), (50, "6.25")] {
        // 0.125, 0.375, 0.625, 0.875, 6.25
        let card = one(rule("bad-thing", "words", [2500, 0, 2000]), found(10_000, violations, 0));
        assert_eq!(card.deductions[0].points, points(lost), "{violations} of 10,000");
    }
}

#[test]
fn an_open_finding_counts_as_much_as_its_rule_is_right() {
    let decided = |decided, decided_confirmed| Tally { decided, decided_confirmed, ..found(1_000, 0, 10) };
    let text = || rule("bad-thing", "words", LINEAR);
    #[rustfmt::skip]
    let table = [
        // rule           tally            counted as: lost 0.1 for each of the 10
        (text(),           decided(0, 0),   "0.50"), // the prior, one half
        (text(),           decided(29, 29), "0.50"), // still the prior
        (text(),           decided(30, 24), "0.80"), // 24 of 30
        (text(),           decided(30, 0),  "0.00"), // never right: costs nothing, is shown
        (by_facts(text()), decided(0, 0),   "1.00"), // facts count in full
        (by_facts(text()), decided(30, 0),  "1.00"), // whatever was decided
    ];
    for (rule, tally, lost) in table {
        let case = format!("{tally:?} {rule:?}");
        let card = one(rule, tally);
        assert_eq!(card.deductions[0].points, points(lost), "{case}");
        assert_eq!((card.deductions[0].violations, card.deductions[0].open), (0, 10), "{case}");
    }
}

#[test]
fn confirmed_and_open_are_added_and_false_hits_are_not() {
    let tally = Tally { false_hits: 7, ..found(1_000, 3, 4) };
    let card = one(rule("bad-thing", "words", LINEAR), tally);
    let deduction = &card.deductions[0];
    assert_eq!(deduction.rate_per_1000, points("5.00")); // 3 + 4 × ½ of 1,000
    assert_eq!(deduction.points, points("0.50"));
    assert_eq!(deduction.finding_ids.len(), 7);
    assert!(deduction.finding_ids.is_sorted());

    let only_false = one(rule("bad-thing", "words", LINEAR), Tally { false_hits: 7, ..found(1_000, 0, 0) });
    assert!(only_false.deductions.is_empty());
    assert_eq!(only_false.score, Some(points("100.00")));
}

#[test]
fn findings_without_counted_units_are_not_free() {
    let card = one(rule("bad-thing", "words", MAJOR), found(0, 1, 0));
    assert_eq!(card.deductions[0].points, points("25.00"));
}
