//! `plumbline parse-workbook`: the child process in which spreadsheets are parsed; nobody calls it by hand.

use super::CliError;
use crate::config::Settings;
use crate::intake::workbook;
use std::process::ExitCode;

/// What to parse.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// xlsx, xls or ods; the file comes on stdin
    #[arg(long)]
    format: String,
}

/// Parses stdin to stdout.
pub fn run(args: Args, _settings: &Settings) -> Result<ExitCode, CliError> {
    workbook::child_main(&args.format)?;
    Ok(ExitCode::SUCCESS)
}
