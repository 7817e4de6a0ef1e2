//! Annotates an xlsx in place, in the child process: its layout stays.

use super::plan::{AUTHOR, BAD, Plan, REMARKED, SheetPlan};
use crate::intake::template;
use crate::intake::workbook::child::{ChildError, confine};
use std::io::{self, Cursor, Read, Write};
use umya_spreadsheet::{Comment, Workbook, Worksheet};

/// Comments beyond so many are left out: the problems column says it all.
const MOST_COMMENTS: usize = 2_000;

/// The whole of the hidden subcommand with `--annotate`: a plan and a workbook on stdin, the annotated workbook on stdout.
pub fn child_main() -> Result<(), ChildError> {
    confine()?;
    let mut length = [0; 8];
    let mut stdin = io::stdin().lock();
    stdin.read_exact(&mut length)?;
    let mut plan = Vec::new();
    stdin.by_ref().take(u64::from_le_bytes(length)).read_to_end(&mut plan)?;
    let plan: Plan = serde_json::from_slice(&plan).map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes)?;
    let annotated = annotate(&plan, &bytes)?;
    let mut out = io::stdout().lock();
    out.write_all(&annotated)?;
    out.write_all(b"X")?;
    Ok(out.flush()?)
}

fn annotate(plan: &Plan, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(bytes), true).map_err(io::Error::other)?;
    let mut comments_left = MOST_COMMENTS;
    for sheet_plan in &plan.sheets {
        if let Ok(sheet) = book.sheet_by_name_mut(&sheet_plan.name) {
            let known = sheet.cells().iter().filter(|cell| !cell.value().is_empty()).count() as u64;
            if known < sheet_plan.cells {
                return Err(io::Error::other("cells would be lost"));
            }
            clear_earlier(sheet, sheet_plan);
            mark(sheet, sheet_plan, &plan.problems, &mut comments_left);
        }
    }
    summarise(&mut book, plan).map_err(io::Error::other)?;
    let mut annotated = Vec::new();
    umya_spreadsheet::writer::xlsx::write_writer(&book, &mut annotated).map_err(io::Error::other)?;
    Ok(annotated)
}

/// Takes back what an earlier annotation wrote.
fn clear_earlier(sheet: &mut Worksheet, plan: &SheetPlan) {
    sheet.comments_mut().retain(|comment| comment.author() != AUTHOR);
    let column = plan.problems_column;
    for cell in sheet.cells_mut() {
        let ours = |color: &umya_spreadsheet::Color| [BAD, REMARKED].contains(&color.argb_str().as_str());
        if cell.style().background_color().is_some_and(ours) {
            cell.style_mut().remove_fill();
        }
        let coordinate = cell.coordinate();
        if coordinate.col_num() == column && coordinate.row_num() > plan.header_row {
            cell.set_blank();
        }
    }
}

fn mark(sheet: &mut Worksheet, plan: &SheetPlan, problems: &str, comments_left: &mut usize) {
    if plan.rows.is_empty() {
        return;
    }
    let head = sheet.cell_mut((plan.problems_column, plan.header_row));
    head.set_value_string(problems);
    head.style_mut().font_mut().set_bold(true);
    sheet.column_dimension_by_number_mut(plan.problems_column).set_width(60.0);
    for (&row, text) in &plan.rows {
        let cell = sheet.cell_mut((plan.problems_column, row));
        cell.set_value_string(text.as_str());
        cell.style_mut().alignment_mut().set_wrap_text(true);
    }
    for mark in &plan.marks {
        let color = if mark.bad { BAD } else { REMARKED };
        sheet.cell_mut((mark.column, mark.row)).style_mut().set_background_color(color);
        if *comments_left > 0 {
            *comments_left -= 1;
            let mut comment = Comment::default();
            comment.new_comment((mark.column, mark.row)).set_author(AUTHOR).set_text_string(mark.text.as_str());
            sheet.add_comments(comment);
        }
    }
}

fn summarise(book: &mut Workbook, plan: &Plan) -> Result<(), umya_spreadsheet::XlsxError> {
    let earlier: Vec<String> = book.sheet_collection().iter().map(|sheet| sheet.name().to_owned()).collect();
    for name in earlier.iter().filter(|name| template::SUMMARY.contains(&name.as_str())) {
        book.remove_sheet_by_name(name)?;
    }
    let sheet = book.new_sheet(plan.summary_name.as_str())?;
    for (row, cells) in (1..).zip(&plan.summary) {
        for (column, text) in (1..).zip(cells) {
            let cell = sheet.cell_mut((column, row));
            cell.set_value_string(text.as_str());
            if row == 1 {
                cell.style_mut().font_mut().set_bold(true);
            }
        }
    }
    for (column, width) in [(1, 20.0), (2, 14.0), (3, 9.0), (4, 24.0), (5, 44.0), (6, 44.0), (7, 9.0)] {
        sheet.column_dimension_by_number_mut(column).set_width(width);
    }
    Ok(())
}
