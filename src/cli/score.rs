//! `plumbline score`: scorecards of a quarter, from what the audit counted.

use super::CliError;
use super::cards;
use super::output::Format;
use crate::config::Settings;
use crate::domain::ids::AgencyId;
use crate::domain::quarter::Quarter;
use crate::jobs::{Context, score};
use std::process::ExitCode;

/// Arguments of `score`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quarter, like 2026Q3
    #[arg(long)]
    quarter: Quarter,
    /// Only this agency
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// How to print the scorecards
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Scores, and prints the scorecards.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    let cards = match &args.agency {
        Some(agency) => vec![score::score(&context, agency, args.quarter)?],
        None => score::score_all(&context, args.quarter)?,
    };
    cards::print(args.format, &cards)?;
    Ok(ExitCode::SUCCESS)
}
