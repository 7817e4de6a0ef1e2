//! `plumbline bench`: how fast the two long ways are, as ratios to public crates doing the bare work, in one run, on CPU time.

mod cpu;
mod intake;
mod screening;

use super::CliError;
use super::output::{self, Format};
use crate::config::Settings;
use crate::domain::ids::RulesetId;
use serde::Serialize;
use std::process::ExitCode;

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rows of the workbook that is read
    #[arg(long, default_value_t = 50_000, value_name = "N")]
    rows: u32,
    /// Megabytes of conversation that are screened
    #[arg(long, default_value_t = 16, value_name = "N")]
    megabytes: usize,
    /// Rounds; the best of each counts
    #[arg(long, default_value_t = 3, value_name = "N")]
    rounds: u32,
    /// Ruleset to screen by
    #[arg(long, default_value = "cn-bank-card", value_name = "ID")]
    ruleset: RulesetId,
    /// How to print the measurements
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// One thing measured, beside what it is held against.
#[derive(Debug, Serialize)]
struct Measured {
    /// What was done.
    what: String,
    /// How much of it.
    amount: f64,
    /// In which unit.
    unit: &'static str,
    /// CPU seconds, the program's children included.
    cpu_seconds: f64,
    /// Amount per CPU second.
    per_second: f64,
    /// `per_second` divided by that of what it is held against; 1 for that itself.
    ratio: f64,
}

/// Measures, and prints.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    if args.rows == 0 || args.megabytes == 0 || args.rounds == 0 {
        return Err(CliError::new("nothing to measure", "give --rows, --megabytes and --rounds of at least 1"));
    }
    let mut measured = intake::measure(args.rows, args.rounds, settings)?;
    measured.extend(screening::measure(&args.ruleset, args.megabytes, args.rounds, settings)?);
    let headers = ["measured", "amount", "unit", "CPU s", "per CPU s", "ratio"];
    output::rows(args.format, &headers, &measured, |row| {
        vec![
            row.what.clone(),
            format!("{:.0}", row.amount),
            row.unit.to_owned(),
            format!("{:.3}", row.cpu_seconds),
            format!("{:.0}", row.per_second),
            format!("{:.3}", row.ratio),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The first is what the others are held against.
fn ratios(amount: f64, unit: &'static str, seconds: &[(String, f64)]) -> Vec<Measured> {
    let bare = seconds.first().map_or(1.0, |(_, seconds)| *seconds);
    let row = |(what, seconds): &(String, f64)| Measured {
        what: what.clone(),
        amount,
        unit,
        cpu_seconds: *seconds,
        per_second: amount / seconds,
        ratio: bare / seconds,
    };
    seconds.iter().map(row).collect()
}
