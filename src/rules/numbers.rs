//! Exact numbers out of TOML: `0.5` means one half, not the nearest double.

use crate::domain::scheme::Exact;
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// Reads an integer or a decimal exactly; for `#[serde(deserialize_with = …)]`.
pub(super) fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
    struct Number;
    impl Visitor<'_> for Number {
        type Value = Exact;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number such as 25 or 0.5")
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Exact, E> {
            Ok(Exact::from_integer(value.into()))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Exact, E> {
            Ok(Exact::from_integer(value.into()))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<Exact, E> {
            // The shortest decimal that reads back as the double is what the file says.
            let text = value.to_string();
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let digits = format!("{whole}{fraction}");
            match (digits.parse::<i128>(), u32::try_from(fraction.len())) {
                (Ok(digits), Ok(places)) if places <= 9 => Ok(Exact::new(digits, 10_i128.pow(places))),
                _ => Err(E::custom("a number with at most nine decimals is wanted")),
            }
        }
    }
    deserializer.deserialize_any(Number)
}

/// The same for a number that may be absent; with `#[serde(default)]`.
pub(super) fn exact_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Exact>, D::Error> {
    exact(deserializer).map(Some)
}
