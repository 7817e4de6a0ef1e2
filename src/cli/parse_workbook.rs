//! `plumbline parse-workbook`: the child process in which spreadsheets are parsed; nobody calls it by hand.

use super::CliError;
use crate::config::Settings;
use crate::intake::{annotate, workbook};
use std::process::ExitCode;

/// What to parse.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// xlsx, xls or ods; the file comes on stdin
    #[arg(long)]
    format: String,
    /// Annotate it: a plan comes before the file on stdin, the annotated workbook leaves on stdout
    #[arg(long)]
    annotate: bool,
}

/// Works from stdin to stdout.
pub fn run(args: Args, _settings: &Settings) -> Result<ExitCode, CliError> {
    if args.annotate {
        annotate::child_main()?
    } else {
        workbook::child_main(&args.format)?
    }
    Ok(ExitCode::SUCCESS)
}
