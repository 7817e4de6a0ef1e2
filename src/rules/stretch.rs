//! One speaker's stretch of a conversation: turns of the same speaker that follow one another are one, so that a phrase spread over two of
//! them is found. It is sifted raw; normalised and searched only when something looks at it more closely.

use super::prepared::Prepared;
use super::ruleset::Ruleset;
use super::search::{Mark, Search};
use super::sets::{Bits, Needs, SetId};
use super::sieves::Sifted;
use super::view::Conversation;
use crate::domain::contact::Speaker;
use crate::domain::finding::Span;
use crate::text::disguise::{Scratch, Unmasked};
use crate::text::normalize::cut;
use crate::text::personal_data::Number;
use crate::text::sieve::Reading;
use std::cell::{Cell, OnceCell};

/// One stretch.
pub struct Stretch {
    /// Who speaks.
    pub speaker: Speaker,
    /// Its turns: number from 0, and the first character of the stretch that belongs to it.
    turns: Vec<(u32, u32)>,
    characters: u32,
    reading: Reading,
    /// Keys of which a phrase may stand in it.
    keys: Bits,
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
            keys: Bits::default(),
            search: OnceCell::new(),
            spare: Cell::new(None),
        }
    }

    /// Begins anew with `speaker`, keeping its memory.
    pub(super) fn begin(&mut self, speaker: Speaker, sets: usize) {
        self.speaker = speaker;
        self.turns.clear();
        self.characters = 0;
        self.reading.clear();
        self.keys.reset(sets);
        if let Some(search) = self.search.take() {
            self.spare.set(Some(search));
        }
    }

    /// Adds a turn.
    pub(super) fn add(&mut self, sifted: &Sifted, number: u32, text: &str) {
        self.turns.push((number, self.characters));
        self.characters += sifted.sieve.read(text, &mut self.reading);
    }

    /// Keys of which a phrase may stand in it.
    pub(super) fn keys(&self) -> &Bits {
        &self.keys
    }

    /// How many characters it has.
    pub(super) fn characters(&self) -> u32 {
        self.characters
    }

    /// Tells each key of which a phrase may stand in it, once.
    pub(super) fn sift(&mut self, ruleset: &Ruleset, sifted: &Sifted, mut seen: impl FnMut(SetId)) {
        let keys = &mut self.keys;
        let mut note = |phrase: u32| {
            for member in ruleset.sets.of(sifted.patterns[phrase as usize]) {
                if keys.insert(member.set) {
                    seen(member.set);
                }
            }
        };
        if self.reading.unsure() {
            (0..sifted.patterns.len() as u32).for_each(note);
        } else {
            sifted.sieve.phrases(&mut self.reading, &mut note);
        }
    }

    /// Looks for disguised phrases, and tells the sets that they belong to.
    pub(super) fn unmask(
        &mut self,
        ruleset: &Ruleset,
        conversation: &Conversation<'_>,
        scratch: &mut Scratch,
        unmasked: &mut Vec<Unmasked>,
        mut seen: impl FnMut(SetId),
    ) {
        self.searched(ruleset, conversation);
        let Some(search) = self.search.get_mut() else { return };
        unmasked.clear();
        ruleset.unmasker.find(&search.normal.text, scratch, unmasked);
        if let [(number, _)] = self.turns[..] {
            let original = &conversation.turns[number as usize].text;
            ruleset.unmasker.find_starred(original, &search.normal, scratch, unmasked);
        }
        search.unmask(ruleset, unmasked);
        for member in unmasked.iter().flat_map(|found| ruleset.sets.of_unmasked(found)) {
            if self.keys.insert(member.set) {
                seen(member.set);
            }
        }
    }

    /// Whether a find with these needs may stand in it.
    pub(super) fn may_hold(&self, ruleset: &Ruleset, conversation: &Conversation<'_>, needs: Needs) -> bool {
        self.keys.contains(needs.key) && {
            let search = self.searched(ruleset, conversation);
            needs.all.into_iter().flatten().all(|set| search.may_hold(set))
        }
    }

    /// What stands in it.
    pub fn search(&self, prepared: &Prepared<'_>) -> &Search {
        self.searched(prepared.ruleset, prepared.conversation)
    }

    fn searched(&self, ruleset: &Ruleset, conversation: &Conversation<'_>) -> &Search {
        self.search.get_or_init(|| {
            let mut search = self.spare.take().unwrap_or_default();
            search.fill(ruleset, self.turns().map(|number| conversation.turns[number as usize].text.as_ref()));
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
