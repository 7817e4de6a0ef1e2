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
    /// What was dropped since the last kept character.
    gap: Option<Gap>,
    /// Scalar values of the original.
    original_len: u32,
}

/// A stretch in which each normal character stands for one original character, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Its first byte in the normal form.
    byte: u32,
    /// The original character that it stands for.
    original: u32,
    /// All of the run stands for one original character.
    fixed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Break {
    byte: u32,
    sentence: bool,
}

/// Normalises `text`.
pub fn normalize(text: &str) -> Normal {
    let mut normal = Normal::default();
    normal.append(text);
    normal
}

impl Normal {
    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.breaks.clear();
        self.gap = None;
        self.original_len = 0;
    }

    /// Adds a text that goes on where the last one ended a sentence; original characters are counted on.
    pub fn append(&mut self, text: &str) {
        if self.original_len > 0 {
            self.gap = Some(Gap::Sentence);
        }
        self.text.reserve(text.len());
        let table = &*TABLE;
        let mut original = self.original_len;
        // Characters that stay as they are and follow one another are copied together.
        let mut kept_from = 0;
        let mut fresh = true;
        for (byte, character) in text.char_indices() {
            let entry = table.entry_of(character);
            if entry.stays(character) && !fresh {
                original += 1;
                continue;
            }
            self.text.push_str(&text[kept_from..byte]);
            kept_from = byte + character.len_utf8();
            match table.fate_of(entry, character) {
                Fate::Becomes(normal) => {
                    self.settle(normal, original);
                    if fresh {
                        self.run(original, false);
                    }
                    self.text.push(normal);
                    fresh = false;
                }
                Fate::Expands(several) => {
                    self.settle(several[0], original);
                    self.run(original, true);
                    self.text.extend(several);
                    fresh = true;
                }
                Fate::Dropped(Gap::Inside) => fresh = true,
                Fate::Dropped(dropped) => {
                    self.gap = Some(self.gap.map_or(dropped, |before| wider(before, dropped)));
                    fresh = true;
                }
            }
            original += 1;
        }
        self.text.push_str(&text[kept_from..]);
        self.original_len = original;
    }

    fn run(&mut self, original: u32, fixed: bool) {
        self.runs.push(Run { byte: self.text.len() as u32, original, fixed });
    }

    /// Remembers what was dropped before `next`, and keeps Latin words apart.
    fn settle(&mut self, next: char, original: u32) {
        let Some(dropped) = self.gap.take() else { return };
        if self.text.is_empty() {
            return;
        }
        if next.is_ascii_alphanumeric() && self.text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            self.run(original - 1, true);
            self.text.push(' ');
        }
        if dropped != Gap::Word {
            self.breaks.push(Break { byte: self.text.len() as u32, sentence: dropped == Gap::Sentence });
        }
    }

    /// The original characters `[start, end)` that the normal bytes `[start, end)` stand for; `start < end` on character boundaries.
    pub fn original(&self, start: usize, end: usize) -> (u32, u32) {
        let last = self.text[..end].char_indices().next_back().map_or(0, |(byte, _)| byte);
        (self.original_of(start), self.original_of(last) + 1)
    }

    /// The normal bytes that stand for the original characters `[start, end)`; `None` where none of them was kept.
    pub fn bytes_of(&self, start: u32, end: u32) -> Option<(usize, usize)> {
        let within = |byte: usize| (start..end).contains(&self.original_of(byte));
        let mut kept = self.text.char_indices().filter(|(byte, _)| within(*byte));
        let (first, character) = kept.next()?;
        let (last, character) = kept.next_back().unwrap_or((first, character));
        Some((first, last + character.len_utf8()))
    }

    fn original_of(&self, byte: usize) -> u32 {
        let run = self.runs[self.runs.partition_point(|run| run.byte as usize <= byte).saturating_sub(1)];
        let further = if run.fixed { 0 } else { self.text[run.byte as usize..byte].chars().count() };
        run.original + further as u32
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
