//! Words of daily life: what they explain is no disguise.

use crate::text::phrases::Phrases;
use std::collections::HashSet;

/// The words.
pub(super) struct Everyday {
    words: Phrases,
    /// Words of one character.
    characters: HashSet<char>,
    /// Every character of any word.
    known: HashSet<char>,
    latin: HashSet<String>,
}

impl Everyday {
    pub(super) fn new(everyday: &[String]) -> Result<Self, String> {
        let (mut words, mut characters, mut latin) = (Vec::new(), HashSet::new(), HashSet::new());
        let mut listed = HashSet::new();
        for word in everyday.iter().filter(|word| !word.is_empty() && listed.insert(word.as_str())) {
            let mut signs = word.chars();
            match (signs.next(), signs.next()) {
                (Some(only), None) => _ = characters.insert(only),
                _ if word.is_ascii() => _ = latin.insert(word.clone()),
                _ => words.push(word.clone()),
            }
        }
        let known = words.iter().flat_map(|word| word.chars()).chain(characters.iter().copied()).collect();
        Ok(Self { words: Phrases::new(words)?, characters, known, latin })
    }

    /// Whether `text` is one of the words.
    pub(super) fn is_word(&self, text: &str) -> bool {
        self.latin.contains(text) || self.words.find(text).any(|word| word.start == 0 && word.end == text.len())
    }

    /// Whether `character` is a word of its own.
    pub(super) fn is_character(&self, character: char) -> bool {
        self.characters.contains(&character)
    }

    /// Whether `character` stands in any of the words.
    pub(super) fn knows(&self, character: char) -> bool {
        self.known.contains(&character)
    }

    /// Calls `tell` with each word's place in `around`.
    pub(super) fn words_in(&self, around: &str, mut tell: impl FnMut(usize, usize)) {
        for word in self.words.find(around) {
            tell(word.start, word.end);
        }
    }
}
