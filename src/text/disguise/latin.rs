//! Latin words: phrases by their initials or spelt out in one word, and Latin phrases with look-alikes, digits, stretched or apart.

use super::guard::Everyday;
use super::kinds::{Disguise, Disguises};
use super::sound::SOUNDS;
use super::tables::{latin_look, letter_of_digit};
use super::{Hidden, PatternId, Unmasked};
use std::collections::HashMap;
use std::iter::Peekable;
use std::str::CharIndices;

/// Latin words by what they stand for.
#[derive(Default)]
pub(super) struct LatinWords {
    /// Initials and spellings of phrases.
    short: HashMap<String, Vec<(PatternId, Disguise)>>,
    /// Latin phrases, repeated letters once.
    words: HashMap<String, Vec<(PatternId, Disguises, String)>>,
}

/// Initials of shorter phrases stand for too much else.
const FEWEST_INITIALS: usize = 3;
/// Shorter Latin phrases are too easily come by with digits in them.
const SHORTEST_WITH_DIGITS: usize = 4;
/// No phrase is longer.
const LONGEST: usize = 64;

impl LatinWords {
    pub(super) fn new(phrases: &[Hidden], everyday: &Everyday) -> Self {
        let mut words = Self::default();
        for phrase in phrases {
            if phrase.text.bytes().all(|byte| byte.is_ascii_lowercase()) {
                let entry = (phrase.pattern, phrase.by, phrase.text.clone());
                words.words.entry(once_each(&phrase.text)).or_default().push(entry);
                continue;
            }
            let Some(spelt) = phrase.text.chars().map(spelling).collect::<Option<Vec<&str>>>() else { continue };
            let mut add = |letters: String, disguise: Disguise| {
                if phrase.by.contains(disguise) && !everyday.is_word(&letters) {
                    words.short.entry(letters).or_default().push((phrase.pattern, disguise));
                }
            };
            if spelt.len() >= FEWEST_INITIALS {
                add(spelt.iter().map(|syllable| &syllable[..1]).collect(), Disguise::Initials);
            }
            if spelt.len() > 1 {
                add(spelt.concat(), Disguise::Pinyin);
                if spelt.iter().any(|syllable| syllable.contains('v')) {
                    add(spelt.concat().replace('v', "u"), Disguise::Pinyin);
                }
            }
        }
        words
    }

    pub(super) fn is_empty(&self) -> bool {
        self.short.is_empty() && self.words.is_empty()
    }

    /// Adds every Latin word of `normal` that stands for a phrase.
    pub(super) fn find(&self, normal: &str, out: &mut Vec<Unmasked>) {
        let mut before: Option<Word> = None;
        let mut rest = normal.char_indices().peekable();
        while let Some(word) = next_word(&mut rest) {
            match &mut before {
                Some(letters) if letters.goes_on(&word) => letters.append(word),
                _ => {
                    if let Some(word) = before.replace(word) {
                        self.look_up(&word, out);
                    }
                }
            }
        }
        if let Some(word) = before {
            self.look_up(&word, out);
        }
    }

    fn look_up(&self, word: &Word, out: &mut Vec<Unmasked>) {
        if word.letters.len() < 2 || word.letters.len() > LONGEST {
            return;
        }
        let mut add = |pattern, disguise| {
            let (start, end) = (word.start, word.end);
            let other = (start as u32, end as u32);
            out.push(Unmasked { start, end, pattern, doubtful: false, addressed: false, disguise, other });
        };
        let found = |letters: &str| self.short.get(letters).into_iter().flatten();
        if !word.digits && !word.alike {
            found(&word.letters).for_each(|(pattern, disguise)| add(*pattern, *disguise));
        }
        for (pattern, by, text) in self.words.get(&once_each(&word.letters)).into_iter().flatten() {
            let mut used = Disguises::default();
            let mut mark = |is: bool, disguise| {
                if is {
                    used.insert(disguise)
                }
            };
            mark(word.letters != *text, Disguise::Stretched);
            mark(word.apart, Disguise::Split);
            mark(word.alike, Disguise::LookAlike);
            mark(word.digits, Disguise::Signs);
            let long = text.len() >= SHORTEST_WITH_DIGITS || !word.digits;
            if let Some(disguise) =
                used.iter().last().filter(|_| long && by.covers(used) && stretches(text, &word.letters))
            {
                add(*pattern, disguise);
            }
        }
    }
}

/// Letters in a row, or single letters with spaces between them.
#[derive(Default)]
struct Word {
    letters: String,
    start: usize,
    end: usize,
    /// With characters that look like letters.
    alike: bool,
    /// With digits for letters.
    digits: bool,
    /// With spaces between the letters.
    apart: bool,
}

impl Word {
    /// Whether `next` is one more single letter behind a space.
    fn goes_on(&self, next: &Self) -> bool {
        (self.apart || self.letters.len() == 1) && next.letters.len() == 1 && next.start == self.end + 1
    }

    fn append(&mut self, next: Self) {
        self.letters.push_str(&next.letters);
        self.end = next.end;
        self.alike |= next.alike;
        self.digits |= next.digits;
        self.apart = true;
    }
}

/// The next letters and digits in a row.
fn next_word(rest: &mut Peekable<CharIndices<'_>>) -> Option<Word> {
    let mut word = Word::default();
    while let Some(&(at, character)) = rest.peek() {
        let alike = latin_look(character);
        let plain = character.is_ascii_alphanumeric().then_some(character);
        match alike.or_else(|| letter_of_digit(character)).or(plain) {
            None if !word.letters.is_empty() => break,
            None => _ = rest.next(),
            Some(letter) => {
                if word.letters.is_empty() {
                    word.start = at;
                }
                word.letters.push(letter);
                word.end = at + character.len_utf8();
                word.alike |= alike.is_some();
                word.digits |= character.is_ascii_digit();
                rest.next();
            }
        }
    }
    (!word.letters.is_empty()).then_some(word)
}

fn spelling(character: char) -> Option<&'static str> {
    Some(SOUNDS.spelling(SOUNDS.of(character))).filter(|spelling| !spelling.is_empty())
}

/// Repeated letters once.
fn once_each(letters: &str) -> String {
    let mut once = String::with_capacity(letters.len());
    letters.chars().for_each(|letter| {
        if !once.ends_with(letter) {
            once.push(letter);
        }
    });
    once
}

/// Whether `written` is `text` with letters repeated.
fn stretches(text: &str, written: &str) -> bool {
    let runs = |text: &str| -> Vec<usize> { text.as_bytes().chunk_by(|a, b| a == b).map(<[u8]>::len).collect() };
    runs(text).iter().zip(runs(written)).all(|(wanted, there)| there >= *wanted)
}
