//! What wakes which rule, so that a turn costs only the rules it may break.

use super::checks::CheckKind;
use super::ruleset::{Rule, RuleStatus};
use super::said::Said;
use super::sets::{Needs, SetId};
use crate::domain::contact::{Party, Speaker};

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
    /// By speaker and key: whether it is waited for in talks with the debtor, and with a third party.
    waits: [Vec<[bool; 2]>; 4],
}

/// Every speaker, in the order of the enum.
pub const SPEAKERS: [Speaker; 4] = [Speaker::Agent, Speaker::Debtor, Speaker::Third, Speaker::Unknown];

impl Index {
    pub(super) fn new(rules: &[Rule], signals: &[Said], sets: usize) -> Self {
        let mut index = Self {
            wakers: std::array::from_fn(|_| vec![Vec::new(); sets]),
            waits: std::array::from_fn(|_| vec![[false; 2]; sets]),
            ..Self::default()
        };
        for (number, rule) in rules.iter().enumerate() {
            let CheckKind::Conversation(check) = rule.check.kind() else { continue };
            if rule.status != RuleStatus::Retired {
                let parties = [Party::Debtor, Party::Other].map(|party| check.concerns_party(Some(party)));
                for trigger in check.triggers(signals) {
                    index.wait(trigger, parties);
                    index.add(number, trigger);
                }
            }
        }
        for signal in signals {
            for speaker in SPEAKERS.into_iter().filter(|speaker| signal.hears(*speaker)) {
                index.heard[speaker as usize] = true;
            }
            signal.triggers(&[]).into_iter().for_each(|trigger| index.wait(trigger, [true; 2]));
        }
        index
    }

    fn wait(&mut self, trigger: Trigger, parties: [bool; 2]) {
        if let Trigger::Phrase { speaker, needs } = trigger {
            let waits = &mut self.waits[speaker as usize][needs.key as usize];
            waits.iter_mut().zip(parties).for_each(|(waits, party)| *waits |= party);
        }
    }

    /// Whether a key is waited for in what `speaker` says, to a third party or not.
    pub(super) fn waits(&self, speaker: Speaker, third: bool, set: SetId) -> bool {
        self.waits[speaker as usize][set as usize][usize::from(third)]
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
