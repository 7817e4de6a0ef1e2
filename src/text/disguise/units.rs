//! A text as units: characters, spelt syllables, digits and letters, each with its sound and its place.

use super::sound::{SOUNDS, Sound};
use super::tables::Splits;

/// What a unit is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A character.
    Character,
    /// A character whose parts were written side by side.
    Merged,
    /// A syllable in Latin letters.
    Spelt,
    /// One digit.
    Digit,
    /// One letter.
    Letter,
    /// A sign that the normal form drops, between two characters.
    Dropped,
    /// Something that belongs to no phrase.
    Other,
}

impl Kind {
    /// Whether it is written in Latin letters or digits.
    pub(super) fn is_latin(self) -> bool {
        matches!(self, Self::Spelt | Self::Digit | Self::Letter | Self::Other)
    }
}

/// One unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// First byte in the normal form.
    pub start: u32,
    /// The character; of a syllable, its first letter.
    pub sign: char,
    /// Bytes in the normal form.
    pub length: u16,
    pub sound: Sound,
    pub kind: Kind,
    /// How many times it stands there in a row.
    pub times: u8,
}

impl Unit {
    /// Whether it is a character that stands there once.
    pub(super) fn is_usual(&self) -> bool {
        self.kind == Kind::Character && self.times == 1
    }

    /// One past its last byte.
    pub(super) fn end(&self) -> u32 {
        self.start + u32::from(self.length)
    }

    /// The first `times` of it, if any, and the rest.
    pub(super) fn parted(&self, times: u8) -> (Option<Self>, Self) {
        let length = self.length / u16::from(self.times.max(1)) * u16::from(times);
        let head = Self { times, length, ..*self };
        let tail = Self { start: head.end(), times: self.times - times, length: self.length - length, ..*self };
        ((times > 0).then_some(head), tail)
    }
}

/// What a text holds besides characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Two characters that may be parts of one.
    pub parts: bool,
    /// Latin letters.
    pub latin: bool,
}

/// More letters in a row than this are no spelling.
const LONGEST_SPELLING: usize = 24;
/// More letters in a row than this are not one sign each.
const LONGEST_LETTERS: usize = 4;
/// More digits in a row than this are an amount, not signs.
const LONGEST_DIGITS: usize = 3;

/// What is repeated more often is more than one unit.
const MOST_TIMES: u8 = 200;

/// Characters from here on have neither a reading nor parts.
const TABLE_END: u32 = 0xa000;

/// What is known of a character.
#[derive(Debug, Clone, Copy)]
struct Character {
    sound: Sound,
    /// It may be the first part of another.
    first: bool,
    /// It may be the second.
    second: bool,
}

impl Default for Character {
    fn default() -> Self {
        Self { sound: Sound::READINGLESS, first: false, second: false }
    }
}

/// Reads texts into units.
pub(super) struct Reader {
    characters: Vec<Character>,
}

impl Reader {
    pub(super) fn new(splits: &Splits) -> Self {
        let of = |code: u32| Character {
            sound: char::from_u32(code).map_or(Sound::READINGLESS, |c| SOUNDS.of(c)),
            ..Character::default()
        };
        let mut characters: Vec<Character> = (0..TABLE_END).map(of).collect();
        let mut mark = |part: char, as_a_part: fn(&mut Character)| {
            if let Some(character) = characters.get_mut(part as usize) {
                as_a_part(character);
            }
        };
        splits.firsts().for_each(|part| mark(part, |character| character.first = true));
        splits.seconds().for_each(|part| mark(part, |character| character.second = true));
        Self { characters }
    }

