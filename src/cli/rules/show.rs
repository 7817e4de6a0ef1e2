//! `rules show`: one rule with its texts, clauses and parameters.

use super::Args;
use super::list::{Listed, listed};
use crate::cli::CliError;
use crate::cli::output::{self, Format};
use crate::domain::ids::RuleId;
use crate::rules::ruleset::Ruleset;
use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    listed: Listed<'a>,
    rationale: &'a str,
    remedy: &'a str,
    requirements: Vec<&'a str>,
    unit: &'static str,
    parameters: &'a toml::Table,
}

/// Prints one rule of each ruleset that has it.
pub fn run(args: &Args, rulesets: &[Ruleset], id: &RuleId) -> Result<ExitCode, CliError> {
    let mut shown = Vec::new();
    for ruleset in rulesets {
        let Some(rule) = ruleset.rule(id) else { continue };
        let clauses = rule.clauses.iter().filter_map(|clause| ruleset.clause(clause));
        shown.push(Shown {
            listed: listed(ruleset, rule, args.lang),
            rationale: rule.rationale.get(args.lang),
            remedy: rule.remedy.get(args.lang),
            requirements: clauses.map(|clause| clause.requirement.get(args.lang)).collect(),
            unit: rule.check.described().unit(),
            parameters: &rule.parameters,
        });
    }
    if shown.is_empty() {
        return Err(CliError::new(format!("there is no rule '{id}'"), "see `plumbline rules list`"));
    }
    if args.format == Format::Json {
        output::json(&shown)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = output::out();
    for rule in &shown {
        let listed = &rule.listed;
        writeln!(out, "{} ({}, {}, {})", listed.title, listed.rule_id, listed.ruleset, listed.severity)?;
        writeln!(out, "\n{}\n{}\n", rule.rationale, rule.remedy)?;
        writeln!(out, "{}", listed.clauses.join(", "))?;
        rule.requirements.iter().try_for_each(|requirement| writeln!(out, "  {requirement}"))?;
        writeln!(out, "\n{}", toml::to_string(rule.parameters).unwrap_or_default())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
