//! `plumbline import`: a hand-in from files, the same as an upload in the browser.

use super::output::{self, Format};
use super::{CliError, FOUND};
use crate::config::Settings;
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::domain::quarter::Week;
use crate::domain::submission::{ImportReport, Issue, IssueSeverity};
use crate::intake::InputFile;
use crate::intake::annotate::annotate;
use crate::jobs::Context;
use crate::jobs::import::{HandedInBy, Request, import, reading};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Workbooks, CSV or JSON Lines files, or a .zip of them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Whose evidence; for the bank's lists only where the rows don't say
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// The week, like 2026-W30; the bank's lists have none
    #[arg(long)]
    week: Option<Week>,
    /// Who hands in
    #[arg(long = "as", value_enum, default_value_t)]
    sender: Sender,
    /// Only say what would come of it
    #[arg(long)]
    dry_run: bool,
    /// Write the workbook back, bad cells marked and explained
    #[arg(long, value_name = "OUT.xlsx")]
    annotate: Option<PathBuf>,
    /// The language of messages: zh-Hans, zh-Hant or en
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// How to print the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// `--as`: whose evidence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Sender {
    /// An agency's
    #[default]
    Agency,
    /// The bank's
    Bank,
}

/// Takes the hand-in and prints its report.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let from = args.from()?;
    let files = args.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let context = Context::open(settings)?;
    let received_from = "command line".to_owned();
    let request = Request { from, files, lang: args.lang, received_from, dry_run: args.dry_run };
    let report = import(&context, &request)?.report;
    if let Some(path) = &args.annotate {
        let workbook = annotate(&request.files, &report.issues, &reading(&context, &request)?)?;
        std::fs::write(path, workbook).map_err(|error| {
            let mend = "name a file in a folder that you may write to";
            CliError::new(format!("can't write {} ({error})", path.display()), mend)
        })?;
    }
    print(args.format, &report)?;
    Ok(if refused(&report) { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

impl Args {
    fn from(&self) -> Result<HandedInBy, CliError> {
        match (self.sender, &self.agency, self.week) {
            (Sender::Bank, agency, _) => Ok(HandedInBy::Bank(agency.clone())),
            (Sender::Agency, Some(agency), Some(week)) => Ok(HandedInBy::Agency(agency.clone(), week)),
            (Sender::Agency, None, _) => {
                Err(CliError::new("whose evidence is it?", "name the agency with --agency ID"))
            }
            (Sender::Agency, _, None) => {
                Err(CliError::new("for which week is it?", "name it with --week, like --week 2026-W30"))
            }
        }
    }
}

fn read(path: &PathBuf) -> Result<InputFile, CliError> {
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::new(
            format!("can't read {} ({error})", path.display()),
            "check the file's name and that it may be read",
        )
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(InputFile { name, bytes })
}

/// Whether a row or a file was refused.
fn refused(report: &ImportReport) -> bool {
    report.sheets.iter().any(|sheet| sheet.refused > 0)
        || report.files.iter().any(|file| file.refused)
        || report.issues.iter().any(|issue| issue.severity == IssueSeverity::Error)
}

fn print(format: Format, report: &ImportReport) -> Result<(), CliError> {
    match format {
        Format::Json => output::json(report),
        Format::Pretty => {
            let id = report.submission_id.as_ref().map_or("not on record", |id| id.as_str());
            println!("{id}, version {}: {}", report.version, word(&report.state));
            let headers = ["file", "sheet", "kind", "rows", "accepted", "refused", "duplicates", "unchanged"];
            output::rows(format, &headers, &report.sheets, |sheet| {
                let counts = [sheet.rows, sheet.accepted, sheet.refused, sheet.duplicates, sheet.unchanged];
                let kind = sheet.kind.map(|kind| kind.to_string()).unwrap_or_default();
                let names = [sheet.file.clone(), sheet.sheet.clone(), kind];
                names.into_iter().chain(counts.map(|count| count.to_string())).collect()
            })?;
            if report.issues.is_empty() { Ok(()) } else { issues(format, &report.issues) }
        }
        Format::Jsonl | Format::Csv => issues(format, &report.issues),
    }
}

fn issues(format: Format, issues: &[Issue]) -> Result<(), CliError> {
    let headers = ["severity", "file", "sheet", "cell", "field", "value", "message", "hint"];
    output::rows(format, &headers, issues, |issue| {
        [
            word(&issue.severity),
            issue.file.clone(),
            issue.sheet.clone(),
            issue.cell.clone(),
            issue.field.clone(),
            issue.value.clone(),
            issue.message.clone(),
            issue.hint.clone(),
        ]
        .into()
    })
}

/// The kebab-case name of a plain enum.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
