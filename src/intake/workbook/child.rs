//! The child's side: bound what this process may take, read the file from stdin, write its rows to stdout.

use super::protocol::{escape, write_cell};
use super::xlsx;
use crate::intake::cell::{Shows, Value};
use crate::intake::sniff::WorkbookFormat;
use calamine::{Data, Ods, Reader, SheetVisible, Xls};
use std::borrow::Cow;
use std::io::{self, BufWriter, Cursor, Read, Write};

/// Address space of the child, bytes.
pub const ADDRESS_SPACE: u64 = 512 << 20;
/// Processor time of the child, seconds.
pub const CPU_SECONDS: u64 = 30;

/// Why the child gave up.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// The limits could not be set; without them nothing is parsed.
    #[error("the limits of the parser can't be set: {0}")]
    Limits(#[source] io::Error),
    /// A pipe broke.
    #[error("the parser's pipe broke: {0}")]
    Pipe(#[from] io::Error),
    /// The arguments are wrong.
    #[error("parse-workbook wants --format xlsx, xls or ods, not '{0}'")]
    Format(String),
}

/// What a workbook reader found wrong with its file.
#[derive(Debug)]
pub struct Unreadable {
    /// `encrypted` or `unreadable`.
    pub code: &'static str,
    /// The reader's words.
    pub reason: String,
}

/// The whole of the hidden subcommand: limits, then stdin → stdout.
pub fn child_main(format: &str) -> Result<(), ChildError> {
    let format = WorkbookFormat::parse(format).ok_or_else(|| ChildError::Format(format.to_owned()))?;
    confine()?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let read = match format {
        WorkbookFormat::Xlsx => xlsx::write(&bytes, &mut out)?,
        WorkbookFormat::Xls => write_xls(&bytes, &mut out)?,
        WorkbookFormat::Ods => write_ods(&bytes, &mut out)?,
    };
    match read {
        Ok(()) => writeln!(out, "X")?,
        Err(failure) => writeln!(out, "F\t{}\t{}", failure.code, escape(&failure.reason))?,
    }
    Ok(out.flush()?)
}

/// No more memory, processor time, files or core dumps than a workbook needs.
pub fn confine() -> Result<(), ChildError> {
    use rlimit::Resource;
    let bounds = [
        (Resource::AS, ADDRESS_SPACE),
        (Resource::CPU, CPU_SECONDS),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NOFILE, 3),
    ];
    for (resource, bound) in bounds {
        rlimit::setrlimit(resource, bound, bound).map_err(ChildError::Limits)?;
    }
    Ok(())
}

/// A file that a reader refused, told apart by its words.
pub fn unreadable(error: &dyn std::fmt::Display) -> Unreadable {
    let reason = error.to_string();
    let lower = reason.to_lowercase();
    let code = if lower.contains("password") || lower.contains("encrypt") { "encrypted" } else { "unreadable" };
    Unreadable { code, reason }
}

/// Writes a sheet's line.
pub fn write_sheet(out: &mut impl Write, name: &str, visible: SheetVisible) -> io::Result<()> {
    let hidden = if visible == SheetVisible::Visible { 'v' } else { 'h' };
    writeln!(out, "S\t{hidden}\t{}", escape(name))
}

type Written = io::Result<Result<(), Unreadable>>;

fn write_xls(bytes: &[u8], out: &mut impl Write) -> Written {
    let mut workbook: Xls<_> = match Xls::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => return Ok(Err(unreadable(&error))),
    };
    let from_1904 = workbook.has_1904_epoch();
    write_ranges(&mut workbook, from_1904, out)
}

fn write_ods(bytes: &[u8], out: &mut impl Write) -> Written {
    match Ods::new(Cursor::new(bytes)) {
        Ok(mut workbook) => write_ranges(&mut workbook, false, out),
        Err(error) => Ok(Err(unreadable(&error))),
    }
}

fn write_ranges<'b, R>(workbook: &mut R, from_1904: bool, out: &mut impl Write) -> Written
where
    R: Reader<Cursor<&'b [u8]>>,
    R::Error: std::fmt::Display,
{
    writeln!(out, "B\t{}", u8::from(from_1904))?;
    for sheet in workbook.sheets_metadata().to_vec() {
        let range = match workbook.worksheet_range(&sheet.name) {
            Ok(range) => range,
            Err(error) => return Ok(Err(unreadable(&error))),
        };
        write_sheet(out, &sheet.name, sheet.visible)?;
        let Some((first_row, first_column)) = range.start() else { continue };
        for (row, number) in range.rows().zip(first_row + 1..) {
            if row.iter().all(|cell| *cell == Data::Empty) {
                continue;
            }
            write!(out, "R\t{number}\tv")?;
            for (cell, column) in row.iter().zip(first_column..) {
                if let Some(value) = value_of(cell, from_1904) {
                    write_cell(out, column, &value)?;
                }
            }
            writeln!(out)?;
        }
    }
    Ok(Ok(()))
}

fn value_of(cell: &Data, from_1904: bool) -> Option<Value<'_>> {
    Some(match cell {
        Data::Empty => return None,
        Data::String(text) => Value::Text(Cow::Borrowed(text)),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(yes) => Value::Bool(*yes),
        Data::DateTime(date) if date.is_duration() => Value::Serial(date.as_f64(), Shows::Duration),
        Data::DateTime(date) => Value::Serial(serial_1900(date.as_f64(), from_1904), Shows::Date),
        Data::DateTimeIso(text) => Value::Text(Cow::Borrowed(text)),
        Data::DurationIso(text) => Value::Text(Cow::Owned(clock_of_iso(text))),
        Data::Error(error) => Value::Error(Cow::Owned(error.to_string())),
    })
}

/// Days since 1899-12-30, whatever the workbook counts from; times of day stay below one.
pub fn serial_1900(days: f64, from_1904: bool) -> f64 {
    const FROM_1904: f64 = 1462.0;
    if from_1904 && days >= 1.0 { days + FROM_1904 } else { days }
}

/// OpenDocument writes times of day as `PT21H30M00S`.
fn clock_of_iso(text: &str) -> String {
    let digits = |mark: char| {
        let end = text.find(mark)?;
        let start = text[..end].rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
        text[start..end].parse::<f64>().ok()
    };
    match text.strip_prefix("PT") {
        Some(rest) if !rest.is_empty() => {
            let (hours, minutes, seconds) =
                (digits('H').unwrap_or(0.0), digits('M').unwrap_or(0.0), digits('S').unwrap_or(0.0));
            format!("{hours:02}:{minutes:02}:{:02}", seconds.floor())
        }
        _ => text.to_owned(),
    }
}
