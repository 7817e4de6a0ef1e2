//! Lengths of time, in whole seconds: `00:03:20`, `3分20秒`, `3m20s`, `PT3M20S`, `200`, fractions of a day.

use super::Fault;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::plain;
use regex::Regex;
use std::sync::LazyLock;

/// Longest call or visit that is taken for one, seconds.
const LONGEST: i64 = 24 * 3600;

static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,3}):(\d{2}):(\d{2})(?:\.\d+)?$").expect("a constant pattern"));
static SHORT_CLOCK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\d{1,3}):(\d{2})$").expect("a constant pattern"));
static UNITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^(?:pt)?\s*(?:(\d+)\s*(?:小时|小時|时|時|hours|hour|hrs|hr|h)[\s,]*)?(?:(\d+)\s*(?:分钟|分鐘|分|minutes|minute|mins|min|m|'|′)[\s,]*)?(?:(\d+)(?:\.\d+)?\s*(?:秒钟|秒鐘|秒|seconds|second|secs|sec|s|"|″|''))?$"#,
    )
    .expect("a constant pattern")
});

fn invalid() -> Fault {
    Fault::new(Code::DurationInvalid)
}

/// Whole seconds.
pub fn seconds(value: &Value) -> Result<i64, Fault> {
    let seconds = match value {
        Value::Serial(days, _) => (days * 86_400.0).round() as i64,
        Value::Number(number) => from_number(*number)?,
        Value::Text(text) => from_text(&plain(text))?,
        Value::Bool(_) | Value::Error(_) | Value::Uncomputed => return Err(invalid()),
    };
    if (0..=LONGEST).contains(&seconds) { Ok(seconds) } else { Err(invalid()) }
}

/// Whole numbers are seconds, numbers below one are fractions of a day.
fn from_number(number: f64) -> Result<i64, Fault> {
    if number.fract() == 0.0 && (0.0..=LONGEST as f64).contains(&number) {
        Ok(number as i64)
    } else if (0.0..1.0).contains(&number) {
        Ok((number * 86_400.0).round() as i64)
    } else if number > 1.0 && number <= LONGEST as f64 {
        let readings = format!("{number} s / {number} min");
        Err(Fault::new(Code::DurationAmbiguous).with("readings", readings))
    } else {
        Err(invalid())
    }
}

fn from_text(text: &str) -> Result<i64, Fault> {
    if let Ok(number) = text.parse::<f64>() {
        return from_number(number);
    }
    let part =
        |digits: Option<regex::Match>| digits.map_or(Ok(0), |d| d.as_str().parse::<i64>().map_err(|_| invalid()));
    if let Some(parts) = CLOCK.captures(text) {
        let (hours, minutes, seconds) = (part(parts.get(1))?, part(parts.get(2))?, part(parts.get(3))?);
        return if minutes < 60 && seconds < 60 { Ok(hours * 3600 + minutes * 60 + seconds) } else { Err(invalid()) };
    }
    if let Some(parts) = SHORT_CLOCK.captures(text) {
        let (first, second) = (part(parts.get(1))?, part(parts.get(2))?);
        if second >= 60 {
            return Err(invalid());
        }
        if first == 0 && second == 0 {
            return Ok(0);
        }
        let readings = format!("00:{first:02}:{second:02} / {first:02}:{second:02}:00");
        return Err(Fault::new(Code::DurationAmbiguous).with("readings", readings));
    }
    let parts = UNITS.captures(text).ok_or_else(invalid)?;
    if (1..=3).all(|index| parts.get(index).is_none()) {
        return Err(invalid());
    }
    let scaled = |index: usize, unit: i64| part(parts.get(index))?.checked_mul(unit).ok_or_else(invalid);
    let total = scaled(1, 3600)?.checked_add(scaled(2, 60)?).and_then(|sum| sum.checked_add(scaled(3, 1).ok()?));
    total.ok_or_else(invalid)
}
