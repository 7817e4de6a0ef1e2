//! What stands in one stretch: its normal form, and the phrases in it.

use super::ruleset::Ruleset;
use super::sets::{Bits, Member, SetId};
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
    context: OnceCell<Vec<Occurrence>>,
}

/// A phrase of one set, or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
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

    /// The phrases of `set` that stand in it, in order of their ends (one with gaps: of the end of its key part).
    pub fn marks<'a>(&'a self, ruleset: &'a Ruleset, set: SetId) -> impl Iterator<Item = Mark> + 'a {
        self.occurrences.iter().flat_map(move |found| {
            let members = ruleset.sets.of(found.pattern);
            let first = members.partition_point(|member| member.set < set);
            let members = members[first..].iter().take_while(move |member| member.set == set);
            members.filter_map(|member| self.mark(ruleset, found, *member))
        })
    }

    fn mark(&self, ruleset: &Ruleset, found: &Occurrence, member: Member) -> Option<Mark> {
        let (start, end) = match member.gapped {
            None => (found.start, found.end),
            // A disguised part of a phrase with gaps would be too little to go by.
            Some(_) if found.disguise.is_some() => return None,
            Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end)?,
        };
        Some(Mark { start, end, gapped: member.gapped.is_some(), disguise: found.disguise })
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
