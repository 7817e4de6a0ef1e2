//! A text as units: characters, spelt syllables, digits and letters, each with its sound and its place.

use super::sound::{SOUNDS, Sound, of_digit, of_letter};
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
    /// Something that belongs to no phrase.
    Other,
}

/// One unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// First byte in the normal form.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The character; of a syllable, its first letter.
    pub sign: char,
    pub sound: Sound,
    pub kind: Kind,
    /// How many times it stands there in a row.
    pub times: u8,
}

/// What a text holds besides characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// A character that may be the first part of another.
    pub part: bool,
    /// Latin letters.
    pub latin: bool,
}

/// More letters in a row than this are no spelling.
const LONGEST_SPELLING: usize = 24;
/// More letters in a row than this are not one sign each.
const LONGEST_LETTERS: usize = 4;
/// More digits in a row than this are an amount, not signs.
const LONGEST_DIGITS: usize = 3;

/// Reads texts into units.
pub(super) struct Reader {
    parts: Vec<bool>,
}

impl Reader {
    pub(super) fn new(splits: &Splits) -> Self {
        let mut parts = vec![false; 0x1_0000];
        splits.first_parts().for_each(|part| {
            if let Some(known) = parts.get_mut(part as usize) {
                *known = true;
            }
        });
        Self { parts }
    }

    /// The units of `normal`; what stands several times in a row is one unit.
    pub(super) fn read(&self, normal: &str, units: &mut Vec<Unit>) -> Seen {
        units.clear();
        let sounds = &*SOUNDS;
        let mut seen = Seen::default();
        let bytes = normal.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii() {
                let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                seen.latin |= latin(&normal[at..at + length], at as u32, units);
                at += length.max(1);
                continue;
            }
            let Some(sign) = normal[at..].chars().next() else { break };
            let (start, end) = (at as u32, (at + sign.len_utf8()) as u32);
            at = end as usize;
            seen.part |= self.parts.get(sign as usize).copied().unwrap_or(false);
            match units.last_mut() {
                Some(last) if last.sign == sign && last.kind == Kind::Character => {
                    last.times = last.times.saturating_add(1);
                    last.end = end;
                }
                _ => units.push(Unit { start, end, sign, sound: sounds.of(sign), kind: Kind::Character, times: 1 }),
            }
        }
        seen
    }
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
    let mut push = |from: u32, to: u32, digit: u8, sound: Sound, kind: Kind| {
        units.push(Unit { start: start + from, end: start + to, sign: char::from(digit), sound, kind, times: 1 });
    };
    match digits.len() {
        // Side by side they look like a B.
        2 if digits == "13" => push(0, 2, b'b', of_letter(b'b'), Kind::Letter),
        1..=LONGEST_DIGITS => {
            for (place, digit) in digits.bytes().enumerate() {
                push(place as u32, place as u32 + 1, digit, of_digit(digit), Kind::Digit);
            }
        }
        length => push(0, length as u32, b'0', Sound::default(), Kind::Other),
    }
}

fn push_letters(letters: &str, start: u32, units: &mut Vec<Unit>) {
    let mut push = |from: usize, to: usize, sound: Sound, kind: Kind| {
        let sign = char::from(letters.as_bytes()[from]);
        units.push(Unit { start: start + from as u32, end: start + to as u32, sign, sound, kind, times: 1 });
    };
    let mut syllables = Vec::new();
    if letters.len() > 1 && letters.len() <= LONGEST_SPELLING && SOUNDS.cut(letters, &mut syllables) {
        let mut from = 0;
        for (length, sound) in syllables {
            push(from, from + length, sound, Kind::Spelt);
            from += length;
        }
    } else if letters.len() <= LONGEST_LETTERS {
        for (place, letter) in letters.bytes().enumerate() {
            push(place, place + 1, of_letter(letter), Kind::Letter);
        }
    } else {
        push(0, letters.len(), Sound::default(), Kind::Other);
    }
}
