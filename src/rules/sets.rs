//! Sets of phrases that finds wait for, and which of them a pattern belongs to.
//!
//! A turn is searched once for the patterns of all sets. A bit for each set then tells which finds are worth a closer look, so that a find
//! on an everyday word costs next to nothing in a turn that lacks what must stand before or behind it.

use super::gapped::Gapped;
use crate::text::disguise::Unmasked;
use crate::text::phrases::PatternId;

/// Which set.
pub type SetId = u32;

/// A pattern's place in one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// The set.
    pub set: SetId,
    /// The phrase with gaps that the pattern is the key part of; absent where the pattern is the whole phrase.
    pub gapped: Option<u32>,
}

/// Every set of a ruleset.
#[derive(Debug, Default)]
pub struct Sets {
    /// Where each pattern's members begin in `members`, one more than there are patterns.
    starts: Vec<u32>,
    members: Vec<Member>,
    gapped: Vec<Gapped>,
    count: usize,
    /// Those beside which a find wants something else.
    accompanied: Bits,
}

impl Sets {
    pub(super) fn new(by_pattern: Vec<Vec<Member>>, gapped: Vec<Gapped>, accompanied: Bits, count: usize) -> Self {
        let mut sets = Self { starts: vec![0], members: Vec::new(), gapped, count, accompanied };
        for members in by_pattern {
            sets.members.extend(members);
            sets.starts.push(sets.members.len() as u32);
        }
        sets.starts.shrink_to_fit();
        sets.members.shrink_to_fit();
        sets
    }

    /// The sets that `pattern` belongs to.
    #[inline]
    pub fn of(&self, pattern: PatternId) -> &[Member] {
        let at = pattern as usize;
        &self.members[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// `pattern`'s places in `set`.
    pub(super) fn places(&self, pattern: PatternId, set: SetId) -> &[Member] {
        let members = self.of(pattern);
        let first = members.partition_point(|member| member.set < set);
        let length = members[first..].iter().take_while(|member| member.set == set).count();
        &members[first..first + length]
    }

    /// The sets that a disguised phrase belongs to: a doubtful one of which nobody is told, to those alone beside which something else must stand.
    pub(super) fn of_unmasked(&self, found: &Unmasked) -> impl Iterator<Item = &Member> {
        let alone = found.doubtful && !found.addressed;
        self.of(found.pattern).iter().filter(move |member| !alone || self.accompanied.contains(member.set))
    }

    /// A phrase with gaps.
    pub fn gapped(&self, number: u32) -> &Gapped {
        &self.gapped[number as usize]
    }

    /// How many sets there are.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// A set of sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Empties it and makes room for `count`.
    pub fn reset(&mut self, count: usize) {
        self.0.clear();
        self.0.resize(count.div_ceil(64), 0);
    }

    /// Adds `set`.
    #[inline]
    pub fn insert(&mut self, set: SetId) {
        self.0[set as usize / 64] |= 1 << (set % 64);
    }

    /// What is in both, in order.
    pub fn shared_with<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = SetId> + 'a {
        let both = (0..).zip(self.0.iter().zip(&other.0).map(|(one, other)| one & other));
        both.flat_map(|(word, bits)| Ones(bits).map(move |bit| word * 64 + bit))
    }

    /// Whether `set` is in it.
    #[inline]
    pub fn contains(&self, set: SetId) -> bool {
        self.0[set as usize / 64] >> (set % 64) & 1 == 1
    }
}

/// The places of the ones in a word.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(place)
    }
}
