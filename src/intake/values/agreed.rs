//! The time agreed for a contact: a time of day, a date and time, or a window between two of them.

use super::date::{Written, from_text, resolve, written};
use super::{Fault, Reading};
use crate::domain::contact::AgreedTime;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::plain;
use chrono::Days;
use chrono_tz::Tz;
use regex::Regex;
use std::sync::LazyLock;

/// What may stand between the two ends of a window; a hyphen only after a time, so that dates stay whole.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*(?:~|～|〜|至|到|—+|–|－|\bto\b)\s*|([0-9点點时時分秒半整a-zA-Z])\s*-\s*")
        .expect("a constant pattern")
});

static ISO: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{4}-\d{2}-\d{2}T[^ ~]*$").expect("a constant pattern"));

/// Reads the cell.
pub fn agreed(value: &Value, reading: Reading) -> Result<AgreedTime, Fault> {
    let Value::Text(text) = value else { return single(written(value, reading)?, reading.zone) };
    let text = plain(text);
    // `23:30-00:30` is a window; only ISO 8601 writes an offset there.
    if !ISO.is_match(&text) {
        for (left, right) in splits(&text) {
            if let (Ok(start), Ok(end)) = (from_text(left), from_text(right))
                && let Some(window) = window(start, end, reading.zone)
            {
                return window;
            }
        }
    }
    match from_text(&text) {
        Ok(whole) => single(whole, reading.zone),
        Err(fault) if matches!(fault.code, Code::DateAmbiguous | Code::DateIncomplete | Code::DateOutOfRange) => {
            Err(fault)
        }
        _ => Err(Fault::new(Code::AgreedTimeInvalid)),
    }
}

fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    BETWEEN.captures_iter(text).filter_map(move |parts| {
        let whole = parts.get(0)?;
        let left = parts.get(1).map_or(whole.start(), |kept| kept.end());
        Some((text[..left].trim(), text[whole.end()..].trim()))
    })
}

fn single(one: Written, zone: Tz) -> Result<AgreedTime, Fault> {
    match (one.date, one.clock) {
        (Some(_), Some(_)) => one.moment(zone).map(AgreedTime::Moment),
        (None, Some(clock)) if clock.offset.is_none() => Ok(AgreedTime::At(clock.time)),
        (Some(_), None) => one.moment(zone).map(AgreedTime::Moment),
        _ => Err(Fault::new(Code::AgreedTimeInvalid)),
    }
}

/// A window; absent where the two halves don't make one.
fn window(start: Written, end: Written, zone: Tz) -> Option<Result<AgreedTime, Fault>> {
    let (from, to) = (start.clock?, end.clock?);
    match (start.date, end.date) {
        (None, None) if from.offset.is_none() && to.offset.is_none() => {
            Some(Ok(AgreedTime::Window(from.time, to.time)))
        }
        (Some(date), end_date) => {
            let across = end_date.is_none() && to.time < from.time && !to.next_day;
            let last = end_date.or_else(|| if across { date.checked_add_days(Days::new(1)) } else { Some(date) })?;
            let moments = resolve(date, from, zone).and_then(|from| Ok((from, resolve(last, to, zone)?)));
            Some(moments.and_then(|(from, to)| {
                if from <= to { Ok(AgreedTime::Moments(from, to)) } else { Err(Fault::new(Code::EndBeforeStart)) }
            }))
        }
        _ => None,
    }
}
