//! The tables: lines of a character, a space and what may stand for it; `#` begins a comment.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Each character with what may stand for it.
pub(super) type Table = HashMap<char, Vec<&'static str>>;

/// Look-alikes, one character each.
pub(super) static LOOKALIKES: LazyLock<Table> = LazyLock::new(|| {
    lines(include_str!("lookalikes.txt")).filter_map(|(key, rest)| Some((key.chars().next()?, each(rest)))).collect()
});

/// Variants, one character each.
pub(super) static VARIANTS: LazyLock<Table> = LazyLock::new(|| {
    lines(include_str!("variants.txt")).filter_map(|(key, rest)| Some((key.chars().next()?, each(rest)))).collect()
});

/// Parts, side by side.
pub(super) static PARTS: LazyLock<Table> = LazyLock::new(|| {
    lines(include_str!("parts.txt")).filter_map(|(key, rest)| Some((key.chars().next()?, vec![rest]))).collect()
});

/// Sounds of characters, and characters of sounds.
pub(super) struct Sounds {
    of: HashMap<char, &'static str>,
    characters: HashMap<&'static str, Vec<&'static str>>,
}

/// The common characters by their sounds.
pub(super) static SOUNDS: LazyLock<Sounds> = LazyLock::new(|| {
    let characters: HashMap<_, _> =
        lines(include_str!("sounds.txt")).map(|(sound, rest)| (sound, each(rest))).collect();
    let of =
        characters.iter().flat_map(|(sound, all)| all.iter().filter_map(|one| Some((one.chars().next()?, *sound))));
    Sounds { of: of.collect(), characters }
});

impl Sounds {
    /// The spelling without tone.
    pub(super) fn of(&self, character: char) -> Option<&'static str> {
        self.of.get(&character).copied()
    }

    /// The characters of a sound, the commonest first.
    pub(super) fn characters(&self, sound: &str) -> &[&'static str] {
        self.characters.get(sound).map_or(&[], Vec::as_slice)
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

/// The characters of `text`, one by one.
fn each(text: &'static str) -> Vec<&'static str> {
    text.char_indices().map(|(at, character)| &text[at..at + character.len_utf8()]).collect()
}
