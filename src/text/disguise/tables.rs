//! Characters that look alike, and characters taken apart: facts of the script, as data.

use super::Hidden;
use super::guard::Everyday;
use super::sound::SOUNDS;
use super::units::{Kind, Unit};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Each character with those that look like it.
static ALIKE: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut alike: HashMap<char, Vec<char>> = HashMap::new();
    for (character, others) in pairs(include_str!("lookalike.txt")) {
        alike.entry(character).or_default().extend(others.chars().filter(|c| !c.is_whitespace()));
    }
    alike
});

/// The characters that look like `character`.
pub(super) fn alike(character: char) -> &'static [char] {
    ALIKE.get(&character).map_or(&[], Vec::as_slice)
}

/// The commonest words of two characters.
static WORDS: LazyLock<HashSet<(char, char)>> = LazyLock::new(|| {
    let of = |(first, seconds): (char, &'static str)| seconds.chars().map(move |second| (first, second));
    pairs(include_str!("words.txt")).flat_map(of).collect()
});

/// Whether two characters are a common word.
pub(super) fn are_word(first: char, second: char) -> bool {
    WORDS.contains(&(first, second))
}

/// Letters of other scripts by the Latin letter that they look like.
static LATIN_LOOKS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let of = |(letter, others): (char, &'static str)| others.chars().map(move |other| (other, letter));
    pairs(include_str!("latin.txt")).flat_map(of).collect()
});

/// The Latin letter that a letter of another script looks like.
pub(super) fn latin_look(character: char) -> Option<char> {
    if character.is_ascii() || ('\u{2e80}'..='\u{9fff}').contains(&character) {
        return None;
    }
    LATIN_LOOKS.get(&character).copied()
}

/// The letter that a digit looks like.
pub(super) fn letter_of_digit(digit: char) -> Option<char> {
    Some(match digit {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        _ => return None,
    })
}

/// Lines `character rest`, blank ones and comments apart.
fn pairs(text: &'static str) -> impl Iterator<Item = (char, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (character, rest) = line.split_once(' ')?;
        Some((character.chars().next()?, rest))
    })
}

/// The characters of some phrases, by the parts that they are taken apart into.
#[derive(Debug, Default)]
pub(super) struct Splits {
    firsts: HashSet<char>,
    seconds: HashSet<char>,
    /// A bit for each two parts, and for few others.
    filter: Vec<u64>,
    by_parts: HashMap<(char, char), Vec<Whole>>,
}

const FILTER_BITS: usize = 1 << 15;

fn filter_bit(first: char, second: char) -> usize {
    ((first as u32).wrapping_mul(0x9e5) ^ second as u32) as usize % FILTER_BITS
}

/// A character and its parts, each with how many times it stands there in a row.
#[derive(Debug)]
struct Whole {
    character: char,
    parts: Vec<(char, u8)>,
}

impl Whole {
    fn new(character: char, way: &str) -> Self {
        let mut parts: Vec<(char, u8)> = Vec::new();
        for part in way.chars() {
            match parts.last_mut() {
                Some((last, times)) if *last == part => *times += 1,
                _ => parts.push((part, 1)),
            }
        }
        Self { character, parts }
    }

    /// Whether `units` begin with the parts; the first and the last may stand there more often.
    fn fits(&self, units: &[Unit]) -> bool {
        let last = self.parts.len() - 1;
        units.len() > last
            && self.parts.iter().zip(units).enumerate().all(|(at, ((part, times), unit))| {
                let edge = at == 0 || at == last;
                unit.kind == Kind::Character
                    && unit.sign == *part
                    && (unit.times == *times || edge && unit.times > *times)
            })
    }
}

impl Splits {
    /// How the characters of `phrases` come apart, but for parts that are words of daily life side by side.
    pub(super) fn of<'a>(phrases: impl Iterator<Item = &'a Hidden>, everyday: &Everyday) -> Self {
        let wanted: HashSet<char> = phrases.flat_map(|phrase| phrase.text.chars()).collect();
        let mut splits = Self { filter: vec![0; FILTER_BITS / 64], ..Self::default() };
        let known = pairs(include_str!("split.txt")).filter(|(character, _)| wanted.contains(character));
        for (character, ways) in known {
            for way in ways.split(' ').filter(|way| !everyday.is_word(way)) {
                let mut parts = way.chars();
                if let (Some(first), Some(second)) = (parts.next(), parts.next()) {
                    splits.firsts.insert(first);
                    splits.seconds.insert(second);
                    let bit = filter_bit(first, second);
                    splits.filter[bit / 64] |= 1 << (bit % 64);
                    splits.by_parts.entry((first, second)).or_default().push(Whole::new(character, way));
                }
            }
        }
        splits
            .by_parts
            .values_mut()
            .for_each(|wholes| wholes.sort_by_key(|whole| std::cmp::Reverse(whole.parts.len())));
        splits
    }

    /// The first parts.
    pub(super) fn firsts(&self) -> impl Iterator<Item = char> {
        self.firsts.iter().copied()
    }

    /// The second parts.
    pub(super) fn seconds(&self) -> impl Iterator<Item = char> {
        self.seconds.iter().copied()
    }

    /// Whether `first` and `second` may be parts of one character; now and then wrongly so.
    pub(super) fn may_be_parts(&self, first: char, second: char) -> bool {
        let bit = filter_bit(first, second);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// Puts parts together again; whether there were any.
    pub(super) fn merge(&self, units: &[Unit], merged: &mut Vec<Unit>) -> bool {
        merged.clear();
        let mut rest = units;
        while let Some((unit, behind)) = rest.split_first() {
            if let Some(whole) = self.whole_at(rest) {
                let (parts, behind) = rest.split_at(whole.parts.len());
                push_whole(whole, parts, merged);
                rest = behind;
            } else {
                merged.push(*unit);
                rest = behind;
            }
        }
        merged.iter().any(|unit| unit.kind == Kind::Merged)
    }

    fn whole_at(&self, units: &[Unit]) -> Option<&Whole> {
        let first = units.first()?;
        let second = if first.times > 1 { first.sign } else { units.get(1)?.sign };
        if !self.may_be_parts(first.sign, second) {
            return None;
        }
        self.by_parts.get(&(first.sign, second))?.iter().find(|whole| whole.fits(units))
    }
}

/// The character instead of its parts, and what of the first and last part is too much.
fn push_whole(whole: &Whole, units: &[Unit], merged: &mut Vec<Unit>) {
    let last = units.len() - 1;
    let (before, first) = units[0].parted(units[0].times - whole.parts[0].1);
    let (end, after) = if last == 0 {
        (first.end(), None)
    } else {
        let (kept, after) = units[last].parted(whole.parts[last].1);
        (kept.map_or(first.end(), |kept| kept.end()), Some(after))
    };
    let length = (end - first.start) as u16;
    let sound = SOUNDS.of(whole.character);
    merged.extend(before);
    merged.push(Unit { length, sign: whole.character, sound, kind: Kind::Merged, times: 1, ..first });
    merged.extend(after.filter(|after| after.times > 0));
}
