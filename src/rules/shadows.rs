//! Phrases that a shorter one of the same list stands in: they find nothing that the shorter does not.

use super::ruleset::Ruleset;
use crate::text::normalize::normalize;
use crate::text::phrases::Phrases;

/// What of one list is shadowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shadowed {
    /// The list's name.
    pub list: String,
    /// How many of its phrases.
    pub count: usize,
    /// The first of them, and the shorter phrase that stands in it.
    pub first: (String, String),
}

/// Lists with shadowed phrases, in the order of their names. Phrases with gaps are left out.
pub fn shadowed(ruleset: &Ruleset) -> Vec<Shadowed> {
    let plain = |phrase: &&str| !phrase.contains('{');
    let lists = ruleset.lists.iter().filter(|(name, _)| ruleset.phrase_lists.contains_key(*name));
    let of = |(name, list): (&String, &super::phrase_list::PhraseList)| {
        let mut phrases: Vec<String> = list.phrases().filter(plain).map(|phrase| normalize(phrase).text).collect();
        phrases.sort();
        phrases.dedup();
        let automaton = Phrases::new(phrases.clone()).ok()?;
        let shorter = |phrase: &String| {
            let inside = automaton.find(phrase).find(|found| found.end - found.start < phrase.len())?;
            Some((phrase.clone(), phrases[inside.pattern as usize].clone()))
        };
        let mut pairs = phrases.iter().filter_map(shorter);
        let first = pairs.next()?;
        Some(Shadowed { list: name.clone(), count: pairs.count() + 1, first })
    };
    lists.filter_map(of).collect()
}
