//! What bounds the grade while the score stays as it is.

use crate::setup::*;
use plumbline::domain::score::{Cap, Grade, TenThousandths};
use plumbline::scoring::{Inputs, score};

#[test]
fn completeness_caps_below_95_and_voids_below_80() {
    #[rustfmt::skip]
    let table = [
        // present of expected, shown,  grade,    cap
        (  0,      0,     None,         Grade::A, None), // nothing was expected
        (100,    100,     Some(10_000), Grade::A, None),
        (950,  1_000,     Some(9_500),  Grade::A, None),
        (949,  1_000,     Some(9_490),  Grade::C, Some("completeness-below-95")),
        (94_999, 100_000, Some(9_500),  Grade::C, Some("completeness-below-95")), // decided before rounding
        (800,  1_000,     Some(8_000),  Grade::C, Some("completeness-below-95")),
        (799,  1_000,     Some(7_990),  Grade::N, Some("completeness-below-80")),
        (  0,      1,     Some(0),      Grade::N, Some("completeness-below-80")),
    ];
    for (present, expected, shown, grade, reason) in table {
        let inputs = Inputs { present, expected, ..inputs() }.count("a", found(10, 0, 0));
        let card = score(&terms(&[("words", 1)], vec![rule("a", "words", LINEAR)]), &inputs, 1);
        assert_eq!(card.completeness, shown.map(TenThousandths), "{present}/{expected}");
        assert_eq!((card.grade, card.grade_before_caps), (grade, Grade::A), "{present}/{expected}");
        assert_eq!(card.score, Some(points("100.00")), "a cap never touches the score");
        assert_eq!(card.caps.iter().map(|cap| cap.reason.as_str()).collect::<Vec<_>>(), Vec::from_iter(reason));
    }
}

#[test]
fn a_veto_caps_at_d_once_enough_is_confirmed() {
    #[rustfmt::skip]
    let table = [
        // needed confirmed open → capped
        (1, 0, 9, false), // open findings veto nothing
        (1, 1, 0, true),
        (2, 1, 5, false),
        (2, 2, 0, true),
        (2, 3, 0, true),
    ];
    for (needed, confirmed, open, capped) in table {
        let card = one(veto("threat", "words", needed), found(1_000, confirmed, open));
        let expected = Cap { reason: "veto:threat".to_owned(), grade: Grade::D, finding_ids: ids("F-c", confirmed) };
        let case = format!("{confirmed} of {needed}");
        assert_eq!(card.caps, if capped { vec![expected] } else { vec![] }, "{case}");
        assert_eq!(card.grade, if capped { Grade::D } else { Grade::A }, "{case}");
        assert_eq!(card.grade_before_caps, Grade::A, "{case}");
    }
}

#[test]
fn the_worst_bound_counts_and_all_are_named() {
    let terms = terms(&[("words", 1)], vec![veto("threat", "words", 1)]);
    let inputs = |present| Inputs { present, ..inputs() }.count("threat", found(10, 1, 0));
    for (present, grade, reasons) in [
        (100, Grade::D, vec!["veto:threat"]),
        (90, Grade::D, vec!["veto:threat", "completeness-below-95"]),
        (70, Grade::N, vec!["veto:threat", "completeness-below-80"]),
    ] {
        let card = score(&terms, &inputs(present), 1);
        assert_eq!(card.grade, grade);
        assert_eq!(card.caps.iter().map(|cap| cap.reason.as_str()).collect::<Vec<_>>(), reasons);
    }
}

#[test]
fn a_cap_never_lifts_a_grade() {
    let inputs = Inputs { present: 90, ..inputs() }.count("a", found(10_000, 9_000, 0));
    let card = score(&terms(&[("words", 1)], vec![rule("a", "words", LINEAR)]), &inputs, 1);
    assert_eq!((card.grade, card.grade_before_caps), (Grade::D, Grade::D));
    assert_eq!(card.caps[0].grade, Grade::C);
}
