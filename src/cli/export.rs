//! `plumbline export`: evidence as it stands, or findings, as a file that other programs read.

use super::{CliError, findings};
use crate::config::Settings;
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::domain::quarter::Quarter;
use crate::intake::export::Columns;
use crate::intake::shown::Style;
use crate::jobs::Context;
use crate::store::Scope;
use crate::store::evidence::{self, StandingRow, Wanted};
use chrono_tz::Tz;
use rust_xlsxwriter::Workbook;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Rows read at a time.
const PAGE: usize = 1000;
/// Rows that a sheet can hold, the header among them.
const SHEET_ROWS: u32 = 1_048_576;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A kind of evidence, or findings
    #[arg(long, value_name = "KIND")]
    kind: Kind,
    /// Only this agency's
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// Only what happened in this quarter; registers that tell no day come whole
    #[arg(long)]
    quarter: Option<Quarter>,
    /// Language of its headers and words
    #[arg(long, default_value = "zh-Hans")]
    lang: Lang,
    /// Where to write it: .xlsx, .csv or .jsonl
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Evidence(EvidenceKind),
    Findings,
}

impl std::str::FromStr for Kind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "findings" => Ok(Self::Findings),
            kind => kind.parse().map(Self::Evidence).map_err(|known| format!("{known}, findings")),
        }
    }
}

/// Where rows go.
pub(super) enum Out {
    /// A workbook, with the rows that its sheet holds so far.
    Xlsx(Box<Workbook>, u32),
    /// Comma-separated, with the mark by which spreadsheets know the encoding.
    Csv(Box<csv::Writer<BufWriter<File>>>),
    /// An object a line.
    JsonLines(BufWriter<File>),
}

/// Writes the file.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    if let Some(agency) = &args.agency {
        context.agency(agency)?;
    }
    let mut out = Out::create(&args.output)?;
    match args.kind {
        Kind::Findings => findings::export(&context, args.agency, args.quarter, args.lang, &mut out)?,
        Kind::Evidence(kind) => export(&context, kind, &args, &mut out)?,
    }
    out.finish(&args.output)?;
    Ok(ExitCode::SUCCESS)
}

fn export(context: &Context, kind: EvidenceKind, args: &Args, out: &mut Out) -> Result<(), CliError> {
    let zones = zones(context)?;
    let days = args.quarter.map(|quarter| quarter.first_day()..=quarter.last_day());
    let wanted = Wanted { kind, agency: args.agency.as_ref(), days };
    let mut extra = BTreeSet::new();
    // A line names its keys itself; a sheet's headers must be known before its first row.
    if !matches!(out, Out::JsonLines(_)) {
        each(context, &wanted, |row| {
            extra.extend(row.extra.into_keys());
            Ok(())
        })?;
    }
    let columns = |zone| Columns::new(kind, Style { lang: args.lang, zone, offset: true }, extra.clone());
    let by_zone: BTreeMap<&AgencyId, Columns> = zones.iter().map(|(agency, zone)| (agency, columns(*zone))).collect();
    let head = columns(Tz::UTC);
    out.begin(head.sheet(), &head.headers())?;
    each(context, &wanted, |row| out.row(by_zone.get(&row.agency).unwrap_or(&head), &row))
}

/// Hands on every row, a page at a time.
fn each(
    context: &Context,
    wanted: &Wanted<'_>,
    mut take: impl FnMut(StandingRow) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut after: Option<String> = None;
    loop {
        let read = |c: &mut _| evidence::standing(c, &context.objects, &Scope::Bank, wanted, after.as_deref(), PAGE);
        let (rows, next) = context.store.read(read)?;
        rows.into_iter().try_for_each(&mut take)?;
        match next {
            Some(cursor) => after = Some(cursor),
            None => return Ok(()),
        }
    }
}

/// Where each agency's clocks stand: its own zone, else its ruleset's.
fn zones(context: &Context) -> Result<BTreeMap<AgencyId, Tz>, CliError> {
    let mut zones = BTreeMap::new();
    for agency in context.agencies(None)? {
        let zone = match agency.time_zone {
            Some(zone) => zone,
            None => context.rulesets.get(&agency.ruleset)?.time_zone,
        };
        zones.insert(agency.id, zone);
    }
    Ok(zones)
}

impl Out {
    fn create(path: &Path) -> Result<Self, CliError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let file = || File::create(path).map(BufWriter::new).map_err(|error| cant_write(path, &error));
        Ok(match ending.as_str() {
            "xlsx" => Self::Xlsx(Box::new(crate::intake::template::new_workbook()?), 0),
            "csv" => {
                let mut file = file()?;
                file.write_all("\u{feff}".as_bytes()).map_err(|error| cant_write(path, &error))?;
                Self::Csv(Box::new(csv::Writer::from_writer(file)))
            }
            "jsonl" => Self::JsonLines(file()?),
            _ => {
                let mend = "end its name with .xlsx, .csv or .jsonl";
                return Err(CliError::new(format!("{} says no form", path.display()), mend));
            }
        })
    }

    /// Writes the headers.
    pub(super) fn begin(&mut self, sheet: &str, headers: &[&str]) -> Result<(), CliError> {
        if let Self::Xlsx(workbook, _) = self {
            workbook.add_worksheet().set_name(sheet)?;
        }
        match self {
            Self::JsonLines(_) => Ok(()),
            _ => self.cells(&headers.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>()),
        }
    }

    /// Writes a row's cells.
    pub(super) fn cells(&mut self, cells: &[String]) -> Result<(), CliError> {
        match self {
            Self::Xlsx(workbook, rows) => {
                if *rows == SHEET_ROWS {
                    return Err(CliError::new("a sheet can't hold so many rows", "write .csv or .jsonl"));
                }
                let sheet = workbook.worksheet_from_index(0)?;
                for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write_string(*rows, column, cell)?;
                }
                *rows += 1;
            }
            Self::Csv(writer) => writer.write_record(cells)?,
            Self::JsonLines(_) => {}
        }
        Ok(())
    }

    /// Writes an object of JSON Lines; the other forms have cells.
    pub(super) fn object(&mut self, object: &impl serde::Serialize) -> Result<(), CliError> {
        if let Self::JsonLines(writer) = self {
            serde_json::to_writer(&mut *writer, object)?;
            writer.write_all(b"\n")?;
        }
        Ok(())
    }

    fn row(&mut self, columns: &Columns, row: &StandingRow) -> Result<(), CliError> {
        match self {
            Self::JsonLines(_) => self.object(&columns.object(&row.agency, &row.record, &row.extra)),
            _ => self.cells(&columns.row(&row.agency, &row.record, &row.extra)),
        }
    }

    fn finish(self, path: &Path) -> Result<(), CliError> {
        match self {
            Self::Xlsx(mut workbook, _) => {
                let bytes = workbook.save_to_buffer()?;
                std::fs::write(path, bytes).map_err(|error| cant_write(path, &error))
            }
            Self::Csv(mut writer) => writer.flush().map_err(|error| cant_write(path, &error)),
            Self::JsonLines(mut writer) => writer.flush().map_err(|error| cant_write(path, &error)),
        }
    }
}

fn cant_write(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(format!("{} can't be written ({error})", path.display()), "choose another place")
}
