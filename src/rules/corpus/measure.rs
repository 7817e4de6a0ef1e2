//! Runs a ruleset over labelled calls and counts, per category, what it found, missed and flagged falsely.

use super::{Kind, Labelled, Style, Tally};
use crate::domain::finding::Hit;
use crate::domain::ids::RuleId;
use crate::rules::CATEGORIES;
use crate::rules::engine::{running, screen_at};
use crate::rules::prepared::Desk;
use crate::rules::ruleset::Ruleset;
use crate::rules::screen::Screener;
use crate::rules::view::Conversation;
use std::collections::{BTreeMap, BTreeSet};

/// What came of it.
#[derive(Debug, Default)]
pub struct Measured {
    /// Per category, in the order of the program's list; those only that a label or a rule over conversations names.
    pub tallies: Vec<Tally>,
    /// What was missed or flagged falsely, in the order of the calls.
    pub misses: Vec<Miss>,
}

/// How a ruleset went wrong on a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissKind {
    /// The label stands there, no finding does.
    Missed,
    /// The finding stands there, no label does.
    False,
}

impl MissKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::False => "false",
        }
    }
}

/// One call on which a ruleset was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// How.
    pub what: MissKind,
    /// The call.
    pub call_id: String,
    /// Where it stands in the corpus.
    pub place: String,
    /// About what.
    pub category: String,
    /// The rule that fired, or those that should have.
    pub rules: Vec<RuleId>,
    /// The turn that fired, from 0.
    pub turn: Option<u32>,
    /// The words that fired; of a missed call what was said.
    pub excerpt: String,
}

/// Runs all rules of `ruleset` over `calls`; the error names a call that can't be read.
pub fn measure<'a>(ruleset: &Ruleset, calls: impl IntoIterator<Item = &'a Labelled>) -> Result<Measured, String> {
    let screener = Screener::new(ruleset, &[])?;
    let rules = running(ruleset);
    let mut desk = Desk::default();
    let mut counts = Counts::of(ruleset);
    for call in calls {
        let conversation =
            screener.read(call.line.as_bytes()).map_err(|error| format!("{}: {error}: mend the call", call.place))?;
        let hits = screen_at(&mut desk, ruleset, &conversation, &rules);
        counts.add(call, &conversation, &hits);
    }
    Ok(counts.finish())
}

struct Counts<'r> {
    ruleset: &'r Ruleset,
    tallies: BTreeMap<&'static str, Tally>,
    misses: Vec<Miss>,
    clean_calls: usize,
    clean_turns: usize,
}

impl<'r> Counts<'r> {
    fn of(ruleset: &'r Ruleset) -> Self {
        let mut counts = Self { ruleset, tallies: BTreeMap::new(), misses: Vec::new(), clean_calls: 0, clean_turns: 0 };
        for rule in ruleset.rules.iter().filter(|rule| rule.reads_conversations()) {
            counts.tally(&rule.category);
        }
        counts
    }

    /// The tally of a category; none of what is no category.
    fn tally(&mut self, category: &str) -> Option<&mut Tally> {
        let name = CATEGORIES.iter().find(|known| **known == category)?;
        Some(self.tallies.entry(name).or_insert_with(|| Tally { category: category.to_owned(), ..Tally::default() }))
    }

    fn add(&mut self, call: &Labelled, conversation: &Conversation<'_>, hits: &[Hit]) {
        if call.kind == Kind::Clean {
            self.clean_calls += 1;
            self.clean_turns += conversation.turns.len();
        }
        let category = |hit: &Hit| self.ruleset.rules[hit.rule].category.as_str();
        let found: BTreeSet<&str> = hits.iter().map(category).collect();
        for label in &call.labels {
            let is_found = found.contains(label.as_str());
            self.label(call, label, is_found);
            if !is_found {
                self.missed(call, conversation, label);
            }
        }
        for category in found.into_iter().filter(|category| !call.is_labelled(category)) {
            let of = |hit: &&Hit| self.ruleset.rules[hit.rule].category == category;
            let hits: Vec<&Hit> = hits.iter().filter(of).collect();
            self.flagged_falsely(call, category, &hits);
        }
    }

    fn label(&mut self, call: &Labelled, label: &str, is_found: bool) {
        let Some(tally) = self.tally(label) else { return };
        let plain = call.style == Style::Plain;
        tally.labelled += 1;
        tally.found += usize::from(is_found);
        tally.plain += usize::from(plain);
        tally.plain_found += usize::from(plain && is_found);
    }

    fn missed(&mut self, call: &Labelled, conversation: &Conversation<'_>, label: &str) {
        let of_category = self.ruleset.rules.iter().filter(|rule| rule.category == label && rule.reads_conversations());
        let said = conversation.turns.iter().map(|turn| format!("{}: {}", turn.speaker.as_str(), turn.text));
        self.misses.push(Miss {
            what: MissKind::Missed,
            call_id: call.call_id.clone(),
            place: call.place.clone(),
            category: label.to_owned(),
            rules: of_category.map(|rule| rule.id.clone()).collect(),
            turn: None,
            excerpt: said.collect::<Vec<_>>().join(" / "),
        });
    }

    fn flagged_falsely(&mut self, call: &Labelled, category: &str, hits: &[&Hit]) {
        for hit in hits {
            let first = hit.spans.first();
            self.misses.push(Miss {
                what: MissKind::False,
                call_id: call.call_id.clone(),
                place: call.place.clone(),
                category: category.to_owned(),
                rules: vec![self.ruleset.rules[hit.rule].id.clone()],
                turn: first.and_then(|span| span.turn),
                excerpt: first.map(|span| span.excerpt.clone()).unwrap_or_default(),
            });
        }
        let turns: BTreeSet<Option<u32>> =
            hits.iter().map(|hit| hit.spans.first().and_then(|span| span.turn)).collect();
        let Some(tally) = self.tally(category) else { return };
        tally.flagged_falsely += 1;
        tally.near_misses_flagged += usize::from(call.kind == Kind::NearMiss);
        if call.kind == Kind::Clean {
            tally.clean_calls_flagged += 1;
            tally.clean_turns_flagged += turns.len();
        }
    }

    fn finish(mut self) -> Measured {
        for tally in self.tallies.values_mut() {
            tally.clean_calls = self.clean_calls;
            tally.clean_turns = self.clean_turns;
        }
        let tallies = CATEGORIES.iter().filter_map(|category| self.tallies.remove(category)).collect();
        Measured { tallies, misses: self.misses }
    }
}
