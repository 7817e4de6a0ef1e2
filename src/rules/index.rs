//! What wakes which rule, so that a turn costs only the rules it may break.

use super::checks::CheckKind;
use super::commonness::Commonness;
use super::finds::FindId;
use super::ruleset::{Rule, RuleStatus};
use super::said::Said;
use super::sets::SetId;
use crate::domain::contact::Speaker;

/// What a rule over conversations waits for; any of its triggers calls for a closer look at the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A phrase of each of some sets in a speaker's stretch.
    Phrase {
        /// Whose stretch.
        speaker: Speaker,
        /// Which find waits for them.
        find: FindId,
        /// The sets.
        sets: [Option<SetId>; 3],
    },
    /// So many signs of numbers in a speaker's stretch.
    Numbers {
        /// Whose stretch.
        speaker: Speaker,
        /// How many.
        signs: u32,
    },
    /// Every conversation.
    Call,
}

/// A rule that waits for a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waker {
    /// Its index.
    pub rule: u32,
    /// What it finds may stand in another stretch than what wakes it.
    pub elsewhere: bool,
}

/// Rules by what wakes them.
#[derive(Debug, Default)]
pub struct Index {
    /// By speaker and find: rules that wait for it.
    wakers: [Vec<Vec<Waker>>; 4],
    /// By speaker: rules and how many signs of numbers wake them.
    numbers: [Vec<(Waker, u32)>; 4],
    /// Rules that look at every conversation.
    always: Vec<u32>,
    /// Whether some rule or signal listens to a speaker.
    heard: [bool; 4],
}

/// Every speaker, in the order of the enum.
pub const SPEAKERS: [Speaker; 4] = [Speaker::Agent, Speaker::Debtor, Speaker::Third, Speaker::Unknown];

impl Index {
    pub(super) fn new(rules: &[Rule], signals: &[Said], finds: usize, commonness: &Commonness) -> Self {
        let mut index = Self { wakers: std::array::from_fn(|_| vec![Vec::new(); finds]), ..Self::default() };
        for (number, rule) in rules.iter().enumerate() {
            let CheckKind::Conversation(check) = rule.check.kind() else { continue };
            if rule.status != RuleStatus::Retired {
                // What it looks for, or what must be heard besides, whichever is the rarer.
                let conditions = check.conditions(signals).into_iter().map(|triggers| (true, triggers));
                let ways = std::iter::once((false, check.triggers(signals))).chain(conditions);
                if let Some((elsewhere, triggers)) = ways.min_by_key(|(_, triggers)| commonness.of(triggers)) {
                    let waker = Waker { rule: number as u32, elsewhere };
                    triggers.into_iter().for_each(|trigger| index.add(waker, trigger));
                }
            }
        }
        for speaker in SPEAKERS {
            index.heard[speaker as usize] |= signals.iter().any(|signal| signal.hears(speaker));
        }
        index
    }

    fn add(&mut self, waker: Waker, trigger: Trigger) {
        match trigger {
            Trigger::Phrase { speaker, find, .. } => {
                let wakers = &mut self.wakers[speaker as usize][find as usize];
                if wakers.last() != Some(&waker) {
                    wakers.push(waker);
                }
                self.heard[speaker as usize] = true;
            }
            Trigger::Numbers { speaker, signs } => {
                self.numbers[speaker as usize].push((waker, signs));
                self.heard[speaker as usize] = true;
            }
            Trigger::Call => self.always.push(waker.rule),
        }
    }

    pub(super) fn hears(&self, speaker: Speaker) -> bool {
        self.heard[speaker as usize]
    }

    pub(super) fn wakers(&self, speaker: Speaker, find: FindId) -> &[Waker] {
        &self.wakers[speaker as usize][find as usize]
    }

    pub(super) fn numbers(&self, speaker: Speaker) -> &[(Waker, u32)] {
        &self.numbers[speaker as usize]
    }

    pub(super) fn always(&self) -> &[u32] {
        &self.always
    }
}
