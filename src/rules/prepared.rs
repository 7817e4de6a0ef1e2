//! One conversation made ready for the checks: its stretches searched once for all rules together, its signals heard when first asked for.

use super::index::Waker;
use super::ruleset::Ruleset;
use super::said::Heard;
use super::sets::Bits;
use super::stretch::Stretch;
use super::view::Conversation;
use crate::domain::contact::Speaker;
use crate::domain::finding::Span;
use crate::rules::lexicon::SignalId;
use crate::text::disguise::Scratch;
use std::cell::OnceCell;

/// Longest stretch that turns are joined to, in characters; a single turn may be longer.
const LONGEST_STRETCH: u32 = 4_000;

/// Memory for reading conversations, used again and again.
#[derive(Default)]
pub struct Desk {
    stretches: Vec<Stretch>,
    used: usize,
    scratch: Scratch,
    present: Bits,
    woken: Vec<Waking>,
}

/// A rule, and a stretch in which something calls for a closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waking {
    /// Index of the rule.
    pub rule: u32,
    /// Index of the stretch; `EVERYWHERE` where each may hold what the rule looks for.
    pub stretch: u32,
}

/// Any stretch of the conversation.
const EVERYWHERE: u32 = u32::MAX;

/// A conversation with what stands in it.
pub struct Prepared<'a> {
    /// By which rules.
    pub ruleset: &'a Ruleset,
    /// The conversation.
    pub conversation: &'a Conversation<'a>,
    /// Its stretches, those only that some rule hears.
    pub stretches: &'a [Stretch],
    /// By signal and stretch.
    signals: Vec<OnceCell<Vec<OnceCell<Vec<Heard>>>>>,
}

impl Desk {
    /// Reads `conversation`; `active` says which rules may be woken. What wakes a rule stands together.
    pub(super) fn read<'a>(
        &'a mut self,
        ruleset: &'a Ruleset,
        conversation: &'a Conversation<'a>,
        active: &[bool],
    ) -> (Prepared<'a>, &'a [Waking]) {
        self.woken.clear();
        self.used = 0;
        let mut last: Option<(Speaker, u32)> = None;
        for (number, turn) in conversation.turns.iter().enumerate() {
            let number = number as u32;
            let goes_on = last == Some((turn.speaker, number.wrapping_sub(1)))
                && self.stretches[self.used - 1].characters() < LONGEST_STRETCH;
            if !ruleset.index.hears(turn.speaker) {
                continue;
            }
            if !goes_on {
                self.finish(ruleset, conversation, active);
                self.open(turn.speaker);
            }
            self.stretches[self.used - 1].add(&ruleset.anchors, number, &turn.text);
            last = Some((turn.speaker, number));
        }
        self.finish(ruleset, conversation, active);
        let always = ruleset.index.always().iter().filter(|rule| active[**rule as usize]);
        self.woken.extend(always.map(|rule| Waking { rule: *rule, stretch: EVERYWHERE }));
        self.woken.sort_unstable();
        self.woken.dedup();
        let signals = if self.woken.is_empty() { 0 } else { ruleset.signals.len() };
        let prepared = Prepared {
            ruleset,
            conversation,
            stretches: &self.stretches[..self.used],
            signals: vec![OnceCell::new(); signals],
        };
        (prepared, &self.woken)
    }

    fn open(&mut self, speaker: Speaker) {
        if self.used == self.stretches.len() {
            self.stretches.push(Stretch::empty());
        }
        self.stretches[self.used].begin(speaker);
        self.used += 1;
    }

    /// Sifts the stretch that is open, and wakes the rules that wait for what stands in it.
    fn finish(&mut self, ruleset: &Ruleset, conversation: &Conversation<'_>, active: &[bool]) {
        let Some(at) = self.used.checked_sub(1) else { return };
        let (stretch, woken) = (&mut self.stretches[at], &mut self.woken);
        let speaker = stretch.speaker;
        stretch.sift(ruleset, conversation, &mut self.scratch, &mut self.present);
        let mut wake = |waker: &Waker| {
            if active[waker.rule as usize] {
                let stretch = if waker.elsewhere { EVERYWHERE } else { at as u32 };
                woken.push(Waking { rule: waker.rule, stretch });
            }
        };
        for find in stretch.all_possible() {
            ruleset.index.wakers(speaker, *find).iter().for_each(&mut wake);
        }
        for (waker, signs) in ruleset.index.numbers(speaker) {
            if stretch.number_signs() >= *signs {
                wake(waker);
            }
        }
    }
}

impl<'a> Prepared<'a> {
    /// The stretches that `woken` means, in order.
    pub fn stretches_of(&self, woken: &[Waking]) -> impl Iterator<Item = usize> {
        let everywhere = woken.last().is_some_and(|last| last.stretch == EVERYWHERE);
        let all = if everywhere { 0..self.stretches.len() } else { 0..0 };
        let some = if everywhere { &[][..] } else { woken };
        all.chain(some.iter().map(|waking| waking.stretch as usize))
    }

    /// Where the signal was heard in the stretch at `at`.
    pub fn signal_in(&self, signal: SignalId, at: usize) -> &[Heard] {
        let by_stretch = self.signals[signal].get_or_init(|| vec![OnceCell::new(); self.stretches.len()]);
        by_stretch[at].get_or_init(|| {
            let mut heard = Vec::new();
            self.ruleset.signals[signal].hear_in(self, at, &mut heard);
            heard
        })
    }

    /// Where the signal was heard, in the order of the talk; looked for only as far as it is asked.
    pub fn signal(&self, signal: SignalId) -> impl Iterator<Item = &Heard> {
        (0..self.stretches.len()).flat_map(move |at| self.signal_in(signal, at))
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
