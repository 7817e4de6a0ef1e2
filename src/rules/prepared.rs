//! One conversation made ready for the checks: each turn normalised once, its anchors found once, for all rules together.

use super::ruleset::Ruleset;
use super::view::{Conversation, ConversationTurn};
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Hit, Span, Why};
use crate::text::normalize::{Normal, cut};
use crate::text::phrases::{Occurrence, Phrases};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A conversation with the normal form of the turns that matter.
pub struct Prepared<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// Its turns, those only that a rule hears and that hold an anchor.
    pub turns: Vec<PreparedTurn<'a>>,
}

/// One turn, normalised.
pub struct PreparedTurn<'a> {
    /// Its number, from 0.
    pub number: u32,
    /// As it was said.
    pub turn: &'a ConversationTurn,
    /// Its normal form.
    pub normal: Normal,
    /// Anchors in it, in order of their ends.
    pub anchors: Vec<Occurrence>,
    context: OnceCell<Vec<Occurrence>>,
    phrases: &'a Phrases,
}

impl<'a> Prepared<'a> {
    /// Normalises the turns of `conversation` that some rule of `ruleset` hears.
    pub(super) fn new(ruleset: &'a Ruleset, conversation: &'a Conversation) -> Self {
        let mut turns = Vec::new();
        let mut normal = Normal::default();
        for (number, turn) in conversation.turns.iter().enumerate() {
            if !ruleset.index.hears(turn.speaker) {
                continue;
            }
            normal.fill(&turn.text);
            let anchors: Vec<_> = ruleset.anchors.find(&normal.text).collect();
            if anchors.is_empty() {
                continue;
            }
            turns.push(PreparedTurn {
                number: number as u32,
                turn,
                normal: std::mem::take(&mut normal),
                anchors,
                context: OnceCell::new(),
                phrases: &ruleset.context,
            });
        }
        Self { conversation, turns }
    }

    /// A hit in `turn` with the given normal stretches, which may overlap and come in any order; none is empty.
    pub fn hit(
        &self,
        rule: usize,
        turn: &PreparedTurn<'a>,
        stretches: Vec<(usize, usize)>,
        confidence_permille: u16,
    ) -> Hit {
        let spans: Vec<Span> = merged(stretches).into_iter().map(|(start, end)| turn.span(start, end)).collect();
        let words: Vec<&str> = spans.iter().map(|span| span.excerpt.as_str()).collect();
        let values = BTreeMap::from([
            ("words".to_owned(), words.join(" / ")),
            ("turn".to_owned(), (turn.number + 1).to_string()),
        ]);
        let evidence = turn.turn.cell.iter().chain(&self.conversation.party_cell).cloned().collect();
        Hit {
            rule,
            kind: EvidenceKind::Transcripts,
            subject: self.conversation.call_id.clone(),
            day: self.conversation.day,
            spans,
            occurrence: String::new(),
            confidence_permille,
            why: Why { key: "said".into(), values },
            evidence,
        }
    }
}

impl PreparedTurn<'_> {
    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self) -> &[Occurrence] {
        self.context.get_or_init(|| self.phrases.find(&self.normal.text).collect())
    }

    /// The original characters behind normal bytes `[start, end)`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let (first, last) = self.normal.original(start, end);
        Span {
            turn: Some(self.number),
            start: first,
            end: last,
            excerpt: cut(&self.turn.text, first, last).to_owned(),
            normalised: self.normal.text[start..end].to_owned(),
        }
    }
}

fn merged(mut stretches: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    stretches.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in stretches {
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}
