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
    /// Sets of which something stands there.
    present: Bits,
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
    /// Searches `texts`, one turn after the other, using its memory again; `unmasked` is what was found disguised.
    pub(super) fn fill<'t>(&mut self, ruleset: &Ruleset, texts: impl Iterator<Item = &'t str>, unmasked: &[Unmasked]) {
        self.normal.clear();
        self.context.take();
        texts.for_each(|text| self.normal.append(text));
        self.occurrences.clear();
        self.occurrences.extend(ruleset.anchors.find(&self.normal.text));
        // Guesses at words don't reach over a comma.
        let whole = |found: &&Unmasked| self.normal.clause_end(found.start + 1) >= found.end;
        self.occurrences.extend(unmasked.iter().filter(whole).map(|found| Occurrence {
            start: found.start,
            end: found.end,
            pattern: found.pattern,
            disguise: Some(found.disguise),
        }));
        self.present.reset(ruleset.sets.count());
        for member in self.occurrences.iter().flat_map(|found| ruleset.sets.of(found.pattern)) {
            self.present.insert(member.set);
        }
    }

    /// Whether a phrase of `set` may stand in it (of one with gaps perhaps only a part).
    #[inline]
    pub(super) fn may_hold(&self, set: SetId) -> bool {
        self.present.contains(set)
    }

    /// The phrases of `set` that stand in it.
    pub fn marks<'a>(&'a self, ruleset: &'a Ruleset, set: SetId) -> impl Iterator<Item = Mark> + 'a {
        self.occurrences.iter().flat_map(move |found| {
            let members = ruleset.sets.of(found.pattern).iter().filter(move |member| member.set == set);
            members.filter_map(|member| self.mark(ruleset, found, member.gapped))
        })
    }

    fn mark(&self, ruleset: &Ruleset, found: &Occurrence, gapped: Option<u32>) -> Option<Mark> {
        let (start, end) = match gapped {
            None => (found.start, found.end),
            // A disguised part of a phrase with gaps would be too little to go by.
            Some(_) if found.disguise.is_some() => return None,
            Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end)?,
        };
        Some(Mark { start, end, gapped: gapped.is_some(), disguise: found.disguise })
    }

    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self, ruleset: &Ruleset) -> &[Occurrence] {
        self.context.get_or_init(|| ruleset.context.find(&self.normal.text).collect())
    }
}
