//! The lines that the child writes and the parent reads: tabs between, `\t \n \r \\` escaped.
//!
//! `B 0|1` date system · `S v|h name` sheet · `R row v|h cell…` with cells `column type value` · `F code reason` failure · `X` end.

use crate::intake::cell::{Cell, Shows, Value};
use std::borrow::Cow;
use std::io::{self, Write};

/// One line as the parent reads it.
#[derive(Debug, PartialEq)]
pub enum Line<'l> {
    /// The workbook counts days from 1904.
    Base { from_1904: bool },
    /// A sheet begins.
    Sheet { hidden: bool, name: Cow<'l, str> },
    /// A row, counted from 1.
    Row { number: u32, hidden: bool, cells: Vec<Cell<'l>> },
    /// The workbook can't be read.
    Failure { code: &'l str, reason: Cow<'l, str> },
    /// All was read.
    End,
}

/// Reads one line; absent where it is none of ours.
pub fn parse(line: &str) -> Option<Line<'_>> {
    let mut parts = line.split('\t');
    match parts.next()? {
        "B" => Some(Line::Base { from_1904: parts.next()? == "1" }),
        "S" => {
            let hidden = parts.next()? == "h";
            Some(Line::Sheet { hidden, name: unescape(parts.next()?) })
        }
        "R" => {
            let number = parts.next()?.parse().ok()?;
            let hidden = parts.next()? == "h";
            let cells: Option<Vec<Cell>> = parts.map(cell).collect();
            Some(Line::Row { number, hidden, cells: cells? })
        }
        "F" => Some(Line::Failure { code: parts.next()?, reason: unescape(parts.next()?) }),
        "X" => Some(Line::End),
        _ => None,
    }
}

fn cell(text: &str) -> Option<Cell<'_>> {
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (column, typed) = text.split_at(at);
    let (kind, value) = typed.split_at(1);
    let value = match kind {
        "t" => Value::Text(unescape(value)),
        "e" => Value::Error(unescape(value)),
        "n" => Value::Number(value.parse().ok()?),
        "d" => Value::Serial(value.parse().ok()?, Shows::Date),
        "h" => Value::Serial(value.parse().ok()?, Shows::Time),
        "i" => Value::Serial(value.parse().ok()?, Shows::Duration),
        "b" => Value::Bool(value == "1"),
        "f" => Value::Uncomputed,
        _ => return None,
    };
    Some((column.parse().ok()?, value))
}

/// Writes one cell with the tab before it.
pub fn write_cell(out: &mut impl Write, column: u32, value: &Value) -> io::Result<()> {
    write!(out, "\t{column}")?;
    match value {
        Value::Text(text) => write!(out, "t{}", escape(text)),
        Value::Error(text) => write!(out, "e{}", escape(text)),
        Value::Number(number) => write!(out, "n{number}"),
        Value::Serial(days, Shows::Date) => write!(out, "d{days}"),
        Value::Serial(days, Shows::Time) => write!(out, "h{days}"),
        Value::Serial(days, Shows::Duration) => write!(out, "i{days}"),
        Value::Bool(yes) => write!(out, "b{}", u8::from(*yes)),
        Value::Uncomputed => write!(out, "f"),
    }
}

/// Without tabs and line breaks.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n', '\r', '\\']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\\' => escaped.push_str("\\\\"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match if c == '\\' { chars.next() } else { None } {
            None => plain.push(c),
            Some('t') => plain.push('\t'),
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some(c) => plain.push(c),
        }
    }
    Cow::Owned(plain)
}
