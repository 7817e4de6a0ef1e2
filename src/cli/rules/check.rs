//! `rules check`: what is wrong with the rule files, each error at its place.

use super::{Args, chosen};
use crate::cli::{CliError, FOUND, output};
use crate::rules::load::{self, RuleError, Source};
use crate::rules::ruleset::{Rule, Ruleset};
use crate::rules::shadows;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Problem {
    severity: &'static str,
    file: String,
    line: u32,
    column: u32,
    message: String,
}

/// Prints every error and warning.
pub fn run(args: &Args, source: &Source) -> Result<ExitCode, CliError> {
    let mut problems = Vec::new();
    let ids = chosen(args, source).unwrap_or_else(|errors| {
        problems.extend(errors.into_iter().map(problem));
        Vec::new()
    });
    for id in &ids {
        match load::load(source, id) {
            Ok(ruleset) => problems.extend(warnings(&ruleset)),
            Err(errors) => problems.extend(errors.into_iter().map(problem)),
        }
    }
    output::rows(args.format, &["severity", "place", "message"], &problems, |row| {
        let place = format!("{}:{}:{}", row.file, row.line, row.column);
        vec![row.severity.to_owned(), place, row.message.clone()]
    })?;
    let wrong = problems.iter().any(|problem| problem.severity == "error");
    Ok(if wrong { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

fn problem(error: RuleError) -> Problem {
    Problem { severity: "error", file: error.file, line: error.line, column: error.column, message: error.message }
}

/// Rules that lack an example of some kind, and phrases that a shorter one stands in.
fn warnings(ruleset: &Ruleset) -> Vec<Problem> {
    let lacks = |rule: &Rule, kind: &str| !rule.examples.iter().any(|example| example.kind.as_str() == kind);
    let warning = |rule: &Rule, kind: &str| Problem {
        severity: "warning",
        file: format!("{}/rules/{}.toml", ruleset.id, rule.id),
        line: 0,
        column: 0,
        message: format!("no example of kind {kind}: add one"),
    };
    let kinds = ["hit", "miss", "near-miss"];
    let of = |rule| kinds.into_iter().filter(move |kind| lacks(rule, kind)).map(move |kind| warning(rule, kind));
    let shadows = shadows::shadowed(ruleset).into_iter().map(|shadowed| Problem {
        severity: "warning",
        file: format!("phrases/{}.txt", shadowed.list),
        line: 0,
        column: 0,
        message: format!(
            "{} phrases find nothing that a shorter one does not, the first is '{}' with '{}' in it: remove them",
            shadowed.count, shadowed.first.0, shadowed.first.1
        ),
    });
    ruleset.rules.iter().flat_map(of).chain(shadows).collect()
}
