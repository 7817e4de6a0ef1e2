//! All phrases in one walk over the units of a text: a bit table of sound pairs says where a phrase may stand.

use super::Unmasked;
use super::guard::Everyday;
use super::kinds::Disguise;
use super::phrase::{LONGEST, Phrase, Place, Way};
use super::sound::{SOUNDS, SOUNDS_END, Sound};
use super::tables::are_word;
use super::units::Unit;
use super::verdict::{Candidate, verdict};
use std::collections::{BTreeSet, HashMap};

/// Phrases by one sound pair each.
pub(super) struct Index {
    phrases: Vec<Phrase>,
    /// A bit per pair of sounds.
    pairs: Vec<u64>,
    /// Per word of `pairs`, how many bits are set before it.
    before: Vec<u32>,
    /// Per set bit, where its entries begin, those of two places first; one more at the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// Per set bit, what may stand beside the pair.
    beside: Vec<Beside>,
}

/// What may stand beside a pair for one of its phrases to stand there.
#[derive(Debug, Clone, Copy, Default)]
struct Beside {
    /// A bit for each sound that may stand behind it, and before it.
    behind: Bits,
    before: Bits,
    /// How many of its phrases are the pair alone.
    alone: u32,
}

/// A bit for each sound; a few sounds share one.
type Bits = [u64; 2];

fn holds(bits: &Bits, unit: Option<&Unit>) -> bool {
    unit.is_some_and(|unit| bits[unit.sound.index() & 1] & bit(unit.sound) != 0)
}

/// A phrase under one of its pairs.
struct Entry {
    phrase: u32,
    /// The place at which the pair begins.
    anchor: u8,
    /// Where a third place lies, counted from the pair's beginning; 0 where there is none.
    third: i8,
    /// A bit for each sound that may stand there.
    sounds: u64,
}

impl Entry {
    fn new(phrase: u32, anchor: u8, places: &[Place]) -> Self {
        let at = usize::from(anchor);
        let (third, place) = match (places.get(at + 2), at.checked_sub(1)) {
            (Some(place), _) => (2, Some(place)),
            (None, Some(before)) => (-1, places.get(before)),
            (None, None) => (0, None),
        };
        let sounds = place.map_or(u64::MAX, |place| place.sounds().map(bit).fold(0, |bits, bit| bits | bit));
        Self { phrase, anchor, third, sounds }
    }

    /// Whether the third place may fit, the pair beginning at unit `at`.
    #[inline]
    fn may_fit(&self, units: &[Unit], at: usize) -> bool {
        let third = at.wrapping_add_signed(self.third.into());
        units.get(third).is_some_and(|unit| self.sounds & bit(unit.sound) != 0)
    }
}

/// The bit of a sound; sounds share bits.
#[inline]
fn bit(sound: Sound) -> u64 {
    1 << (sound.index().wrapping_mul(0x9e37) >> 7 & 63)
}

impl Index {
    /// Of `phrases`; the pairs of words of daily life (`everyday`) are avoided.
    pub(super) fn new(phrases: Vec<Phrase>, everyday: &[String]) -> Self {
        let daily = Daily::new(everyday);
        // Those of two places first.
        let mut keyed: Vec<(u32, bool, u32, u8)> = Vec::new();
        for (number, phrase) in phrases.iter().enumerate() {
            let long = phrase.places.len() > 2;
            let cost = |at: &usize| daily.cost(phrase.places[*at].sound, phrase.places[at + 1].sound);
            let at = (0..phrase.places.len() - 1).min_by_key(cost).unwrap_or(0);
            // Under a second pair that is rare enough it is found where a place of the first was altered.
            let others = (0..phrase.places.len() - 1).filter(|other| *other != at && cost(other) < RARE);
            let second = others.min_by_key(|other| (other.abs_diff(at) == 1, cost(other)));
            let pairs = pairs_of(phrase, at, second).into_iter();
            keyed.extend(pairs.map(|pair| (pair as u32, long, number as u32, at as u8)));
            keyed.extend(second.map(|at| {
                let (one, other) = (phrase.places[at].sound, phrase.places[at + 1].sound);
                (pair(one, other) as u32, long, number as u32, at as u8)
            }));
        }
        keyed.sort_unstable();
        keyed.dedup();
        let mut index = Self {
            phrases,
            pairs: vec![0; SOUNDS_END * SOUNDS_END / 64],
            before: Vec::new(),
            starts: Vec::new(),
            entries: Vec::with_capacity(keyed.len()),
            beside: Vec::new(),
        };
        let mut last = None;
        for (pair, _, number, at) in keyed {
            let pair = pair as usize;
            if last != Some(pair) {
                index.pairs[pair / 64] |= 1 << (pair % 64);
                index.starts.push(index.entries.len() as u32);
                index.beside.push(Beside::default());
                last = Some(pair);
            }
            index.enter(number, at);
        }
        index.starts.push(index.entries.len() as u32);
        index.starts.shrink_to_fit();
        index.beside.shrink_to_fit();
        let mut sum = 0;
        for word in &index.pairs {
            index.before.push(sum);
            sum += word.count_ones();
        }
        index
    }

    /// Enters a phrase under the last pair, which begins at its place `at`.
    fn enter(&mut self, phrase: u32, at: u8) {
        let places = &self.phrases[phrase as usize].places;
        let entry = Entry::new(phrase, at, places);
        if let Some(beside) = self.beside.last_mut() {
            let third = usize::from(at).wrapping_add_signed(entry.third.into());
            let mark = |bits: &mut Bits| {
                places[third].sounds().for_each(|sound| bits[sound.index() & 1] |= bit(sound));
            };
            match entry.third {
                0 => beside.alone += 1,
                2 => mark(&mut beside.behind),
                _ => mark(&mut beside.before),
            }
        }
        self.entries.push(entry);
    }

