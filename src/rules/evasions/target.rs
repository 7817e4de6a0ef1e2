//! Which words of a call are rewritten: what a rule found there undisguised.

use crate::domain::finding::{Hit, Span};
use crate::text::normalize::{cut, normalize};
use std::collections::BTreeSet;

/// Words of one turn: characters `[start, end)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub turn: u32,
    pub start: u32,
    pub end: u32,
    pub words: String,
}

impl Target {
    /// Its characters `[start, end)`, as `words`.
    pub(super) fn part(&self, start: u32, end: u32, words: &str) -> Self {
        Self { turn: self.turn, start: self.start + start, end: self.start + end, words: words.to_owned() }
    }
}

/// The words that `hits` rest on, each once; none of what was disguised already, or is spread over several turns.
pub(super) fn targets(hits: &[Hit]) -> BTreeSet<Target> {
    let plain = hits.iter().filter(|hit| !hit.why.values.contains_key("disguises"));
    plain
        .flat_map(|hit| &hit.spans)
        .filter(|span| normalize(&span.excerpt).text == span.normalised)
        .filter_map(target)
        .collect()
}

fn target(span: &Span) -> Option<Target> {
    let words = span.excerpt.clone();
    Some(Target { turn: span.turn?, start: span.start, end: span.end, words })
}

/// `text` with `words` in the place of characters `[start, end)`.
pub(super) fn replaced(text: &str, target: &Target, words: &str) -> String {
    format!("{}{words}{}", cut(text, 0, target.start), behind(text, target))
}

/// What of `text` comes behind the target.
pub(super) fn behind<'t>(text: &'t str, target: &Target) -> &'t str {
    cut(text, target.end, u32::MAX)
}
