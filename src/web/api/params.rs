//! Parameters as they come: empty ones count as absent, wrong ones are named.

use crate::web::error::AppError;
use std::fmt::Display;
use std::str::FromStr;

/// Items on one page unless asked otherwise, and at most.
const PAGE: usize = 50;
const LONGEST_PAGE: usize = 200;

/// Reads an optional parameter.
pub fn optional<T: FromStr>(name: &str, value: Option<&str>) -> Result<Option<T>, AppError>
where
    T::Err: Display,
{
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    value.map(|value| value.parse().map_err(|error: T::Err| wrong(name, &error.to_string()))).transpose()
}

/// Reads a part of the address: what can't be an id names nothing.
pub fn id<T: FromStr>(value: &str) -> Result<T, AppError> {
    value.parse().map_err(|_| AppError::NotFound)
}

/// How many items a page has.
pub fn limit(value: Option<usize>) -> Result<usize, AppError> {
    match value {
        None => Ok(PAGE),
        Some(limit) if (1..=LONGEST_PAGE).contains(&limit) => Ok(limit),
        Some(limit) => Err(AppError::invalid(
            "limit",
            format!("A page can't have {limit} items."),
            format!("Ask for 1 to {LONGEST_PAGE}."),
        )),
    }
}

fn wrong(name: &str, error: &str) -> AppError {
    AppError::invalid(name, format!("{error}."), format!("Mend '{name}', or leave it out."))
}
