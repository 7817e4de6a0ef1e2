//! A call log of many rows: calamine's bare streaming reader over its cells, and the whole way into SQLite (child process, headers, typed
//! cells, natural keys, rows written).

use super::{Measured, cpu, ratios};
use crate::cli::CliError;
use crate::config::{Layer, Settings};
use crate::demo;
use crate::domain::agency::Agency;
use crate::domain::lang::Lang;
use crate::intake::InputFile;
use crate::jobs::Context;
use crate::jobs::import::{HandedInBy, Request, import};
use crate::store::agencies;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

/// Rows per CPU second, both ways.
pub fn measure(rows: u32, rounds: u32, settings: &Settings) -> Result<Vec<Measured>, CliError> {
    let (week, workbook) = demo::call_log(rows);
    let mut bare = || read(&workbook);
    let mut whole = || {
        let folder = tempfile::tempdir()?;
        let context = empty_store(folder.path(), settings)?;
        let request = Request {
            from: HandedInBy::Agency(demo::bank().agencies[0].id.clone(), week),
            files: vec![InputFile { name: "calls.xlsx".to_owned(), bytes: workbook.clone() }],
            lang: Lang::En,
            received_from: "bench".to_owned(),
            dry_run: false,
        };
        let report = import(&context, &request)?.report;
        let accepted: u64 = report.sheets.iter().map(|sheet| sheet.accepted).sum();
        if accepted != u64::from(rows) {
            return Err(CliError::new(
                format!("{accepted} of {rows} rows were taken"),
                "measure fewer with --rows: a workbook may be too large for one hand-in",
            ));
        }
        Ok(())
    };
    let seconds = cpu::best(
        rounds,
        &mut [
            ("calamine, cells of the sheet one by one".to_owned(), &mut bare),
            ("plumbline import, workbook to SQLite".to_owned(), &mut whole),
        ],
    )?;
    Ok(ratios(f64::from(rows), "rows", &seconds))
}

/// Every cell of every sheet, and nothing done with it.
fn read(workbook: &[u8]) -> Result<(), CliError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook))?;
    for sheet in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&sheet)?;
        while let Some(cell) = cells.next_cell()? {
            std::hint::black_box(cell);
        }
    }
    Ok(())
}

/// An empty SQLite with one agency.
fn empty_store(folder: &std::path::Path, settings: &Settings) -> Result<Context, CliError> {
    let own = Settings::resolve(&[Layer { data: Some(folder.to_owned()), ..Layer::default() }])?;
    let settings = Settings { database_url: own.database_url, objects: own.objects, ..settings.clone() };
    let context = Context::open(&settings)?;
    let spec = &demo::bank().agencies[0];
    let agency = Agency {
        id: spec.id.clone(),
        name: spec.name.clone(),
        ruleset: spec.ruleset.clone(),
        agreement_from: spec.agreement[0],
        agreement_to: None,
        time_zone: None,
        encoding: None,
    };
    context.store.write(|connection| agencies::add(connection, &agency))?;
    Ok(context)
}
