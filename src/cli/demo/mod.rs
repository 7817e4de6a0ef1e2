//! `plumbline demo`: the demo bank's quarter, from hand-in to scorecard, and then served.

mod folder;
mod load;
mod reviewers;

pub use load::{Loaded, load};

use super::CliError;
use super::output::{self, Format};
use super::progress::Progress;
use crate::clock::Clock;
use crate::config::Settings;
use crate::demo::{self, DemoQuarter};
use crate::jobs::Context;
use crate::store::{Scope, Store, agencies};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the scorecards and leave
    #[arg(long)]
    no_serve: bool,
    /// How to print the scorecards
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Loads it into a fresh folder or database, prints the scorecards, serves the pages.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let quarter = demo::generate();
    let settings = folder::settings(settings, Clock::Fixed(quarter.bank.now))?;
    folder::prepare(&settings, &quarter)?;
    let context = open(&settings)?;
    let mut progress = Progress::new("hand-ins", quarter.hand_ins.len() as u64);
    let loaded = load(&context, &quarter, &mut || progress.advance(1))?;
    drop(progress);
    print(args.format, &quarter, &loaded, &settings)?;
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    reviewers::announce(&quarter, &settings.data);
    super::serve::serve(&settings)
}

/// A database without agencies: a PostgreSQL is migrated first, one that is in use is left alone.
fn open(settings: &Settings) -> Result<Context, CliError> {
    Store::connect(&settings.database_url)?.migrate()?;
    let context = Context::open(settings)?;
    if !context.store.read(|connection| agencies::list(connection, &Scope::Bank))?.is_empty() {
        return Err(CliError::new(
            "the database already holds agencies",
            "the demo wants one of its own: name an empty one with --database-url",
        ));
    }
    Ok(context)
}

fn print(format: Format, quarter: &DemoQuarter, loaded: &Loaded, settings: &Settings) -> Result<(), CliError> {
    let cards = &loaded.scorecards;
    if format != Format::Pretty {
        return output::rows(format, &["agency", "quarter", "score", "grade", "completeness"], cards, row_of_card);
    }
    let counts = quarter.counts();
    println!(
        "{} {}: {} agencies, {} calls, {} conversations, {} visits, {} findings",
        quarter.bank.names["zh-Hans"],
        quarter.bank.quarter,
        quarter.bank.agencies.len(),
        counts.calls,
        counts.conversations,
        counts.visits,
        loaded.findings
    );
    println!("hand-ins and manifest.json: {}\n", Path::new(&settings.data).join(folder::HAND_INS).display());
    load::print_cards(quarter, loaded)
}

fn row_of_card(card: &crate::domain::score::Scorecard) -> Vec<String> {
    let shown = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    vec![
        card.agency_id.to_string(),
        card.quarter.to_string(),
        shown(card.score.map(|score| score.to_string())),
        format!("{:?}", card.grade),
        shown(card.completeness.map(|share| format!("{}.{:02} %", share.0 / 100, share.0 % 100))),
    ]
}
