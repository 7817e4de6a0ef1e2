//! Latin words: initials of phrases, and Latin phrases written with look-alikes.

use super::guard::Everyday;
use super::kinds::Disguise;
use super::sound::SOUNDS;
use super::{Hidden, PatternId, Unmasked};
use std::collections::HashMap;

/// Latin words by what they stand for.
pub(super) struct LatinWords {
    initials: HashMap<String, Vec<PatternId>>,
}

/// Initials of shorter phrases stand for too much else.
const SHORTEST: usize = 3;

impl LatinWords {
    pub(super) fn new(phrases: &[Hidden], everyday: &Everyday) -> Self {
        let mut initials: HashMap<String, Vec<PatternId>> = HashMap::new();
        for phrase in phrases.iter().filter(|phrase| phrase.by.contains(Disguise::Initials)) {
            let letters: Option<String> = phrase.text.chars().map(initial).collect();
            let Some(letters) = letters.filter(|letters| letters.len() >= SHORTEST && !everyday.is_word(letters))
            else {
                continue;
            };
            initials.entry(letters).or_default().push(phrase.pattern);
        }
        Self { initials }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.initials.is_empty()
    }

    /// Adds every Latin word of `normal` that stands for a phrase.
    pub(super) fn find(&self, normal: &str, out: &mut Vec<Unmasked>) {
        let bytes = normal.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if let Some(patterns) = self.initials.get(&normal[at..at + length]) {
                out.extend(patterns.iter().map(|pattern| Unmasked {
                    start: at,
                    end: at + length,
                    pattern: *pattern,
                    disguise: Disguise::Initials,
                }));
            }
            at += length;
            at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
        }
    }
}

fn initial(character: char) -> Option<char> {
    let sound = SOUNDS.of(character);
    if !sound.is_syllable() {
        return None;
    }
    SOUNDS.spelling(sound).chars().next()
}
