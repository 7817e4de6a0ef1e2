//! A fresh workbook with the same cells, or only those of refused rows, for files that can't be annotated in place.

use super::outline::{Outline, shape};
use super::plan::{self, AUTHOR, BAD, Plan, REMARKED, SheetPlan};
use super::refused;
use crate::domain::submission::{Issue, SheetOutcome};
use crate::intake::cell::{Shows, Value};
use crate::intake::header::{self, BufferedRow};
use crate::intake::limits::Limits;
use crate::intake::sniff::Format as FileFormat;
use crate::intake::values::Fault;
use crate::intake::workbook::{self, Part, safe_name};
use crate::intake::{Context, InputFile, base_name, delimited, jsonl, stem, template};
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};

/// A sheet's cells.
pub struct Grid {
    /// The sheet as its issues call it.
    pub sheet: String,
    /// What its kind is told from.
    said: String,
    /// Its filled rows.
    pub rows: Vec<BufferedRow>,
    /// Line → row, where lines moved.
    moved: Option<BTreeMap<u32, u32>>,
}

/// Which rows to write.
#[derive(Clone, Copy)]
pub enum Rows<'a> {
    /// All of them, and a summary of all issues.
    All,
    /// Only those refused, and a summary of the errors that stand on no row. What came of each sheet says which were refused whole.
    Refused(&'a [SheetOutcome]),
}

/// Writes every sheet of every file, marked, and the summary.
pub fn write(
    files: &[(InputFile, FileFormat)],
    issues: &[Issue],
    rows: Rows<'_>,
    context: &Context,
    limits: &Limits,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = template::new_workbook()?;
    let mut names = BTreeSet::new();
    for (file, format) in files {
        // A file that can't be read has its say on the summary sheet.
        for grid in grids(file, *format, context, limits).unwrap_or_default() {
            if template::is_ours(&grid.sheet) {
                continue;
            }
            let plan = plan_of(&grid, file, issues);
            let kept = match rows {
                Rows::All => Some((grid, plan)),
                Rows::Refused(sheets) => refused::only(grid, plan, &file.name, sheets),
            };
            let Some((grid, plan)) = kept else { continue };
            let sheet = book.add_worksheet();
            sheet.set_name(unique(&mut names, &grid.said))?;
            write_grid(sheet, &grid, &plan, template::named(header::PROBLEMS, context.lang))?;
        }
    }
    let on_no_row = refused::of_no_row(issues);
    let listed = if matches!(rows, Rows::All) { issues } else { &on_no_row };
    if matches!(rows, Rows::All) || names.is_empty() || !listed.is_empty() {
        summarise(&mut book, &plan::plan(Vec::new(), listed, context.lang))?;
    }
    book.save_to_buffer()
}

/// Where the issues of a sheet go.
fn plan_of(grid: &Grid, file: &InputFile, issues: &[Issue]) -> SheetPlan {
    let own: Vec<&Issue> = issues.iter().filter(|issue| issue.file == file.name && issue.sheet == grid.sheet).collect();
    let searched: Vec<BufferedRow> = grid.rows.iter().take_while(|row| row.0 <= header::SEARCHED).cloned().collect();
    let last = grid.rows.iter().flat_map(|row| row.1.iter().map(|cell| cell.0 + 1)).max().unwrap_or(0);
    let outline = Outline { sheet: grid.sheet.clone(), moved: grid.moved.clone(), ..Outline::default() };
    plan::sheet_plan(&shape(outline, &grid.said, &searched, last), &own)
}

fn grids(file: &InputFile, format: FileFormat, context: &Context, limits: &Limits) -> Result<Vec<Grid>, Fault> {
    let declared = context.encoding.as_deref();
    let (sheet, said) = (base_name(&file.name).to_owned(), stem(&file.name).to_owned());
    match format {
        FileFormat::Workbook(format) => {
            let mut grids: Vec<Grid> = Vec::new();
            workbook::each_part(&context.parser, limits, &file.name, &file.bytes, format, |part| {
                match part {
                    Part::Sheet(info) => {
                        grids.push(Grid { said: info.name.clone(), sheet: info.name, rows: Vec::new(), moved: None });
                    }
                    Part::Row(number, _, cells) => {
                        let cells = cells.into_iter().map(|(column, value)| (column, value.into_owned())).collect();
                        if let Some(grid) = grids.last_mut() {
                            grid.rows.push((number, cells));
                        }
                    }
                }
                Ok(())
            })?;
            Ok(grids)
        }
        FileFormat::Delimited => {
            let mut rows = Vec::new();
            delimited::each_row(&file.name, &file.bytes, declared, limits, |line, cells| {
                rows.push((line, cells.into_iter().map(|(column, value)| (column, value.into_owned())).collect()));
                Ok(())
            })?;
            Ok(vec![Grid { sheet, said, rows, moved: None }])
        }
        FileFormat::JsonLines => {
            let (rows, moved) = jsonl::as_rows(&file.bytes, declared)?;
            Ok(vec![Grid { sheet, said, rows, moved: Some(moved) }])
        }
        FileFormat::Archive => Ok(Vec::new()),
    }
}

