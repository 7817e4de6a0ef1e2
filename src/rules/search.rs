//! What stands in one stretch: its normal form, and the phrases in it.

use super::ruleset::Ruleset;
use super::sets::{Member, SetId};
use crate::text::disguise::{Disguise, Unmasked};
use crate::text::normalize::Normal;
use crate::text::phrases::{Occurrence, PatternId};
use crate::text::sieve::Match;
use std::cell::OnceCell;

/// A stretch that was searched.
#[derive(Debug, Default)]
pub struct Search {
    /// The normal form of its turns, one after the other.
    pub normal: Normal,
    occurrences: Vec<Occurrence>,
    /// By occurrence, a bit for each set that it belongs to; sets share bits.
    summaries: Vec<u64>,
    unmasked: Vec<Unmasked>,
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
    /// The phrase that it stands for; none of a number.
    pub pattern: Option<PatternId>,
    /// How it was disguised.
    pub disguise: Option<Disguise>,
    /// Whether it is believed only where something else stands beside it.
    pub doubtful: bool,
    /// Whether at least a person is named shortly before it.
    pub addressed: bool,
}

impl Mark {
    fn of_unmasked(found: &Unmasked) -> Self {
        Self {
            pattern: Some(found.pattern),
            disguise: Some(found.disguise),
            doubtful: found.doubtful,
            addressed: found.addressed,
            ..Self::of_number(found.start, found.end)
        }
    }

    /// A number.
    pub(super) fn of_number(start: usize, end: usize) -> Self {
        Self { start, end, gapped: false, pattern: None, disguise: None, doubtful: false, addressed: false }
    }
}

impl Search {
    /// Reads `texts`, one turn after the other, using its memory again; `matches` was sifted from them, `unmasked` is what was found disguised.
    pub(super) fn fill<'t>(
        &mut self,
        ruleset: &Ruleset,
        texts: impl Iterator<Item = &'t str>,
        matches: &[Match],
        unmasked: &[Unmasked],
    ) {
        self.normal.clear();
        self.context.take();
        texts.for_each(|text| self.normal.append(text));
        ruleset.anchors.place(&self.normal.text, matches, &mut self.occurrences);
        self.unmasked.clear();
        self.unmasked.extend_from_slice(unmasked);
        self.summaries.clear();
        let summary = |found: &Occurrence| ruleset.sets.of(found.pattern).iter().fold(0, |bits, it| bits | bit(it.set));
        self.summaries.extend(self.occurrences.iter().map(summary));
    }

    /// The phrases of `set` that stand in it, those that are disguised last.
    pub fn marks<'a>(&'a self, ruleset: &'a Ruleset, set: SetId) -> impl Iterator<Item = Mark> + 'a {
        // Most occurrences belong to other sets, which costs one look.
        let may_belong = move |(_, summary): &(&Occurrence, &u64)| **summary & bit(set) != 0;
        let plain = self.occurrences.iter().zip(&self.summaries).filter(may_belong).flat_map(move |(found, _)| {
            ruleset.sets.places(found.pattern, set).iter().filter_map(|member| self.mark(ruleset, found, member.gapped))
        });
        let hidden = self.unmasked.iter().flat_map(move |found| {
            // A disguised part of a phrase with gaps would be too little to go by.
            let whole = move |member: &&Member| member.set == set && member.gapped.is_none();
            ruleset.sets.of_unmasked(found).filter(whole).map(move |_| Mark::of_unmasked(found))
        });
        plain.chain(hidden)
    }

    fn mark(&self, ruleset: &Ruleset, found: &Occurrence, gapped: Option<u32>) -> Option<Mark> {
        let (start, end) = match gapped {
            None => (found.start, found.end),
            Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end)?,
        };
        Some(Mark { gapped: gapped.is_some(), pattern: Some(found.pattern), ..Mark::of_number(start, end) })
    }

    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self, ruleset: &Ruleset) -> &[Occurrence] {
        self.context.get_or_init(|| ruleset.context.find(&self.normal.text).collect())
    }
}

/// The bit of a set in a summary.
#[inline]
fn bit(set: SetId) -> u64 {
    1 << (set % 64)
}
