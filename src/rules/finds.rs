//! Every find of a ruleset by the rarest set that it asks for, so that a stretch costs only the finds that may stand in it.

use super::commonness::Commonness;
use super::sets::{Bits, SetId};
use std::ops::Range;

/// Which find: those of one rule or signal follow one another.
pub type FindId = u32;

/// All of them.
#[derive(Debug, Default)]
pub struct Finds {
    /// By find, the sets of each of which a phrase must stand there.
    sets: Vec<[Option<SetId>; 3]>,
    /// Where each set's finds begin in `keyed`; one more at the end.
    starts: Vec<u32>,
    keyed: Vec<FindId>,
    /// The sets that have some.
    keys: Bits,
}

impl Finds {
    /// Of finds by the sets that they ask for, of which there are `count`; a find that asks for none is the caller's to look at.
    pub(super) fn new(sets: Vec<[Option<SetId>; 3]>, count: usize, commonness: &Commonness) -> Self {
        let mut by_key: Vec<(SetId, FindId)> =
            (0..).zip(&sets).filter_map(|(find, sets)| Some((commonness.rarest(*sets)?, find))).collect();
        by_key.sort_unstable();
        let mut keys = Bits::default();
        keys.reset(count);
        by_key.iter().for_each(|(key, _)| keys.insert(*key));
        let starts = (0..=count as SetId).map(|set| by_key.partition_point(|(key, _)| *key < set) as u32).collect();
        Self { sets, starts, keyed: by_key.into_iter().map(|(_, find)| find).collect(), keys }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.sets.len()
    }

    /// Fills `possible`, in order, with the finds of which each set is among `present`.
    pub(super) fn possible(&self, present: &Bits, possible: &mut Vec<FindId>) {
        possible.clear();
        for set in present.shared_with(&self.keys) {
            let (first, last) = (self.starts[set as usize], self.starts[set as usize + 1]);
            let keyed = &self.keyed[first as usize..last as usize];
            let stands = |find: &FindId| self.sets[*find as usize].iter().flatten().all(|set| present.contains(*set));
            possible.extend(keyed.iter().copied().filter(stands));
        }
        possible.sort_unstable();
    }
}

/// Those of `possible`, which are in order, that are in `range`.
pub(super) fn among(possible: &[FindId], range: Range<FindId>) -> &[FindId] {
    let first = possible.partition_point(|find| *find < range.start);
    let length = possible[first..].partition_point(|find| *find < range.end);
    &possible[first..first + length]
}
