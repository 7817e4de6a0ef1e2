//! Characters that look alike, and characters taken apart.

use super::kinds::one_by_one;
use super::table::{LOOKALIKES, PARTS};

/// One character in turn by each that looks like it.
pub(super) fn look_alike(words: &str) -> Vec<String> {
    one_by_one(words, |character| LOOKALIKES.get(&character).cloned().unwrap_or_default())
}

/// One character in turn taken apart, and all of them.
pub(super) fn split(words: &str) -> Vec<String> {
    let parts = |character: char| PARTS.get(&character).cloned().unwrap_or_default();
    let mut texts = one_by_one(words, parts);
    texts.push(
        words
            .chars()
            .map(|character| {
                parts(character).first().map_or_else(|| character.to_string(), |parts| (*parts).to_owned())
            })
            .collect(),
    );
    texts
}
