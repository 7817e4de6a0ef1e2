//! Dates and moments: real dates, serial numbers and every written form of the interfaces, the Republican calendar included.

use super::time::{Clock, clock};
use super::{DAY_EXAMPLE, Fault, MOMENT_EXAMPLE, Reading};
use crate::domain::contact::DayOrMoment;
use crate::intake::cell::{Shows, Value, serial_moment};
use crate::intake::codes::Code;
use crate::intake::fold::plain;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use regex::{Captures, Regex};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What a cell says of a date and a time; at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The date.
    pub date: Option<NaiveDate>,
    /// The time of day.
    pub clock: Option<Clock>,
}

const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// First Republican year is 1912.
const REPUBLIC: i32 = 1911;

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<era>中[华華]民[国國]|民[国國]|roc)?\s*(?P<y>\d{1,4})\s*(?P<sep>年|/|\.|-)\s*(?P<m>\d{1,2})\s*(?:月|/|\.|-)\s*(?P<d>\d{1,2})(?:\s*[日号號])?",
    )
});
static YEAR_LAST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<a>\d{1,2})\s*[/.\-]\s*(?P<b>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"));
static NO_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\d{1,2}\s*月\s*\d{1,2}\s*[日号號]?|\d{1,2}\s*[/\-]\s*\d{1,2})(?:[\sT]|$|上午|下午)")
});
static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<y>\d{3}|\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T ]?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?)?$")
});
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[\s\-]+(?P<m1>[a-z]{3,9})\.?,?[\s\-]+|(?P<m2>[a-z]{3,9})\.?[\s\-]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+)(?P<y>\d{4})",
    )
});
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[(\[]?\s*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\s*[)\]]?|\((?:[一二三四五六日]|mon|tue|wed|thu|fri|sat|sun)\)|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("a constant pattern")
}

fn invalid() -> Fault {
    Fault::new(Code::DateInvalid).with("example", MOMENT_EXAMPLE)
}

/// Reads a cell as a date, a time, or both.
pub fn written(value: &Value, reading: Reading) -> Result<Written, Fault> {
    match value {
        Value::Serial(days, shows) => from_serial(*days, *shows == Shows::Time),
        Value::Number(number) => from_number(*number, reading),
        Value::Text(text) => from_text(&plain(text)),
        Value::Bool(_) | Value::Error(_) | Value::Uncomputed => Err(invalid()),
    }
}

fn from_number(number: f64, reading: Reading) -> Result<Written, Fault> {
    // 20260703 and 1150703 lie far beyond the serials of this century.
    if number.fract() == 0.0 && (1_000_000.0..100_000_000.0).contains(&number) {
        return from_text(&format!("{number}"));
    }
    from_serial(if reading.from_1904 { number + 1462.0 } else { number }, false)
}

fn from_serial(days: f64, shows_time: bool) -> Result<Written, Fault> {
    let moment = serial_moment(days).ok_or_else(invalid)?;
    let at = |time| Some(Clock { time, next_day: false, offset: None });
    if days < 1.0 {
        return Ok(Written { date: None, clock: at(moment.time()) });
    }
    let midnight = moment.time() == NaiveTime::MIN;
    Ok(Written {
        date: Some(in_range(moment.date())?),
        clock: if midnight && !shows_time { None } else { at(moment.time()) },
    })
}

fn in_range(date: NaiveDate) -> Result<NaiveDate, Fault> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(Fault::new(Code::DateOutOfRange)) }
}

