//! Phrases that were disguised: the second, less certain look at a turn.
//!
//! A text is read as units (a character, a spelt syllable, a digit, a letter). Each unit has a sound; a phrase is looked for by one pair of
//! its sounds, and where the pair stands every place is compared: the same character, one that looks or sounds like it, its sign or spelling.
//! What words of daily life explain is let go.

mod guard;
mod kinds;
mod latin;
mod matching;
mod mended;
mod phrase;
mod sound;
mod tables;
mod units;
mod verdict;

pub use kinds::{Disguise, Disguises};
pub use mended::Mended;

use super::normalize::Normal;
use super::phrases::{PatternId, Phrases};
use guard::Everyday;
use latin::LatinWords;
use matching::Index;
use phrase::Phrase;
use std::collections::BTreeSet;
use tables::Splits;
use units::{Kind, Reader, Unit, dropped};

/// One phrase (normal form) that may be disguised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Its number with the caller.
    pub pattern: PatternId,
    /// Its normal form.
    pub text: String,
    /// The ways in which it may be hidden.
    pub by: Disguises,
}

/// One disguised occurrence: bytes `[start, end)` of the normal form, and how it was hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmasked {
    /// First byte in the normal form.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Which phrase.
    pub pattern: PatternId,
    /// Whether too little speaks for it by itself: something else must stand beside it.
    pub doubtful: bool,
    /// Whether a person is named shortly before it (`你这个…`), which is little, but more than nothing.
    pub addressed: bool,
    /// How it was hidden; the more telling way where there are several.
    pub disguise: Disguise,
    /// From the first to the last byte that is not the phrase's own.
    other: (u32, u32),
}

/// Memory for [`Unmasker::find`], to be used again from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    units: Vec<Unit>,
    merged: Vec<Unit>,
    normal: Normal,
}

impl Scratch {
    /// The normal form of what [`Unmasker::look`] read last.
    pub fn normal(&self) -> &Normal {
        &self.normal
    }
}

/// Signs that are put for a character.
const STARS: [char; 5] = ['*', '＊', '×', '●', '○'];

/// How many bytes around a find a phrase that stands there as it is may reach.
const AROUND: usize = 36;

/// Finds disguised phrases.
pub struct Unmasker {
    reader: Reader,
    splits: Splits,
    index: Index,
    latin: LatinWords,
    everyday: Everyday,
    /// The phrases as they are.
    plain: Phrases,
}

impl std::fmt::Debug for Unmasker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unmasker").field("phrases", &self.index.len()).finish()
    }
}

impl Unmasker {
    /// Prepares `phrases` to be looked for; words of daily life (`everyday`, normal form) explain what only sounds or looks like one.
    pub fn new(phrases: Vec<Hidden>, everyday: &[String]) -> Result<Self, String> {
        let words = everyday;
        let everyday = Everyday::new(words)?;
        let mut phrases = phrases;
        phrases.retain(|phrase| phrase.by != Disguises::default() && !phrase.text.is_empty());
        let splits = Splits::of(phrases.iter().filter(|phrase| phrase.by.contains(Disguise::Split)), &everyday);
        let latin = LatinWords::new(&phrases, &everyday);
        let reader = Reader::new(&splits);
        let texts: BTreeSet<&str> = phrases.iter().map(|phrase| phrase.text.as_str()).collect();
        let plain = Phrases::new(texts.into_iter().map(str::to_owned).collect())?;
        let index = Index::new(
            phrases.iter().flat_map(|phrase| Phrase::all(phrase, &everyday, &reader, &splits)).collect(),
            words,
        );
        Ok(Self { reader, splits, index, latin, everyday, plain })
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0 && self.latin.is_empty()
    }

