//! Where in a text numbers may stand: a fast look before anything is taken apart.

use super::character_set::CharacterSet;
use super::digits::digit;
use super::number_words::is_said;
use std::sync::LazyLock;

/// A part of a text that may hold numbers.
pub(super) struct Stretch {
    pub bytes: std::ops::Range<usize>,
    /// Its first character.
    pub place: u32,
}

/// Where enough digits stand with nothing but what may stand between them: a look at each character, before anything is taken apart.
/// Each stretch has a few characters before it, which say what number it is.
pub(super) fn stretches(text: &str) -> Vec<Stretch> {
    // Repetition (`四个八`) makes more signs than it has digits.
    const ENOUGH: u32 = 7;
    const BEFORE: usize = 8;
    let (breaks, digits) = (&*BREAKS, &*DIGITS);
    let mut found: Vec<Stretch> = Vec::new();
    // Most texts hold too few: counting them all takes a third of the time of looking where they stand.
    if digits.count(text) < ENOUGH {
        return found;
    }
    let mut count = 0;
    let mut begins = (0, 0);
    for (place, (byte, character)) in text.char_indices().chain([(text.len(), '\n')]).enumerate() {
        if breaks.contains(character) {
            if count >= ENOUGH {
                let back = text[..begins.0].char_indices().rev().take(BEFORE);
                let (characters, start) = back.fold((0, begins.0), |(count, _), (byte, _)| (count + 1, byte));
                let end = byte + if byte < text.len() { character.len_utf8() } else { 0 };
                found.push(Stretch { bytes: start..end, place: begins.1 - characters });
            }
            count = 0;
            begins = (byte + character.len_utf8(), place as u32 + 1);
        } else {
            count += u32::from(digits.contains(character));
        }
    }
    found
}

/// Digits in any form.
static DIGITS: LazyLock<CharacterSet> = LazyLock::new(|| CharacterSet::new(|c| digit(c).is_some() || c == '○'));
/// What is no digit and no letter, and in no word that may stand between digits.
static BREAKS: LazyLock<CharacterSet> = LazyLock::new(|| {
    CharacterSet::new(|c| {
        c == '\n'
            || c.is_alphanumeric() && !c.is_ascii() && digit(c).is_none() && !is_said(c) && !"年月日号十".contains(c)
    })
});
