//! `rules test`: what comes of the examples of the rule files.

use crate::cli::output::{self, Format};
use crate::cli::{CliError, FOUND};
use crate::domain::ids::{RuleId, RulesetId};
use crate::rules::examples;
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Tested {
    ruleset: RulesetId,
    rule_id: RuleId,
    examples: usize,
    failures: Vec<String>,
}

/// Runs the examples of every rule.
pub fn run(format: Format, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let mut rows = Vec::new();
    for ruleset in rulesets {
        for (index, rule) in ruleset.rules.iter().enumerate() {
            let results = examples::run_rule(ruleset, index);
            let examples = results.len();
            let failures = results
                .into_iter()
                .filter_map(|result| result.failure.map(|failure| format!("{} {failure}", result.place)))
                .collect();
            rows.push(Tested { ruleset: ruleset.id.clone(), rule_id: rule.id.clone(), examples, failures });
        }
    }
    output::rows(format, &["ruleset", "rule_id", "examples", "failures"], &rows, |row| {
        let failures = if row.failures.is_empty() { "–".to_owned() } else { row.failures.join("; ") };
        vec![row.ruleset.to_string(), row.rule_id.to_string(), row.examples.to_string(), failures]
    })?;
    let failed = rows.iter().any(|row| !row.failures.is_empty());
    Ok(if failed { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}
