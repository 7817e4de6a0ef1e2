//! How data is printed: `--format pretty|json|jsonl|csv`.

use super::CliError;
use crate::report::table::{neutral, pretty};
use serde::Serialize;
use std::io::{BufWriter, Write};

/// `--format` of a command that prints rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// A table for people
    #[default]
    Pretty,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
}

/// The standard output, buffered; flush it before leaving.
pub fn out() -> BufWriter<std::io::StdoutLock<'static>> {
    BufWriter::new(std::io::stdout().lock())
}

/// Prints one JSON document and a line end.
pub fn json(value: &impl Serialize) -> Result<(), CliError> {
    let mut out = out();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Prints `rows` in `format`; `table` makes a row's cells for people and for CSV, under `headers`.
pub fn rows<T: Serialize>(
    format: Format,
    headers: &[&str],
    rows: &[T],
    table: impl Fn(&T) -> Vec<String>,
) -> Result<(), CliError> {
    let mut out = out();
    match format {
        Format::Json => return json(&rows),
        Format::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(headers)?;
            for row in rows {
                writer.write_record(table(row).iter().map(|cell| neutral(cell)))?;
            }
            writer.flush()?;
        }
        Format::Pretty => {
            let cells: Vec<Vec<String>> = rows.iter().map(table).collect();
            out.write_all(pretty(headers, &cells).as_bytes())?;
        }
    }
    Ok(out.flush()?)
}
