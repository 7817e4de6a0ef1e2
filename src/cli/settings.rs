//! `plumbline settings`: the settings in force.

use super::CliError;
use super::output::{self, Format};
use crate::config::{Settings, without_password};
use crate::rules::load::Source;
use std::process::ExitCode;

/// Arguments of `settings`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(serde::Serialize)]
struct Setting {
    name: &'static str,
    value: String,
}

/// Prints them, passwords left out.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let rulesets = match &settings.rulesets {
        Source::Embedded => "built in".to_owned(),
        Source::Folder(folder) => folder.display().to_string(),
    };
    let rows = [
        ("data", settings.data.display().to_string()),
        ("database_url", without_password(&settings.database_url)),
        ("objects", settings.objects.clone()),
        ("rulesets", rulesets),
        ("bind", settings.bind.to_string()),
        ("log", settings.log.clone()),
    ]
    .map(|(name, value)| Setting { name, value });
    output::rows(args.format, &["setting", "value"], &rows, |row| vec![row.name.to_owned(), row.value.clone()])?;
    Ok(ExitCode::SUCCESS)
}
