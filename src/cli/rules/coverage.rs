//! `rules coverage`: every clause with the rules that enforce it.

use super::Args;
use crate::cli::CliError;
use crate::cli::output::{self, Format};
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Covered<'a> {
    clause: &'a str,
    how: Vec<String>,
    rules: Vec<&'a str>,
}

/// Prints every clause.
pub fn run(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let mut rows = Vec::new();
    let clauses = rulesets.first().map(|ruleset| ruleset.clauses.as_slice()).unwrap_or_default();
    for clause in clauses {
        for id in &clause.ids {
            let citing = rulesets.iter().flat_map(|ruleset| &ruleset.rules).filter(|rule| rule.clauses.contains(id));
            let mut rules: Vec<_> = citing.map(|rule| rule.id.as_str()).collect();
            rules.sort_unstable();
            rules.dedup();
            let how = clause.how.iter().map(|how| how.as_str().to_owned()).collect();
            rows.push(Covered { clause: id.as_str(), how, rules });
        }
    }
    rows.sort_by(|one, other| one.clause.cmp(other.clause));
    rows.dedup_by(|one, other| one.clause == other.clause);
    let none = |row: &&Covered<'_>| row.rules.is_empty();
    let without = rows.iter().filter(none).count();
    output::rows(args.format, &["clause", "how", "rules"], &rows, |row| {
        let rules = if row.rules.is_empty() { "–".to_owned() } else { row.rules.join(" ") };
        vec![row.clause.to_owned(), row.how.join("+"), rules]
    })?;
    if args.format == Format::Pretty {
        println!("{without} of {} clauses without a rule", rows.len());
    }
    Ok(ExitCode::SUCCESS)
}
