//! `plumbline demo`: the demo bank's quarter, from hand-in to scorecard, and then served.

mod appeals;
mod folder;
mod load;
mod reviewers;
mod show;

pub use load::{Loaded, load};

use super::CliError;
use super::output::Format;
use super::progress::Progress;
use super::serve;
use crate::clock::Clock;
use crate::config::Settings;
use crate::demo;
use crate::jobs::Context;
use crate::store::{Scope, Store, agencies};
use crate::web::state::WebSettings;
use std::process::ExitCode;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the scorecards and leave
    #[arg(long)]
    no_serve: bool,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<std::net::SocketAddr>,
    /// How to print the scorecards
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Loads it into a fresh folder or database, prints the scorecards, serves the pages.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let quarter = demo::generate();
    // A port that can't be had is said before the work, not after it.
    let listener = if args.no_serve { None } else { Some(serve::listen(args.bind.unwrap_or(settings.bind))?) };
    let settings = folder::settings(settings, Clock::Fixed(quarter.bank.now))?;
    // A database elsewhere is looked at first: where it is refused, nothing of an earlier demo goes.
    if !folder::holds_database(&settings) {
        empty(&settings)?;
    }
    folder::prepare(&settings, &quarter)?;
    empty(&settings)?;
    let context = Context::open(&settings)?;
    let mut progress = Progress::new("hand-ins", quarter.hand_ins.len() as u64);
    let loaded = load(&context, &quarter, &mut || progress.advance(1))?;
    drop(progress);
    show::scorecards(args.format, &quarter, &loaded, &settings.data.join(folder::HAND_INS))?;
    if let Some(listener) = listener {
        reviewers::announce(&quarter);
        serve::serve(listener, context, WebSettings::default(), true)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the tables of a database that has none; one that holds agencies is left alone.
fn empty(settings: &Settings) -> Result<(), CliError> {
    let store = Store::connect(&settings.database_url)?;
    let used = store.read(|connection| agencies::list(connection, &Scope::Bank)).is_ok_and(|all| !all.is_empty());
    if used {
        return Err(CliError::new(
            "the database already holds agencies",
            "the demo wants one of its own: name an empty one with --database-url",
        ));
    }
    store.migrate()?;
    Ok(())
}
