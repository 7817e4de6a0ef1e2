//! All phrases in one walk over the units of a text: a bit table of sound pairs says where a phrase may stand.

use super::Unmasked;
use super::guard::Everyday;
use super::phrase::{LONGEST, Phrase, Place, Way};
use super::sound::{NEARS, SOUNDS};
use super::units::Unit;
use super::verdict::{Candidate, verdict};
use std::collections::BTreeSet;

/// Phrases by one sound pair each.
pub(super) struct Index {
    phrases: Vec<Phrase>,
    /// A bit per pair of coarse sounds.
    pairs: Vec<u64>,
    /// Per word of `pairs`, how many bits are set before it.
    before: Vec<u32>,
    /// Per set bit, where its entries begin; one more at the end.
    starts: Vec<u32>,
    /// The phrase, and the place at which the pair begins.
    entries: Vec<(u32, u8)>,
}

impl Index {
    pub(super) fn new(phrases: Vec<Phrase>, everyday: &Everyday) -> Self {
        let mut common = [1_u64; NEARS];
        for (character, times) in everyday.frequencies() {
            common[SOUNDS.of(character).near as usize] += u64::from(times);
        }
        let mut keyed: BTreeSet<(usize, u32, u8)> = BTreeSet::new();
        for (number, phrase) in phrases.iter().enumerate() {
            let cost = |at: usize| -> u64 {
                phrase.places[at..at + 2].iter().map(|p| common[p.sound.near as usize]).product()
            };
            let at = (0..phrase.places.len() - 1).min_by_key(|at| cost(*at)).unwrap_or(0);
            keyed.extend(
                pairs_of(&phrase.places[at], &phrase.places[at + 1]).map(|pair| (pair, number as u32, at as u8)),
            );
        }
        let mut index = Self {
            phrases,
            pairs: vec![0; NEARS * NEARS / 64],
            before: Vec::new(),
            starts: Vec::new(),
            entries: Vec::new(),
        };
        let mut last = None;
        for (pair, number, at) in keyed {
            if last != Some(pair) {
                index.pairs[pair / 64] |= 1 << (pair % 64);
                index.starts.push(index.entries.len() as u32);
                last = Some(pair);
            }
            index.entries.push((number, at));
        }
        index.starts.push(index.entries.len() as u32);
        let mut sum = 0;
        for word in &index.pairs {
            index.before.push(sum);
            sum += word.count_ones();
        }
        index
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Adds each disguised phrase among `units`.
    pub(super) fn find(&self, normal: &str, units: &[Unit], everyday: &Everyday, out: &mut Vec<Unmasked>) {
        for (at, two) in units.windows(2).enumerate() {
            let pair = pair(two[0].sound.near, two[1].sound.near);
            let word = self.pairs[pair / 64];
            if word >> (pair % 64) & 1 == 0 {
                continue;
            }
            let rank = self.before[pair / 64] + (word & ((1 << (pair % 64)) - 1)).count_ones();
            let (from, to) = (self.starts[rank as usize], self.starts[rank as usize + 1]);
            for &(number, anchor) in &self.entries[from as usize..to as usize] {
                let phrase = &self.phrases[number as usize];
                let Some(first) = at.checked_sub(anchor as usize) else { continue };
                out.extend(compare(phrase, units, first).and_then(|candidate| verdict(&candidate, normal, everyday)));
            }
        }
    }
}

fn pair(one: u16, other: u16) -> usize {
    usize::from(one) * NEARS + usize::from(other)
}

/// The sound pairs under which a phrase is known: its own, with another sound at either place, and two letters.
fn pairs_of(one: &Place, other: &Place) -> impl Iterator<Item = usize> {
    let (left, right) = (one.sound.near, other.sound.near);
    let mut pairs = vec![pair(left, right)];
    pairs.extend(one.other_sounds().map(|sound| pair(sound, right)));
    pairs.extend(other.other_sounds().map(|sound| pair(left, sound)));
    if let (Some(left), Some(right)) = (one.letter_sound(), other.letter_sound()) {
        pairs.push(pair(left, right));
    }
    pairs.into_iter()
}

/// Every place of the phrase beside the units from `first` on.
fn compare<'a>(phrase: &'a Phrase, units: &'a [Unit], first: usize) -> Option<Candidate<'a>> {
    let length = phrase.places.len();
    let window = units.get(first..first + length)?;
    let mut ways = [Way::Same; LONGEST];
    for ((place, unit), way) in phrase.places.iter().zip(window).zip(&mut ways) {
        *way = place.way(unit)?;
    }
    Some(Candidate { phrase, units, first, ways })
}
