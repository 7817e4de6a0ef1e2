//! One speaker's stretch of a conversation: turns of the same speaker that follow one another are one, so that a phrase spread over two of
//! them is found. It is sifted raw; normalised and searched only when something looks at it more closely.

use super::anchors::Anchors;
use super::finds::{FindId, among};
use super::prepared::Prepared;
use super::ruleset::Ruleset;
use super::search::{Mark, Search};
use super::sets::Bits;
use super::view::Conversation;
use crate::domain::contact::Speaker;
use crate::domain::finding::Span;
use crate::text::disguise::{Mended, Scratch, Unmasked};
use crate::text::normalize::{Normal, cut};
use crate::text::personal_data::Number;
use crate::text::phrases::PatternId;
use crate::text::sieve::{Match, Reading};
use std::cell::{Cell, OnceCell};
use std::ops::Range;

/// One stretch.
pub struct Stretch {
    /// Who speaks.
    pub speaker: Speaker,
    /// Its turns: number from 0, and the first character of the stretch that belongs to it.
    turns: Vec<(u32, u32)>,
    characters: u32,
    reading: Reading,
    /// Phrases that may stand in it.
    matches: Vec<Match>,
    /// What is said in it in disguise.
    unmasked: Vec<Unmasked>,
    /// Finds that may stand in it, in order.
    possible: Vec<FindId>,
    search: OnceCell<Search>,
    /// Memory of an earlier search.
    spare: Cell<Option<Search>>,
}

impl Stretch {
    /// An empty one, to be filled.
    pub(super) fn empty() -> Self {
        Self {
            speaker: Speaker::Unknown,
            turns: Vec::new(),
            characters: 0,
            reading: Reading::default(),
            matches: Vec::new(),
            unmasked: Vec::new(),
            possible: Vec::new(),
            search: OnceCell::new(),
            spare: Cell::new(None),
        }
    }

    /// Begins anew with `speaker`, keeping its memory.
    pub(super) fn begin(&mut self, speaker: Speaker) {
        self.speaker = speaker;
        self.turns.clear();
        self.characters = 0;
        self.reading.clear();
        self.unmasked.clear();
        if let Some(search) = self.search.take() {
            self.spare.set(Some(search));
        }
    }

    /// Adds a turn.
    pub(super) fn add(&mut self, anchors: &Anchors, number: u32, text: &str) {
        self.turns.push((number, self.characters));
        self.characters += anchors.read(text, &mut self.reading);
    }

    /// How many characters it has.
    pub(super) fn characters(&self) -> u32 {
        self.characters
    }

    /// Finds out what may stand in it, as it is or disguised; `scratch` and `present` are memory.
    pub(super) fn sift(
        &mut self,
        ruleset: &Ruleset,
        conversation: &Conversation<'_>,
        scratch: &mut Scratch,
        present: &mut Bits,
    ) {
        if self.reading.unsure() {
            // What stands for several characters is told by the normal form alone.
            let mut normal = Normal::default();
            texts(&self.turns, conversation).for_each(|text| normal.append(text));
            self.reading.begin_again();
            ruleset.anchors.read(&normal.text, &mut self.reading);
        }
        ruleset.anchors.sift(&self.reading, &mut self.matches);
        // Only agents have a reason to hide their words from the screener.
        if self.speaker == Speaker::Agent && !ruleset.unmasker.is_empty() {
            self.unmask(ruleset, conversation, scratch);
        }
        present.reset(ruleset.sets.count());
        for found in &self.matches {
            ruleset.sets.of(found.phrase).iter().for_each(|member| present.insert(member.set));
        }
        let hidden = self.unmasked.iter().flat_map(|found| ruleset.sets.of_unmasked(found));
        hidden.for_each(|member| present.insert(member.set));
        ruleset.finds.possible(present, &mut self.possible);
    }

