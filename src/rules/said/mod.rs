//! What somebody says: phrases to wait for, and what must or must not stand around them. Rules and signals are made of it.

mod against;
mod around;
mod find;
mod pattern;

use super::finds::FindId;
use super::index::{SPEAKERS, Trigger};
use super::lexicon::{Lexicon, Patterns};
use super::prepared::Prepared;
use super::search::Mark;
use super::stretch::Stretch;
use crate::domain::contact::Speaker;
use crate::text::disguise::Disguise;
use crate::text::phrases::Occurrence;
pub use against::Against;
use around::Around;
pub use find::Find;
use serde::Deserialize;
use toml::Spanned;

/// Finds in the turns of one speaker. A file of `signals/` holds one; `[check.conversation]` holds one with more beside it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Whose words are meant.
    #[serde(default)]
    pub speaker: SpeakerScope,
    /// Longer harmless words: a phrase inside one of them is none.
    #[serde(default)]
    pub not_in: Vec<Spanned<String>>,
    /// What to look for; any of them counts.
    #[serde(default)]
    pub find: Vec<Find>,
    #[serde(skip)]
    harmless: Patterns,
    #[serde(skip)]
    around: Around,
    /// The number of its first find among all of the ruleset.
    #[serde(skip)]
    first: FindId,
    /// Finds that wait for no phrase: for a signal, or a number.
    #[serde(skip)]
    unphrased: Vec<FindId>,
}

/// Whose turns are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum SpeakerScope {
    #[default]
    Agent,
    Debtor,
    Third,
    /// Debtor or third party: whoever is not the agent.
    Other,
    Any,
}

impl SpeakerScope {
    /// Whether a speaker's turns are read.
    pub fn hears(self, speaker: Speaker) -> bool {
        match self {
            Self::Agent => speaker == Speaker::Agent,
            Self::Debtor => speaker == Speaker::Debtor,
            Self::Third => speaker == Speaker::Third,
            Self::Other => speaker != Speaker::Agent,
            Self::Any => true,
        }
    }
}

/// One hit: where it stands, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard {
    /// Index of the stretch.
    pub stretch: usize,
    /// First byte in its normal form.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The turn in which it begins, from 0.
    pub turn: u32,
    /// 0 to 1.
    pub confidence: f64,
    /// How its words were disguised.
    pub disguise: Option<Disguise>,
}

impl Said {
    /// Of these parts, not yet compiled.
    pub fn new(speaker: SpeakerScope, not_in: Vec<Spanned<String>>, find: Vec<Find>) -> Self {
        Self { speaker, not_in, find, ..Self::default() }
    }

    /// Takes the phrases of everything in it.
    pub fn compile(&mut self, lexicon: &mut Lexicon) {
        self.harmless = lexicon.context(&self.not_in);
        self.around = Around::new(lexicon);
        self.find.iter_mut().for_each(|find| find.compile(lexicon));
        let numbered = self.find.iter().map(|find| (lexicon.number(find.sets()), find.sets()));
        let numbered: Vec<_> = numbered.collect();
        self.first = numbered.first().map_or(0, |(number, _)| *number);
        self.unphrased =
            numbered.into_iter().filter(|(_, sets)| *sets == [None; 3]).map(|(number, _)| number).collect();
    }

    /// Whether it reads a speaker's turns.
    pub fn hears(&self, speaker: Speaker) -> bool {
        self.speaker.hears(speaker)
    }

    /// What calls for a closer look at a conversation.
    pub fn triggers(&self, signals: &[Self]) -> Vec<Trigger> {
        let mut triggers = Vec::new();
        for (number, find) in (self.first..).zip(&self.find) {
            if let Some(signal) = find.signal_id() {
                triggers.extend(signals[signal].triggers(&[]));
                continue;
            }
            for speaker in SPEAKERS.into_iter().filter(|speaker| self.hears(*speaker)) {
                let sets = find.sets();
                triggers.push(match sets {
                    [None, None, None] => Trigger::Numbers { speaker, signs: 1 },
                    _ => Trigger::Phrase { speaker, find: number, sets },
                });
            }
        }
        triggers
    }

