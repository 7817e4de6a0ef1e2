//! `plumbline audit`: runs the rules over a quarter.

use super::output::{self, Format};
use super::progress::Progress;
use super::{CliError, FOUND};
use crate::config::Settings;
use crate::domain::ids::{AgencyId, RulesetId};
use crate::domain::quarter::Quarter;
use crate::jobs::Context;
use crate::jobs::audit::audit;
use serde::Serialize;
use std::process::ExitCode;

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quarter, like 2026Q3
    #[arg(long)]
    quarter: Quarter,
    /// Only this agency
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// By this ruleset instead of each agency's own; scores don't look at it
    #[arg(long, value_name = "ID")]
    ruleset: Option<RulesetId>,
    /// How to print the summary
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Row {
    agency_id: AgencyId,
    quarter: Quarter,
    ruleset: RulesetId,
    findings: u64,
}

/// Audits, and prints how much was found.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    let agencies = context.agencies(args.agency.as_ref())?;
    let mut progress = Progress::new("agencies audited", agencies.len() as u64);
    let mut rows = Vec::new();
    for agency in &agencies {
        let summary = audit(&context, &agency.id, args.quarter, args.ruleset.as_ref())?;
        progress.advance(1);
        let period = summary.period;
        let findings = summary.findings;
        rows.push(Row { agency_id: period.agency, quarter: period.quarter, ruleset: period.ruleset, findings });
    }
    drop(progress);
    output::rows(args.format, &["agency_id", "quarter", "ruleset", "findings"], &rows, |row| {
        vec![row.agency_id.to_string(), row.quarter.to_string(), row.ruleset.to_string(), row.findings.to_string()]
    })?;
    Ok(if rows.iter().any(|row| row.findings > 0) { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}
