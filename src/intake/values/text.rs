//! Texts and ids.

use super::Fault;
use crate::intake::cell::{Value, show_number};
use crate::intake::codes::Code;
use crate::intake::fold::{half_width, is_blank, trim};
use std::borrow::Cow;

/// Longest id, characters.
pub const ID_CHARACTERS: usize = 128;
/// Longest text where the schema says nothing, characters.
pub const TEXT_CHARACTERS: usize = 2_000;
/// From here on spreadsheets drop digits of a number: they keep fifteen.
const EXACT: f64 = 1e15;

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

fn like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// The text with a quote before it where a spreadsheet would take it for a formula.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if like_a_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without that quote.
pub fn unescaped(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| like_a_formula(rest)).unwrap_or(text)
}

/// Text as it stands, without blanks at its ends.
pub fn text(value: &Value, most: usize) -> Result<String, Fault> {
    let text = unescaped(trim(&value.shown())).to_owned();
    if text.chars().count() > most {
        return Err(Fault::new(Code::TextTooLong).with("limit", most.to_string()));
    }
    Ok(text)
}

/// An id: one line, half-width, without the quotes that exports put round it.
pub fn id(value: &Value) -> Result<String, Fault> {
    let invalid = || Fault::new(Code::IdInvalid).with("limit", ID_CHARACTERS.to_string());
    let text = match value {
        Value::Number(number) if number.abs() >= EXACT => return Err(Fault::new(Code::NumberImprecise)),
        Value::Number(number) => show_number(*number),
        Value::Text(text) => unquoted(text),
        Value::Bool(_) | Value::Serial(..) => value.shown().into_owned(),
        Value::Error(_) | Value::Uncomputed => return Err(invalid()),
    };
    let count = text.chars().count();
    if count == 0 || count > ID_CHARACTERS || text.contains(['\n', '\r', '\t']) {
        return Err(invalid());
    }
    Ok(text)
}

/// Without `="…"`, surrounding double quotes and a leading apostrophe; half-width, invisible marks dropped.
pub fn unquoted(text: &str) -> String {
    let mut text = trim(text);
    text = text.strip_prefix('=').filter(|rest| rest.starts_with('"')).unwrap_or(text);
    text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    text = text.strip_prefix('\'').unwrap_or(text);
    let visible = |c: &char| !is_blank(*c) || matches!(c, ' ' | '\n' | '\t');
    trim(text).chars().map(half_width).filter(visible).collect()
}

/// A sha256, lower-case.
pub fn sha256(value: &Value) -> Result<String, Fault> {
    let text = unquoted(&value.shown()).to_lowercase();
    let text = text.strip_prefix("sha256:").unwrap_or(&text);
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err(Fault::new(Code::Sha256Invalid))
    }
}
