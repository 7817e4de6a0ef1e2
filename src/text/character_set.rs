//! A set of characters, asked once for each character of long texts.

use super::table::{Fate, TABLE};

/// One bit a character of the planes that are spoken.
pub(super) struct CharacterSet(Vec<u64>);

impl CharacterSet {
    const END: u32 = 0x2_0000;

    /// The characters whose normal form, or one of whose normal forms, `is_in` the set; separators are asked for as they are.
    pub(super) fn new(is_in: impl Fn(char) -> bool) -> Self {
        let mut bits = vec![0; Self::END as usize / 64];
        for (code, character) in (0..Self::END).filter_map(|code| Some((code as usize, char::from_u32(code)?))) {
            let holds = match TABLE.fate(character) {
                Fate::Becomes(normal) => is_in(normal),
                Fate::Expands(several) => several.iter().any(|normal| is_in(*normal)),
                Fate::Dropped(_) => is_in(character),
            };
            bits[code / 64] |= u64::from(holds) << (code % 64);
        }
        Self(bits)
    }

    /// How many characters of `text` are in the set.
    pub(super) fn count(&self, text: &str) -> u32 {
        text.chars().map(|character| u32::from(self.contains(character))).sum()
    }

    /// Whether `character` is in the set.
    #[inline]
    pub(super) fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0.get(code / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
    }
}
