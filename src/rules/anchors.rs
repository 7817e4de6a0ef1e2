//! The phrases that finds wait for: sifted from raw turns, and placed in the normal form where a rule looks more closely.

use crate::text::phrases::{Occurrence, PatternId};
use crate::text::sieve::{Alphabet, Match, Reading, Sieve};

/// All of a ruleset's, in the order of their numbers.
#[derive(Debug)]
pub struct Anchors {
    alphabet: Alphabet,
    sieve: Sieve,
    patterns: Vec<String>,
    /// Those with Latin letters or digits, which must not touch others, nor be parted by a space.
    latin: Vec<bool>,
}

impl Anchors {
    /// Of normalised `patterns`, none empty and none twice; the error says that they can't be told apart.
    pub(super) fn new(patterns: Vec<String>) -> Result<Self, String> {
        let alphabet = Alphabet::new(&patterns)?;
        let sieve = Sieve::new(&alphabet, &patterns);
        let latin = patterns.iter().map(|pattern| pattern.bytes().any(|byte| byte.is_ascii())).collect();
        Ok(Self { alphabet, sieve, patterns, latin })
    }

    /// What it was made of.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Reads `text` on from what was read before; gives how many characters it has.
    pub(super) fn read(&self, text: &str, reading: &mut Reading) -> u32 {
        self.sieve.read(&self.alphabet, text, reading)
    }

    /// Fills `matches` with what may stand in the text that was read.
    pub(super) fn sift(&self, reading: &Reading, matches: &mut Vec<Match>) {
        matches.clear();
        self.sieve.phrases(reading, |found| matches.push(found));
    }

    /// Fills `placed` with those of `matches` that stand in `text`, the normal form of what was read, in order of their ends.
    pub(super) fn place(&self, text: &str, matches: &[Match], placed: &mut Vec<Occurrence>) {
        placed.clear();
        let signs = text.char_indices().filter(|(_, sign)| *sign != ' ').map(|(byte, _)| byte);
        let bytes: Vec<usize> = signs.chain([text.len()]).collect();
        placed.extend(matches.iter().filter_map(|found| {
            let pattern = found.phrase;
            let start = *bytes.get(found.first as usize)?;
            let end = if self.latin[pattern as usize] {
                self.end_of_latin(text, start, pattern)?
            } else {
                *bytes.get((found.first + found.length) as usize)?
            };
            Some(Occurrence { start, end, pattern })
        }));
        placed.sort_unstable_by_key(|it| (it.end, it.start));
    }

    fn end_of_latin(&self, text: &str, start: usize, pattern: PatternId) -> Option<usize> {
        let pattern = self.patterns[pattern as usize].as_str();
        let end = start + pattern.len();
        let touch = |byte: usize| {
            let two = byte.checked_sub(1).and_then(|before| text.as_bytes().get(before..=byte));
            two.is_some_and(|two| two.iter().all(u8::is_ascii_alphanumeric))
        };
        (text[start..].starts_with(pattern) && !touch(start) && !touch(end)).then_some(end)
    }

    /// Every occurrence in `normal`, in order of their ends.
    pub(super) fn find(&self, normal: &str) -> Vec<Occurrence> {
        let (mut reading, mut matches, mut placed) = (Reading::default(), Vec::new(), Vec::new());
        self.read(normal, &mut reading);
        self.sift(&reading, &mut matches);
        self.place(normal, &matches, &mut placed);
        placed
    }
}
