//! The sieves of a ruleset: what is looked for depends on who speaks, and whether a third party is on the line.

use super::index::{Index, SPEAKERS};
use super::sets::{SetId, Sets};
use crate::domain::contact::Speaker;
use crate::text::phrases::PatternId;
use crate::text::sieve::Sieve;

/// One sieve for each situation.
#[derive(Debug)]
pub struct Sieves([Sifted; 3]);

/// A sieve, and the pattern of each of its phrases.
#[derive(Debug)]
pub struct Sifted {
    /// The sieve.
    pub sieve: Sieve,
    /// By its phrases' numbers.
    pub patterns: Vec<PatternId>,
}

/// Agents to the debtor, agents to a third party, everybody else.
fn situation(speaker: Speaker, third: bool) -> usize {
    match (speaker, third) {
        (Speaker::Agent, false) => 0,
        (Speaker::Agent, true) => 1,
        _ => 2,
    }
}

impl Sieves {
    /// Over those of `patterns` that belong to a set which somebody waits for.
    pub(super) fn new(index: &Index, sets: &Sets, patterns: &[String]) -> Result<Self, String> {
        let one = |wanted: usize| {
            let waits = |set: SetId| {
                let situations = SPEAKERS.into_iter().flat_map(|speaker| [(speaker, false), (speaker, true)]);
                let mut here = situations.filter(|(speaker, third)| situation(*speaker, *third) == wanted);
                here.any(|(speaker, third)| index.waits(speaker, third, set))
            };
            let waiting: Vec<bool> = (0..sets.count() as SetId).map(waits).collect();
            let wanted = |pattern: &PatternId| sets.of(*pattern).iter().any(|member| waiting[member.set as usize]);
            let patterns_here: Vec<PatternId> = (0..patterns.len() as PatternId).filter(wanted).collect();
            let phrases: Vec<String> =
                patterns_here.iter().map(|pattern| patterns[*pattern as usize].clone()).collect();
            Ok::<_, String>(Sifted { sieve: Sieve::new(&phrases)?, patterns: patterns_here })
        };
        Ok(Self([one(0)?, one(1)?, one(2)?]))
    }

    /// The sieve for what `speaker` says, to a third party or not.
    pub fn of(&self, speaker: Speaker, third: bool) -> &Sifted {
        &self.0[situation(speaker, third)]
    }
}
