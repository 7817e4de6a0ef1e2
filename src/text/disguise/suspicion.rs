//! A look at raw texts before anything is normalised: where a phrase may be hidden. Most texts cost no more than this.
//!
//! Characters are read as sounds. A phrase of three places and more is known by three neighbouring ones, among them its pair in the index;
//! one of two by a character of its own beside the sound of the other. Letters, digits, stars and parts of characters are let through.

use super::STARS;
use super::guard::Everyday;
use super::kinds::Disguise;
use super::phrase::{Phrase, Place, most_near};
use super::sound::{SOUNDS, Sound};
use super::tables::Splits;
use crate::text::table::{Fate, TABLE, TABLE_END};
use std::collections::{HashMap, HashSet};

/// So many bits hold a sound.
const SOUND_BITS: u32 = 9;
/// What stands more often in a row is looked at in full.
const MOST_TIMES: u32 = 100;

/// What becomes of a character.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// It goes: it separates nothing that matters here.
    Dropped,
    /// Only the full look can tell.
    Unsure,
    /// It is heard.
    Heard(Heard),
}

/// A character as it is heard.
#[derive(Debug, Clone, Copy)]
struct Heard {
    /// Its normal form.
    sign: char,
    sound: u16,
    /// A number of its own where a phrase of two places or a word of daily life holds it, else 0; the upper bits say whether it may be the
    /// first or the second part of another character.
    number: u16,
}

const FIRST: u16 = 1 << 15;
const SECOND: u16 = 1 << 14;

impl Heard {
    /// Before anything is heard.
    const NOTHING: Self = Self { sign: '\0', sound: 0, number: 0 };

    fn number(self) -> u32 {
        u32::from(self.number & (SECOND - 1))
    }

    fn sound(self) -> u32 {
        self.sound.into()
    }
}

/// What a look at texts gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suspected {
    /// Nothing is hidden.
    Nothing,
    /// Something may be, but only where a pair begins at one of the places that were told.
    Places,
    /// Something may be anywhere.
    Anywhere,
}

/// What phrases may be known by.
pub(super) struct Suspicion {
    characters: Vec<Sign>,
    known: Known,
    /// Words of two characters of daily life, by their numbers: they explain each other.
    everyday: HashSet<u32>,
}

impl Suspicion {
    /// Of `phrases`, each with the place at which its pair in the index begins.
    pub(super) fn new<'p>(
        phrases: impl Iterator<Item = (&'p Phrase, usize)> + Clone,
        splits: &Splits,
        everyday: &Everyday,
    ) -> Self {
        let mut numbers: HashMap<char, u32> = HashMap::new();
        let two_places = phrases.clone().filter(|(phrase, _)| phrase.places.len() == 2);
        let words: Vec<&str> = everyday.words().filter(|word| word.chars().count() == 2).collect();
        let signs = two_places.flat_map(|(phrase, _)| &phrase.places).map(|place| place.sign);
        for sign in signs.chain(words.iter().flat_map(|word| word.chars())) {
            let next = numbers.len() as u32 + 1;
            numbers.entry(sign).or_insert(next.min(u32::from(SECOND) - 1));
        }
        let number = |sign: char| numbers[&sign];
        let pair_of = |word: &str| {
            let mut signs = word.chars().map(number);
            Some(signs.next()? << 14 | signs.next()?)
        };
        let keys: Vec<u64> = phrases.flat_map(|(phrase, at)| keys(phrase, at, &number)).collect();
        Self {
            characters: characters(&numbers, splits),
            known: Known::new(&keys),
            everyday: words.into_iter().filter_map(pair_of).collect(),
        }
    }

    /// Where something may be hidden in `texts`, which follow one another: numbers of units are added to `places`, in order.
    pub(super) fn look<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        splits: &Splits,
        places: &mut Vec<u32>,
    ) -> Suspected {
        let (mut first, mut second) = (Heard::NOTHING, Heard::NOTHING);
        let (mut units, mut times) = (0_u32, 0);
        for sign in texts.flat_map(str::chars) {
            let this = match self.characters.get(sign as usize) {
                Some(Sign::Heard(heard)) => *heard,
                Some(Sign::Dropped) => continue,
                Some(Sign::Unsure) | None => return Suspected::Anywhere,
            };
            // What stands several times in a row is one unit.
            if this.sign == second.sign {
                times += 1;
                if times > MOST_TIMES {
                    return Suspected::Anywhere;
                }
                continue;
            }
            if units > 1 && self.known.contains(three(first.sound(), second.sound(), this.sound())) {
                // What was told last may be the first of them.
                let first = if places.last() == Some(&(units - 2)) { units - 1 } else { units - 2 };
                places.extend(first..units);
            } else if units > 0 && self.is_two(second, this) {
                places.push(units - 1);
            }
            if second.number & FIRST != 0 && this.number & SECOND != 0 && splits.may_be_parts(second.sign, this.sign) {
                return Suspected::Anywhere;
            }
            units += 1;
            (first, second, times) = (second, this, 1);
        }
        if places.is_empty() { Suspected::Nothing } else { Suspected::Places }
    }

    /// Whether one is a character of a phrase, and the other sounds like what stands beside it there.
    #[inline]
    fn is_two(&self, one: Heard, other: Heard) -> bool {
        let known = one.number() != 0 && self.known.contains(then(one.number(), other.sound()))
            || other.number() != 0 && self.known.contains(before(one.sound(), other.number()));
        known && !self.everyday.contains(&(one.number() << 14 | other.number()))
    }
}

