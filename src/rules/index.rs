//! What wakes which rule, so that a turn costs only the rules it may break.

use super::checks::CheckKind;
use super::ruleset::{Rule, RuleStatus};
use super::said::Said;
use super::sets::{Needs, SetId};
use crate::domain::contact::Speaker;

/// What a rule over conversations waits for; any of its triggers calls for a closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A phrase of each of some sets in a speaker's turn.
    Phrase {
        /// Whose turn.
        speaker: Speaker,
        /// The sets.
        needs: Needs,
    },
    /// So many signs of numbers in a speaker's turn.
    Numbers {
        /// Whose turn.
        speaker: Speaker,
        /// How many.
        signs: u32,
    },
    /// Every conversation.
    Call,
}

/// A rule that waits for a set.
#[derive(Debug, Clone, Copy)]
pub struct Waker {
    /// Its index in the ruleset.
    pub rule: usize,
    /// What must stand in the turn.
    pub needs: Needs,
}

/// Rules by what wakes them.
#[derive(Debug, Default)]
pub struct Index {
    /// By speaker and key.
    wakers: [Vec<Vec<Waker>>; 4],
    /// By speaker: rules and how many signs of numbers wake them.
    numbers: [Vec<(usize, u32)>; 4],
    /// Rules that look at every conversation.
    always: Vec<usize>,
    /// Whether some rule or signal listens to a speaker.
    heard: [bool; 4],
}

/// Every speaker, in the order of the enum.
pub const SPEAKERS: [Speaker; 4] = [Speaker::Agent, Speaker::Debtor, Speaker::Third, Speaker::Unknown];

impl Index {
    pub(super) fn new(rules: &[Rule], signals: &[Said], sets: usize) -> Self {
        let mut index = Self { wakers: std::array::from_fn(|_| vec![Vec::new(); sets]), ..Self::default() };
        for (number, rule) in rules.iter().enumerate() {
            let CheckKind::Conversation(check) = rule.check.kind() else { continue };
            if rule.status != RuleStatus::Retired {
                check.triggers(signals).into_iter().for_each(|trigger| index.add(number, trigger));
            }
        }
        for signal in signals {
            for speaker in SPEAKERS.into_iter().filter(|speaker| signal.hears(*speaker)) {
                index.heard[speaker as usize] = true;
            }
        }
        index
    }

    fn add(&mut self, rule: usize, trigger: Trigger) {
        match trigger {
            Trigger::Phrase { speaker, needs } => {
                self.wakers[speaker as usize][needs.key as usize].push(Waker { rule, needs });
                self.heard[speaker as usize] = true;
            }
            Trigger::Numbers { speaker, signs } => {
                self.numbers[speaker as usize].push((rule, signs));
                self.heard[speaker as usize] = true;
            }
            Trigger::Call => self.always.push(rule),
        }
    }

    pub(super) fn hears(&self, speaker: Speaker) -> bool {
        self.heard[speaker as usize]
    }

    pub(super) fn wakers(&self, speaker: Speaker, set: SetId) -> &[Waker] {
        &self.wakers[speaker as usize][set as usize]
    }

    pub(super) fn numbers(&self, speaker: Speaker) -> &[(usize, u32)] {
        &self.numbers[speaker as usize]
    }

    pub(super) fn always(&self) -> &[usize] {
        &self.always
    }
}
