//! The command line: one file per subcommand, each with `Args` and `run`.
//!
//! Exit codes: 0 done and clean, 1 done and something was found or refused, 2 could not (one line on stderr says what and how to mend).

mod agency;
mod audit;
mod bench;
mod cards;
pub mod demo;
mod error;
mod export;
mod findings;
mod import;
mod key;
mod migrate;
pub mod output;
mod parse_workbook;
pub mod progress;
mod rules;
mod score;
mod scorecard;
mod screen;
pub mod serve;
mod settings;
mod template;
mod user;
mod verify;
mod worker;

pub use error::CliError;

use crate::config::{Layer, Settings};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Done, and something was found or refused.
pub const FOUND: u8 = 1;
/// Could not do it.
pub const FAILED: u8 = 2;

/// Audits outsourced debt collection: evidence in, findings with an address, a quarterly scorecard out.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done and clean, 1 done and something was found or refused, 2 could not do it.\n\
    Settings: flag > PLUMBLINE_* environment > plumbline.toml > default.")]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

/// Settings that every subcommand takes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Settings")]
struct Flags {
    /// Data folder, with plumbline.db and objects/ in it [default: plumbline-data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// sqlite:PATH or postgres://… [default: sqlite:plumbline-data/plumbline.db]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// file:///… or s3://… [default: objects/ next to the database]
    #[arg(long, global = true, value_name = "URL")]
    objects: Option<String>,
    /// Folder of rulesets [default: those built in]
    #[arg(long, global = true, value_name = "DIR")]
    rulesets: Option<PathBuf>,
    /// Settings file [default: plumbline.toml in this folder, if there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Makes `Command` and its dispatch from one line per subcommand: its help, its name, its module.
macro_rules! commands {
    ($($(#[$help:meta])* $name:ident($module:ident);)*) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($(#[$help])* $name($module::Args),)*
        }

        impl Command {
            fn run(self, settings: &Settings) -> Result<ExitCode, CliError> {
                match self {
                    $(Self::$name(args) => $module::run(args, settings),)*
                }
            }
        }
    };
}

commands! {
    /// Show the whole with a made-up bank: load, audit, score, print, serve
    Demo(demo);
    /// Take a hand-in of evidence
    Import(import);
    /// Run the rules over a quarter
    Audit(audit);
    /// Make the scorecards of a quarter
    Score(score);
    /// Print what the audit of a quarter found
    Findings(findings);
    /// Write evidence as it stands, or findings, into a file
    Export(export);
    /// Add, change or list agencies
    Agency(agency);
    /// Make or change the database's tables
    Migrate(migrate);
    /// Serve pages and API, with a worker
    Serve(serve);
    /// Do background work for a server
    Worker(worker);
    /// Look after accounts and API keys
    User(user);
    /// Print an agency's scorecard, or write it as PDF, workbook or HTML
    Scorecard(scorecard);
    /// Recompute digests, the chain of acts and scores, and name the first thing that differs
    Verify(verify);
    /// Write the workbook that agencies fill in
    Template(template);
    /// Parse one spreadsheet under limits: the program calls itself with this
    #[command(hide = true)]
    ParseWorkbook(parse_workbook);
    /// Screen transcripts, JSON Lines in and out, with no database
    Screen(screen);
    /// List, check, test and show the rules
    Rules(rules);
    /// Measure intake and screening against bare readers and searchers
    Bench(bench);
    /// Print the settings in force
    Settings(settings);
}

impl Command {
    /// What runs on its own tells its operator what it does; a command that somebody waits for only what goes wrong.
    fn defaults(&self) -> Layer {
        let runs_on_its_own = matches!(self, Self::Serve(_) | Self::Worker(_));
        Layer { log: runs_on_its_own.then(|| "warn,plumbline=info".to_owned()), ..Layer::default() }
    }
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the program with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return error::usage(&error),
    };
    start(&cli).and_then(|settings| cli.command.run(&settings)).unwrap_or_else(|error| error.report())
}

/// Settles the settings and starts logging. The parsing child takes none: its parent may have been told others.
fn start(cli: &Cli) -> Result<Settings, CliError> {
    if matches!(cli.command, Command::ParseWorkbook(_)) {
        return Ok(Settings::resolve(&[])?);
    }
    let flags = &cli.flags;
    let flag_layer = Layer {
        data: flags.data.clone(),
        database_url: flags.database_url.clone(),
        objects: flags.objects.clone(),
        rulesets: flags.rulesets.clone(),
        ..Layer::default()
    };
    let config = flags.config.clone().or_else(|| std::env::var_os("PLUMBLINE_CONFIG").map(PathBuf::from));
    let environment = Layer::from_env(|name| std::env::var(name).ok())?;
    let file = Layer::from_file(config.as_deref())?;
    let settings = Settings::resolve(&[cli.command.defaults(), file, environment, flag_layer])?;
    crate::telemetry::start(&settings)?;
    Ok(settings)
}