    /// The units of `normal`; what stands several times in a row is one unit.
    pub(super) fn read(&self, normal: &str, splits: &Splits, units: &mut Vec<Unit>) -> Seen {
        units.clear();
        units.reserve(normal.len() / 3 + 1);
        let mut seen = Seen::default();
        let (mut last, mut may_go_on) = ('\0', false);
        let mut rest = normal.char_indices();
        let mut offset = 0;
        while let Some((at, sign)) = rest.next() {
            let at = at + offset;
            if sign.is_ascii() {
                let length = normal.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                seen.latin |= latin(&normal[at..at + length], at as u32, units);
                offset = at + length.max(1);
                rest = normal[offset..].char_indices();
                (last, may_go_on) = ('\0', false);
                continue;
            }
            let length = sign.len_utf8() as u16;
            let Character { sound, first, second } = self.character(sign);
            seen.parts |= may_go_on && second && splits.may_be_parts(last, sign);
            if sign == last && again(units, length) {
                continue;
            }
            (last, may_go_on) = (sign, first);
            units.push(Unit { start: at as u32, sign, length, sound, kind: Kind::Character, times: 1 });
        }
        seen
    }

    #[inline]
    fn character(&self, sign: char) -> Character {
        self.characters.get(sign as usize).copied().unwrap_or_default()
    }
}

/// Counts the last unit once more, if it may be.
fn again(units: &mut [Unit], length: u16) -> bool {
    let Some(last) = units.last_mut().filter(|last| last.times < MOST_TIMES) else { return false };
    last.times += 1;
    last.length += length;
    true
}

/// The units of letters and digits in a row; whether there are letters.
fn latin(run: &str, start: u32, units: &mut Vec<Unit>) -> bool {
    let mut letters = false;
    let mut at = 0;
    while at < run.len() {
        let digits = run.as_bytes()[at].is_ascii_digit();
        let length = run.bytes().skip(at).take_while(|byte| byte.is_ascii_digit() == digits).count();
        let part = &run[at..at + length];
        let from = start + at as u32;
        if digits {
            push_digits(part, from, units);
        } else {
            letters = true;
            push_letters(part, from, units);
        }
        at += length;
    }
    letters
}

fn push_digits(digits: &str, start: u32, units: &mut Vec<Unit>) {
    let mut push = |from: usize, length: usize, digit: u8, sound: Sound, kind: Kind| {
        units.push(unit(start + from as u32, length, char::from(digit), sound, kind));
    };
    match digits.len() {
        // Side by side they look like a B.
        2 if digits == "13" => push(0, 2, b'b', Sound::of_letter(b'b'), Kind::Letter),
        1..=LONGEST_DIGITS => {
            for (place, digit) in digits.bytes().enumerate() {
                push(place, 1, digit, Sound::of_digit(digit), Kind::Digit);
            }
        }
        length => push(0, length, b'0', Sound::NONE, Kind::Other),
    }
}

fn push_letters(letters: &str, start: u32, units: &mut Vec<Unit>) {
    let mut push = |from: usize, length: usize, sound: Sound, kind: Kind| {
        let sign = char::from(letters.as_bytes()[from]);
        units.push(unit(start + from as u32, length, sign, sound, kind));
    };
    let mut syllables = Vec::new();
    if letters.len() > 1 && letters.len() <= LONGEST_SPELLING && SOUNDS.cut(letters, &mut syllables) {
        let mut from = 0;
        for (length, sound) in syllables {
            push(from, length, sound, Kind::Spelt);
            from += length;
        }
    } else if letters.len() <= LONGEST_LETTERS {
        for (place, letter) in letters.bytes().enumerate() {
            push(place, 1, Sound::of_letter(letter), Kind::Letter);
        }
    } else {
        push(0, letters.len(), Sound::NONE, Kind::Other);
    }
}

/// A dropped sign before the byte `start`.
pub(super) fn dropped(start: u32) -> Unit {
    unit(start, 0, '*', Sound::DROPPED, Kind::Dropped)
}

fn unit(start: u32, length: usize, sign: char, sound: Sound, kind: Kind) -> Unit {
    Unit { start, sign, length: u16::try_from(length).unwrap_or(u16::MAX), sound, kind, times: 1 }
}
