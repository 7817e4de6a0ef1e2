//! What must hold whatever is said: offsets, excerpts, separators.

use crate::{CALLS, RULESETS};
use plumbline::domain::contact::{Party, Speaker};
use plumbline::domain::finding::Hit;
use plumbline::rules::engine::{running, screen_at};
use plumbline::rules::prepared::Desk;
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::screen::Screener;
use plumbline::rules::view::{Conversation, ConversationTurn};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn hits(ruleset: &Ruleset, conversation: &Conversation<'_>) -> Vec<Hit> {
    DESK.with_borrow_mut(|desk| screen_at(desk, ruleset, conversation, &running(ruleset)))
}

/// The conversation of labelled call `number`, counted round.
fn labelled(number: usize) -> Conversation<'static> {
    let call = &CALLS[number % CALLS.len()];
    Screener::new(&RULESETS[0], &[]).expect("all rules").read(call.line.as_bytes()).expect("a call")
}

/// What is wrong with the places that `hits` name.
fn misplaced(conversation: &Conversation<'_>, hits: &[Hit]) -> Option<String> {
    hits.iter().flat_map(|hit| &hit.spans).find_map(|span| {
        let turn = conversation.turns.get(span.turn? as usize);
        let characters: Option<Vec<char>> = turn.map(|turn| turn.text.chars().collect());
        let excerpt: Option<String> =
            characters.and_then(|all| Some(all.get(span.start as usize..span.end as usize)?.iter().collect()));
        (excerpt.as_deref() != Some(&span.excerpt) || span.start >= span.end).then(|| format!("{span:?}"))
    })
}

#[test]
fn every_excerpt_of_a_labelled_call_is_what_its_offsets_cut() {
    let mut found = 0;
    for (ruleset, number) in RULESETS.iter().flat_map(|ruleset| (0..CALLS.len()).map(move |number| (ruleset, number))) {
        let conversation = labelled(number);
        let hits = hits(ruleset, &conversation);
        assert_eq!(misplaced(&conversation, &hits), None, "{} by {}", conversation.call_id, ruleset.id);
        found += hits.len();
    }
    assert!(found > 100, "only {found} findings were looked at");
}

/// Pieces of which texts are made that rules look at: phrases in many forms, separators, and any character at all.
fn piece() -> impl Strategy<Value = String> {
    let phrases = RULESETS[0].phrases();
    let phrase = (0..phrases.len()).prop_map(move |number| phrases[number].clone());
    let separator =
        proptest::sample::select(vec!["，", "。", " ", "\u{3000}", "\u{200b}", "😀", "\u{301}", "\n", "㈱", "①"]);
    prop_oneof![
        4 => phrase.clone(),
        1 => phrase.clone().prop_map(hanconv::s2t),
        1 => phrase.prop_map(|phrase| phrase.to_uppercase()),
        2 => separator.prop_map(str::to_owned),
        1 => any::<char>().prop_map(|character| character.to_string()),
        1 => "[0-9０-９一二三四五六七八九十]{1,20}",
    ]
}

fn talk() -> impl Strategy<Value = Conversation<'static>> {
    let speaker = proptest::sample::select(vec![Speaker::Agent, Speaker::Agent, Speaker::Debtor, Speaker::Third]);
    let text = proptest::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat());
    let turn = (speaker, text).prop_map(|(speaker, text)| ConversationTurn {
        speaker,
        text: text.into(),
        start_ms: None,
        end_ms: None,
        cell: None,
    });
    let party = proptest::sample::select(vec![None, Some(Party::Debtor), Some(Party::Parent)]);
    (party, proptest::collection::vec(turn, 0..6)).prop_map(|(party, turns)| Conversation {
        call_id: "C1".into(),
        party,
        started_at: None,
        ended_at: None,
        day: Default::default(),
        turns,
        party_cell: None,
    })
}

/// What separates nothing: the characters around it stay one word.
const INVISIBLE: [&str; 9] = ["\u{200b}", "\u{feff}", "\u{301}", "\u{20dd}", "😀", "❤\u{fe0f}", " ", "\u{3000}", "*"];

/// The conversation with something between some of the Chinese characters of its turns; `seeds` say where and what.
fn separated(conversation: &Conversation<'static>, seeds: &[u8]) -> Conversation<'static> {
    let han = |character: &char| ('\u{4e00}'..='\u{9fff}').contains(character);
    let mut seeds = seeds.iter().copied().cycle();
    let mut separated = conversation.clone();
    for turn in &mut separated.turns {
        let mut text = String::new();
        let mut characters = turn.text.chars().peekable();
        while let Some(character) = characters.next() {
            text.push(character);
            let seed = usize::from(seeds.next().unwrap_or(0));
            if han(&character) && characters.peek().is_some_and(han) && seed % 3 == 0 {
                text += INVISIBLE[seed / 3 % INVISIBLE.len()];
            }
        }
        turn.text = text.into();
    }
    separated
}

/// What was found where: rule, turn, words in normal form.
fn places(hits: &[Hit]) -> BTreeSet<(usize, Option<u32>, &str)> {
    let each =
        hits.iter().flat_map(|hit| hit.spans.iter().map(move |span| (hit.rule, span.turn, span.normalised.as_str())));
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_excerpt_of_any_text_is_what_its_offsets_cut(conversation in talk()) {
        for ruleset in RULESETS.iter() {
            let hits = hits(ruleset, &conversation);
            prop_assert_eq!(misplaced(&conversation, &hits), None);
        }
    }

    #[test]
    fn separators_lose_no_finding(number in any::<usize>(), seeds in proptest::collection::vec(any::<u8>(), 1..64)) {
        let conversation = labelled(number);
        let separated = separated(&conversation, &seeds);
        for ruleset in RULESETS.iter() {
            let (before, after) = (hits(ruleset, &conversation), hits(ruleset, &separated));
            let lost: Vec<_> = places(&before).difference(&places(&after)).cloned().collect();
            prop_assert!(lost.is_empty(), "{:?} of {}", lost, conversation.call_id);
        }
    }
}
