//! The sieves of a ruleset: what is looked for depends on who speaks, and whether a third party is on the line.

use super::index::{Index, SPEAKERS};
use super::sets::{SetId, Sets};
use crate::domain::contact::Speaker;
use crate::text::phrases::PatternId;
use crate::text::sieve::{Alphabet, Reading, Sieve};

/// One sieve for each situation, over one alphabet.
#[derive(Debug)]
pub struct Sieves {
    alphabet: Alphabet,
    sieves: [Sieve; 3],
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
    /// Over those of `patterns` that belong to a set which some rule waits for.
    pub(super) fn new(index: &Index, sets: &Sets, patterns: &[String]) -> Result<Self, String> {
        let alphabet = Alphabet::new(patterns)?;
        let sieve = |wanted: usize| {
            let waits = |set: SetId| {
                let situations = SPEAKERS.into_iter().flat_map(|speaker| [(speaker, false), (speaker, true)]);
                let mut here = situations.filter(|(speaker, third)| situation(*speaker, *third) == wanted);
                here.any(|(speaker, third)| index.waits(speaker, third, set))
            };
            let waiting: Vec<bool> = (0..sets.count() as SetId).map(waits).collect();
            let wanted = |pattern: PatternId| sets.of(pattern).iter().any(|member| waiting[member.set as usize]);
            let numbered = (0..).zip(patterns).filter(|(number, _)| wanted(*number));
            Sieve::new(&alphabet, numbered.map(|(number, phrase)| (number, phrase.as_str())))
        };
        let sieves = [0, 1, 2].map(sieve);
        Ok(Self { alphabet, sieves })
    }

    /// Reads on what `speaker` says, to a third party or not; gives how many characters it has.
    pub fn read(&self, speaker: Speaker, third: bool, text: &str, reading: &mut Reading) -> u32 {
        self.sieves[situation(speaker, third)].read(&self.alphabet, text, reading)
    }

    /// Tells every pattern that may stand in what was read so, some more than once.
    pub fn patterns(&self, speaker: Speaker, third: bool, reading: &Reading, found: impl FnMut(PatternId)) {
        let sieve = &self.sieves[situation(speaker, third)];
        if reading.unsure() { sieve.all().for_each(found) } else { sieve.phrases(reading, found) }
    }
}
