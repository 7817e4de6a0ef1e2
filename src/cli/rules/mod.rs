//! `plumbline rules`: list, check, test, measure, compare, show, explain and document the rules; one file per subcommand.

mod check;
mod coverage;
mod diff;
mod docs;
mod explain;
mod list;
mod show;
mod test;

use super::CliError;
use super::output::Format;
use crate::config::Settings;
use crate::domain::ids::{RuleId, RulesetId};
use crate::domain::lang::Lang;
use crate::rules::load::{self, RuleError, Source};
use crate::rules::ruleset::Ruleset;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of this ruleset only
    #[arg(long, global = true, value_name = "ID")]
    ruleset: Option<RulesetId>,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t)]
    format: Format,
    /// The language of texts: zh-Hans, zh-Hant or en
    #[arg(long, global = true, default_value = "en")]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Every rule with its severity, section and clauses
    List,
    /// Errors in the rule files, each at its place
    Check,
    /// Run the examples of the rule files, or measure the rules on labelled calls and on evasions
    Test(test::Args),
    /// One rule: its texts, clauses, costs and parameters
    Show {
        /// The rule
        rule: RuleId,
    },
    /// Why a rule fires on a call, or does not, step by step
    Explain {
        /// The call's id
        call: String,
        /// The rule
        rule: RuleId,
        /// JSON Lines as for `screen`
        file: PathBuf,
    },
    /// Write the rules' documentation
    Docs {
        /// Into this folder
        #[arg(short, long, default_value = "docs/rules", value_name = "DIR")]
        output: PathBuf,
    },
    /// What differs between two rulesets, in words
    Diff {
        /// The first
        one: RulesetId,
        /// The second
        other: RulesetId,
    },
    /// Every clause with what enforces it, and how many nothing enforces
    Coverage,
}

/// Does what the subcommand says.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let source = &settings.rulesets;
    if let Source::Folder(folder) = source
        && !folder.is_dir()
    {
        return Err(CliError::new(
            format!("there is no folder {}", folder.display()),
            "mend --rulesets or leave it out",
        ));
    }
    match &args.command {
        Command::Check => check::run(&args, source),
        Command::List => list::run(&args, &all(&args, source)?),
        Command::Test(what) => test::run(args.format, what, &all(&args, source)?),
        Command::Show { rule } => show::run(&args, &all(&args, source)?, rule),
        Command::Explain { call, rule, file } => explain::run(&all(&args, source)?, call, rule, file),
        Command::Docs { output } => docs::run(&all(&args, source)?, output),
        Command::Diff { one, other } => diff::run(&args, &load(source, one)?, &load(source, other)?),
        Command::Coverage => coverage::run(&args, &all(&args, source)?),
    }
}

fn chosen(args: &Args, source: &Source) -> Result<Vec<RulesetId>, Vec<RuleError>> {
    args.ruleset.as_ref().map_or_else(|| load::list(source), |id| Ok(vec![id.clone()]))
}

fn all(args: &Args, source: &Source) -> Result<Vec<Ruleset>, CliError> {
    chosen(args, source).map_err(broken)?.iter().map(|id| load(source, id)).collect()
}

fn load(source: &Source, id: &RulesetId) -> Result<Ruleset, CliError> {
    load::load(source, id).map_err(broken)
}

fn broken(errors: Vec<RuleError>) -> CliError {
    CliError::new(errors.first().map(ToString::to_string).unwrap_or_default(), "run `plumbline rules check`")
}
