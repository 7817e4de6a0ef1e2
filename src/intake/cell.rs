//! One cell as it stands in a file, whatever the format.

use chrono::{NaiveDateTime, TimeDelta};
use std::borrow::Cow;

/// What a date cell's number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// A date only.
    Date,
    /// A time, with or without its date.
    Time,
    /// A length of time.
    Duration,
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A date, time or length of time: days since 1899-12-30, and what the cell shows of it.
    Serial(f64, Shows),
    /// True or false.
    Bool(bool),
    /// A formula's error, as shown.
    Error(Cow<'a, str>),
    /// A formula that was written without its result.
    Uncomputed,
}

/// Column counted from 0, and content. Blank cells don't occur.
pub type Cell<'a> = (u32, Value<'a>);

impl Value<'_> {
    /// A copy that owns its text.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Error(text) => Value::Error(Cow::Owned(text.into_owned())),
            Self::Number(number) => Value::Number(number),
            Self::Serial(days, shows) => Value::Serial(days, shows),
            Self::Bool(yes) => Value::Bool(yes),
            Self::Uncomputed => Value::Uncomputed,
        }
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(super::fold::is_blank))
    }

    /// The value as the sheet shows it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(show_number(*number)),
            Self::Serial(days, shows) => Cow::Owned(show_serial(*days, *shows)),
            Self::Bool(yes) => Cow::Borrowed(if *yes { "TRUE" } else { "FALSE" }),
            Self::Uncomputed => Cow::Borrowed(""),
        }
    }
}

/// Whole numbers without a point or exponent, others as short as they read back.
pub fn show_number(number: f64) -> String {
    format!("{number}")
}

/// The moment of a 1900 serial, to the nearest second; absent beyond the years a calendar holds.
pub fn serial_moment(days: f64) -> Option<NaiveDateTime> {
    if !(0.0..=2_958_466.0).contains(&days) {
        return None;
    }
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    epoch.checked_add_signed(TimeDelta::seconds((days * 86_400.0).round() as i64))
}

fn show_serial(days: f64, shows: Shows) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    let clock = |seconds: i64| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (shows, serial_moment(days)) {
        (Shows::Duration, _) if seconds >= 0 => clock(seconds),
        (Shows::Time, Some(_)) if days < 1.0 => clock(seconds),
        (Shows::Date, Some(moment)) if seconds % 86_400 == 0 => moment.format("%Y-%m-%d").to_string(),
        (_, Some(moment)) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
        (_, None) => show_number(days),
    }
}
