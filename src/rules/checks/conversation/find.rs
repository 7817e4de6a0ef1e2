//! `[[check.conversation.find]]`: phrases, and what must stand around them.

use super::has;
use crate::rules::lexicon::{Lexicon, Patterns};
use crate::rules::prepared::PreparedTurn;
use crate::text::normalize::normalize;
use crate::text::phrases::Occurrence;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;

/// Most bytes that a compiled pattern may take.
const REGEX_BUDGET: usize = 64 * 1024;

/// One thing to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Find {
    /// One of these phrases…
    any: Vec<Spanned<String>>,
    /// …preceded by one of these in the same clause…
    #[serde(default)]
    after: Vec<Spanned<String>>,
    /// …followed by one of these in the same clause…
    #[serde(default)]
    then: Vec<Spanned<String>>,
    /// …after at most so many characters…
    #[serde(default = "default_within")]
    within: usize,
    /// …with none of these between…
    #[serde(default)]
    gap_without: Vec<String>,
    /// …with one of these somewhere in the turn…
    #[serde(default)]
    with: Vec<Spanned<String>>,
    /// …and none of these in the same clause…
    #[serde(default)]
    without: Vec<Spanned<String>>,
    /// …where the turn's normal form matches this around the phrase…
    regex: Option<Spanned<String>>,
    /// …and not this.
    except: Option<Spanned<String>>,
    /// How sure a hit is, 0 to 1.
    #[serde(default = "default_confidence")]
    confidence: f64,
    /// Whether negation before or after makes it harmless.
    #[serde(default = "yes")]
    pub(super) negatable: bool,
    /// Whether quoting it makes it harmless.
    #[serde(default = "yes")]
    pub(super) quotable: bool,
    #[serde(skip)]
    compiled: Compiled,
}

#[derive(Debug, Default)]
struct Compiled {
    any: Patterns,
    after: Patterns,
    then: Patterns,
    gap_without: Vec<String>,
    with: Patterns,
    without: Patterns,
    regex: Option<Regex>,
    except: Option<Regex>,
}

fn default_within() -> usize {
    6
}

fn default_confidence() -> f64 {
    0.9
}

fn yes() -> bool {
    true
}

impl Find {
    /// Takes the phrases of all conditions and compiles the patterns.
    pub(super) fn compile(&mut self, lexicon: &mut Lexicon) {
        self.compiled = Compiled {
            any: lexicon.anchors(&self.any),
            after: lexicon.context(&self.after),
            then: lexicon.context(&self.then),
            gap_without: self.gap_without.iter().map(|words| normalize(words).text).collect(),
            with: lexicon.context(&self.with),
            without: lexicon.context(&self.without),
            regex: pattern(self.regex.as_ref(), lexicon),
            except: pattern(self.except.as_ref(), lexicon),
        };
    }

    /// The phrases that it waits for.
    pub(super) fn anchors(&self) -> &Patterns {
        &self.compiled.any
    }

    /// Where the stretch begins: at what must precede the anchor, or at the anchor.
    pub(super) fn begin(&self, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Option<usize> {
        if self.compiled.after.is_empty() {
            return Some(anchor.start);
        }
        let clause = turn.normal.clause_start(anchor.start);
        let fits = |word: &&Occurrence| {
            has(&self.compiled.after, word)
                && clause <= word.start
                && word.end <= anchor.start
                && self.gap_fits(&turn.normal.text[word.end..anchor.start])
        };
        turn.context().iter().rev().find(fits).map(|word| word.start)
    }

    /// Where it ends: with what must follow the anchor, or with the anchor.
    pub(super) fn finish(&self, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Option<usize> {
        if self.compiled.then.is_empty() {
            return Some(anchor.end);
        }
        let clause = turn.normal.clause_end(anchor.end);
        let fits = |word: &&Occurrence| {
            has(&self.compiled.then, word)
                && anchor.end <= word.start
                && word.end <= clause
                && self.gap_fits(&turn.normal.text[anchor.end..word.start])
        };
        turn.context().iter().find(fits).map(|word| word.end)
    }

    fn gap_fits(&self, gap: &str) -> bool {
        gap.chars().count() <= self.within && !self.compiled.gap_without.iter().any(|word| gap.contains(word.as_str()))
    }

    pub(super) fn surroundings_fit(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> bool {
        let normal = &turn.normal;
        let clause = normal.clause_start(start)..normal.clause_end(end);
        let compiled = &self.compiled;
        let with = compiled.with.is_empty() || turn.context().iter().any(|word| has(&compiled.with, word));
        let without = !turn
            .context()
            .iter()
            .any(|word| has(&compiled.without, word) && clause.start <= word.start && word.end <= clause.end);
        let overlaps =
            |regex: &Regex| regex.find_iter(&normal.text).any(|found| found.start() < end && start < found.end());
        with && without
            && compiled.regex.as_ref().is_none_or(overlaps)
            && !compiled.except.as_ref().is_some_and(overlaps)
    }

    /// Less sure where the phrase reaches over the end of a sentence.
    pub(super) fn confidence_of(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> f64 {
        let doubt = if turn.normal.sentence_ends_inside(start, end) { 0.3 } else { 0.0 };
        (self.confidence - doubt).max(0.1)
    }
}

fn pattern(written: Option<&Spanned<String>>, lexicon: &mut Lexicon) -> Option<Regex> {
    let written = written?;
    match RegexBuilder::new(written.get_ref()).size_limit(REGEX_BUDGET).build() {
        Ok(regex) => Some(regex),
        Err(error) => {
            lexicon.problem(written, format!("this pattern can't be used: {error}"));
            None
        }
    }
}
