//! `rules coverage`: every clause of the code of conduct with what enforces it.

use super::Args;
use crate::cli::output::{self, Format};
use crate::cli::{CliError, FOUND};
use crate::rules::coverage::{Covered, EnforcedBy, coverage};
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Row<'a> {
    clause: &'a str,
    how: Vec<&'static str>,
    rules: Vec<&'a str>,
    checklist_items: Vec<&'a str>,
    duties: Vec<&'a str>,
    enforced: bool,
    /// Ways of `how` that nothing serves.
    lacks: Vec<&'static str>,
}

impl<'a> Row<'a> {
    fn of(covered: &Covered<'a>) -> Self {
        let of = |wanted| covered.by.iter().filter(|(by, _)| *by == wanted).map(|(_, id)| *id).collect();
        Self {
            clause: covered.id.as_str(),
            how: covered.how.iter().map(|how| how.as_str()).collect(),
            rules: of(EnforcedBy::Rule),
            checklist_items: of(EnforcedBy::ChecklistItem),
            duties: of(EnforcedBy::Duty),
            enforced: covered.enforced(),
            lacks: covered.lacks().into_iter().map(|how| how.as_str()).collect(),
        }
    }
}

/// Prints every clause and how many nothing enforces; 1 where there are any.
pub fn run(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let clauses = rulesets.first().map(|ruleset| ruleset.clauses.as_slice()).unwrap_or_default();
    let rows: Vec<Row<'_>> = coverage(clauses, rulesets).iter().map(Row::of).collect();
    output::rows(args.format, &["clause", "how", "enforced by"], &rows, |row| {
        let named = [("rule", &row.rules), ("checklist", &row.checklist_items), ("duty", &row.duties)];
        let by: Vec<_> =
            named.iter().flat_map(|(kind, ids)| ids.iter().map(move |id| format!("{kind} {id}"))).collect();
        let by = if by.is_empty() { "–".to_owned() } else { by.join(", ") };
        vec![row.clause.to_owned(), row.how.join("+"), by]
    })?;
    let without = rows.iter().filter(|row| !row.enforced).count();
    if args.format == Format::Pretty {
        let partly = rows.iter().filter(|row| row.enforced && !row.lacks.is_empty()).count();
        println!("{partly} enforced in part: the code names a further way");
        println!("{without} of {} clauses without anything that enforces them", rows.len());
    }
    Ok(if without > 0 { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}
