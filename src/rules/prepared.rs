//! One conversation made ready for the checks: its stretches searched once for all rules together, its signals heard when first asked for.

use super::ruleset::Ruleset;
use super::said::Heard;
use super::sets::{Bits, SetId};
use super::stretch::Stretch;
use super::view::Conversation;
use crate::domain::contact::Speaker;
use crate::domain::finding::Span;
use crate::rules::lexicon::SignalId;
use crate::text::disguise::{Scratch, Unmasked};
use std::cell::OnceCell;

/// Longest stretch that turns are joined to, in characters; a single turn may be longer.
const LONGEST_STRETCH: u32 = 4_000;

/// Memory for reading conversations, used again and again.
#[derive(Default)]
pub struct Desk {
    stretches: Vec<Stretch>,
    used: usize,
    scratch: Scratch,
    unmasked: Vec<Unmasked>,
    seen: Vec<SetId>,
    keys: Bits,
    /// By rule: whether something in the conversation calls for a closer look.
    woken: Vec<bool>,
}

/// A conversation with what stands in it.
pub struct Prepared<'a> {
    /// By which rules.
    pub ruleset: &'a Ruleset,
    /// The conversation.
    pub conversation: &'a Conversation<'a>,
    /// Its stretches, those only that some rule hears.
    pub stretches: &'a [Stretch],
    /// Keys of which a phrase may stand in one of them.
    keys: &'a Bits,
    signals: Vec<OnceCell<Vec<Heard>>>,
}

impl Desk {
    /// Reads `conversation`; `active` says which rules may be woken.
    pub(super) fn read<'a>(
        &'a mut self,
        ruleset: &'a Ruleset,
        conversation: &'a Conversation<'a>,
        active: &[bool],
    ) -> (Prepared<'a>, &'a [bool]) {
        self.woken.clear();
        self.woken.resize(ruleset.rules.len(), false);
        self.used = 0;
        let index = &ruleset.index;
        let mut last: Option<(Speaker, u32)> = None;
        for (number, turn) in conversation.turns.iter().enumerate() {
            let number = number as u32;
            let goes_on = last == Some((turn.speaker, number.wrapping_sub(1)))
                && self.stretches[self.used - 1].characters() < LONGEST_STRETCH;
            if !index.hears(turn.speaker) {
                continue;
            }
            if !goes_on {
                self.finish(ruleset, conversation, active);
                self.open(turn.speaker, ruleset.sets.count());
            }
            let sifted = ruleset.sieves.of(turn.speaker, conversation.is_with_third());
            self.stretches[self.used - 1].add(sifted, number, &turn.text);
            last = Some((turn.speaker, number));
        }
        self.finish(ruleset, conversation, active);
        index.always().iter().filter(|rule| active[**rule]).for_each(|&rule| self.woken[rule] = true);
        self.keys.reset(ruleset.sets.count());
        self.stretches[..self.used].iter().for_each(|stretch| self.keys.unite(stretch.keys()));
        let signals = if self.woken.contains(&true) { ruleset.signals.len() } else { 0 };
        let prepared = Prepared {
            ruleset,
            conversation,
            stretches: &self.stretches[..self.used],
            keys: &self.keys,
            signals: vec![OnceCell::new(); signals],
        };
        (prepared, &self.woken)
    }

    fn open(&mut self, speaker: Speaker, sets: usize) {
        if self.used == self.stretches.len() {
            self.stretches.push(Stretch::empty());
        }
        self.stretches[self.used].begin(speaker, sets);
        self.used += 1;
    }

    /// Sifts the stretch that is open, and wakes the rules that wait for what stands in it.
    fn finish(&mut self, ruleset: &Ruleset, conversation: &Conversation<'_>, active: &[bool]) {
        let Some(at) = self.used.checked_sub(1) else { return };
        let (stretch, seen) = (&mut self.stretches[at], &mut self.seen);
        seen.clear();
        let sifted = ruleset.sieves.of(stretch.speaker, conversation.is_with_third());
        stretch.sift(ruleset, sifted, |set| seen.push(set));
        // Only agents have a reason to hide their words from the screener.
        if stretch.speaker == Speaker::Agent && !ruleset.unmasker.is_empty() {
            stretch.unmask(ruleset, conversation, &mut self.scratch, &mut self.unmasked, |set| seen.push(set));
        }
        for &set in &self.seen {
            for waker in ruleset.index.wakers(stretch.speaker, set) {
                if active[waker.rule] && !self.woken[waker.rule] {
                    self.woken[waker.rule] = stretch.may_hold(ruleset, conversation, waker.needs);
                }
            }
        }
        for (rule, signs) in ruleset.index.numbers(stretch.speaker) {
            self.woken[*rule] |= active[*rule] && stretch.number_signs() >= *signs;
        }
    }
}

impl<'a> Prepared<'a> {
    /// Whether a phrase of `key` may stand anywhere in it.
    pub(super) fn may_hold(&self, key: SetId) -> bool {
        self.keys.contains(key)
    }

    /// Where the signal was heard, in the order of the talk.
    pub fn signal(&self, signal: SignalId) -> &[Heard] {
        self.signals[signal].get_or_init(|| {
            let mut heard = Vec::new();
            self.ruleset.signals[signal].hear(self, &mut heard);
            heard
        })
    }

    /// Spans of `heard`, further ones of the same turn included, in order and merged where they overlap.
    pub fn spans(&self, heard: &[Heard]) -> Vec<Span> {
        let mut stretches: Vec<(usize, usize, usize)> = heard.iter().map(|it| (it.stretch, it.start, it.end)).collect();
        stretches.sort_unstable();
        let mut merged: Vec<(usize, usize, usize)> = Vec::new();
        for (stretch, start, end) in stretches {
            match merged.last_mut() {
                Some(last) if last.0 == stretch && start < last.2 => last.2 = last.2.max(end),
                _ => merged.push((stretch, start, end)),
            }
        }
        let spans = merged.into_iter();
        spans.flat_map(|(at, start, end)| self.stretches[at].spans(self, start, end)).collect()
    }

    /// The how-manieth turn of its speaker a turn is, from 1, and how many there are.
    pub fn place(&self, turn: u32) -> (usize, usize) {
        let speaker = self.conversation.turns[turn as usize].speaker;
        let of_speaker = self.conversation.turns.iter().filter(|other| other.speaker == speaker).count();
        let before = self.conversation.turns[..=turn as usize].iter().filter(|other| other.speaker == speaker).count();
        (before, of_speaker)
    }
}
