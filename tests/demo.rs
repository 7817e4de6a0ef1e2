//! The demo's generator on its own: the same bytes every time, and a quarter worth looking at.

use plumbline::demo;
use std::collections::{BTreeMap, HashSet};

#[test]
fn made_twice_it_is_the_same_to_the_byte() {
    let (one, other) = (demo::generate(), demo::generate());
    assert_eq!(one.manifest, other.manifest);
    assert_eq!(one.hand_ins.len(), other.hand_ins.len());
    for (one, other) in one.hand_ins.iter().zip(&other.hand_ins) {
        for (one, other) in one.files.iter().zip(&other.files) {
            assert!(one.bytes == other.bytes, "{} differs from run to run", one.name);
        }
    }
}

#[test]
fn thousands_of_calls_and_hundreds_of_conversations() {
    let quarter = demo::generate();
    let counts = quarter.counts();
    eprintln!("{counts:?}");
    assert!(counts.calls >= 6000, "{counts:?}");
    assert!(counts.different_conversations >= 300, "{counts:?}");
    assert!(counts.visits >= 200, "{counts:?}");
    assert!(quarter.bank.agencies.len() >= 6);
    let rulesets: HashSet<_> = quarter.bank.agencies.iter().map(|agency| &agency.ruleset).collect();
    assert_eq!(rulesets.len(), 2);
}

#[test]
fn nothing_is_planted_twice_in_one_place() {
    let mut seen = BTreeMap::new();
    for planted in demo::generate().manifest.violations {
        let key = (
            planted.agency.clone(),
            planted.subject.clone(),
            planted.rule_id.clone(),
            planted.turn,
            planted.note.clone(),
        );
        assert!(
            seen.insert(key, planted.note).is_none(),
            "{} is planted twice on {}",
            planted.rule_id,
            planted.subject
        );
    }
}
