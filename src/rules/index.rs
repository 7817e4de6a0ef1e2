//! What wakes which rule, so that a turn costs only the rules it may break.

use super::checks::CheckKind;
use super::commonness::Commonness;
use super::ruleset::{Rule, RuleStatus};
use super::said::Said;
use super::sets::SetId;
use crate::domain::contact::{Party, Speaker};

/// What a rule over conversations waits for; any of its triggers calls for a closer look at the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A phrase of each of some sets in a speaker's stretch.
    Phrase {
        /// Whose stretch.
        speaker: Speaker,
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

/// A rule that waits for a set.
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
    /// By speaker and set: rules that wait for it.
    wakers: [Vec<Vec<Waker>>; 4],
    /// By speaker: rules and how many signs of numbers wake them.
    numbers: [Vec<(Waker, u32)>; 4],
    /// Rules that look at every conversation.
    always: Vec<u32>,
    /// Whether some rule or signal listens to a speaker.
    heard: [bool; 4],
    /// By speaker and set: whether it is waited for in talks with the debtor, and with a third party.
    waits: [Vec<[bool; 2]>; 4],
}

/// Every speaker, in the order of the enum.
pub const SPEAKERS: [Speaker; 4] = [Speaker::Agent, Speaker::Debtor, Speaker::Third, Speaker::Unknown];

impl Index {
    pub(super) fn new(rules: &[Rule], signals: &[Said], sets: usize, commonness: &Commonness) -> Self {
        let mut index = Self {
            wakers: std::array::from_fn(|_| vec![Vec::new(); sets]),
            waits: std::array::from_fn(|_| vec![[false; 2]; sets]),
            ..Self::default()
        };
        for (number, rule) in rules.iter().enumerate() {
            let CheckKind::Conversation(check) = rule.check.kind() else { continue };
            if rule.status != RuleStatus::Retired {
                let parties = [Party::Debtor, Party::Other].map(|party| check.concerns_party(Some(party)));
                // What it looks for, or what must be heard besides, whichever is the rarer.
                let conditions = check.conditions(signals).into_iter().map(|triggers| (true, triggers));
                let ways = std::iter::once((false, check.triggers(signals))).chain(conditions);
                if let Some((elsewhere, triggers)) = ways.min_by_key(|(_, triggers)| commonness.of(triggers)) {
                    let waker = Waker { rule: number as u32, elsewhere };
                    triggers.into_iter().for_each(|trigger| index.add(waker, trigger, parties, commonness));
                }
            }
        }
        for speaker in SPEAKERS {
            index.heard[speaker as usize] |= signals.iter().any(|signal| signal.hears(speaker));
        }
        index
    }

    fn add(&mut self, waker: Waker, trigger: Trigger, parties: [bool; 2], commonness: &Commonness) {
        match trigger {
            Trigger::Phrase { speaker, sets } => {
                let Some(rarest) = commonness.rarest(sets) else { return };
                let (speaker, rarest) = (speaker as usize, rarest as usize);
                let wakers = &mut self.wakers[speaker][rarest];
                if wakers.last() != Some(&waker) {
                    wakers.push(waker);
                }
                self.waits[speaker][rarest].iter_mut().zip(parties).for_each(|(waits, party)| *waits |= party);
                self.heard[speaker] = true;
            }
            Trigger::Numbers { speaker, signs } => {
                self.numbers[speaker as usize].push((waker, signs));
                self.heard[speaker as usize] = true;
            }
            Trigger::Call => self.always.push(waker.rule),
        }
    }

    /// Whether a set is waited for in what `speaker` says, to a third party or not.
    pub(super) fn waits(&self, speaker: Speaker, third: bool, set: SetId) -> bool {
        self.waits[speaker as usize][set as usize][usize::from(third)]
    }

    pub(super) fn hears(&self, speaker: Speaker) -> bool {
        self.heard[speaker as usize]
    }

    pub(super) fn wakers(&self, speaker: Speaker, set: SetId) -> &[Waker] {
        &self.wakers[speaker as usize][set as usize]
    }

    pub(super) fn numbers(&self, speaker: Speaker) -> &[(Waker, u32)] {
        &self.numbers[speaker as usize]
    }

    pub(super) fn always(&self) -> &[u32] {
        &self.always
    }
}
