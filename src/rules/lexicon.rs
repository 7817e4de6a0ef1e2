//! The phrases of a ruleset: lists by name, and the two tables that all its checks search together.
//!
//! *Anchors* are looked for in every turn, in sets (`sets`): what a find waits for, and what must stand before or behind it. *Context* (what
//! makes a phrase harmless, negation, quotation) is looked for only in turns that a rule looks at more closely.

use super::anchors::Anchors;
use super::commonness::Commonness;
use super::finds::{FindId, Finds};
use super::gapped::Gapped;
use super::phrase_list::PhraseList;
use super::sets::{Bits, Member, SetId, Sets};
use crate::domain::calendar::Calendar;
use crate::text::disguise::{Disguises, Hidden, Unmasker};
use crate::text::normalize::normalize;
use crate::text::phrases::{PatternId, Phrases};
use indexmap::IndexSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};
use toml::Spanned;

/// Patterns of the context table, sorted.
pub type Patterns = Vec<PatternId>;

/// Which signal: its index in the ruleset.
pub type SignalId = usize;

/// Collects the phrases of every check while a ruleset is compiled.
#[derive(Default)]
pub struct Lexicon {
    lists: BTreeMap<String, PhraseList>,
    used: BTreeSet<String>,
    anchors: Table,
    context: Table,
    /// Members of each set, so that equal sets are one.
    sets: HashMap<Vec<(PatternId, Option<u32>)>, SetId>,
    gapped: Vec<Gapped>,
    gapped_numbers: HashMap<Gapped, u32>,
    accompanied: BTreeSet<SetId>,
    finds: Vec<[Option<SetId>; 3]>,
    hidden: BTreeMap<PatternId, Disguises>,
    signals: Vec<String>,
    calendar: Option<Arc<Calendar>>,
    problems: Vec<(usize, String)>,
    built_in: bool,
}

/// Made when the first conversation is read: much work that pages and commands without any can do without.
pub(super) type LateUnmasker = LazyLock<Unmasker, Box<dyn FnOnce() -> Unmasker + Send>>;

/// What every turn is searched for.
pub(super) struct Compiled {
    pub anchors: Anchors,
    pub sets: Sets,
    pub context: Phrases,
    pub unmasker: LateUnmasker,
    pub commonness: Commonness,
    pub finds: Finds,
}

/// Patterns in the order in which they were added.
#[derive(Default)]
struct Table(IndexSet<String>);

impl Table {
    fn add(&mut self, normal: String) -> PatternId {
        self.0.insert_full(normal).0 as PatternId
    }

    /// All of them, which leave the table.
    fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.0).into_iter().collect()
    }
}

impl Lexicon {
    /// Offers `lists` by name.
    pub(super) fn new(lists: BTreeMap<String, PhraseList>) -> Self {
        Self { lists, ..Self::default() }
    }

    /// Takes patterns on trust: they are those built into the program.
    pub(super) fn built_in(self, built_in: bool) -> Self {
        Self { built_in, ..self }
    }

    /// Whether what it compiles is built into the program.
    pub fn is_built_in(&self) -> bool {
        self.built_in
    }

    /// Counts working days by `calendar`.
    pub(super) fn by_calendar(self, calendar: Option<&Calendar>) -> Self {
        Self { calendar: calendar.cloned().map(Arc::new), ..self }
    }

    /// Whose working days the ruleset counts in.
    pub fn calendar(&self) -> Option<Arc<Calendar>> {
        self.calendar.clone()
    }

    /// The set that `entries` stand for: `@name` is a list, anything else a phrase; `None` for no entries.
    pub fn set(&mut self, entries: &[Spanned<String>]) -> Option<SetId> {
        let mut members = Vec::new();
        for (place, phrase, disguises) in self.phrases(entries) {
            let gapped = match Gapped::parse(&phrase) {
                None => None,
                Some(Ok(gapped)) => Some(gapped),
                Some(Err(message)) => {
                    self.problem(place, message);
                    continue;
                }
            };
            let text = gapped.as_ref().map_or_else(|| normalize(&phrase).text, |gapped| gapped.key().to_owned());
            if text.is_empty() {
                self.problem(place, format!("'{phrase}' holds no letter or digit: remove it"));
                continue;
            }
            let pattern = self.anchors.add(text);
            if gapped.is_none() {
                let by = self.hidden.entry(pattern).or_default();
                disguises.iter().for_each(|disguise| by.insert(disguise));
            }
            members.push((pattern, gapped.map(|gapped| self.gapped(gapped))));
        }
        members.sort_unstable();
        members.dedup();
        let next = self.sets.len() as SetId;
        (!members.is_empty()).then(|| *self.sets.entry(members).or_insert(next))
    }

    /// Remembers that a find wants something else beside `sets`.
    pub fn accompany(&mut self, sets: [Option<SetId>; 3]) {
        self.accompanied.extend(sets.into_iter().flatten());
    }

    /// Numbers a find by what it asks for.
    pub fn number(&mut self, sets: [Option<SetId>; 3]) -> FindId {
        self.finds.push(sets);
        self.finds.len() as FindId - 1
    }

    fn gapped(&mut self, gapped: Gapped) -> u32 {
        let next = self.gapped.len() as u32;
        let number = *self.gapped_numbers.entry(gapped.clone()).or_insert(next);
        if number == next {
            self.gapped.push(gapped);
        }
        number
    }

