//! `plumbline scorecard`: one agency's quarter, on the terminal or on paper.

use super::{CliError, output};
use crate::config::Settings;
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::domain::quarter::Quarter;
use crate::report::paper::{Paper, Source};
use crate::report::{html, pdf, text, xlsx};
use crate::rules::load;
use crate::store::{Scope, Store, agencies, ledger, scorecards};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `scorecard`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quarter, like 2026Q3
    #[arg(long)]
    quarter: Quarter,
    /// The agency's id
    #[arg(long, value_name = "ID")]
    agency: AgencyId,
    /// In which form
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// In which language: zh-Hans, zh-Hant or en
    #[arg(long, default_value_t = Lang::En)]
    lang: Lang,
    /// Write it to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What a scorecard can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Pretty,
    /// The card's data
    Json,
    /// A paper to sign
    Pdf,
    /// A workbook
    Xlsx,
    /// One file that prints well
    Html,
}

/// Prints the latest version of the scorecard.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let form = render(&args, settings)?;
    match &args.output {
        Some(path) => std::fs::write(path, form).map_err(|error| {
            CliError::new(
                format!("can't write {} ({error})", path.display()),
                "name a file in a folder that you may write to",
            )
        })?,
        None if matches!(args.format, Form::Pdf | Form::Xlsx) && std::io::stdout().is_terminal() => {
            return Err(CliError::new("this form is not for a terminal", "name a file with -o"));
        }
        None => {
            let mut out = output::out();
            out.write_all(&form)?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn render(args: &Args, settings: &Settings) -> Result<Vec<u8>, CliError> {
    let store = Store::open(&settings.database_url)?;
    let (agency, card, entry) = store.read(|connection| {
        let agency = agencies::get(connection, &Scope::Bank, &args.agency)?;
        let card = scorecards::latest(connection, &Scope::Bank, &args.agency, args.quarter)?;
        let entry = match &card {
            Some(card) => ledger::of_scorecard(connection, &args.agency, args.quarter, card.version)?,
            None => None,
        };
        Ok((agency, card, entry))
    })?;
    let agency = agency
        .ok_or_else(|| CliError::new(format!("there is no agency {}", args.agency), "see `plumbline agency list`"))?;
    let card = card.ok_or_else(|| {
        let missing = format!("{} has no scorecard for {}", args.agency, args.quarter);
        CliError::new(
            missing,
            format!("run `plumbline audit --quarter {0}` and `plumbline score --quarter {0}` first", args.quarter),
        )
    })?;
    if args.format == Form::Json {
        let mut json = serde_json::to_vec_pretty(&card)?;
        json.push(b'\n');
        return Ok(json);
    }
    let ruleset = load::load(&settings.rulesets, &card.ruleset).map_err(|errors| {
        let first = errors.first().map(ToString::to_string).unwrap_or_default();
        CliError::new(format!("the ruleset {} can't be loaded ({first})", card.ruleset), "see `plumbline rules check`")
    })?;
    let checkpoint = entry.map(|entry| entry.checkpoint());
    let checkpoint = checkpoint.as_deref();
    let paper = Paper::of(Source { card: &card, agency: &agency.name, ruleset: &ruleset, checkpoint, lang: args.lang });
    Ok(match args.format {
        Form::Pretty | Form::Json => text::render(&paper).into_bytes(),
        Form::Html => html::render(&paper).into_bytes(),
        Form::Xlsx => xlsx::render(&paper)?,
        Form::Pdf => pdf::render(&paper, settings.font.as_deref())?,
    })
}