/// Reads half-width text.
pub fn from_text(text: &str) -> Result<Written, Fault> {
    let without_weekday = WEEKDAY.replace(text, " ");
    let text = without_weekday.trim();
    if let Some(number) = serial_text(text) {
        return from_serial(number, false);
    }
    if let Some(parts) = COMPACT.captures(text) {
        return compact(&parts);
    }
    let (date, end) = if let Some(parts) = YEAR_LAST.captures(text) {
        (day_and_month(&parts)?, parts.get(0).map_or(0, |whole| whole.end()))
    } else if let Some(parts) = YEAR_FIRST.captures(text) {
        (year_first(&parts)?, parts.get(0).map_or(0, |whole| whole.end()))
    } else if let Some(parts) = ENGLISH.captures(text) {
        (english(&parts)?, parts.get(0).map_or(0, |whole| whole.end()))
    } else if NO_YEAR.is_match(text) {
        return Err(Fault::new(Code::DateIncomplete).with("example", MOMENT_EXAMPLE));
    } else {
        let clock = clock(text).map_err(|fault| if fault.code == Code::TimeInvalid { invalid() } else { fault })?;
        return Ok(Written { date: None, clock: Some(clock) });
    };
    let rest = text[end..].trim_start_matches([' ', 'T', 't', ',', '\n', '\t']);
    if rest.is_empty() {
        return Ok(Written { date: Some(date), clock: None });
    }
    if text[..end].ends_with(|c: char| c.is_ascii_digit()) && text[end..].starts_with(|c: char| c.is_ascii_digit()) {
        return Err(invalid());
    }
    let clock = clock(rest).map_err(|fault| fault.with("example", MOMENT_EXAMPLE))?;
    Ok(Written { date: Some(date), clock: Some(clock) })
}

/// `46206.89583`: five digits before the point are a serial of this century.
fn serial_text(text: &str) -> Option<f64> {
    let whole = text.split('.').next().unwrap_or_default();
    let shaped = whole.len() == 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if shaped { text.parse().ok() } else { None }
}

fn compact(parts: &Captures) -> Result<Written, Fault> {
    let number = |name: &str| parts.name(name).map_or(0, |digits| digits.as_str().parse::<i32>().unwrap_or(0));
    let year = if parts["y"].len() == 3 { number("y") + REPUBLIC } else { number("y") };
    let date = NaiveDate::from_ymd_opt(year, number("m") as u32, number("d") as u32).ok_or_else(invalid)?;
    let clock = match parts.name("h") {
        None => None,
        Some(_) => Some(clock(&format!("{:02}:{:02}:{:02}", number("h"), number("min"), number("s")))?),
    };
    Ok(Written { date: Some(in_range(date)?), clock })
}

fn year_first(parts: &Captures) -> Result<NaiveDate, Fault> {
    let number = |name: &str| parts[name].parse::<i32>().unwrap_or(0);
    let (year, month, day) = (number("y"), number("m") as u32, number("d") as u32);
    let republican = parts.name("era").is_some();
    match (republican, parts["y"].len()) {
        (true, _) | (false, 3) => in_range(NaiveDate::from_ymd_opt(year + REPUBLIC, month, day).ok_or_else(invalid)?),
        (false, 4) => in_range(NaiveDate::from_ymd_opt(year, month, day).ok_or_else(invalid)?),
        (false, _) if &parts["sep"] == "年" => one_of([
            NaiveDate::from_ymd_opt(2000 + year, month, day),
            NaiveDate::from_ymd_opt(year + REPUBLIC, month, day),
        ]),
        (false, _) => one_of([
            NaiveDate::from_ymd_opt(2000 + year, month, day),
            NaiveDate::from_ymd_opt(year + REPUBLIC, month, day),
            NaiveDate::from_ymd_opt(2000 + day as i32, month, year as u32),
            NaiveDate::from_ymd_opt(2000 + day as i32, year as u32, month),
        ]),
    }
}

fn day_and_month(parts: &Captures) -> Result<NaiveDate, Fault> {
    let number = |name: &str| parts[name].parse::<u32>().unwrap_or(0);
    let year = number("y") as i32;
    one_of([
        NaiveDate::from_ymd_opt(year, number("a"), number("b")),
        NaiveDate::from_ymd_opt(year, number("b"), number("a")),
    ])
}

