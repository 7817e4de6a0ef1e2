//! 95 % intervals: Wilson over the decided findings of a rule, half-widths of losses combined by root of squares.

use crate::setup::*;
use plumbline::domain::score::Hundredths;
use plumbline::scoring::{Tally, score};

fn decided(decided: u64, decided_confirmed: u64, confirmed: usize, open: usize) -> Tally {
    Tally { decided, decided_confirmed, ..found(1_000, confirmed, open) }
}

#[test]
fn the_rate_is_as_sure_as_its_precision() {
    let text = || rule("a", "words", LINEAR);
    #[rustfmt::skip]
    let table = [
        // rule            tally                    rate      interval
        (text(),           decided(30, 24, 10, 100), "90.00", ["72.69", "100.49"]), // Wilson 24/30: 0.62694 … 0.90495
        (text(),           decided(50, 40, 0, 100),  "80.00", ["66.96", "88.76"]),  // 40/50: 0.66963 … 0.88756
        (text(),           decided(0, 0, 0, 100),    "50.00", ["0.00", "100.00"]),  // nothing decided: anything
        (text(),           decided(10, 0, 0, 100),   "50.00", ["0.00", "50.00"]),   // 0/10: 0 … 0.27753; the prior is the end
        (text(),           decided(10, 10, 0, 100),  "50.00", ["50.00", "100.00"]), // 10/10: 0.72247 … 1; likewise
        (text(),           decided(10, 8, 0, 100),   "50.00", ["49.02", "94.33"]),  // 8/10: 0.49016 … 0.94332
        (text(),           decided(30, 24, 10, 0),   "10.00", ["10.00", "10.00"]),  // nothing open: no doubt
        (by_facts(text()), decided(30, 24, 10, 100), "110.00", ["110.00", "110.00"]), // facts
    ];
    for (rule, tally, rate, interval) in table {
        let case = format!("{} of {} decided", tally.decided_confirmed, tally.decided);
        let deduction = &one(rule, tally).deductions[0];
        assert_eq!(deduction.rate_per_1000, points(rate), "{case}");
        assert_eq!(deduction.interval, interval.map(points), "{case}");
    }
}

#[test]
fn half_widths_combine_by_the_root_of_their_squares() {
    let terms = terms(&[("a", 3), ("b", 1), ("none", 6)], vec![rule("a", "a", LINEAR), rule("b", "b", LINEAR)]);
    // Nothing decided: losses from 0 to 1 point in 'a' (10 of 1,000 open) and from 0 to 4 in 'b': half-widths 0.5 and 2.
    let card = score(&terms, &inputs().count("a", found(1_000, 0, 10)).count("b", found(1_000, 0, 40)), 1);
    assert_eq!(card.score, Some(points("99.12"))); // (3 × 99.5 + 98) / 4 = 99.125 → even
    // √((0.5 × ¾)² + (2 × ¼)²) = √(0.140625 + 0.25) = 0.625 → 0.62
    assert_eq!(card.interval, Some([points("98.50"), points("99.74")]));
}

#[test]
fn an_interval_stays_between_0_and_100() {
    let top = one(rule("a", "words", [10_000, 0, 1_000]), found(1_000, 0, 1));
    assert_eq!((top.score, top.interval), (Some(points("95.00")), Some([points("90.00"), points("100.00")])));
    let bottom = one(rule("a", "words", [10_000, 0, 1_000]), found(1_000, 1, 17));
    // 1 to 18 of 10: loss from 10 to 100, half-width 45; counted 9.5 → 95 lost
    assert_eq!((bottom.score, bottom.interval), (Some(points("5.00")), Some([Hundredths(0), points("50.00")])));
}

#[test]
fn beyond_the_limit_nothing_is_in_doubt_any_more() {
    let card = one(rule("a", "words", CRITICAL), found(1_000, 5, 50));
    assert_eq!((card.score, card.interval), (Some(points("40.00")), Some([points("40.00"), points("40.00")])));
}
