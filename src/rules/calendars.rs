//! Calendars as data: `rulesets/calendars/<name>-<year>.toml`.

use super::document::Document;
use super::files::Files;
use super::load::RuleError;
use crate::domain::calendar::{Calendar, Departures};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

const FOLDER: &str = "calendars/";

/// One year as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Days on which people don't work although it is a weekday; weekend days may be named too.
    #[serde(default)]
    off: BTreeMap<Spanned<String>, String>,
    /// Saturdays and Sundays on which people work.
    #[serde(default)]
    working: BTreeMap<Spanned<String>, String>,
}

/// The calendar `name` with every year that there is, and the paths it was read from.
pub(super) fn read(files: &Files, name: &str) -> Result<(Calendar, Vec<String>), Vec<RuleError>> {
    let mut calendar = Calendar { name: name.to_owned(), years: BTreeMap::new() };
    let (mut paths, mut errors) = (Vec::new(), Vec::new());
    for (path, (of, year)) in files.keys().filter_map(|path| Some((path, named(path)?))) {
        if of == name {
            match one_year(path, &files[path], year) {
                Ok(departures) => drop(calendar.years.insert(year, departures)),
                Err(problems) => errors.extend(problems),
            }
            paths.push(path.clone());
        }
    }
    if errors.is_empty() { Ok((calendar, paths)) } else { Err(errors) }
}

/// The names of the calendars that there are.
pub(super) fn names(files: &Files) -> BTreeSet<&str> {
    files.keys().filter_map(|path| named(path)).map(|(name, _)| name).collect()
}

/// `calendars/tw-2026.toml` → `tw`, 2026.
fn named(path: &str) -> Option<(&str, i32)> {
    let (name, year) = path.strip_prefix(FOLDER)?.strip_suffix(".toml")?.rsplit_once('-')?;
    Some((name, year.parse().ok()?))
}

fn one_year(path: &str, text: &str, year: i32) -> Result<Departures, Vec<RuleError>> {
    let mut document = Document::parse(vec![(path, text)])?;
    let written: Written = document.read().map_err(|error| vec![error])?;
    let (mut departures, mut errors) = (Departures::default(), Vec::new());
    let days = written.off.into_iter().map(|entry| (entry, false));
    for ((key, name), working) in days.chain(written.working.into_iter().map(|entry| (entry, true))) {
        match day(key.get_ref(), year, working, &departures) {
            Ok(day) if working => drop(departures.working.insert(day, name)),
            Ok(day) => drop(departures.off.insert(day, name)),
            Err(message) => errors.push(document.error_at(&key, message)),
        }
    }
    if errors.is_empty() { Ok(departures) } else { Err(errors) }
}

fn day(written: &str, year: i32, working: bool, before: &Departures) -> Result<NaiveDate, String> {
    let day: NaiveDate = written.parse().map_err(|_| format!("'{written}' is no day: write it like {year}-05-01"))?;
    if day.year() != year {
        return Err(format!("{day} is not of {year}: it belongs into that year's own file"));
    }
    if working && before.off.contains_key(&day) {
        return Err(format!("{day} is off and working: strike one of them"));
    }
    if working && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        return Err(format!("{day} is a {}: people work then anyway", day.weekday()));
    }
    Ok(day)
}