    /// Looks for disguised phrases.
    fn unmask(&mut self, ruleset: &Ruleset, conversation: &Conversation<'_>, scratch: &mut Scratch) {
        ruleset.unmasker.look(texts(&self.turns, conversation), scratch, &mut self.unmasked);
        if self.unmasked.is_empty() {
            return;
        }
        let normal = scratch.normal();
        let phrase = |pattern: PatternId| ruleset.anchors.patterns()[pattern as usize].as_str();
        // The longer phrases that something disguised is part of.
        if let Some(mended) = Mended::new(&normal.text, &self.unmasked, phrase) {
            let longer = ruleset.anchors.find(&mended.text);
            let longer = longer.iter().filter_map(|it| mended.unmasked(it.start, it.end, it.pattern));
            self.unmasked.extend(longer);
        }
        // Guesses at words don't reach over a comma.
        self.unmasked.retain(|found| normal.clause_end(found.start + 1) >= found.end);
    }

    /// Those of some finds that may stand in it: of each set that they ask for, a phrase does (of one with gaps perhaps only a part).
    pub(super) fn possible(&self, finds: Range<FindId>) -> &[FindId] {
        among(&self.possible, finds)
    }

    /// Every find that may stand in it.
    pub(super) fn all_possible(&self) -> &[FindId] {
        &self.possible
    }

    /// What stands in it.
    pub fn search(&self, prepared: &Prepared<'_>) -> &Search {
        let (ruleset, conversation) = (prepared.ruleset, prepared.conversation);
        self.search.get_or_init(|| {
            let mut search = self.spare.take().unwrap_or_default();
            search.fill(ruleset, texts(&self.turns, conversation), &self.matches, &self.unmasked);
            search
        })
    }

    /// How many characters of it may be digits of a number.
    pub fn number_signs(&self) -> u32 {
        self.reading.number_signs()
    }

    /// A number found in turn `number`, as a mark.
    pub(super) fn number_mark(&self, prepared: &Prepared<'_>, number: u32, found: &Number) -> Option<Mark> {
        let (_, begin) = self.turns.iter().find(|turn| turn.0 == number)?;
        let (start, end) = self.search(prepared).normal.bytes_of(begin + found.start, begin + found.end)?;
        Some(Mark::of_number(start, end))
    }

    /// Its turns' numbers, from 0.
    pub fn turns(&self) -> impl Iterator<Item = u32> + '_ {
        self.turns.iter().map(|(number, _)| *number)
    }

    /// The turn in which the character at the normal byte `byte` stands.
    pub fn turn_at(&self, prepared: &Prepared<'_>, byte: usize) -> u32 {
        let normal = &self.search(prepared).normal;
        let width = normal.text[byte..].chars().next().map_or(0, char::len_utf8);
        let (original, _) = normal.original(byte, byte + width);
        let after = self.turns.partition_point(|(_, first)| *first <= original);
        self.turns[after.saturating_sub(1)].0
    }

    /// The original characters behind normal bytes `[start, end)`, one span for each turn that they stand in.
    pub fn spans(&self, prepared: &Prepared<'_>, start: usize, end: usize) -> Vec<Span> {
        let normal = &self.search(prepared).normal;
        let (first, last) = normal.original(start, end);
        let mut spans = Vec::new();
        for (at, &(number, begin)) in self.turns.iter().enumerate() {
            let finish = self.turns.get(at + 1).map_or(u32::MAX, |next| next.1);
            let (from, to) = (first.max(begin), last.min(finish));
            if from < to {
                let (from, to) = (from - begin, to - begin);
                let excerpt = cut(&prepared.conversation.turns[number as usize].text, from, to).to_owned();
                let normalised = normal.text[start..end].to_owned();
                spans.push(Span { turn: Some(number), start: from, end: to, excerpt, normalised });
            }
        }
        spans
    }
}

/// What is said in `turns`, one after the other.
fn texts<'c>(turns: &'c [(u32, u32)], conversation: &'c Conversation<'_>) -> impl Iterator<Item = &'c str> + Clone {
    turns.iter().map(|(number, _)| conversation.turns[*number as usize].text.as_ref())
}
