//! The demo's generator on its own: the same bytes every time, and a quarter worth looking at.
#![cfg(feature = "server")]

use plumbline::demo;
use plumbline::rules::engine;
use plumbline::rules::load::{self, Source};
use plumbline::rules::ruleset::RuleStatus;
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

/// Each conversation by its ruleset: what was planted in words is found in its turn, and nothing else anywhere.
#[test]
fn the_rules_hear_what_was_planted() {
    let quarter = demo::generate();
    let mut rulesets = BTreeMap::new();
    for agency in &quarter.bank.agencies {
        let load = || load::load(&Source::Embedded, &agency.ruleset).expect("a ruleset that loads");
        rulesets.entry(&agency.ruleset).or_insert_with(load);
    }
    let mut balance: BTreeMap<_, i64> = BTreeMap::new();
    for planted in quarter.manifest.violations.iter().filter(|planted| planted.turn.is_some()) {
        *balance.entry((planted.rule_id.clone(), planted.subject.clone(), planted.turn)).or_default() -= 1;
    }
    let mut said = BTreeMap::new();
    for (agency, conversation) in &quarter.conversations {
        let ruleset = &rulesets[&agency.ruleset];
        for hit in engine::screen(ruleset, conversation) {
            let turn = hit.spans.first().and_then(|span| span.turn);
            // Hours are judged on the whole log; the agreed times are not part of a conversation.
            let Some(number) = turn else { continue };
            let place = (ruleset.rules[hit.rule].id.clone(), hit.subject, turn);
            said.insert(place.clone(), format!("{} {:?}", conversation.turns[number as usize].text, hit.spans));
            *balance.entry(place).or_default() += 1;
        }
    }
    let wrong: Vec<String> = balance
        .into_iter()
        .filter(|(_, count)| *count != 0)
        .map(|(place, count)| format!("{count:+} {place:?} {}", said.get(&place).map_or("", String::as_str)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each active rule of each ruleset has something to find, in the quarter that the demo is about.
#[test]
fn every_rule_has_its_violation() {
    let quarter = demo::generate();
    for agency in &quarter.bank.agencies {
        let ruleset = load::load(&Source::Embedded, &agency.ruleset).expect("a ruleset that loads");
        let of_ruleset = |id| quarter.bank.agencies.iter().any(|other| other.id == id && other.ruleset == ruleset.id);
        let planted: HashSet<_> = quarter
            .manifest
            .violations
            .iter()
            .filter(|planted| planted.quarter == quarter.bank.quarter && of_ruleset(planted.agency.clone()))
            .map(|planted| planted.rule_id.clone())
            .collect();
        let active = ruleset.rules.iter().filter(|rule| rule.status == RuleStatus::Active);
        let without: Vec<_> = active.filter(|rule| !planted.contains(&rule.id)).map(|rule| rule.id.as_str()).collect();
        assert!(without.is_empty(), "{}: nothing planted for {without:?}", ruleset.id);
    }
}

#[test]
fn a_folder_that_is_not_a_demos_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("mine.txt"), "mine").expect("a file");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plumbline"));
    let out = command.args(["demo", "--no-serve", "--data"]).arg(folder.path()).output().expect("the program runs");
    let said = String::from_utf8(out.stderr).expect("UTF-8");
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("not empty") && said.contains("--data"), "{said}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left, ["mine.txt"]);
}
