//! One speaker's stretch of a conversation, searched once for all rules: turns of the same speaker that follow one another are one, so that
//! a phrase spread over two of them is found.

use super::ruleset::Ruleset;
use super::sets::{Bits, SetId};
use crate::domain::contact::Speaker;
use crate::domain::finding::Span;
use crate::rules::view::Conversation;
use crate::text::disguise::{Disguise, Unmasked};
use crate::text::normalize::{Normal, cut};
use crate::text::personal_data::Number;
use crate::text::phrases::Occurrence;
use std::cell::OnceCell;

/// One stretch, normalised, with what stands in it.
#[derive(Debug)]
pub struct Stretch {
    /// Who speaks.
    pub speaker: Speaker,
    /// The normal form of its turns, one after the other.
    pub normal: Normal,
    /// Its turns: number from 0, and the first original character of the stretch that belongs to it.
    turns: Vec<(u32, u32)>,
    occurrences: Vec<Occurrence>,
    bits: Bits,
    marks: OnceCell<Vec<Mark>>,
    context: OnceCell<Vec<Occurrence>>,
}

/// A phrase of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The set.
    pub set: SetId,
    /// First byte in the normal form.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether something stands between its parts.
    pub gapped: bool,
    /// How it was disguised.
    pub disguise: Option<Disguise>,
}

impl Stretch {
    /// An empty one, to be filled.
    pub(super) fn empty() -> Self {
        Self {
            speaker: Speaker::Unknown,
            normal: Normal::default(),
            turns: Vec::new(),
            occurrences: Vec::new(),
            bits: Bits::default(),
            marks: OnceCell::new(),
            context: OnceCell::new(),
        }
    }

    /// Begins anew with `speaker`, keeping its memory.
    pub(super) fn begin(&mut self, speaker: Speaker, sets: usize) {
        self.speaker = speaker;
        self.normal.clear();
        self.turns.clear();
        self.occurrences.clear();
        self.bits.reset(sets);
        self.marks.take();
        self.context.take();
    }

    /// Adds a turn.
    pub(super) fn add(&mut self, number: u32, text: &str) {
        self.turns.push((number, self.normal.original_len()));
        self.normal.append(text);
    }

    /// Searches it; `seen` is told each set at its first phrase.
    pub(super) fn search(&mut self, ruleset: &Ruleset, mut seen: impl FnMut(SetId)) {
        for occurrence in ruleset.anchors.find(&self.normal.text) {
            note(ruleset, &mut self.bits, occurrence, &mut seen);
            self.occurrences.push(occurrence);
        }
    }

    /// Adds what was disguised.
    pub(super) fn unmask(&mut self, ruleset: &Ruleset, found: &[Unmasked], mut seen: impl FnMut(SetId)) {
        for found in found {
            let disguise = Some(found.disguise);
            let occurrence = Occurrence { start: found.start, end: found.end, pattern: found.pattern, disguise };
            note(ruleset, &mut self.bits, occurrence, &mut seen);
            self.occurrences.push(occurrence);
        }
    }

    /// Whether a phrase of `set` may stand in it (of one with gaps perhaps only a part).
    #[inline]
    pub fn may_hold(&self, set: SetId) -> bool {
        self.bits.contains(set)
    }

    /// The phrases of `set` that stand in it, in order of their starts.
    pub fn marks(&self, ruleset: &Ruleset, set: SetId) -> &[Mark] {
        let marks = self.marks.get_or_init(|| self.all_marks(ruleset));
        let first = marks.partition_point(|mark| mark.set < set);
        &marks[first..marks.partition_point(|mark| mark.set <= set)]
    }

    fn all_marks(&self, ruleset: &Ruleset) -> Vec<Mark> {
        let mut marks = Vec::new();
        for found in &self.occurrences {
            for member in ruleset.sets.of(found.pattern) {
                let stretch = match member.gapped {
                    None => Some((found.start, found.end)),
                    // A disguised part of a phrase with gaps would be too little to go by.
                    Some(_) if found.disguise.is_some() => None,
                    Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end),
                };
                if let Some((start, end)) = stretch {
                    let gapped = member.gapped.is_some();
                    marks.push(Mark { set: member.set, start, end, gapped, disguise: found.disguise });
                }
            }
        }
        marks.sort_unstable();
        marks
    }

    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self, ruleset: &Ruleset) -> &[Occurrence] {
        self.context.get_or_init(|| ruleset.context.find(&self.normal.text).collect())
    }

    /// A number found in turn `number`, as a mark of no set.
    pub(super) fn number_mark(&self, number: u32, found: &Number) -> Option<Mark> {
        let (_, begin) = self.turns.iter().find(|turn| turn.0 == number)?;
        let (start, end) = self.normal.bytes_of(begin + found.start, begin + found.end)?;
        Some(Mark { set: SetId::MAX, start, end, gapped: false, disguise: None })
    }

    /// Its turns' numbers, from 0.
    pub fn turns(&self) -> impl Iterator<Item = u32> + '_ {
        self.turns.iter().map(|(number, _)| *number)
    }

    /// The turn in which the normal byte `byte` stands.
    pub fn turn_at(&self, byte: usize) -> u32 {
        let end = self.normal.text[byte..].chars().next().map_or(byte, |character| byte + character.len_utf8());
        let (original, _) = if byte < end { self.normal.original(byte, end) } else { (u32::MAX, 0) };
        let after = self.turns.partition_point(|(_, first)| *first <= original);
        self.turns[after.saturating_sub(1)].0
    }

    /// The original characters behind normal bytes `[start, end)`, one span for each turn that they stand in.
    pub fn spans(&self, conversation: &Conversation<'_>, start: usize, end: usize) -> Vec<Span> {
        let (first, last) = self.normal.original(start, end);
        let mut spans = Vec::new();
        for (at, &(number, begin)) in self.turns.iter().enumerate() {
            let finish = self.turns.get(at + 1).map_or(u32::MAX, |next| next.1);
            let (from, to) = (first.max(begin), last.min(finish));
            if from < to {
                let (from, to) = (from - begin, to - begin);
                let excerpt = cut(&conversation.turns[number as usize].text, from, to).to_owned();
                let normalised = self.normal.text[start..end].to_owned();
                spans.push(Span { turn: Some(number), start: from, end: to, excerpt, normalised });
            }
        }
        spans
    }
}

fn note(ruleset: &Ruleset, bits: &mut Bits, occurrence: Occurrence, seen: &mut impl FnMut(SetId)) {
    for member in ruleset.sets.of(occurrence.pattern) {
        if bits.insert(member.set) {
            seen(member.set);
        }
    }
}
