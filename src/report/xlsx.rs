//! A paper as a workbook: the card on one sheet, each table on its own, figures as figures.

use super::ReportError;
use super::paper::{Cell, Paper, Table};
use super::table::neutral;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

/// Excel's own limits: longer cells go on in the row below, so that nothing is cut.
const LONGEST_CELL: usize = 32_000;
const LONGEST_NAME: usize = 31;

/// The workbook's bytes.
pub fn render(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    let mut workbook = Workbook::new();
    // A fixed date of making: the same card gives the same bytes.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&rust_xlsxwriter::DocProperties::new().set_title(&paper.title).set_creation_datetime(&made));
    card(workbook.add_worksheet(), paper)?;
    for table in &paper.tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn card(sheet: &mut Worksheet, paper: &Paper) -> Result<(), ReportError> {
    let (bold, wrapped) = (Format::new().set_bold().set_font_size(14), Format::new().set_text_wrap());
    sheet.set_column_width(0, 28)?.set_column_width(1, 90)?;
    sheet.write_with_format(0, 0, neutral(&paper.title), &bold)?;
    let names = paper.facts.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let lines = |lines: &'static str| lines;
    let rest = paper.notes.iter().chain(&paper.closing).chain(&paper.signatures).map(|line| (lines(""), line.as_str()));
    let under = paper.under_title.iter().map(|line| (lines(""), line.as_str()));
    for (row, (name, value)) in (1_u32..).zip(under.chain(names).chain(rest)) {
        sheet.write(row, 0, neutral(name))?;
        sheet.write_with_format(row, 1, neutral(value), &wrapped)?;
    }
    sheet.set_name(name_of(&paper.title))?;
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), ReportError> {
    sheet.set_name(name_of(&table.title))?;
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    for (column, of) in (0_u16..).zip(&table.columns) {
        sheet.write_with_format(0, column, neutral(&of.title), &head)?;
        sheet.set_column_width(column, f64::from(of.width) * 5.0 + 4.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut row = 1;
    for cells in &table.rows {
        row += write_row(sheet, row, cells)?;
    }
    for line in &table.after {
        row += 1;
        sheet.write(row, 0, neutral(line))?;
    }
    Ok(())
}

/// Writes one row of the table; gives the number of sheet rows that it took.
fn write_row(sheet: &mut Worksheet, row: u32, cells: &[Cell]) -> Result<u32, ReportError> {
    let (count, number) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.00"));
    let mut taken = 1;
    for (column, cell) in (0_u16..).zip(cells) {
        match cell {
            Cell::Count(value) => drop(sheet.write_with_format(row, column, *value, &count)?),
            Cell::Number(value) => drop(sheet.write_with_format(row, column, value.0 as f64 / 100.0, &number)?),
            Cell::Text(text) => {
                let characters: Vec<char> = text.chars().collect();
                for (below, part) in (0_u32..).zip(characters.chunks(LONGEST_CELL)) {
                    sheet.write(row + below, column, neutral(&part.iter().collect::<String>()))?;
                    taken = taken.max(below + 1);
                }
            }
        }
    }
    Ok(taken)
}

/// A name that Excel takes for a sheet.
fn name_of(title: &str) -> String {
    let plain = title.chars().filter(|c| !"[]:*?/\\'".contains(*c));
    plain.take(LONGEST_NAME).collect::<String>().trim().to_owned()
}
