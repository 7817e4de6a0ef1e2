//! Office Open XML in the child: cells as they stream by, never a grid.

use super::child::{Unreadable, serial_1900, unreadable, write_sheet};
use super::marks::{Marks, marks};
use super::protocol::write_cell;
use crate::intake::cell::{Shows, Value};
use calamine::{DataRef, Reader, SheetType, Xlsx};
use std::borrow::Cow;
use std::io::{self, Cursor, Write};

/// Writes the workbook's rows.
pub fn write(bytes: &[u8], out: &mut impl Write) -> io::Result<Result<(), Unreadable>> {
    let mut workbook: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => return Ok(Err(unreadable(&error))),
    };
    writeln!(out, "B\t{}", u8::from(workbook.has_1904_epoch()))?;
    let marks = marks(bytes);
    for (index, sheet) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        write_sheet(out, &sheet.name, sheet.visible)?;
        let none = Marks::default();
        if let Err(failure) = write_rows(&mut workbook, &sheet.name, marks.get(index).unwrap_or(&none), out)? {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(()))
}

fn write_rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    marks: &Marks,
    out: &mut impl Write,
) -> io::Result<Result<(), Unreadable>> {
    let from_1904 = workbook.has_1904_epoch();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(error) => return Ok(Err(unreadable(&error))),
    };
    let shows_time: Vec<bool> = cells.styles().iter().map(style_shows_time).collect();
    let mut open = None;
    loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) => {
                if open.is_some() {
                    writeln!(out)?;
                }
                return Ok(Err(unreadable(&error)));
            }
        };
        let (row, column) = cell.get_position();
        let value = match value_of(cell.get_value(), shows_time.get(style).copied().unwrap_or(false), from_1904) {
            Some(value) => value,
            None if marks.uncomputed.contains(&(row + 1, column + 1)) => Value::Uncomputed,
            None => continue,
        };
        if open != Some(row) {
            if open.is_some() {
                writeln!(out)?;
            }
            let mark = if marks.hidden_rows.contains(&(row + 1)) { 'h' } else { 'v' };
            write!(out, "R\t{}\t{mark}", row + 1)?;
            open = Some(row);
        }
        write_cell(out, column, &value)?;
    }
    if open.is_some() {
        writeln!(out)?;
    }
    Ok(Ok(()))
}

fn style_shows_time(style: &calamine::Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let mut quoted = false;
    format.format_code.chars().any(|c| {
        quoted ^= c == '"';
        !quoted && matches!(c, 'h' | 'H')
    })
}

fn value_of<'v>(cell: &'v DataRef, shows_time: bool, from_1904: bool) -> Option<Value<'v>> {
    Some(match cell {
        DataRef::Empty => return None,
        DataRef::String(text) => Value::Text(Cow::Borrowed(text)),
        DataRef::SharedString(text) => Value::Text(Cow::Borrowed(text)),
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::Bool(yes) => Value::Bool(*yes),
        DataRef::DateTime(date) if date.is_duration() => Value::Serial(date.as_f64(), Shows::Duration),
        DataRef::DateTime(date) => {
            Value::Serial(serial_1900(date.as_f64(), from_1904), if shows_time { Shows::Time } else { Shows::Date })
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(Cow::Borrowed(text)),
        DataRef::Error(error) => Value::Error(Cow::Owned(error.to_string())),
    })
}