    /// Everything of it that is said in the stretch at `at`, in order.
    pub fn hear_in(&self, prepared: &Prepared<'_>, at: usize, heard: &mut Vec<Heard>) {
        let (ruleset, stretch, first) = (prepared.ruleset, &prepared.stretches[at], heard.len());
        let hears = self.hears(stretch.speaker);
        let all = self.first..self.first + self.find.len() as FindId;
        let possible = if hears { stretch.possible(all) } else { &[] };
        for find in possible.iter().chain(&self.unphrased) {
            let find = &self.find[(find - self.first) as usize];
            if let Some(signal) = find.signal_id() {
                heard.extend_from_slice(prepared.signal_in(signal, at));
            } else if hears {
                find.each(prepared, stretch, |mark| {
                    if let Ok([first, last]) = self.meant(find, prepared, stretch, mark) {
                        let marks = [&first, mark, &last];
                        let confidence = find.confidence_of(ruleset, stretch.search(prepared), marks);
                        let (start, end) = (first.start, last.end);
                        let turn = stretch.turn_at(prepared, start);
                        let disguise = mark.disguise.or(first.disguise).or(last.disguise);
                        heard.push(Heard { stretch: at, start, end, turn, confidence, disguise });
                    }
                });
            }
        }
        heard[first..].sort_by_key(|it| (it.start, it.end));
    }

    /// What the stretch that `mark` stands for begins and ends with, if it is meant as the rule says; else what speaks against it.
    fn meant(
        &self,
        find: &Find,
        prepared: &Prepared<'_>,
        stretch: &Stretch,
        mark: &Mark,
    ) -> Result<[Mark; 2], Against> {
        let (ruleset, search) = (prepared.ruleset, stretch.search(prepared));
        if mark.doubtful && !mark.addressed && !find.wants_company() {
            return Err(Against::Doubtful);
        }
        let first = find.begin(ruleset, search, mark).ok_or(Against::NothingBefore)?;
        let last = find.finish(ruleset, search, mark).ok_or(Against::NothingBehind)?;
        let (start, end) = (first.start, last.end);
        let reads_context = !self.harmless.is_empty() || find.reads_context();
        let context = if reads_context { search.context(ruleset) } else { &[] };
        // A harmless word over a comma is none: 「他妈的，钱呢」.
        let clause = search.normal.clause_start(mark.start)..search.normal.clause_end(mark.end);
        let inside = |word: &Occurrence| {
            has(&self.harmless, word)
                && (clause.start..=mark.start).contains(&word.start)
                && (mark.end..=clause.end).contains(&word.end)
        };
        if context.iter().any(inside) {
            Err(Against::Harmless)
        } else if find.negatable && self.around.negated(&search.normal, context, start, end) {
            Err(Against::Negated)
        } else if find.quotable && self.around.quoted(&search.normal, context, start, end) {
            Err(Against::Quoted)
        } else if !find.surroundings_fit(ruleset, search, context, [&first, mark, &last])
            || !find.number_fits(prepared, stretch)
        {
            Err(Against::Surroundings)
        } else {
            Ok([first, last])
        }
    }

    /// What came of each phrase that stands there, in English.
    pub fn explain(&self, prepared: &Prepared<'_>) -> Vec<String> {
        let mut steps = Vec::new();
        for (at, find) in self.find.iter().enumerate() {
            if let Some(signal) = find.signal_id() {
                let heard = prepared.signal(signal).count();
                steps.push(format!("find {}: the signal is heard {heard} times", at + 1));
                continue;
            }
            for stretch in prepared.stretches.iter().filter(|stretch| self.hears(stretch.speaker)) {
                find.each(prepared, stretch, |mark| {
                    let words = &stretch.search(prepared).normal.text[mark.start..mark.end];
                    let turn = stretch.turn_at(prepared, mark.start) + 1;
                    let verdict = match self.meant(find, prepared, stretch, mark) {
                        Ok([first, last]) => {
                            let spans = stretch.spans(prepared, first.start, last.end);
                            let excerpts: Vec<_> = spans.iter().map(|span| span.excerpt.as_str()).collect();
                            format!("hit: '{}'", excerpts.join(" / "))
                        }
                        Err(against) => format!("no hit: {}", against.as_str()),
                    };
                    let phrase =
                        mark.pattern.map_or("", |pattern| &prepared.ruleset.anchors.patterns()[pattern as usize]);
                    let how = mark
                        .disguise
                        .map_or(String::new(), |disguise| format!(" ({} of '{phrase}')", disguise.as_str()));
                    steps.push(format!("turn {turn}, find {}: '{words}' stands there{how}; {verdict}", at + 1));
                });
            }
        }
        steps
    }
}

fn has(patterns: &Patterns, occurrence: &Occurrence) -> bool {
    patterns.binary_search(&occurrence.pattern).is_ok()
}
