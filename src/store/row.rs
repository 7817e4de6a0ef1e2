//! From columns to types and back.

use super::error::StoreError;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// Reads a typed value from its text.
pub(super) fn typed<T: FromStr>(what: &'static str, text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| StoreError::corrupt(what, error))
}

/// Reads a typed value that may be absent.
pub(super) fn optional<T: FromStr>(what: &'static str, text: Option<&str>) -> Result<Option<T>, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.map(|text| typed(what, text)).transpose()
}

/// Reads JSON.
pub(super) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(what, error))
}

/// Writes JSON; the types of the domain can't fail to.
pub(super) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::corrupt(what, error))
}

/// Reads the kebab-case name of a plain enum, as serde writes it.
pub(super) fn from_name<T: DeserializeOwned>(what: &'static str, name: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(|error| StoreError::corrupt(what, error))
}

/// The kebab-case name of a plain enum.
pub(super) fn name<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(StoreError::corrupt(what, "it has no name")),
    }
}

/// A moment as the databases keep it: UTC, whole seconds.
pub(super) fn moment(at: DateTime<Utc>) -> NaiveDateTime {
    use chrono::SubsecRound;
    at.naive_utc().trunc_subsecs(0)
}

/// A count as the databases keep it.
pub(super) fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// A count read back.
pub(super) fn uncount(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
