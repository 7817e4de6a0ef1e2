//! The phrases of one rule within what it found.

use super::target::Target;
use crate::rules::ruleset::{Rule, Ruleset};
use crate::text::disguise::{Disguise, Disguises};
use crate::text::normalize::{cut, normalize};
use crate::text::phrases::{Occurrence, Phrases};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The keys of a find that hold what it looks for.
const LOOKED_FOR: [&str; 4] = ["any", "after", "then", "all"];

/// What a rule looks for, and in which disguises.
pub(super) struct RulePhrases {
    phrases: Phrases,
    by: Vec<Disguises>,
}

impl RulePhrases {
    /// What `rule` itself, the signals in its finds and the lists that they name look for.
    pub(super) fn of(ruleset: &Ruleset, rule: &Rule) -> Result<Self, String> {
        let mut by: BTreeMap<String, Disguises> = BTreeMap::new();
        for entry in entries(&rule.parameters, ruleset) {
            match entry.strip_prefix('@') {
                None => add(&entry, Disguises::default(), &mut by),
                Some(name) => {
                    let list = ruleset.lists.get(name);
                    list.iter().for_each(|list| list.phrases().for_each(|it| add(it, list.disguises, &mut by)));
                }
            }
        }
        let (phrases, by): (Vec<String>, Vec<Disguises>) = by.into_iter().unzip();
        Ok(Self { phrases: Phrases::new(phrases)?, by })
    }

    /// Each phrase in `target`; all of it where there is none.
    pub(super) fn within(&self, target: &Target) -> Vec<Target> {
        let normal = normalize(&target.words);
        let found = apart(self.phrases.find(&normal.text).collect());
        if found.is_empty() {
            return vec![target.clone()];
        }
        let place = |(start, end): (u32, u32)| target.part(start, end, cut(&target.words, start, end));
        found.iter().map(|found| place(normal.original(found.start, found.end))).collect()
    }

    /// Each phrase in `target` that is found in `disguise`, too; its words in normal form.
    pub(super) fn disguised(&self, target: &Target, disguise: Disguise) -> Vec<Target> {
        let normal = normalize(&target.words);
        let asked = |found: &Occurrence| self.by[found.pattern as usize].contains(disguise);
        let found = apart(self.phrases.find(&normal.text).filter(asked).collect());
        let place = |found: &Occurrence| {
            let (start, end) = normal.original(found.start, found.end);
            target.part(start, end, &normal.text[found.start..found.end])
        };
        found.iter().map(place).collect()
    }
}

/// Every phrase and list that the finds of a rule look for; its conditions find nothing.
fn entries(parameters: &Table, ruleset: &Ruleset) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in parameters {
        match value {
            Value::Array(values) if LOOKED_FOR.contains(&key.as_str()) => {
                found.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Value::Array(values) => {
                let tables = values.iter().filter_map(Value::as_table);
                found.extend(tables.flat_map(|table| entries(table, ruleset)));
            }
            Value::Table(table) if key != "when" => found.extend(entries(table, ruleset)),
            Value::String(name) if key == "signal" => found.extend(entries(&ruleset.signal_parameters(name), ruleset)),
            _ => {}
        }
    }
    found
}

/// Adds a phrase; of one with gaps its parts, none of which is found in disguise.
fn add(phrase: &str, disguises: Disguises, by: &mut BTreeMap<String, Disguises>) {
    let gapped = phrase.contains('{');
    let parts = phrase.split('{').map(|part| part.split_once('}').map_or(part, |(_, part)| part));
    for normal in parts.map(|part| normalize(part).text).filter(|normal| !normal.is_empty()) {
        let ways = by.entry(normal).or_default();
        disguises.iter().filter(|_| !gapped).for_each(|disguise| ways.insert(disguise));
    }
}

/// Those that stand side by side: the first, and the longest of those that begin together.
fn apart(mut found: Vec<Occurrence>) -> Vec<Occurrence> {
    found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let mut behind = 0;
    found.retain(|found| {
        let apart = found.start >= behind;
        behind = if apart { found.end } else { behind };
        apart
    });
    found
}
