//! Phone numbers: digits with a leading '+' at most.

use super::Fault;
use super::text::unquoted;
use crate::intake::cell::{Value, show_number};
use crate::intake::codes::Code;

const DIGITS: std::ops::RangeInclusive<usize> = 3..=20;

/// One number.
pub fn phone(value: &Value) -> Result<String, Fault> {
    match value {
        Value::Number(number) if number.fract() == 0.0 && (0.0..1e15).contains(number) => checked(show_number(*number)),
        Value::Number(number) if *number >= 1e15 => Err(Fault::new(Code::NumberImprecise)),
        Value::Text(text) => from_text(&unquoted(text)),
        _ => Err(Fault::new(Code::PhoneInvalid)),
    }
}

/// One number in half-width text.
pub fn from_text(text: &str) -> Result<String, Fault> {
    if let Some(number) = scientific(text) {
        return number;
    }
    if text.contains(['*', '＊', '•', '●']) || (text.chars().filter(|c| matches!(c, 'x' | 'X')).count() > 2) {
        return Err(Fault::new(Code::PhoneMasked));
    }
    let text = without_extension(text);
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", text.strip_suffix(".0").unwrap_or(text)),
    };
    let plain =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '\u{2010}'..='\u{2015}');
    if !rest.chars().all(plain) {
        return Err(Fault::new(Code::PhoneInvalid));
    }
    checked(format!("{sign}{}", rest.chars().filter(char::is_ascii_digit).collect::<String>()))
}

/// Digits behind the exchange are dialled by hand: they are no part of the number.
fn without_extension(text: &str) -> &str {
    let lower = text.to_lowercase();
    for mark in ["转", "轉", "分机", "分機", "ext", "#"] {
        if let Some(at) = lower.find(mark)
            && at > 0
            && text.is_char_boundary(at)
        {
            return text[..at].trim();
        }
    }
    text
}

/// `1.3812345678E+10` is exact; `1.38E+10` has lost its last digits.
fn scientific(text: &str) -> Option<Result<String, Fault>> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) || whole.len() != 1 {
        return None;
    }
    if fraction.len() == exponent {
        Some(checked(format!("{whole}{fraction}")))
    } else {
        Some(Err(Fault::new(Code::PhoneDigitsLost)))
    }
}

fn checked(number: String) -> Result<String, Fault> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if DIGITS.contains(&digits) { Ok(number) } else { Err(Fault::new(Code::PhoneInvalid)) }
}
