//! Whole numbers and money.

use super::Fault;
use super::text::unquoted;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A whole number from 0.
pub fn count(value: &Value) -> Result<u64, Fault> {
    let invalid = || Fault::new(Code::NumberInvalid);
    match value {
        Value::Number(number) if number.fract() == 0.0 && (0.0..=9e15).contains(number) => Ok(*number as u64),
        Value::Text(text) => {
            let text = unquoted(text);
            let digits = text.strip_suffix(".0").unwrap_or(&text);
            if digits.bytes().all(|b| b.is_ascii_digit()) {
                digits.parse().map_err(|_| invalid())
            } else {
                Err(invalid())
            }
        }
        _ => Err(invalid()),
    }
}

/// An amount in hundredths of the currency unit, never below 0.
pub fn money(value: &Value) -> Result<i64, Fault> {
    hundredths(value, written, Code::MoneyInvalid)
}

/// A number in hundredths, never below 0: hours, points.
pub fn decimal(value: &Value) -> Result<i64, Fault> {
    let plain = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if digits { text.parse().ok() } else { None }
    };
    hundredths(value, plain, Code::DecimalInvalid)
}

fn hundredths(value: &Value, written: fn(&str) -> Option<Decimal>, code: Code) -> Result<i64, Fault> {
    let invalid = || Fault::new(code);
    let amount = match value {
        // Binary fractions of an amount are at most a millionth off.
        Value::Number(number) => {
            let exact = Decimal::from_f64_retain(*number).ok_or_else(invalid)?.round_dp(6);
            exact.normalize()
        }
        Value::Text(text) => written(&unquoted(text)).ok_or_else(invalid)?,
        _ => return Err(invalid()),
    };
    let hundredths = amount.checked_mul(Decimal::from(100)).ok_or_else(invalid)?;
    if hundredths.fract().is_zero() && !hundredths.is_sign_negative() {
        hundredths.to_i64().ok_or_else(invalid)
    } else {
        Err(invalid())
    }
}

/// `12,800.50`, `¥12800`, `NT$12,800`, `12800元`, `1.28万`.
fn written(text: &str) -> Option<Decimal> {
    let mut text = text.trim();
    for mark in
        ["人民币", "人民幣", "新台币", "新台幣", "新臺幣", "RMB", "CNY", "NTD", "TWD", "NT$", "NT", "¥", "￥", "$"]
    {
        text = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)).unwrap_or(text).trim();
    }
    text = text.trim_end_matches(['整', '元', '圆', '圓', '块']).trim();
    let (text, scale) = match text.strip_suffix(['万', '萬']) {
        Some(rest) => (rest.trim(), 10_000),
        None => (text, 1),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    // A comma that doesn't part thousands might be a decimal sign.
    let grouped =
        groups.len() == 1 || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !grouped || whole.is_empty() || !groups.iter().all(|group| digits(group)) || !digits(fraction) {
        return None;
    }
    let plain = if fraction.is_empty() { groups.concat() } else { format!("{}.{fraction}", groups.concat()) };
    plain.parse::<Decimal>().ok()?.checked_mul(Decimal::from(scale))
}
