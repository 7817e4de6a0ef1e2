//! `rules diff`: what differs between two rulesets, in words.

use super::Args;
use crate::cli::output::{self, Format};
use crate::cli::{CliError, FOUND};
use crate::domain::ids::RuleId;
use crate::rules::diff::{Difference, diff, said};
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

#[derive(Serialize)]
struct Row<'a> {
    rule_id: Option<&'a RuleId>,
    what: &'static str,
    name: &'a str,
    one: Option<&'a str>,
    other: Option<&'a str>,
    text: String,
}

/// Prints every difference of two rulesets; 1 where there are any.
pub fn run(args: &Args, one: &Ruleset, other: &Ruleset) -> Result<ExitCode, CliError> {
    let differences = diff(one, other, args.lang);
    let text = |difference: &Difference| said(difference, one.id.as_str(), other.id.as_str(), args.lang);
    let rows: Vec<Row<'_>> = differences
        .iter()
        .map(|difference| Row {
            rule_id: difference.rule.as_ref(),
            what: difference.what,
            name: &difference.name,
            one: difference.one.as_deref(),
            other: difference.other.as_deref(),
            text: text(difference),
        })
        .collect();
    if args.format == Format::Pretty {
        pretty(&rows)?;
    } else {
        output::rows(args.format, &["rule_id", "what", "name", "one", "other", "text"], &rows, |row| {
            let plain = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let rule = row.rule_id.map(ToString::to_string).unwrap_or_default();
            vec![rule, row.what.into(), row.name.into(), plain(row.one), plain(row.other), row.text.clone()]
        })?;
    }
    Ok(if rows.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

/// The rulesets' own differences, then those of each rule under its id.
fn pretty(rows: &[Row<'_>]) -> Result<(), CliError> {
    let mut out = output::out();
    let mut heading = None;
    for row in rows {
        if let Some(rule) = row.rule_id.filter(|rule| heading != Some(*rule)) {
            writeln!(out, "{rule}")?;
            heading = Some(rule);
        }
        let indent = if row.rule_id.is_some() { "  " } else { "" };
        writeln!(out, "{indent}{}", row.text)?;
    }
    Ok(out.flush()?)
}
