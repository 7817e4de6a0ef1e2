//! The form in which headers, sheet names and words of a cell are compared: width, case, separators and script don't matter.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional → simplified for the characters that headers and cell words use; texts of conversations never come here.
const PAIRS: &str = include_str!("fold.txt");

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut pairs = HashMap::new();
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        for pair in line.split_whitespace() {
            let mut chars = pair.chars();
            if let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
                pairs.insert(traditional, simplified);
            }
        }
    }
    pairs
});

/// Full-width ASCII and the ideographic space become half-width.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether the character shows nothing: spaces of all widths, zero-width marks, soft hyphens, byte-order marks.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{3164}')
        || (c.is_control())
}

/// Without blanks at either end, invisible ones included.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Half-width, without invisible marks, blanks trimmed and line breaks kept: how a value is read.
pub fn plain(text: &str) -> String {
    trim(text).chars().map(half_width).filter(|&c| !is_blank(c) || c == ' ' || c == '\n' || c == '\t').collect()
}

/// The form in which words are compared: half-width, lower-case, simplified, letters and digits only.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().map(half_width) {
        if c.is_alphanumeric() || matches!(c, '✓' | '✔' | '√' | '✗' | '✘' | '×' | '☑' | '☒' | '○') {
            match SIMPLIFIED.get(&c) {
                Some(&simplified) => folded.push(simplified),
                None => folded.extend(c.to_lowercase()),
            }
        }
    }
    folded
}

/// Whether a text holds characters that only Traditional writing has.
pub fn is_traditional(text: &str) -> bool {
    text.chars().any(|c| SIMPLIFIED.get(&c).is_some_and(|simplified| !SIMPLIFIED.contains_key(simplified)))
}
