//! Months: `2026-07`, `2026/7`, `2026年7月`, `202607`, `民國115年7月`, `115/07`, or any date in one.

use super::{Fault, Reading, date};
use crate::domain::quarter::Month;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::plain;
use regex::Regex;
use std::sync::LazyLock;

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<era>(?:中[华華])?民[国國]|(?i:roc))?\s*(?P<y>\d{2,4})\s*(?:年|/|\.|-)\s*(?P<m>\d{1,2})\s*(?:月份?)?$",
    )
    .expect("a constant pattern")
});
/// First Republican year is 1912.
const REPUBLIC: i32 = 1911;

/// Reads the cell.
pub fn month(value: &Value, reading: Reading) -> Result<Month, Fault> {
    let invalid = || Fault::new(Code::MonthInvalid);
    let text = match value {
        // 202607 is no serial of this century.
        Value::Number(number) if number.fract() == 0.0 && (100_000.0..1_000_000.0).contains(number) => {
            format!("{number}")
        }
        Value::Text(text) => plain(text),
        _ => String::new(),
    };
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        return format!("{}-{}", &text[..4], &text[4..]).parse().map_err(|_| invalid());
    }
    if let Some(parts) = WRITTEN.captures(&text) {
        let number = |name: &str| parts[name].parse::<i32>().unwrap_or(0);
        let year = match (parts.name("era").is_some(), parts["y"].len()) {
            (true, _) | (false, 3) => number("y") + REPUBLIC,
            (false, 4) => number("y"),
            // 26/07 may be a year of either calendar, or a month and a year.
            (false, _) => return Err(invalid()),
        };
        return format!("{year}-{:02}", number("m")).parse().map_err(|_| invalid());
    }
    let day = date::written(value, reading).and_then(|written| written.day(reading.zone)).map_err(|_| invalid())?;
    Ok(Month::of(day))
}