/// The key of three sounds.
#[inline]
fn three(one: u32, two: u32, three: u32) -> u64 {
    u64::from(one) << 18 | u64::from(two) << 9 | u64::from(three)
}

/// The key of a character and the sound behind it.
#[inline]
fn then(number: u32, sound: u32) -> u64 {
    1 << 40 | u64::from(number) << SOUND_BITS | u64::from(sound)
}

/// The key of a sound and the character behind it.
#[inline]
fn before(sound: u32, number: u32) -> u64 {
    2 << 40 | u64::from(number) << SOUND_BITS | u64::from(sound)
}

/// Everything by which a phrase may be known whose pair in the index begins at `at`.
fn keys(phrase: &Phrase, at: usize, number: &impl Fn(char) -> u32) -> Vec<u64> {
    let places = &phrase.places;
    let near = phrase.by.contains(Disguise::Homophone);
    let mut keys = Vec::new();
    if let [one, other] = &places[..] {
        keys.extend(heard(other, near).map(|(sound, _)| then(number(one.sign), sound)));
        keys.extend(heard(one, near).map(|(sound, _)| before(sound, number(other.sign))));
        return keys;
    }
    let first = if at + 2 < places.len() { at } else { at - 1 };
    for (one, one_near) in heard(&places[first], near) {
        for (two, two_near) in heard(&places[first + 1], near) {
            for (other, other_near) in heard(&places[first + 2], near) {
                if one_near + two_near + other_near <= most_near(places.len()) {
                    keys.push(three(one, two, other));
                }
            }
        }
    }
    keys
}

/// The sounds of the characters that may stand at a place, and 1 for those that are only near.
fn heard(place: &Place, near: bool) -> impl Iterator<Item = (u32, usize)> {
    let of = |sound: Sound| sound.index() as u32;
    let near = SOUNDS.near(place.sound).filter(move |_| near).map(move |sound| (of(sound), 1));
    std::iter::once(place.sound).chain(place.alike_sounds()).map(move |sound| (of(sound), 0)).chain(near)
}

/// What becomes of every character.
fn characters(numbers: &HashMap<char, u32>, splits: &Splits) -> Vec<Sign> {
    let (firsts, seconds): (HashSet<char>, HashSet<char>) = (splits.firsts().collect(), splits.seconds().collect());
    let of = |character: char| match TABLE.fate(character) {
        _ if STARS.contains(&character) => Sign::Unsure,
        Fate::Dropped(_) => Sign::Dropped,
        Fate::Becomes(sign) if ('\u{2e80}'..='\u{9fff}').contains(&sign) => {
            let part = |parts: &HashSet<char>, flag: u16| if parts.contains(&sign) { flag } else { 0 };
            let number = numbers.get(&sign).copied().unwrap_or(0) as u16;
            Sign::Heard(Heard {
                sign,
                sound: SOUNDS.of(sign).index() as u16,
                number: number | part(&firsts, FIRST) | part(&seconds, SECOND),
            })
        }
        _ => Sign::Unsure,
    };
    (0..TABLE_END).map(|code| char::from_u32(code).map_or(Sign::Dropped, of)).collect()
}

/// A set of keys that holds a few more than were put in: two bits of one word stand for each.
struct Known {
    words: Vec<u64>,
    shift: u32,
}

impl Known {
    fn new(keys: &[u64]) -> Self {
        let words = (keys.len() / 4).next_power_of_two().max(64);
        let mut known = Self { words: vec![0; words], shift: 64 - words.ilog2() };
        for key in keys {
            let (word, bits) = known.place(*key);
            known.words[word] |= bits;
        }
        known
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> self.shift) as usize, 1 << (hash >> 8 & 63) | 1 << (hash >> 20 & 63))
    }

    #[inline]
    fn contains(&self, key: u64) -> bool {
        let (word, bits) = self.place(key);
        self.words[word] & bits == bits
    }
}
