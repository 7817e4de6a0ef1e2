//! What to write where: the issues by sheet and row, and the summary, all words chosen already.

use super::outline::{Outline, outlines};
use crate::domain::lang::Lang;
use crate::domain::submission::{Issue, IssueSeverity};
use crate::intake::header::PROBLEMS;
use crate::intake::limits::Limits;
use crate::intake::template::{SUMMARY, named};
use crate::intake::values::Fault;
use crate::intake::{Context, InputFile};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Fill of a bad cell; told apart from the agency's own colours when the workbook comes back.
pub const BAD: &str = "FFF9D0CF";
/// Fill of a cell with a warning.
pub const REMARKED: &str = "FFFCEFC9";
/// Author of our comments.
pub const AUTHOR: &str = "Plumbline";

/// Everything to write.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// By sheet.
    pub sheets: Vec<SheetPlan>,
    /// The problems column's header.
    pub problems: String,
    /// The summary sheet's name.
    pub summary_name: String,
    /// Its rows, the head first.
    pub summary: Vec<Vec<String>>,
}

/// One sheet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SheetPlan {
    /// Its name.
    pub name: String,
    /// The row of its headers, from 1.
    pub header_row: u32,
    /// Its problems column, from 1: an earlier one, or the first free one.
    pub problems_column: u32,
    /// Filled cells: a writer that knows fewer has lost some.
    pub cells: u64,
    /// The cells to mark.
    pub marks: Vec<Mark>,
    /// The text of the problems column by row.
    pub rows: BTreeMap<u32, String>,
    /// Rows that an error names.
    pub refused: BTreeSet<u32>,
}

/// A cell to colour and comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Row from 1.
    pub row: u32,
    /// Column from 1.
    pub column: u32,
    /// The comment.
    pub text: String,
    /// Refused rather than remarked.
    pub bad: bool,
}

/// The plan for a workbook that keeps its layout.
pub fn of_workbook(file: &InputFile, issues: &[Issue], context: &Context, limits: &Limits) -> Result<Plan, Fault> {
    let outlines = outlines(file, context, limits)?;
    let sheets = outlines.iter().map(|outline| {
        let own: Vec<&Issue> =
            issues.iter().filter(|issue| issue.file == file.name && issue.sheet == outline.sheet).collect();
        sheet_plan(outline, &own)
    });
    Ok(plan(sheets.collect(), issues, context.lang))
}

/// Wraps the sheets' plans up with the summary.
pub fn plan(sheets: Vec<SheetPlan>, issues: &[Issue], lang: Lang) -> Plan {
    Plan {
        sheets,
        problems: named(PROBLEMS, lang).to_owned(),
        summary_name: named(SUMMARY, lang).to_owned(),
        summary: summary(issues, lang),
    }
}

/// The issues of one sheet, put to their cells and rows.
pub fn sheet_plan(outline: &Outline, issues: &[&Issue]) -> SheetPlan {
    let mut marks: BTreeMap<(u32, u32), Mark> = BTreeMap::new();
    let mut rows: BTreeMap<u32, String> = BTreeMap::new();
    let mut refused = BTreeSet::new();
    for issue in issues {
        let Some((column, row)) = cell_of(&issue.cell) else { continue };
        let row = outline.row_of(row);
        let text = format!("{} → {}", issue.message, issue.hint);
        let bad = issue.severity == IssueSeverity::Error;
        refused.extend(bad.then_some(row));
        let line = rows.entry(row).or_default();
        if !line.is_empty() {
            line.push('\n');
        }
        line.push_str(&text);
        if let Some(column) = outline.column_of(column) {
            let mark = marks.entry((row, column)).or_insert_with(|| Mark { row, column, text: String::new(), bad });
            mark.bad |= bad;
            if !mark.text.is_empty() {
                mark.text.push('\n');
            }
            mark.text.push_str(&text);
        }
    }
    SheetPlan {
        name: outline.sheet.clone(),
        header_row: outline.header_row,
        problems_column: outline.problems_column,
        cells: outline.cells,
        marks: marks.into_values().collect(),
        rows,
        refused,
    }
}

/// `F18` → column 6, row 18.
fn cell_of(cell: &str) -> Option<(u32, u32)> {
    let at = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = cell.split_at(at);
    let column = letters.bytes().try_fold(0u32, |sum, letter| {
        letter.is_ascii_uppercase().then(|| sum * 26 + u32::from(letter - b'A') + 1).filter(|sum| *sum < 20_000)
    })?;
    Some((column, digits.parse().ok()?))
}

fn summary(issues: &[Issue], lang: Lang) -> Vec<Vec<String>> {
    let head: [[&str; 3]; 7] = [
        ["文件", "檔案", "File"],
        ["工作表", "工作表", "Sheet"],
        ["单元格", "儲存格", "Cell"],
        ["值", "值", "Value"],
        ["问题", "問題", "Problem"],
        ["怎么改", "怎麼改", "How to mend it"],
        ["性质", "性質", "Severity"],
    ];
    let (refused, remarked) = (["退回", "退回", "refused"], ["提醒", "提醒", "warning"]);
    let mut rows = vec![head.iter().map(|&names| pick(names, lang)).collect()];
    rows.extend(issues.iter().map(|issue| {
        let severity = if issue.severity == IssueSeverity::Error { refused } else { remarked };
        let text =
            [&issue.file, &issue.sheet, &issue.cell, &issue.value, &issue.message, &issue.hint].map(String::clone);
        text.into_iter().chain([pick(severity, lang)]).collect()
    }));
    rows
}

fn pick(names: [&str; 3], lang: Lang) -> String {
    match lang {
        Lang::ZhHans => names[0],
        Lang::ZhHant => names[1],
        Lang::En => names[2],
    }
    .to_owned()
}