    /// How many phrases there are.
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Adds each disguised phrase among `units`.
    pub(super) fn find(&self, normal: &str, units: &[Unit], everyday: &Everyday, out: &mut Vec<Unmasked>) {
        let mut left = Sound::NONE;
        for (at, unit) in units.iter().enumerate() {
            let pair = pair(left, unit.sound);
            left = unit.sound;
            if self.pairs[pair / 64] >> (pair % 64) & 1 != 0 {
                self.look_closer(pair, at - 1, normal, units, everyday, out);
            }
        }
    }

    /// Adds each phrase that is known under `pair`, which begins at unit `at`.
    #[inline(never)]
    fn look_closer(
        &self,
        pair: usize,
        at: usize,
        normal: &str,
        units: &[Unit],
        everyday: &Everyday,
        out: &mut Vec<Unmasked>,
    ) {
        let earlier = self.pairs[pair / 64] & ((1 << (pair % 64)) - 1);
        let rank = (self.before[pair / 64] + earlier.count_ones()) as usize;
        let beside = &self.beside[rank];
        let (mut first, mut last) = (self.starts[rank] as usize, self.starts[rank + 1] as usize);
        // Most pairs end here: nothing that may stand beside them does.
        if !holds(&beside.behind, units.get(at + 2)) && !holds(&beside.before, units.get(at.wrapping_sub(1))) {
            last = first + beside.alone as usize;
        }
        // A common word that is written as usual is nothing else.
        if beside.alone > 0
            && units[at..at + 2].iter().all(Unit::is_usual)
            && are_word(units[at].sign, units[at + 1].sign)
        {
            first += beside.alone as usize;
        }
        for entry in self.entries.get(first..last).unwrap_or_default() {
            // Most phrases fail here, before anything of them is read.
            if !entry.may_fit(units, at) {
                continue;
            }
            let phrase = &self.phrases[entry.phrase as usize];
            let Some(first) = at.checked_sub(entry.anchor.into()) else { continue };
            let candidate = compare(phrase, entry.anchor.into(), units, first);
            out.extend(candidate.and_then(|candidate| verdict(&candidate, normal, everyday)));
        }
    }
}

fn pair(one: Sound, other: Sound) -> usize {
    one.index() * SOUNDS_END + other.index()
}

/// A pair of sounds that talk holds more often is no second one.
const RARE: u64 = 1_000;

/// The sound pairs under which a phrase is known: its own, with another sound at either place, and two letters. A look-alike or a near sound
/// at a place that the `second` pair is without leaves that pair as it is.
fn pairs_of(phrase: &Phrase, at: usize, second: Option<usize>) -> Vec<usize> {
    let guessed = |place: usize| second.is_none_or(|second| place == second || place == second + 1);
    let (one, other) = (&phrase.places[at], &phrase.places[at + 1]);
    let (left, right) = (one.sound, other.sound);
    let mut pairs = vec![pair(left, right)];
    pairs.extend(one.sign_sounds().map(|sound| pair(sound, right)));
    pairs.extend(other.sign_sounds().map(|sound| pair(left, sound)));
    let near = phrase.by.and(phrase.doubtful_by).contains(Disguise::Homophone);
    let nearly = |place: &Place| near.then(|| SOUNDS.near(place.sound)).into_iter().flatten();
    if guessed(at) {
        pairs.extend(one.alike_sounds().chain(nearly(one)).map(|sound| pair(sound, right)));
    }
    if guessed(at + 1) {
        pairs.extend(other.alike_sounds().chain(nearly(other)).map(|sound| pair(left, sound)));
    }
    if let (Some(left), Some(right)) = (one.letter_sound(), other.letter_sound()) {
        pairs.push(pair(left, right));
    }
    pairs
}

/// Every place of the phrase beside the units from `first` on.
fn compare<'a>(phrase: &'a Phrase, anchor: usize, units: &'a [Unit], first: usize) -> Option<Candidate<'a>> {
    let length = phrase.places.len();
    let window = units.get(first..first + length)?;
    let mut ways = [Way::Same; LONGEST];
    let mut fits = |at: usize| phrase.places[at].way(&window[at]).map(|way| ways[at] = way).is_some();
    // The places beside the pair first: it is they that mostly differ.
    let fit =
        (0..length).rev().all(|at| at == anchor || at == anchor + 1 || fits(at)) && fits(anchor) && fits(anchor + 1);
    fit.then_some(Candidate { phrase, units, first, ways })
}

/// How often sounds stand in words of daily life.
struct Daily {
    sounds: Vec<u64>,
    pairs: HashMap<usize, u64>,
}

impl Daily {
    fn new(everyday: &[String]) -> Self {
        let mut daily = Self { sounds: vec![1; SOUNDS_END], pairs: HashMap::new() };
        let words: BTreeSet<&String> = everyday.iter().filter(|word| !word.is_ascii()).collect();
        for word in words.into_iter().filter(|word| word.chars().nth(1).is_some()) {
            let sounds: Vec<Sound> = word.chars().map(|c| SOUNDS.of(c)).collect();
            sounds.iter().for_each(|sound| daily.sounds[sound.index()] += 1);
            sounds.windows(2).for_each(|two| *daily.pairs.entry(pair(two[0], two[1])).or_default() += 1);
        }
        daily
    }

    /// How often two sounds are to be expected beside each other; a word that holds them weighs most.
    fn cost(&self, one: Sound, other: Sound) -> u64 {
        let by_chance = self.sounds[one.index()] * self.sounds[other.index()];
        by_chance + 1_000 * self.pairs.get(&pair(one, other)).copied().unwrap_or(0)
    }
}
