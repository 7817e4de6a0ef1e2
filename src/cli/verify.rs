//! `plumbline verify`: whether anything was altered, dropped or put in between.

use super::progress::Progress;
use super::{CliError, FOUND};
use crate::config::Settings;
use crate::domain::quarter::Quarter;
use crate::i18n::thousands;
use crate::jobs::Context;
use crate::jobs::verify::{Verified, verify};
use crate::store::ledger;
use std::process::ExitCode;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Besides the chain, only what concerns this quarter, like 2026Q3
    #[arg(long)]
    quarter: Option<Quarter>,
    /// A checkpoint that was written down or printed: its number, ':', its digest
    #[arg(long, value_name = "NUMBER:DIGEST", value_parser = checkpoint)]
    checkpoint: Option<(u64, String)>,
    /// How to print what was verified
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// What it can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Form {
    /// Lines for people
    #[default]
    Pretty,
    /// One JSON object
    Json,
}

/// Verifies, and prints the first thing that differs.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    let steps = context.store.read(|c| Ok(ledger::checkpoint(c)?.entries + ledger::hand_ins(c)?.len() as u64))?;
    let mut progress = Progress::new("entries and hand-ins verified", steps);
    let verified = verify(&context, args.quarter, args.checkpoint.as_ref(), &mut |count| progress.advance(count))?;
    drop(progress);
    match args.format {
        Form::Pretty => print!("{}", lines(&verified)),
        Form::Json => println!("{}", json(&verified)),
    }
    Ok(if verified.difference.is_some() { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

fn lines(verified: &Verified) -> String {
    let (seen, end) = (&verified.seen, &verified.checkpoint);
    let mut text = format!("ledger      {} entries, in one chain\n", thousands(seen.entries));
    text += &format!("checkpoint  {}:{}\n", end.sequence, end.digest);
    text += &format!(
        "records     {} as their entries say, {} since replaced by later acts\n",
        thousands(seen.records),
        thousands(seen.replaced)
    );
    text += &format!("files       {} as their names say\n", thousands(seen.files));
    text += &format!(
        "scorecards  {} the same again, {} of other rules or before later acts\n",
        thousands(seen.scorecards),
        thousands(seen.scorecards_skipped)
    );
    match &verified.difference {
        Some(difference) => text + &format!("DIFFERS     {difference}\n"),
        None => text + "nothing differs\n",
    }
}

fn json(verified: &Verified) -> serde_json::Value {
    let (seen, end) = (&verified.seen, &verified.checkpoint);
    serde_json::json!({
        "entries": seen.entries,
        "records": seen.records,
        "replaced": seen.replaced,
        "files": seen.files,
        "scorecards": seen.scorecards,
        "scorecards_skipped": seen.scorecards_skipped,
        "checkpoint": { "sequence": end.sequence, "digest": end.digest.tagged() },
        "difference": verified.difference.as_ref().map(ToString::to_string),
    })
}

/// `57:ab12…` or `57:sha256:ab12…`
fn checkpoint(text: &str) -> Result<(u64, String), String> {
    let parse = || {
        let (sequence, digest) = text.split_once(':')?;
        let digest = digest.trim_start_matches("sha256:");
        digest.parse::<crate::domain::ids::Digest>().ok()?;
        Some((sequence.parse().ok()?, digest.to_owned()))
    };
    parse().ok_or_else(|| "write the entry's number, ':' and its 64 digits, as the scorecard prints them".to_owned())
}
