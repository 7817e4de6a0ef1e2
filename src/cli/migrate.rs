//! `plumbline migrate`: makes or changes the database's tables.

use super::CliError;
use crate::config::Settings;
use crate::store::Store;
use std::process::ExitCode;

/// Arguments of `migrate`: none.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Applies what is pending, and says what it did.
pub fn run(_args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let applied = Store::connect(&settings.database_url)?.migrate()?;
    match applied.as_slice() {
        [] => println!("The database is up to date."),
        versions => println!("Applied {}.", versions.join(", ")),
    }
    Ok(ExitCode::SUCCESS)
}
