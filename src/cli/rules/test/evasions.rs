//! `rules test --evasions`: how much of what must be found is still found when it is written so as to hide it.

use super::shown;
use crate::cli::output::{self, Format};
use crate::cli::{CliError, FOUND};
use crate::domain::ids::{RuleId, RulesetId};
use crate::rules::corpus::Labelled;
use crate::rules::evasions::{self, Evasion, Tried};
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Row<'a> {
    ruleset: &'a RulesetId,
    evasion: Evasion,
    tried: usize,
    found: usize,
    recall: Option<f64>,
}

#[derive(Serialize)]
struct Listed<'a> {
    ruleset: &'a RulesetId,
    rule_id: RuleId,
    evasion: Evasion,
    place: String,
    words: String,
    written: String,
}

/// Prints the share found again by kind of evasion, or each rewriting that was missed.
pub fn run(format: Format, misses: bool, rulesets: &[Ruleset], calls: &[Labelled]) -> Result<ExitCode, CliError> {
    let (mut rows, mut listed) = (Vec::new(), Vec::new());
    for ruleset in rulesets {
        let mut material = evasions::of_examples(ruleset);
        material.extend(evasions::of_calls(ruleset, calls).map_err(CliError::say)?);
        let tried = evasions::run(ruleset, &material).map_err(CliError::say)?;
        rows.extend(Evasion::ALL.into_iter().map(|evasion| row(&ruleset.id, evasion, &tried)));
        listed.extend(tried.into_iter().filter(|tried| !tried.found).map(|tried| list(&ruleset.id, tried)));
    }
    if misses { print_misses(format, &listed) } else { print(format, &rows) }
}

fn row<'a>(ruleset: &'a RulesetId, evasion: Evasion, tried: &[Tried]) -> Row<'a> {
    let of: Vec<&Tried> = tried.iter().filter(|tried| tried.evasion == evasion).collect();
    let found = of.iter().filter(|tried| tried.found).count();
    let recall = (!of.is_empty()).then(|| found as f64 / of.len() as f64);
    Row { ruleset, evasion, tried: of.len(), found, recall }
}

fn list(ruleset: &RulesetId, tried: Tried) -> Listed<'_> {
    Listed {
        ruleset,
        rule_id: tried.rule,
        evasion: tried.evasion,
        place: tried.place,
        words: tried.words,
        written: tried.written,
    }
}

fn print(format: Format, rows: &[Row<'_>]) -> Result<ExitCode, CliError> {
    output::rows(format, &["ruleset", "evasion", "tried", "found", "recall"], rows, |row| {
        let (ruleset, evasion) = (row.ruleset.to_string(), row.evasion.as_str().to_owned());
        vec![ruleset, evasion, row.tried.to_string(), row.found.to_string(), shown(row.recall)]
    })?;
    Ok(ExitCode::SUCCESS)
}

fn print_misses(format: Format, rows: &[Listed<'_>]) -> Result<ExitCode, CliError> {
    output::rows(format, &["ruleset", "rule_id", "evasion", "place", "words", "written"], rows, |row| {
        let (ruleset, rule) = (row.ruleset.to_string(), row.rule_id.to_string());
        vec![ruleset, rule, row.evasion.as_str().to_owned(), row.place.clone(), row.words.clone(), row.written.clone()]
    })?;
    Ok(if rows.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
