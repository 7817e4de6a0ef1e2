//! Negation and quotation around a phrase.

use super::has;
use crate::rules::lexicon::{Lexicon, Patterns};
use crate::text::normalize::Normal;
use crate::text::phrases::Occurrence;

/// So many characters may stand between a negation or quotation and what it is about.
const WINDOW: usize = 8;

/// The lists of every ruleset that say when a phrase is not meant.
#[derive(Debug, Default)]
pub(super) struct Around {
    negation: Patterns,
    negation_ends: Patterns,
    negation_after: Patterns,
    quotation: Patterns,
    no_quotation: Patterns,
    quotation_after: Patterns,
}

impl Around {
    /// The lists that the engine asks for itself; empty where a ruleset has none.
    pub(super) fn new(lexicon: &mut Lexicon) -> Self {
        Self {
            negation: lexicon.context_list("negation"),
            negation_ends: lexicon.context_list("negation-ends"),
            negation_after: lexicon.context_list("negation-after"),
            quotation: lexicon.context_list("quotation"),
            no_quotation: lexicon.context_list("no-quotation"),
            quotation_after: lexicon.context_list("quotation-after"),
        }
    }

    /// 'We will not …', '… is forbidden': a negation shortly before it in its clause, with nothing between that takes it back, or after it.
    pub(super) fn negated(&self, normal: &Normal, context: &[Occurrence], start: usize, end: usize) -> bool {
        let clause = normal.clause_start(start);
        let before = context.iter().any(|word| {
            let taken_back = || {
                context.iter().any(|end| {
                    has(&self.negation_ends, end) && end.start < start && end.end <= start && end.end > word.start
                })
            };
            has(&self.negation, word) && word.start >= clause && near(normal, word.end, start) && !taken_back()
        });
        before || after(normal, context, &self.negation_after, end)
    }

    /// 'You said …', '… such words': somebody else's words repeated.
    pub(super) fn quoted(&self, normal: &Normal, context: &[Occurrence], start: usize, end: usize) -> bool {
        let clause = normal.clause_start(start);
        // 'I tell you …' holds 'you say', and quotes nobody.
        let part_of_another = |word: &Occurrence| {
            let holds = |other: &Occurrence| other.start <= word.start && word.end <= other.end;
            context.iter().any(|other| has(&self.no_quotation, other) && holds(other))
        };
        let before = context.iter().any(|word| {
            has(&self.quotation, word)
                && (word.start >= clause || word.end == clause)
                && near(normal, word.end, start)
                && !part_of_another(word)
        });
        before || after(normal, context, &self.quotation_after, end)
    }
}

fn after(normal: &Normal, context: &[Occurrence], patterns: &Patterns, end: usize) -> bool {
    let clause_end = normal.clause_end(end);
    context.iter().any(|word| has(patterns, word) && word.end <= clause_end && near(normal, end, word.start))
}

/// Whether `to` comes after `from` with at most a window of characters between.
fn near(normal: &Normal, from: usize, to: usize) -> bool {
    from <= to && normal.text[from..to].chars().count() <= WINDOW
}
