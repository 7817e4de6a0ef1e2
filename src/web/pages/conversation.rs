//! A conversation on the page: who speaks, when, and the offending characters marked in the original text.

use crate::domain::contact::{Party, Speaker};
use crate::domain::finding::Span;
use crate::store::transcripts::Transcript;
use crate::web::page::Page;

/// A stretch of text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The original characters.
    pub text: String,
    /// Whether a rule points at them.
    pub marked: bool,
}

/// One turn.
#[derive(Debug)]
pub struct TurnView {
    /// The style sheet's classes.
    pub class: &'static str,
    /// The first turn that is marked: where the page begins to read.
    pub first: bool,
    /// Who speaks.
    pub speaker: String,
    /// Minutes and seconds into the recording; empty where unknown.
    pub at: String,
    /// The text.
    pub parts: Vec<Part>,
}

/// Cuts `text` into marked and unmarked stretches; `spans` count characters.
pub fn parts(text: &str, spans: &[&Span]) -> Vec<Part> {
    let marked = |index: usize| spans.iter().any(|span| (span.start as usize..span.end as usize).contains(&index));
    let mut parts: Vec<Part> = Vec::new();
    for (index, character) in text.chars().enumerate() {
        let marked = marked(index);
        match parts.last_mut() {
            Some(part) if part.marked == marked => part.text.push(character),
            _ => parts.push(Part { text: character.to_string(), marked }),
        }
    }
    parts
}

/// The turns of `transcript`, with `spans` marked.
pub fn turns(page: &Page, transcript: &Transcript, party: Option<Party>, spans: &[Span]) -> Vec<TurnView> {
    let first = spans.iter().filter_map(|span| span.turn).min();
    let turn = |(index, turn): (u32, &crate::store::transcripts::StoredTurn)| {
        let here: Vec<_> = spans.iter().filter(|span| span.turn == Some(index)).collect();
        TurnView {
            class: match (turn.speaker, here.is_empty()) {
                (Speaker::Agent, true) => "",
                (Speaker::Agent, false) => "here",
                (_, true) => "debtor",
                (_, false) => "debtor here",
            },
            first: first == Some(index),
            speaker: speaker(page, turn.speaker, party),
            at: turn.start_ms.map(clock).unwrap_or_default(),
            parts: parts(&turn.text, &here),
        }
    };
    (0..).zip(&transcript.turns).map(turn).collect()
}

/// Who speaks; the other side by what they are to the debtor, where that is known.
fn speaker(page: &Page, speaker: Speaker, party: Option<Party>) -> String {
    match (speaker, party) {
        (Speaker::Debtor | Speaker::Third, Some(party)) if party.is_third() => page.term("party", page.name_of(&party)),
        (Speaker::Agent, _) => page.term("speaker", "agent"),
        (Speaker::Debtor, _) => page.term("speaker", "debtor"),
        (Speaker::Third, _) => page.term("speaker", "third"),
        (Speaker::Unknown, _) => page.term("speaker", "unknown"),
    }
}

fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
