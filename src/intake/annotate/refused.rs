//! Only the rows of a hand-in that were refused, under their own headers: what is left to mend.

use super::fresh::Grid;
use super::plan::SheetPlan;
use crate::domain::submission::{Issue, IssueSeverity, SheetOutcome};
use std::collections::{BTreeMap, BTreeSet};

/// Takes everything out of a sheet but its headers and its refused rows; none where no row was refused.
pub fn only(mut grid: Grid, mut plan: SheetPlan, file: &str, sheets: &[SheetOutcome]) -> Option<(Grid, SheetPlan)> {
    if wholly_refused(&grid, file, sheets) {
        plan.refused = grid.rows.iter().map(|row| row.0).filter(|row| *row > plan.header_row).collect();
    }
    let places = places(&plan.refused, plan.header_row)?;
    grid.rows.retain_mut(|(row, _)| moved(&places, plan.header_row, row));
    plan.marks.retain_mut(|mark| moved(&places, plan.header_row, &mut mark.row));
    plan.rows = plan.rows.into_iter().filter_map(|(row, text)| Some((*places.get(&row)?, text))).collect();
    Some((grid, plan))
}

/// A sheet that was refused as a whole has one issue for all its rows.
fn wholly_refused(grid: &Grid, file: &str, sheets: &[SheetOutcome]) -> bool {
    let mut own = sheets.iter().filter(|outcome| outcome.file == file && outcome.sheet == grid.sheet).peekable();
    own.peek().is_some() && own.all(|outcome| outcome.rows > 0 && outcome.refused == outcome.rows)
}

/// Row as handed in → row here, right under the headers; none where there is no row.
fn places(refused: &BTreeSet<u32>, header_row: u32) -> Option<BTreeMap<u32, u32>> {
    let places: BTreeMap<u32, u32> = refused.iter().copied().zip(header_row + 1..).collect();
    (!places.is_empty()).then_some(places)
}

/// Moves `row` to its place; false where it has none.
fn moved(places: &BTreeMap<u32, u32>, header_row: u32, row: &mut u32) -> bool {
    match places.get(row) {
        Some(place) => {
            *row = *place;
            true
        }
        None => *row <= header_row,
    }
}

/// The errors that stand on no row: those of whole sheets and files.
pub fn of_no_row(issues: &[Issue]) -> Vec<Issue> {
    let errors = issues.iter().filter(|issue| issue.severity == IssueSeverity::Error);
    errors.filter(|issue| issue.cell.is_empty()).cloned().collect()
}
