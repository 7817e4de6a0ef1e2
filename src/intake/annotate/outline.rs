//! Where a sheet's headers stand and where its problems column goes.

use crate::intake::header::{self, BufferedRow, Search};
use crate::intake::limits::Limits;
use crate::intake::sniff::WorkbookFormat;
use crate::intake::values::Fault;
use crate::intake::workbook::{self, Part};
use crate::intake::{Context, InputFile, template};
use std::collections::BTreeMap;

/// One sheet's shape.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Its name as its issues say it.
    pub sheet: String,
    /// The row of its headers, from 1.
    pub header_row: u32,
    /// Its problems column, from 1.
    pub problems_column: u32,
    /// Its filled cells.
    pub cells: u64,
    /// Line → row, where the sheet is made of a file's lines that moved.
    pub moved: Option<BTreeMap<u32, u32>>,
}

impl Outline {
    /// The row in which a line of the file stands.
    pub fn row_of(&self, row: u32) -> u32 {
        self.moved.as_ref().map_or(row, |moved| moved.get(&row).copied().unwrap_or(row))
    }

    /// The column to mark; none where the issue names a line or lies beyond the sheet's columns.
    pub fn column_of(&self, column: u32) -> Option<u32> {
        (self.moved.is_none() && column < self.problems_column).then_some(column)
    }
}

/// The sheets of a workbook, our own left out.
pub fn outlines(file: &InputFile, context: &Context, limits: &Limits) -> Result<Vec<Outline>, Fault> {
    let mut found: Vec<(Outline, String, Vec<BufferedRow>, u32)> = Vec::new();
    workbook::each_part(&context.parser, limits, &file.name, &file.bytes, WorkbookFormat::Xlsx, |part| {
        match part {
            Part::Sheet(info) => {
                let outline = Outline { sheet: info.name, ..Outline::default() };
                found.push((outline, info.said, Vec::new(), 0));
            }
            Part::Row(number, _, cells) => {
                if let Some((outline, _, rows, last)) = found.last_mut() {
                    outline.cells += cells.iter().filter(|(_, value)| !value.shown().is_empty()).count() as u64;
                    *last = (*last).max(cells.iter().map(|cell| cell.0 + 1).max().unwrap_or(0));
                    if number <= header::SEARCHED {
                        rows.push((
                            number,
                            cells.into_iter().map(|(column, value)| (column, value.into_owned())).collect(),
                        ));
                    }
                }
            }
        }
        Ok(())
    })?;
    let shaped = found.into_iter().filter(|(outline, ..)| !template::is_ours(&outline.sheet));
    Ok(shaped.map(|(outline, said, rows, last)| shape(outline, &said, &rows, last)).collect())
}

/// Finds the header row, and an earlier problems column or the first free one.
pub fn shape(mut outline: Outline, said: &str, rows: &[BufferedRow], last: u32) -> Outline {
    outline.header_row = rows.first().map_or(1, |row| row.0);
    outline.problems_column = last + 1;
    if let Search::Found(header) | Search::Incomplete(header, _) = header::find(said, rows) {
        outline.header_row = header.row;
        if let Some(ours) = header.columns.iter().find(|column| header::is_ours(&column.header)) {
            outline.problems_column = ours.index + 1;
        }
    }
    outline
}
