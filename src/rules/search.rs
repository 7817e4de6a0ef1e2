//! What stands in one stretch: its normal form, and the phrases in it.

use super::ruleset::Ruleset;
use super::sets::{Member, SetId};
use crate::text::disguise::{Disguise, Mended, Unmasked};
use crate::text::normalize::Normal;
use crate::text::phrases::{Occurrence, PatternId};
use std::cell::OnceCell;

/// A stretch that was searched.
#[derive(Debug, Default)]
pub struct Search {
    /// The normal form of its turns, one after the other.
    pub normal: Normal,
    chains: Chains,
    context: OnceCell<Vec<Occurrence>>,
}

/// What stands there, linked by sets.
#[derive(Debug, Default)]
struct Chains {
    occurrences: Vec<Occurrence>,
    /// Each phrase in each of its sets.
    links: Vec<Link>,
    /// By set, its last link; `NONE` where nothing of it stands there.
    last: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// A phrase in one of its sets.
#[derive(Debug)]
struct Link {
    occurrence: u32,
    gapped: Option<u32>,
    doubtful: bool,
    addressed: bool,
    /// The link of the same set before it, or `NONE`.
    before: u32,
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
    /// A number.
    pub(super) fn of_number(start: usize, end: usize) -> Self {
        Self { start, end, gapped: false, pattern: None, disguise: None, doubtful: false, addressed: false }
    }
}

impl Search {
    /// Searches `texts`, one turn after the other, using its memory again.
    pub(super) fn fill<'t>(&mut self, ruleset: &Ruleset, texts: impl Iterator<Item = &'t str>) {
        self.normal.clear();
        self.chains.clear(ruleset.sets.count());
        self.context.take();
        texts.for_each(|text| self.normal.append(text));
        for occurrence in ruleset.anchors.find(&self.normal.text) {
            self.chains.note(ruleset.sets.of(occurrence.pattern), occurrence, (false, false));
        }
    }

    /// Adds what was disguised, and to `found` the longer phrases that it is part of.
    pub(super) fn unmask(&mut self, ruleset: &Ruleset, found: &mut Vec<Unmasked>) {
        let phrase = |pattern: PatternId| ruleset.anchors.patterns()[pattern as usize].as_str();
        if let Some(mended) = Mended::new(&self.normal.text, found, phrase) {
            let longer = ruleset.anchors.find(&mended.text);
            found.extend(longer.filter_map(|it| mended.unmasked(it.start, it.end, it.pattern)));
        }
        // Guesses at words don't reach over a comma.
        for found in found.iter() {
            if self.normal.clause_end(found.start + 1) < found.end {
                continue;
            }
            let disguise = Some(found.disguise);
            let occurrence = Occurrence { start: found.start, end: found.end, pattern: found.pattern, disguise };
            self.chains.note(ruleset.sets.of_unmasked(found), occurrence, (found.doubtful, found.addressed));
        }
    }

    /// Whether a phrase of `set` may stand in it (of one with gaps perhaps only a part).
    #[inline]
    pub(super) fn may_hold(&self, set: SetId) -> bool {
        self.chains.last[set as usize] != NONE
    }

    /// The phrases of `set` that stand in it, the last first.
    pub fn marks<'a>(&'a self, ruleset: &'a Ruleset, set: SetId) -> impl Iterator<Item = Mark> + 'a {
        self.chains.of(set).filter_map(|link| self.mark(ruleset, link))
    }

    fn mark(&self, ruleset: &Ruleset, link: &Link) -> Option<Mark> {
        let found = &self.chains.occurrences[link.occurrence as usize];
        let (start, end) = match link.gapped {
            None => (found.start, found.end),
            // A disguised part of a phrase with gaps would be too little to go by.
            Some(_) if found.disguise.is_some() => return None,
            Some(gapped) => ruleset.sets.gapped(gapped).around(&self.normal, found.start, found.end)?,
        };
        let (pattern, disguise) = (Some(found.pattern), found.disguise);
        let (doubtful, addressed) = (link.doubtful, link.addressed);
        Some(Mark { start, end, gapped: link.gapped.is_some(), pattern, disguise, doubtful, addressed })
    }

    /// Context phrases in it, in order of their ends; looked for when first asked for.
    pub fn context(&self, ruleset: &Ruleset) -> &[Occurrence] {
        self.context.get_or_init(|| ruleset.context.find(&self.normal.text).collect())
    }
}

impl Chains {
    fn clear(&mut self, sets: usize) {
        self.occurrences.clear();
        self.links.clear();
        self.last.clear();
        self.last.resize(sets, NONE);
    }

    fn note<'m>(&mut self, members: impl IntoIterator<Item = &'m Member>, occurrence: Occurrence, doubt: (bool, bool)) {
        let (doubtful, addressed) = doubt;
        for member in members {
            let last = &mut self.last[member.set as usize];
            let (number, gapped) = (self.occurrences.len() as u32, member.gapped);
            let link = Link { occurrence: number, gapped, doubtful, addressed, before: *last };
            *last = self.links.len() as u32;
            self.links.push(link);
        }
        self.occurrences.push(occurrence);
    }

    /// The links of `set`, the last first.
    fn of(&self, set: SetId) -> impl Iterator<Item = &Link> {
        let link = |at: u32| self.links.get(at as usize);
        std::iter::successors(link(self.last[set as usize]), move |last| link(last.before))
    }
}
