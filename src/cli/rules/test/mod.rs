//! `rules test`: the examples of the rule files, or how the rules do on labelled calls and on evasions.

mod corpus;
mod evasions;
mod examples;

use crate::cli::CliError;
use crate::cli::output::Format;
use crate::rules::corpus::{self as labelled, Labelled, Part};
use crate::rules::ruleset::Ruleset;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where this project keeps its corpus.
const CORPUS: &str = "fixtures/corpus";

/// Arguments of `rules test`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Measure on the labelled calls of this folder [default: fixtures/corpus]
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = CORPUS)]
    corpus: Option<PathBuf>,
    /// Rewrite what must be found in every way to hide it: the examples, with --corpus also its violating calls
    #[arg(long)]
    evasions: bool,
    /// Only this part of the corpus [default: both; with --misses the one for writing rules]
    #[arg(long, value_enum, requires = "corpus")]
    part: Option<PartName>,
    /// List what was missed and what was flagged falsely
    #[arg(long)]
    misses: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PartName {
    /// For writing rules
    Develop,
    /// For measuring only: a rule fitted to it has no measured quality any more
    Measure,
}

impl Args {
    fn parts(&self) -> Vec<Part> {
        match self.part {
            Some(PartName::Develop) => vec![Part::Develop],
            Some(PartName::Measure) => vec![Part::Measure],
            // Whoever mends rules reads misses, and must not read those of the measuring part by accident.
            None if self.misses => vec![Part::Develop],
            None => Part::ALL.to_vec(),
        }
    }

    fn calls(&self, folder: &Path) -> Result<Vec<Labelled>, CliError> {
        if !folder.is_dir() {
            return Err(CliError::new(
                format!("there is no corpus in {}", folder.display()),
                "run it in the project's folder, or name the corpus with --corpus DIR",
            ));
        }
        let mut calls = labelled::read(folder).map_err(CliError::say)?;
        let parts = self.parts();
        calls.retain(|call| parts.contains(&call.part));
        Ok(calls)
    }
}

/// Runs the examples, or measures.
pub fn run(format: Format, args: &Args, rulesets: &[Ruleset]) -> Result<ExitCode, CliError> {
    let calls = args.corpus.as_deref().map(|folder| args.calls(folder)).transpose()?;
    match calls {
        calls if args.evasions => evasions::run(format, args.misses, rulesets, &calls.unwrap_or_default()),
        Some(calls) => corpus::run(format, args.misses, rulesets, &calls),
        None => examples::run(format, rulesets),
    }
}

/// A share for people: three places behind the point, a dash where there is nothing to divide by.
fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"))
}
