//! TOML dates and times in the form that our types read.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use toml::Value;

/// A moment; without offset it is read in `zone`.
pub(super) fn moment(value: &Value, zone: Tz) -> Result<DateTime<FixedOffset>, String> {
    match value {
        Value::Datetime(at) => moment_in(&at.to_string(), zone),
        Value::String(text) => moment_in(text, zone),
        other => Err(format!("'{other}' is no date and time: write 2026-07-03T21:30:00")),
    }
}

/// The same, of a text.
pub fn moment_in(text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment);
    }
    let local: NaiveDateTime = text
        .replace(' ', "T")
        .parse()
        .map_err(|_| format!("'{text}' is no date and time: write 2026-07-03T21:30:00 or 2026-07-03T21:30:00+08:00"))?;
    zone.from_local_datetime(&local)
        .single()
        .map(|moment| moment.fixed_offset())
        .ok_or_else(|| format!("{text} does not exist, or exists twice, in {zone}"))
}

/// Turns every TOML date and time in `value` into the text that chrono reads.
pub(super) fn as_text(value: Value, zone: Tz) -> Result<Value, String> {
    Ok(match value {
        Value::Datetime(at) if at.date.is_some() && at.time.is_some() => {
            Value::String(moment(&Value::Datetime(at), zone)?.to_rfc3339())
        }
        Value::Datetime(at) => Value::String(at.to_string()),
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|item| as_text(item, zone)).collect::<Result<_, _>>()?)
        }
        Value::Table(table) => Value::Table(
            table
                .into_iter()
                .map(|(key, value)| as_text(value, zone).map(|value| (key, value)))
                .collect::<Result<_, _>>()?,
        ),
        plain => plain,
    })
}