/// The only reading within the years, or the fault that names them all.
fn one_of<const N: usize>(readings: [Option<NaiveDate>; N]) -> Result<NaiveDate, Fault> {
    let dates: BTreeSet<NaiveDate> = readings.into_iter().flatten().collect();
    let possible: Vec<NaiveDate> = dates.iter().copied().filter(|date| YEARS.contains(&date.year())).collect();
    match possible[..] {
        [date] => Ok(date),
        [] if dates.is_empty() => Err(invalid()),
        [] => Err(Fault::new(Code::DateOutOfRange)),
        _ => {
            let readings: Vec<String> = possible.iter().map(NaiveDate::to_string).collect();
            Err(Fault::new(Code::DateAmbiguous).with("readings", readings.join(" / ")).with("example", MOMENT_EXAMPLE))
        }
    }
}

fn english(parts: &Captures) -> Result<NaiveDate, Fault> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = parts.name("m1").or(parts.name("m2")).map_or(String::new(), |name| name.as_str().to_lowercase());
    let month = MONTHS.iter().position(|month| month.starts_with(&name) || (name == "sept" && *month == "september"));
    let day = parts.name("d1").or(parts.name("d2")).and_then(|day| day.as_str().parse().ok()).unwrap_or(0);
    let date = month.and_then(|month| NaiveDate::from_ymd_opt(parts["y"].parse().ok()?, month as u32 + 1, day));
    in_range(date.ok_or_else(invalid)?)
}

impl Written {
    /// The moment, where both halves are there.
    pub fn moment(self, zone: Tz) -> Result<DateTime<Utc>, Fault> {
        match (self.date, self.clock) {
            (Some(date), Some(clock)) => resolve(date, clock, zone),
            (Some(_), None) => Err(Fault::new(Code::TimeMissing).with("example", MOMENT_EXAMPLE)),
            _ => Err(Fault::new(Code::DateMissing).with("example", MOMENT_EXAMPLE)),
        }
    }

    /// The day at the zone's place; a time beside it is left aside.
    pub fn day(self, zone: Tz) -> Result<NaiveDate, Fault> {
        match (self.date, self.clock) {
            (Some(date), Some(clock)) if clock.offset.is_some() => {
                Ok(resolve(date, clock, zone)?.with_timezone(&zone).date_naive())
            }
            (Some(date), _) => Ok(date),
            _ => Err(Fault::new(Code::DateMissing).with("example", DAY_EXAMPLE)),
        }
    }

    /// A day, or a moment of it where a time is written.
    pub fn day_or_moment(self, zone: Tz) -> Result<DayOrMoment, Fault> {
        match self.clock {
            None => self.day(zone).map(DayOrMoment::Day),
            Some(_) => self.moment(zone).map(DayOrMoment::Moment),
        }
    }

    /// A moment; the beginning of the day where no time is written.
    pub fn day_start(self, zone: Tz) -> Result<DateTime<Utc>, Fault> {
        let clock = self.clock.unwrap_or(Clock { time: NaiveTime::MIN, next_day: false, offset: None });
        Self { clock: Some(clock), ..self }.moment(zone)
    }
}

/// The moment at which the clocks of `zone` show `date` and `clock`, unless its own offset says.
pub fn resolve(date: NaiveDate, clock: Clock, zone: Tz) -> Result<DateTime<Utc>, Fault> {
    let date = if clock.next_day { date.checked_add_days(Days::new(1)).ok_or_else(invalid)? } else { date };
    let local = NaiveDateTime::new(date, clock.time);
    if let Some(offset) = clock.offset {
        return offset.from_local_datetime(&local).single().map(|moment| moment.to_utc()).ok_or_else(invalid);
    }
    match zone.from_local_datetime(&local) {
        chrono::LocalResult::Single(moment) => Ok(moment.to_utc()),
        chrono::LocalResult::None => Err(Fault::new(Code::TimeNonexistent).with("zone", zone.name())),
        chrono::LocalResult::Ambiguous(..) => Err(Fault::new(Code::TimeAmbiguous).with("zone", zone.name())),
    }
}
