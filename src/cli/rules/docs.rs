//! `rules docs`: the rules' documentation as pages.

use crate::cli::CliError;
use crate::rules::docs;
use crate::rules::ruleset::Ruleset;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes every page into `folder`.
pub fn run(rulesets: &[Ruleset], folder: &PathBuf) -> Result<ExitCode, CliError> {
    let failed =
        |error| CliError::new(format!("can't write to {}: {error}", folder.display()), "name another folder with -o");
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, text) in docs::pages(rulesets) {
        std::fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(ExitCode::SUCCESS)
}