    /// Adds to `out` every disguised occurrence in `texts`, which follow one another; offsets are those of their common normal form.
    pub fn look<'t>(
        &self,
        texts: impl Iterator<Item = &'t str> + Clone,
        scratch: &mut Scratch,
        out: &mut Vec<Unmasked>,
    ) {
        let mut normal = std::mem::take(&mut scratch.normal);
        normal.clear();
        texts.clone().for_each(|text| normal.append(text));
        self.find(&normal.text, scratch, out);
        let mut texts = texts;
        if let (Some(only), None) = (texts.next(), texts.next()) {
            self.find_starred(only, &normal, scratch, out);
        }
        scratch.normal = normal;
    }

    /// Adds to `out` every disguised occurrence in one normalised text, never one that stands there undisguised. Where clauses end is not
    /// seen here: a find that reaches from one into the next is the caller's to drop.
    pub fn find(&self, normal: &str, scratch: &mut Scratch, out: &mut Vec<Unmasked>) {
        if self.is_empty() {
            return;
        }
        let first = out.len();
        let seen = self.reader.read(normal, &self.splits, &mut scratch.units);
        self.index.find(normal, &scratch.units, &self.everyday, out);
        if seen.parts && self.splits.merge(&scratch.units, &mut scratch.merged) {
            self.index.find(normal, &scratch.merged, &self.everyday, out);
        }
        if seen.latin {
            self.latin.find(normal, out);
        }
        self.settle(normal, first, out);
    }

    /// Adds every phrase of `original` in which a star or the like stands for one character (`操*妈`); `normal` is its normal form, which
    /// drops such signs.
    pub fn find_starred(&self, original: &str, normal: &Normal, scratch: &mut Scratch, out: &mut Vec<Unmasked>) {
        if self.index.len() == 0 || !STARS.into_iter().any(|star| original.contains(star)) {
            return;
        }
        let first = out.len();
        self.reader.read(&normal.text, &self.splits, &mut scratch.units);
        let signs: Vec<char> = original.chars().collect();
        scratch.merged.clear();
        let mut after = None;
        for unit in &scratch.units {
            let (start, end) = normal.original(unit.start as usize, unit.end() as usize);
            let gap = after.and_then(|after: u32| signs.get(after as usize..start as usize));
            if matches!(gap, Some([star]) if STARS.contains(star)) {
                scratch.merged.push(dropped(unit.start));
            }
            scratch.merged.push(*unit);
            after = Some(end);
        }
        self.index.find(&normal.text, &scratch.merged, &self.everyday, out);
        self.settle(&normal.text, first, out);
        let stars = scratch.merged.iter().filter(|unit| unit.kind == Kind::Dropped);
        let stars: Vec<usize> = stars.map(|star| star.start as usize).collect();
        let mut kept = first;
        for at in first..out.len() {
            if stars.iter().any(|star| out[at].start < *star && *star < out[at].end) {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// Keeps one of several finds of a phrase at one place from `first` on, and none where a phrase stands as it is.
    fn settle(&self, normal: &str, first: usize, out: &mut Vec<Unmasked>) {
        out[first..].sort_unstable();
        let mut kept = first;
        for at in first..out.len() {
            let found = out[at];
            let same =
                |last: &Unmasked| (last.start, last.end, last.pattern) == (found.start, found.end, found.pattern);
            if !out[first..kept].last().is_some_and(same) && !self.stands_undisguised(normal, &found) {
                out[kept] = found;
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// Whether a phrase stands there as it is; of what is only guessed at, whether one explains half of the guess.
    fn stands_undisguised(&self, normal: &str, found: &Unmasked) -> bool {
        let guessed = matches!(found.disguise, Disguise::Homophone | Disguise::LookAlike | Disguise::Signs);
        let (from, to) = if guessed {
            (
                normal.floor_char_boundary(found.start.saturating_sub(AROUND)),
                normal.ceil_char_boundary(found.end + AROUND),
            )
        } else {
            (found.start, found.end)
        };
        self.plain.find(&normal[from..to]).any(|plain| {
            let (start, end) = (plain.start + from, plain.end + from);
            if guessed {
                let (first, last) = (found.other.0 as usize, found.other.1 as usize);
                let both = end.min(last).saturating_sub(start.max(first));
                both * 2 >= last - first && !is_one_character(&normal[start..end])
            } else {
                start == found.start && end == found.end
            }
        })
    }
}

fn is_one_character(text: &str) -> bool {
    text.chars().nth(1).is_none()
}
