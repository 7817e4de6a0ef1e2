//! `rules test --corpus`: what the rules find and miss in labelled calls.

use super::shown;
use crate::cli::output::{self, Format};
use crate::cli::{CliError, FOUND};
use crate::domain::ids::{RuleId, RulesetId};
use crate::rules::corpus::{Labelled, Miss, Part, Tally, measure};
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Row<'a> {
    ruleset: &'a RulesetId,
    part: Part,
    category: String,
    labelled: usize,
    found: usize,
    recall: Option<f64>,
    plain_recall: Option<f64>,
    flagged_falsely: usize,
    near_misses_flagged: usize,
    precision: Option<f64>,
    per_1000_clean_calls: Option<f64>,
    per_1000_clean_turns: Option<f64>,
}

#[derive(Serialize)]
struct Listed<'a> {
    ruleset: &'a RulesetId,
    what: &'static str,
    call_id: String,
    place: String,
    category: String,
    rule_id: Vec<RuleId>,
    turn: Option<u32>,
    excerpt: String,
}

/// Prints how each category did, or what was missed and flagged falsely.
pub fn run(format: Format, misses: bool, rulesets: &[Ruleset], calls: &[Labelled]) -> Result<ExitCode, CliError> {
    let (mut rows, mut listed) = (Vec::new(), Vec::new());
    for ruleset in rulesets {
        for part in Part::ALL {
            let calls: Vec<&Labelled> = calls.iter().filter(|call| call.part == part).collect();
            if !calls.is_empty() {
                let measured = measure(ruleset, calls).map_err(CliError::say)?;
                rows.extend(measured.tallies.into_iter().map(|tally| row(&ruleset.id, part, tally)));
                listed.extend(measured.misses.into_iter().map(|miss| list(&ruleset.id, miss)));
            }
        }
    }
    if misses { print_misses(format, &listed) } else { print(format, &rows) }
}

fn row(ruleset: &RulesetId, part: Part, tally: Tally) -> Row<'_> {
    Row {
        ruleset,
        part,
        labelled: tally.labelled,
        found: tally.found,
        recall: tally.recall(),
        plain_recall: tally.plain_recall(),
        flagged_falsely: tally.flagged_falsely,
        near_misses_flagged: tally.near_misses_flagged,
        precision: tally.precision(),
        per_1000_clean_calls: tally.per_thousand_calls(),
        per_1000_clean_turns: tally.per_thousand_turns(),
        category: tally.category,
    }
}

fn list(ruleset: &RulesetId, miss: Miss) -> Listed<'_> {
    Listed {
        ruleset,
        what: miss.what.as_str(),
        call_id: miss.call_id,
        place: miss.place,
        category: miss.category,
        rule_id: miss.rules,
        turn: miss.turn,
        excerpt: miss.excerpt,
    }
}

fn print(format: Format, rows: &[Row<'_>]) -> Result<ExitCode, CliError> {
    let headers = [
        "ruleset",
        "part",
        "category",
        "labelled",
        "found",
        "recall",
        "plain",
        "false",
        "near",
        "precision",
        "per 1000 calls",
        "per 1000 turns",
    ];
    let thousand = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{share:.1}"));
    output::rows(format, &headers, rows, |row| {
        vec![
            row.ruleset.to_string(),
            row.part.as_str().to_owned(),
            row.category.clone(),
            row.labelled.to_string(),
            row.found.to_string(),
            shown(row.recall),
            shown(row.plain_recall),
            row.flagged_falsely.to_string(),
            row.near_misses_flagged.to_string(),
            shown(row.precision),
            thousand(row.per_1000_clean_calls),
            thousand(row.per_1000_clean_turns),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}

fn print_misses(format: Format, rows: &[Listed<'_>]) -> Result<ExitCode, CliError> {
    output::rows(format, &["ruleset", "what", "call_id", "category", "rule_id", "turn", "excerpt"], rows, |row| {
        let rules: Vec<&str> = row.rule_id.iter().map(RuleId::as_str).collect();
        vec![
            row.ruleset.to_string(),
            row.what.to_owned(),
            row.call_id.clone(),
            row.category.clone(),
            rules.join(" "),
            row.turn.map_or_else(|| "–".to_owned(), |turn| turn.to_string()),
            row.excerpt.clone(),
        ]
    })?;
    Ok(if rows.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
