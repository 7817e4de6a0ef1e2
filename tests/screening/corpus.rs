//! The labelled calls themselves: what their README promises.

use crate::{CALLS, RULESETS};
use plumbline::domain::contact::Speaker;
use plumbline::rules::CATEGORIES;
use plumbline::rules::corpus::{Kind, Labelled, Part};
use plumbline::rules::screen::Screener;
use plumbline::rules::view::Conversation;
use plumbline::text::normalize::normalize;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences shorter than this, in characters of the normal form, are everybody's: '打扰了，再见'.
const OF_ONES_OWN: usize = 8;

fn conversation(call: &Labelled) -> Conversation<'_> {
    let screener = Screener::new(&RULESETS[0], &[]).expect("all rules");
    screener.read(call.line.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", call.place))
}

fn none(broken: Vec<String>, sentence: &str) {
    assert!(broken.is_empty(), "\n{sentence}\n  {}", broken.join("\n  "));
}

#[test]
fn every_label_is_a_category() {
    let unknown = |label: &&String| !CATEGORIES.contains(&label.as_str());
    let broken = CALLS.iter().flat_map(|call| {
        let about = (call.about != "clean").then_some(&call.about);
        call.labels.iter().chain(about).filter(unknown).map(|label| format!("{}: {label}", call.place))
    });
    none(broken.collect(), "Labels and what a call is about are categories of the program.");
}

#[test]
fn every_call_has_an_id_of_its_own() {
    let mut seen = BTreeMap::new();
    let broken = CALLS.iter().filter_map(|call| {
        let other = seen.insert(call.call_id.as_str(), call.place.as_str())?;
        Some(format!("{}: {} is in {other}, too", call.place, call.call_id))
    });
    none(broken.collect(), "Each call has an id of its own, over both parts.");
}

#[test]
fn labels_and_kind_agree() {
    let broken = CALLS.iter().filter(|call| {
        let right = match call.kind {
            Kind::Violating => call.is_labelled(&call.about),
            Kind::NearMiss => call.labels.is_empty() && call.about != "clean",
            Kind::Clean => call.labels.is_empty() && call.about == "clean",
        };
        !right
    });
    none(
        broken.map(|call| format!("{}: {}", call.place, call.call_id)).collect(),
        "A violating call carries the label of what it is about, a near miss or a clean call none.",
    );
}

#[test]
fn every_call_reads_as_screen_reads_it_and_an_agent_speaks_in_it() {
    let silent = |call: &&Labelled| conversation(call).turns.iter().all(|turn| turn.speaker != Speaker::Agent);
    none(CALLS.iter().filter(silent).map(|call| call.place.clone()).collect(), "In each call an agent speaks.");
}

#[test]
fn no_sentence_of_an_agent_stands_in_both_parts() {
    let mut sentences: BTreeMap<String, BTreeMap<Part, &str>> = BTreeMap::new();
    for call in CALLS.iter() {
        for turn in conversation(call).turns.iter().filter(|turn| turn.speaker == Speaker::Agent) {
            for sentence in turn.text.split(['。', '！', '？', '；', '!', '?', ';', '\n']) {
                let normal = normalize(sentence).text;
                if normal.chars().count() >= OF_ONES_OWN {
                    sentences.entry(normal).or_default().insert(call.part, &call.place);
                }
            }
        }
    }
    let both = sentences.iter().filter(|(_, places)| places.len() > 1);
    let told = both.map(|(sentence, places)| {
        let places: BTreeSet<&str> = places.values().copied().collect();
        format!("{sentence}: {}", places.into_iter().collect::<Vec<_>>().join(" and "))
    });
    none(
        told.collect(),
        "What a rule was written on can't measure it: reword the sentence in the part for writing rules.",
    );
}
