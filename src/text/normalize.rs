//! The normal form of a text, with a map back to the original characters.
//!
//! One pass over the characters: compatibility forms and width, lower case, Traditional → simplified; spaces, punctuation, emoji,
//! zero-width and combining marks go. Between two Latin words or numbers one space stays.

use super::table::{Fate, Gap, TABLE};

/// A normalised text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// The normal form.
    pub text: String,
    runs: Vec<Run>,
    breaks: Vec<Break>,
    /// Scalar values of the original.
    original_len: u32,
}

/// A stretch in which each normal character stands for one original character, all of them equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Its first byte in the normal form.
    byte: u32,
    /// The original character that it stands for.
    original: u32,
    /// Bytes of each normal character; 0 where all of the run stands for one original character.
    width: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Break {
    byte: u32,
    sentence: bool,
}

/// Normalises `text`.
pub fn normalize(text: &str) -> Normal {
    let mut normal = Normal::default();
    normal.fill(text);
    normal
}

impl Normal {
    /// Normalises `text` into this one, reusing its memory.
    pub fn fill(&mut self, text: &str) {
        self.text.clear();
        self.runs.clear();
        self.breaks.clear();
        self.text.reserve(text.len());
        let table = &*TABLE;
        let mut gap = None;
        let mut original = 0;
        for character in text.chars() {
            match table.fate(character) {
                Fate::Becomes(normal) => {
                    self.settle(&mut gap, normal, original);
                    self.push(normal, original);
                }
                Fate::Expands(several) => {
                    self.settle(&mut gap, several[0], original);
                    self.runs.push(Run { byte: self.text.len() as u32, original, width: 0 });
                    self.text.extend(several);
                }
                Fate::Dropped(Gap::Inside) => {}
                Fate::Dropped(dropped) => gap = Some(gap.map_or(dropped, |before| wider(before, dropped))),
            }
            original += 1;
        }
        self.original_len = original;
    }

    /// Remembers what was dropped before `next`, and keeps Latin words apart.
    fn settle(&mut self, gap: &mut Option<Gap>, next: char, original: u32) {
        let Some(dropped) = gap.take() else { return };
        if self.text.is_empty() {
            return;
        }
        if next.is_ascii_alphanumeric() && self.text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            self.push(' ', original - 1);
        }
        if dropped != Gap::Word {
            self.breaks.push(Break { byte: self.text.len() as u32, sentence: dropped == Gap::Sentence });
        }
    }

    #[inline]
    fn push(&mut self, character: char, original: u32) {
        let byte = self.text.len() as u32;
        let width = character.len_utf8() as u32;
        let continues = self
            .runs
            .last()
            .is_some_and(|run| run.width == width && run.original + (byte - run.byte) / width == original);
        if !continues {
            self.runs.push(Run { byte, original, width });
        }
        self.text.push(character);
    }

    /// The original characters `[start, end)` that the normal bytes `[start, end)` stand for; `start < end` on character boundaries.
    pub fn original(&self, start: usize, end: usize) -> (u32, u32) {
        let last = self.text[..end].char_indices().next_back().map_or(0, |(byte, _)| byte);
        (self.original_of(start), self.original_of(last) + 1)
    }

    fn original_of(&self, byte: usize) -> u32 {
        let byte = byte as u32;
        let run = self.runs[self.runs.partition_point(|run| run.byte <= byte).saturating_sub(1)];
        run.original + (byte - run.byte).checked_div(run.width).unwrap_or(0)
    }

    /// Where the clause that holds `byte` begins: after the last comma or full stop before it.
    pub fn clause_start(&self, byte: usize) -> usize {
        self.breaks[..self.breaks.partition_point(|point| point.byte as usize <= byte)]
            .last()
            .map_or(0, |point| point.byte as usize)
    }

    /// Where the clause that holds the byte before `byte` ends: at the first comma or full stop from there.
    pub fn clause_end(&self, byte: usize) -> usize {
        let after = self.breaks.partition_point(|point| (point.byte as usize) < byte);
        self.breaks.get(after).map_or(self.text.len(), |point| point.byte as usize)
    }

    /// Whether a sentence ends strictly inside `[start, end)`.
    pub fn sentence_ends_inside(&self, start: usize, end: usize) -> bool {
        let first = self.breaks.partition_point(|point| point.byte as usize <= start);
        self.breaks[first..].iter().take_while(|point| (point.byte as usize) < end).any(|point| point.sentence)
    }

    /// Scalar values of the original text.
    pub fn original_len(&self) -> u32 {
        self.original_len
    }
}

fn wider(one: Gap, other: Gap) -> Gap {
    if (other as u8) > (one as u8) { other } else { one }
}

/// The characters `[start, end)` of `text`.
pub fn cut(text: &str, start: u32, end: u32) -> &str {
    let byte = |index: u32| text.char_indices().nth(index as usize).map_or(text.len(), |(byte, _)| byte);
    &text[byte(start)..byte(end)]
}
