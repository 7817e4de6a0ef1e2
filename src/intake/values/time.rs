//! Times of day and offsets in text: `21:30`, `下午9:30`, `9点半`, `9:30 PM`, `21:30:00+08:00`.

use super::Fault;
use crate::intake::codes::Code;
use chrono::{FixedOffset, NaiveTime};
use regex::Regex;
use std::sync::LazyLock;

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The time; 00:00 for 24:00.
    pub time: NaiveTime,
    /// Whether it was written 24:00, the end of its day.
    pub next_day: bool,
    /// The offset, where one was written.
    pub offset: Option<FixedOffset>,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    const PERIOD: &str = "上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|晚间|晚間|夜间|夜間|夜里|夜裡|[ap]\\.?m\\.?";
    Regex::new(&format!(
        r"(?xi)^\s*(?P<pre>{PERIOD})?\s*(?P<h>\d{{1,2}})
        (?: : (?P<m>\d{{2}}) (?: : (?P<s>\d{{2}}) (?:[.,]\d{{1,9}})? )?
          | \s*[点點时時]\s* (?: (?P<half>半) | (?P<sharp>整|正)? | (?P<zm>\d{{1,2}}) \s*分?\s* (?: (?P<zs>\d{{1,2}}) \s*秒 )? ) )?
        \s*(?P<post>[ap]\.?m\.?)?
        \s*(?P<off>z|utc|gmt|(?:utc|gmt)?[+\-]\d{{1,2}}(?::?\d{{2}})?)?\s*$"
    ))
    .expect("a constant pattern")
});

/// Reads a whole text as a time of day; the text is half-width already.
pub fn clock(text: &str) -> Result<Clock, Fault> {
    let invalid = || Fault::new(Code::TimeInvalid).with("example", "21:30");
    let parts = PATTERN.captures(text).ok_or_else(invalid)?;
    let number = |name: &str| parts.name(name).map(|digits| digits.as_str().parse::<u32>().unwrap_or(u32::MAX));
    let period = parts.name("pre").or(parts.name("post")).map(|period| period.as_str().to_lowercase());
    let said_hour_only = parts.name("m").is_none() && !text.contains(['点', '點', '时', '時']);
    if (said_hour_only && period.is_none()) || (parts.name("pre").is_some() && parts.name("post").is_some()) {
        return Err(invalid());
    }
    let minute = if parts.name("half").is_some() { 30 } else { number("m").or(number("zm")).unwrap_or(0) };
    let second = number("s").or(number("zs")).unwrap_or(0);
    let hour = number("h").unwrap_or(u32::MAX);
    let offset = parts.name("off").map(|offset| offset_of(offset.as_str()).ok_or_else(invalid)).transpose()?;
    if hour == 24 && minute == 0 && second == 0 && period.is_none() {
        return Ok(Clock { time: NaiveTime::MIN, next_day: true, offset });
    }
    let hour = match period {
        Some(period) => hour_of_period(&period, hour)?,
        None => hour,
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(invalid)?;
    Ok(Clock { time, next_day: false, offset })
}

/// The hour of 24 that `hour` means in a part of the day.
fn hour_of_period(period: &str, hour: u32) -> Result<u32, Fault> {
    let invalid = || Fault::new(Code::TimeInvalid).with("example", "21:30");
    let ambiguous =
        |other: &str| Fault::new(Code::DateAmbiguous).with("readings", other).with("example", super::MOMENT_EXAMPLE);
    match (period.chars().next().unwrap_or(' '), hour) {
        ('a' | '上' | '凌', 12) => Ok(0),
        ('a' | '上' | '早' | '清', 0..=11) | ('凌', 0..=6) => Ok(hour),
        ('早', 12) | ('清', 12) => Err(invalid()),
        ('p' | '下', 12) => Ok(12),
        ('p' | '下' | '傍', 1..=11) => Ok(hour + 12),
        ('p' | '下', 13..=23) | ('傍', 16..=20) => Ok(hour),
        ('中', 11..=13) => Ok(hour),
        ('中', 1 | 2) => Ok(hour + 12),
        // 晚上12点 is midnight of this day or the next: nobody can tell.
        ('晚' | '夜', 12 | 0) => Err(ambiguous("00:00 / 24:00")),
        ('晚', 5..=11) | ('夜', 6..=11) => Ok(hour + 12),
        ('晚' | '夜', 17..=23) => Ok(hour),
        _ => Err(invalid()),
    }
}

/// `Z`, `+08:00`, `+0800`, `+8`, `UTC+8`.
pub fn offset_of(text: &str) -> Option<FixedOffset> {
    let text = text.to_ascii_lowercase();
    let rest = text.trim_start_matches("utc").trim_start_matches("gmt");
    if rest.is_empty() || rest == "z" {
        return FixedOffset::east_opt(0);
    }
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        3 | 4 => {
            let (hours, minutes) = digits.split_at(digits.len() - 2);
            (hours.parse().ok()?, minutes.parse::<i32>().ok()?)
        }
        _ => return None,
    };
    // No zone has ever been off by other minutes: `10:00-10:05` is a window, not an offset.
    (hours <= 14 && [0, 30, 45].contains(&minutes))
        .then(|| FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)))?
}
