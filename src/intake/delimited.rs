//! CSV and its relatives: encoding and separator told from the content, ragged rows welcome.

use super::cell::{Cell, Value};
use super::codes::Code;
use super::collector::Collector;
use super::header::{self, BufferedRow, Search};
use super::limits::Limits;
use super::sheet::{SheetInfo, SheetReader};
use super::values::Fault;
use super::{base_name, encoding, stem};
use csv::{Reader, ReaderBuilder, StringRecord};
use std::borrow::Cow;

const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Reads the file into the collector.
pub fn read(collector: &mut Collector, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let info =
        SheetInfo { name: base_name(name).to_owned(), said: stem(name).to_owned(), hidden: false, from_1904: false };
    let (declared, limits) = (collector.context.encoding.as_deref(), collector.limits);
    let mut sheet = SheetReader::new(info);
    each_row(name, bytes, declared, &limits, |line, cells| sheet.row(collector, line, false, cells))?;
    sheet.finish(collector);
    Ok(())
}

/// Hands each record to `take` with the line it begins on.
pub fn each_row(
    name: &str,
    bytes: &[u8],
    declared: Option<&str>,
    limits: &Limits,
    mut take: impl FnMut(u32, Vec<Cell>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let said = stem(name);
    let text = encoding::decode(bytes, declared, |text| knows_all(text, said))?;
    let (text, skipped) = without_separator_line(&text);
    let separator = separator(text, said);
    let (mut cells_left, mut characters_left) = (limits.cells, limits.characters);
    let mut lines = Lines::new(text, skipped);
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Fault::new(Code::FileUnreadable).with("reason", error.to_string())),
        }
        let cells = cells_of(&record);
        cells_left = cells_left
            .checked_sub(cells.len() as u64)
            .ok_or_else(|| Fault::new(Code::TooManyCells).with("limit", limits.cells.to_string()))?;
        characters_left = characters_left
            .checked_sub(record.as_slice().len() as u64 / 3)
            .ok_or_else(|| Fault::new(Code::TooManyCharacters).with("limit", limits.characters.to_string()))?;
        take(lines.line_at(start), cells)?;
    }
    Ok(())
}

fn cells_of(record: &StringRecord) -> Vec<Cell<'_>> {
    let filled = record.iter().zip(0u32..).filter(|(text, _)| !text.is_empty());
    filled.map(|(text, column)| (column, Value::Text(Cow::Borrowed(text)))).collect()
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// Spreadsheets may write `sep=;` first; the line is theirs. The text after it and how many lines were skipped.
fn without_separator_line(text: &str) -> (&str, u32) {
    let first = text.lines().next().unwrap_or_default();
    if first.len() == 5 && first.to_ascii_lowercase().starts_with("sep=") {
        (text[first.len()..].trim_start_matches(['\r', '\n']), 1)
    } else {
        (text, 0)
    }
}

/// The separator with which the most headers are known; the comma among equals.
fn separator(text: &str, said: &str) -> u8 {
    let mut best = (SEPARATORS[0], (0, 0));
    for separator in SEPARATORS {
        let rows = first_rows(text, separator);
        let widest = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let known = match header::find(said, &rows) {
            Search::Found(header) | Search::Incomplete(header, _) => {
                header.columns.iter().filter(|column| column.field.is_some()).count()
            }
            Search::Ambiguous(_) | Search::Unknown => 0,
        };
        if (known, widest) > best.1 {
            best = (separator, (known, widest));
        }
    }
    best.0
}

fn first_rows(text: &str, separator: u8) -> Vec<BufferedRow> {
    let mut reader = reader(text, separator);
    let mut lines = Lines::new(text, 0);
    let mut record = StringRecord::new();
    let mut rows = Vec::new();
    for _ in 0..header::SEARCHED {
        let start = reader.position().byte() as usize;
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            break;
        }
        let cells = cells_of(&record).into_iter().map(|(column, value)| (column, value.into_owned())).collect();
        rows.push((lines.line_at(start), cells));
    }
    rows
}

fn knows_all(text: &str, said: &str) -> bool {
    let (text, _) = without_separator_line(text);
    match header::find(said, &first_rows(text, separator(text, said))) {
        Search::Found(header) => header.knows_all(),
        _ => false,
    }
}

/// Line numbers as an editor shows them: quoted line breaks and blank lines count.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, skipped: u32) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 + skipped }
    }

    /// The line on which the record stands that begins at or after byte `start`.
    fn line_at(&mut self, start: usize) -> u32 {
        let mut to = start.min(self.text.len());
        while to < self.text.len() && matches!(self.text[to], b'\r' | b'\n') {
            to += 1;
        }
        while self.at < to {
            let byte = self.text[self.at];
            let pair = byte == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
            self.line += u32::from(byte == b'\n' || (byte == b'\r' && !pair));
            self.at += 1;
        }
        self.line
    }
}
