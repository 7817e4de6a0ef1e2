//! What stands in one stretch: its normal form, and the phrases in it.

use super::ruleset::Ruleset;
use super::sets::{Bits, SetId};
use crate::text::disguise::{Disguise, Unmasked};
use crate::text::normalize::Normal;
use crate::text::phrases::Occurrence;
use std::cell::OnceCell;

/// A stretch that was searched.
#[derive(Debug, Default)]
pub struct Search {
    /// The normal form of its turns, one after the other.
    pub normal: Normal,
    occurrences: Vec<Occurrence>,
    bits: Bits,
    marks: OnceCell<Vec<Mark>>,
    context: OnceCell<Vec<Occurrence>>,
}

/// A phrase of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The set.
    pub set: SetId,
    /// First byte in the normal form.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether something stands between its parts.
    pub gapped: bool,
    /// How it was disguised.
    pub disguise: Option<Disguise>,
}

impl Search {
    /// Searches `texts`, one turn after the other, using its memory again.
    pub(super) fn fill<'t>(&mut self, ruleset: &Ruleset, texts: impl Iterator<Item = &'t str>) {
        self.normal.clear();
        self.occurrences.clear();
        self.bits.reset(ruleset.sets.count());
        self.marks.take();
        self.context.take();
        texts.for_each(|text| self.normal.append(text));
        for occurrence in ruleset.anchors.find(&self.normal.text) {
            note(ruleset, &mut self.bits, occurrence);
            self.occurrences.push(occurrence);
        }
    }

    /// Adds what was disguised.
    pub(super) fn unmask(&mut self, ruleset: &Ruleset, found: &[Unmasked]) {
        // Guesses at words don't reach over a comma.
        let whole = |found: &&Unmasked| self.normal.clause_end(found.start + 1) >= found.end;
        for found in found.iter().filter(whole) {
            let disguise = Some(found.disguise);
            let occurrence = Occurrence { start: found.start, end: found.end, pattern: found.pattern, disguise };
            note(ruleset, &mut self.bits, occurrence);
            self.occurrences.push(occurrence);
        }
    }

    /// Whether a phrase of `set` may stand in it (of one with gaps perhaps only a part).
    #[inline]
    pub(super) fn may_hold(&self, set: SetId) -> bool {
        self.bits.contains(set)
    }

    /// The phrases of `set` that stand in it, in order of their starts.
    pub fn marks(&self, ruleset: &Ruleset, set: SetId) -> &[Mark] {
        let marks = self.marks.get_or_init(|| self.all_marks(ruleset));
        let first = marks.partition_point(|mark| mark.set < set);
        &marks[first..marks.partition_point(|mark| mark.set <= set)]
    }

    fn all_marks(&self, ruleset: &Ruleset) -> Vec<Mark> {
        let mut marks = Vec::new();
        for found in &self.occurrences {
            for member in ruleset.sets.of(found.pattern) {
                let stretch = match member.gapped {
                    None => Some((found.start, found.end)),
                    // A disguised part of a phrase with gaps would be too little to go by.
                    Some(_) if found.disguise.is_some() => None,
                    Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end),
                };
                if let Some((start, end)) = stretch {
                    let gapped = member.gapped.is_some();
                    marks.push(Mark { set: member.set, start, end, gapped, disguise: found.disguise });
                }
            }
        }
        marks.sort_unstable();
        marks
    }

    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self, ruleset: &Ruleset) -> &[Occurrence] {
        self.context.get_or_init(|| ruleset.context.find(&self.normal.text).collect())
    }
}

fn note(ruleset: &Ruleset, bits: &mut Bits, occurrence: Occurrence) {
    for member in ruleset.sets.of(occurrence.pattern) {
        bits.insert(member.set);
    }
}
