//! `phrases/<list>.txt`: one phrase a line, `#` comments, and perhaps a first line `%disguises …`.

use super::load::RuleError;
use crate::text::disguise::Disguises;

/// One phrase list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhraseList {
    /// Its entries, each closed by a line feed.
    lines: String,
    /// The disguises in which they are found too.
    pub disguises: Disguises,
}

impl PhraseList {
    /// Its entries, in order.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.lines.lines()
    }
}

/// Reads the text of the list at `path`.
pub(super) fn read(path: &str, text: &str) -> Result<PhraseList, Vec<RuleError>> {
    let mut list = PhraseList::default();
    let mut errors = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let mut wrong = |message: String| {
            errors.push(RuleError { file: path.to_owned(), line: number as u32 + 1, column: 1, message });
        };
        if let Some(names) = line.strip_prefix("%disguises") {
            for name in names.split_whitespace() {
                match name.parse() {
                    Ok(disguise) => list.disguises.insert(disguise),
                    Err(message) => wrong(message),
                }
            }
        } else if line.starts_with('%') {
            wrong(format!("'{line}' is no switch: write %disguises and their names"));
        } else if !line.is_empty() {
            list.lines.push_str(line);
            list.lines.push('\n');
        }
    }
    if errors.is_empty() { Ok(list) } else { Err(errors) }
}
