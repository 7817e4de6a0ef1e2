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
    laters: HashSet<char>,
    /// A bit for each two parts, and for few others.
    filter: Vec<u64>,
    by_parts: HashMap<(char, char), Vec<Whole>>,
}

const FILTER_BITS: usize = 1 << 15;

fn filter_bit(first: char, second: char) -> usize {
    ((first as u32).wrapping_mul(0x9e5) ^ second as u32) as usize % FILTER_BITS
}

/// A character and its parts from the third on.
#[derive(Debug)]
struct Whole {
    character: char,
    further: Vec<char>,
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
                    let whole = Whole { character, further: parts.collect() };
                    splits.firsts.insert(first);
                    splits.laters.insert(second);
                    let bit = filter_bit(first, second);
                    splits.filter[bit / 64] |= 1 << (bit % 64);
                    splits.by_parts.entry((first, second)).or_default().push(whole);
                }
            }
        }
        splits
            .by_parts
            .values_mut()
            .for_each(|wholes| wholes.sort_by_key(|whole| std::cmp::Reverse(whole.further.len())));
        splits
    }

    /// Whether `character` may be the first part of another, and whether it may be the second.
    pub(super) fn part(&self, character: char) -> (bool, bool) {
        (self.firsts.contains(&character), self.laters.contains(&character))
    }

    /// Whether `first` and `second` may be parts of one character; now and then wrongly so.
    pub(super) fn may_be_parts(&self, first: char, second: char) -> bool {
        let bit = filter_bit(first, second);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// Puts parts together again; whether there were any.
    pub(super) fn merge(&self, units: &[Unit], merged: &mut Vec<Unit>) -> bool {
        merged.clear();
        let mut any = false;
        let mut at = 0;
        while at < units.len() {
            let (unit, used) = self.whole_at(&units[at..]).map_or((units[at], 1), |found| {
                any = true;
                found
            });
            merged.push(unit);
            at += used;
        }
        any
    }

    fn whole_at(&self, units: &[Unit]) -> Option<(Unit, usize)> {
        let [first, second, ..] = units else { return None };
        let fits = |unit: &Unit, part: char| unit.sign == part && unit.times == 1 && unit.kind == Kind::Character;
        if first.times > 1 || second.times > 1 || !self.may_be_parts(first.sign, second.sign) {
            return None;
        }
        let wholes = self.by_parts.get(&(first.sign, second.sign))?;
        let whole = wholes.iter().find(|whole| {
            let rest = units.get(2..2 + whole.further.len());
            rest.is_some_and(|rest| rest.iter().zip(&whole.further).all(|(unit, part)| fits(unit, *part)))
        })?;
        let used = 2 + whole.further.len();
        let sound = SOUNDS.of(whole.character);
        let length = units[..used].iter().map(|unit| unit.length).sum();
        Some((Unit { length, sign: whole.character, sound, kind: Kind::Merged, ..*first }, used))
    }
}
