//! The phrases of a ruleset: lists by name, and the two tables that all its checks search together.
//!
//! *Anchors* are looked for in every turn; only where one stands is a rule looked at. *Context* (what must follow, what makes a phrase
//! harmless, negation) is looked for only in turns that hold an anchor.

use crate::text::normalize::normalize;
use crate::text::phrases::{PatternId, Phrases};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use toml::Spanned;

/// One phrase list: its entries in order.
pub(super) type List = Vec<String>;

/// Patterns of one of the tables, sorted.
pub type Patterns = Vec<PatternId>;

/// Collects the phrases of every check while a ruleset is compiled.
#[derive(Default)]
pub struct Lexicon {
    lists: BTreeMap<String, List>,
    used: BTreeSet<String>,
    anchors: Table,
    context: Table,
    problems: Vec<(usize, String)>,
}

#[derive(Default)]
struct Table {
    patterns: Vec<String>,
    by_text: HashMap<String, PatternId>,
}

impl Table {
    fn add(&mut self, normal: String) -> PatternId {
        let next = self.patterns.len() as PatternId;
        let id = *self.by_text.entry(normal.clone()).or_insert(next);
        if id == next {
            self.patterns.push(normal);
        }
        id
    }
}

impl Lexicon {
    /// Offers `lists` by name.
    pub(super) fn new(lists: BTreeMap<String, List>) -> Self {
        Self { lists, ..Self::default() }
    }

    /// The anchors that `entries` stand for: `@name` is a list, anything else a phrase.
    pub fn anchors(&mut self, entries: &[Spanned<String>]) -> Patterns {
        let phrases = self.phrases(entries);
        sorted(phrases.into_iter().map(|phrase| self.anchors.add(phrase)).collect())
    }

    /// The same for context.
    pub fn context(&mut self, entries: &[Spanned<String>]) -> Patterns {
        let phrases = self.phrases(entries);
        sorted(phrases.into_iter().map(|phrase| self.context.add(phrase)).collect())
    }

    /// The context of a list that the engine itself asks for; nothing where the ruleset has no such list.
    pub fn context_list(&mut self, name: &str) -> Patterns {
        let list = self.lists.get(name).cloned().unwrap_or_default();
        self.used.insert(name.to_owned());
        sorted(list.iter().map(|phrase| self.context.add(normalize(phrase).text)).collect())
    }

    /// Remarks something wrong at a value of the rule file.
    pub fn problem<T>(&mut self, place: &Spanned<T>, message: impl Into<String>) {
        self.problems.push((place.span().start, message.into()));
    }

    /// What was remarked since the last call.
    pub(super) fn take_problems(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.problems)
    }

    /// How many phrases each list has that checks asked for.
    pub(super) fn used_lists(&self) -> BTreeMap<String, usize> {
        let used = self.lists.iter().filter(|(name, _)| self.used.contains(*name));
        used.map(|(name, list)| (name.clone(), list.len())).collect()
    }

    /// The automata over anchors and context.
    pub(super) fn build(&self) -> Result<(Phrases, Phrases), String> {
        Ok((Phrases::new(&self.anchors.patterns)?, Phrases::new(&self.context.patterns)?))
    }

    /// How many anchors there are.
    pub(super) fn anchor_count(&self) -> usize {
        self.anchors.patterns.len()
    }

    fn phrases(&mut self, entries: &[Spanned<String>]) -> Vec<String> {
        let mut phrases = Vec::new();
        for entry in entries {
            let Some(name) = entry.get_ref().strip_prefix('@') else {
                phrases.push((entry, entry.get_ref().clone()));
                continue;
            };
            match self.lists.get(name) {
                Some(list) => {
                    phrases.extend(list.iter().map(|phrase| (entry, phrase.clone())));
                    self.used.insert(name.to_owned());
                }
                None => {
                    self.problem(entry, format!("there is no phrase list phrases/{name}.txt: add it or mend the name"))
                }
            }
        }
        let mut normal = Vec::new();
        for (place, phrase) in phrases {
            let text = normalize(&phrase).text;
            if text.is_empty() {
                self.problem(place, format!("'{phrase}' holds no letter or digit: remove it"));
            } else {
                normal.push(text);
            }
        }
        normal
    }
}

fn sorted(mut patterns: Patterns) -> Patterns {
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}