/// A sheet name that spreadsheets allow and no other sheet has.
fn unique(names: &mut BTreeSet<String>, wanted: &str) -> String {
    let base = safe_name(wanted);
    let short: String = base.chars().take(26).collect();
    let name = (2..)
        .map(|number| format!("{short} ({number})"))
        .find(|name| !names.contains(&name.to_lowercase()))
        .filter(|_| names.contains(&base.to_lowercase()))
        .unwrap_or(base);
    names.insert(name.to_lowercase());
    name
}

fn write_grid(sheet: &mut Worksheet, grid: &Grid, plan: &SheetPlan, problems: &str) -> Result<(), XlsxError> {
    let marks: BTreeMap<(u32, u32), &plan::Mark> =
        plan.marks.iter().map(|mark| ((mark.row, mark.column), mark)).collect();
    let fill = |bad: bool| Format::new().set_background_color(rgb(if bad { BAD } else { REMARKED }));
    let mut written = BTreeSet::new();
    for (row, cells) in &grid.rows {
        for (column, value) in cells {
            let mark = marks.get(&(*row, column + 1));
            // The problems column of an earlier annotation is written anew.
            if column + 1 == plan.problems_column && *row >= plan.header_row {
                continue;
            }
            write_value(sheet, *row, *column, value, mark.map_or_else(Format::new, |mark| fill(mark.bad)))?;
            written.insert((*row, column + 1));
        }
    }
    for mark in &plan.marks {
        let (row, column) = (mark.row.saturating_sub(1), column_number(mark.column)?);
        if !written.contains(&(mark.row, mark.column)) {
            sheet.write_blank(row, column, &fill(mark.bad))?;
        }
        sheet.insert_note(row, column, &Note::new(mark.text.as_str()).set_author(AUTHOR).add_author_prefix(false))?;
    }
    if !plan.rows.is_empty() {
        let column = column_number(plan.problems_column)?;
        sheet.write_string_with_format(
            plan.header_row.saturating_sub(1),
            column,
            problems,
            &template::header_format(),
        )?;
        sheet.set_column_width(column, 60)?;
        for (row, text) in &plan.rows {
            let wrapped = Format::new().set_text_wrap();
            let format = if workbook::looks_like_formula(text) { wrapped.set_quote_prefix() } else { wrapped };
            sheet.write_string_with_format(row.saturating_sub(1), column, text, &format)?;
        }
    }
    Ok(())
}

fn column_number(column: u32) -> Result<u16, XlsxError> {
    u16::try_from(column.saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Texts stay texts: what begins like a formula is quoted.
fn write_value(sheet: &mut Worksheet, row: u32, column: u32, value: &Value, format: Format) -> Result<(), XlsxError> {
    let (row, column) = (row.saturating_sub(1), column_number(column + 1)?);
    match value {
        Value::Text(text) | Value::Error(text) => {
            let format = if workbook::looks_like_formula(text) { format.set_quote_prefix() } else { format };
            let text: String = text.chars().take(32_767).collect();
            sheet.write_string_with_format(row, column, text, &format.set_num_format("@"))?;
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &format)?;
        }
        Value::Serial(days, shows) => {
            let shown = match shows {
                Shows::Date if days.fract() == 0.0 => "yyyy/m/d",
                Shows::Date => "yyyy/m/d h:mm:ss",
                Shows::Time if *days < 1.0 => "h:mm:ss",
                Shows::Time => "yyyy/m/d h:mm:ss",
                Shows::Duration => "[h]:mm:ss",
            };
            sheet.write_number_with_format(row, column, *days, &format.set_num_format(shown))?;
        }
        Value::Bool(yes) => {
            sheet.write_boolean_with_format(row, column, *yes, &format)?;
        }
        Value::Uncomputed => {
            sheet.write_blank(row, column, &format)?;
        }
    }
    Ok(())
}

fn rgb(argb: &str) -> Color {
    Color::RGB(u32::from_str_radix(&argb[2..], 16).unwrap_or(0x00FF_FFFF))
}

fn summarise(book: &mut Workbook, plan: &Plan) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(&plan.summary_name)?;
    for (row, cells) in (0..).zip(&plan.summary) {
        for (column, text) in (0..).zip(cells) {
            let quoted =
                if workbook::looks_like_formula(text) { Format::new().set_quote_prefix() } else { Format::new() };
            let format = if row == 0 { template::header_format() } else { quoted };
            sheet.write_string_with_format(row, column, text, &format)?;
        }
    }
    for (column, width) in [(0, 20), (1, 14), (2, 9), (3, 24), (4, 44), (5, 44), (6, 9)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