    /// The context patterns that `entries` stand for.
    pub fn context(&mut self, entries: &[Spanned<String>]) -> Patterns {
        let mut patterns = Vec::new();
        for (place, phrase, _) in self.phrases(entries) {
            let text = normalize(&phrase).text;
            if phrase.contains('{') {
                self.problem(place, format!("'{phrase}': gaps are for `any`, `after` and `then`"));
            } else if text.is_empty() {
                self.problem(place, format!("'{phrase}' holds no letter or digit: remove it"));
            } else {
                patterns.push(self.context.add(text));
            }
        }
        sorted(patterns)
    }

    /// The context of a list that the engine itself asks for; nothing where the ruleset has no such list.
    pub fn context_list(&mut self, name: &str) -> Patterns {
        let list = self.own_list(name);
        sorted(list.iter().map(|phrase| self.context.add(normalize(phrase).text)).collect())
    }

    /// Makes a signal known by `name`.
    pub(super) fn add_signal(&mut self, name: &str) {
        self.signals.push(name.to_owned());
    }

    /// The signal called so; a problem is remarked where there is none.
    pub fn signal(&mut self, name: &Spanned<String>) -> Option<SignalId> {
        let found = self.signals.iter().position(|known| known == name.get_ref());
        if found.is_none() {
            self.problem(name, format!("there is no signal signals/{}.toml: add it or mend the name", name.get_ref()));
        }
        found
    }

    /// Remarks something wrong at a value of the rule file.
    pub fn problem<T>(&mut self, place: &Spanned<T>, message: impl Into<String>) {
        self.problems.push((place.span().start, message.into()));
    }

    /// Remarks something that is missing from the rule as a whole.
    pub fn problem_in(&mut self, places: &[Spanned<String>], message: impl Into<String>) {
        self.problems.push((places.first().map_or(0, |place| place.span().start), message.into()));
    }

    /// What was remarked since the last call.
    pub(super) fn take_problems(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.problems)
    }

    /// How many phrases each list has that checks asked for.
    pub(super) fn used_lists(&self) -> BTreeMap<String, usize> {
        let used = self.lists.iter().filter(|(name, _)| self.used.contains(*name));
        used.map(|(name, list)| (name.clone(), list.phrases().count())).collect()
    }

    /// The lists that it was given.
    pub(super) fn into_lists(self) -> BTreeMap<String, PhraseList> {
        self.lists
    }

    /// The automata over anchors and context.
    pub(super) fn build(&mut self) -> Result<Compiled, String> {
        let everyday: Vec<String> = self.own_list("everyday").iter().map(|word| normalize(word).text).collect();
        let hidden = self.hidden.iter().filter(|(_, by)| by.iter().next().is_some()).map(|(&pattern, &by)| Hidden {
            pattern,
            text: self.anchors.0[pattern as usize].clone(),
            by,
        });
        let hidden: Vec<Hidden> = hidden.collect();
        let unmasker: LateUnmasker = LazyLock::new(Box::new(move || {
            Unmasker::new(hidden, &everyday).expect("words that are neither empty nor twice make an automaton")
        }));
        let mut by_pattern = vec![Vec::new(); self.anchors.0.len()];
        for (members, &set) in &self.sets {
            for &(pattern, gapped) in members {
                by_pattern[pattern as usize].push(Member { set, gapped });
            }
        }
        by_pattern.iter_mut().for_each(|members| members.sort_unstable());
        let mut accompanied = Bits::default();
        accompanied.reset(self.sets.len());
        self.accompanied.iter().for_each(|set| accompanied.insert(*set));
        let anchors = Anchors::new(self.anchors.take())?;
        let sets = Sets::new(by_pattern, self.gapped.clone(), accompanied, self.sets.len());
        let commonness = Commonness::measured(&anchors, &sets, &self.own_list("ordinary-talk"));
        let finds = Finds::new(std::mem::take(&mut self.finds), sets.count(), &commonness);
        Ok(Compiled { anchors, sets, context: Phrases::new(self.context.take())?, unmasker, commonness, finds })
    }

    /// A list that the engine itself asks for; empty where the ruleset has none.
    fn own_list(&mut self, name: &str) -> Vec<String> {
        let list = self.lists.get(name).map(|list| list.phrases().map(str::to_owned).collect());
        list.inspect(|_| _ = self.used.insert(name.to_owned())).unwrap_or_default()
    }

    /// Each phrase with the entry that brings it in.
    fn phrases<'a>(&mut self, entries: &'a [Spanned<String>]) -> Vec<(&'a Spanned<String>, String, Disguises)> {
        let mut phrases = Vec::new();
        for entry in entries {
            let Some(name) = entry.get_ref().strip_prefix('@') else {
                phrases.push((entry, entry.get_ref().clone(), Disguises::default()));
                continue;
            };
            match self.lists.get(name) {
                Some(list) => {
                    phrases.extend(list.phrases().map(|phrase| (entry, phrase.to_owned(), list.disguises)));
                    self.used.insert(name.to_owned());
                }
                None => {
                    self.problem(entry, format!("there is no phrase list phrases/{name}.txt: add it or mend the name"))
                }
            }
        }
        phrases
    }
}

fn sorted(mut patterns: Patterns) -> Patterns {
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}
