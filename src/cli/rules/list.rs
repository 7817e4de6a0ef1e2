//! `rules list`: every rule with what it weighs and cites.

use super::Args;
use crate::cli::{CliError, output};
use crate::domain::ids::{RuleId, RulesetId};
use crate::domain::lang::Lang;
use crate::rules::ruleset::{Rule, Ruleset};
use chrono::NaiveDate;
use serde::Serialize;
use std::process::ExitCode;

/// A rule in short.
#[derive(Serialize)]
pub struct Listed<'a> {
    pub ruleset: &'a RulesetId,
    pub rule_id: &'a RuleId,
    pub version: u32,
    pub status: &'static str,
    pub effective_from: Option<NaiveDate>,
    pub effective_to: Option<NaiveDate>,
    pub severity: &'static str,
    pub category: &'a str,
    pub section: &'a str,
    pub clauses: Vec<&'a str>,
    pub veto: Option<u32>,
    pub title: &'a str,
}

/// `rule` in short.
pub fn listed<'a>(ruleset: &'a Ruleset, rule: &'a Rule, lang: Lang) -> Listed<'a> {
    Listed {
        ruleset: &ruleset.id,
        rule_id: &rule.id,
        version: rule.version,
        status: rule.status.as_str(),
        effective_from: rule.in_force.from,
        effective_to: rule.in_force.to,
        severity: rule.severity.as_str(),
        category: &rule.category,
        section: &rule.section,
        clauses: rule.clauses.iter().map(|clause| clause.as_str()).collect(),
        veto: rule.veto.map(|veto| veto.confirmed),
        title: rule.title.get(lang),
    }
}

/// Prints every rule.
pub fn run(args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let of = |ruleset| move |rule| listed(ruleset, rule, args.lang);
    let rows: Vec<_> = rulesets.iter().flat_map(|ruleset| ruleset.rules.iter().map(of(ruleset))).collect();
    let headers = ["ruleset", "rule_id", "status", "severity", "section", "clauses", "title"];
    output::rows(args.format, &headers, &rows, |row| {
        let texts = [row.ruleset.as_str(), row.rule_id.as_str(), row.status, row.severity, row.section];
        texts.into_iter().map(str::to_owned).chain([row.clauses.join(" "), row.title.to_owned()]).collect()
    })?;
    Ok(ExitCode::SUCCESS)
}
