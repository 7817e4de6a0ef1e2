//! How common the sets of a ruleset are in ordinary talk: of what a find asks for, the rarest is looked for first.

use super::anchors::Anchors;
use super::index::Trigger;
use super::sets::{SetId, Sets};
use crate::text::normalize::normalize;
use crate::text::sieve::commonness;

/// Of what stands in nearly every call.
const ALWAYS: u64 = 1_000;

/// By set, how often its phrases stand in the ruleset's `ordinary-talk` list; what never stands there is told by its characters.
#[derive(Debug, Default)]
pub struct Commonness(Vec<(u64, u64)>);

impl Commonness {
    /// Counts the phrases of each set in `talk`, one turn an entry.
    pub(super) fn measured(anchors: &Anchors, sets: &Sets, talk: &[String]) -> Self {
        let mut common = vec![(0, 0); sets.count()];
        for turn in talk {
            for found in anchors.find(&normalize(turn).text) {
                sets.of(found.pattern).iter().for_each(|member| common[member.set as usize].0 += 1);
            }
        }
        for (pattern, phrase) in anchors.patterns().iter().enumerate() {
            let by_characters = commonness(phrase);
            sets.of(pattern as u32).iter().for_each(|member| common[member.set as usize].1 += by_characters);
        }
        Self(common)
    }

    /// The rarest of `sets`; `None` where there is none.
    pub(super) fn rarest(&self, sets: [Option<SetId>; 3]) -> Option<SetId> {
        sets.into_iter().flatten().min_by_key(|set| self.0[*set as usize])
    }

    /// How often some of `triggers` are to be expected, for comparing.
    pub(super) fn of(&self, triggers: &[Trigger]) -> u64 {
        let of = |trigger: &Trigger| match trigger {
            Trigger::Phrase { sets, .. } => self.rarest(*sets).map_or(0, |set| self.0[set as usize].0),
            Trigger::Numbers { .. } | Trigger::Call => ALWAYS,
        };
        triggers.iter().map(of).sum()
    }
}
