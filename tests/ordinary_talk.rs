//! Sentences as people say them on such calls, written for this test: what must be found, and what is lawful and must not.

use plumbline::rules::load::{self, Source};
use plumbline::rules::prepared::Desk;
use plumbline::rules::screen::Screener;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The categories found in one sentence of a collector to `party`, under each ruleset.
fn categories(sentence: &str, party: &str) -> Vec<BTreeSet<String>> {
    let line = json!({"call_id": "C1", "party": party, "turns": [{"speaker": "agent", "text": sentence}]}).to_string();
    let of = |screener: &Screener<'_>| {
        let mut out = Vec::new();
        screener.line(&mut Desk::default(), 1, line.as_bytes(), &mut out);
        let text = String::from_utf8(out).expect("UTF-8");
        let category = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
        text.lines().map(|line| category(line)["category"].as_str().expect("a category").to_owned()).collect()
    };
    RULESETS
        .with(|rulesets| rulesets.iter().map(|ruleset| of(&Screener::new(ruleset, &[]).expect("all rules"))).collect())
}

thread_local! {
    static RULESETS: Vec<plumbline::rules::ruleset::Ruleset> = {
        let load = |id: &str| load::load(&Source::Embedded, &id.parse().expect("an id")).expect("a good ruleset");
        ["cn-bank-card", "tw-minimum-standard"].into_iter().map(load).collect()
    };
}

/// Lines `category|party|sentence`, blank lines and comments apart.
fn sentences(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut parts = line.splitn(3, '|');
        let mut part = || parts.next().expect("category|party|sentence");
        (part(), part(), part())
    })
}

#[test]
fn plainly_worded_violations_are_found() {
    let mut missed = Vec::new();
    for (category, party, sentence) in sentences(include_str!("../fixtures/talk/violating.txt")) {
        if categories(sentence, party).iter().any(|found| !found.contains(category)) {
            missed.push(format!("{category}: {sentence}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn lawful_sentences_stay_clean() {
    let mut flagged = Vec::new();
    for (_, party, sentence) in sentences(include_str!("../fixtures/talk/lawful.txt")) {
        let found = categories(sentence, party);
        if found.iter().any(|found| !found.is_empty()) {
            flagged.push(format!("{sentence} {found:?}"));
        }
    }
    assert!(flagged.is_empty(), "\n{}", flagged.join("\n"));
}
