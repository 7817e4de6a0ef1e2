//! The workbook that agencies fill in, made from the same schemas that read it.

use super::fold::fold;

/// The hidden sheet that carries the template's version.
pub const META: &str = "_meta";
/// The sheet that explains the columns.
pub const INSTRUCTIONS: [&str; 3] = ["填写说明", "填寫說明", "Instructions"];
/// The sheet that annotated workbooks add.
pub const SUMMARY: [&str; 3] = ["问题汇总", "問題彙總", "Problem summary"];

/// Whether a sheet is one that we write ourselves: nothing on it is evidence.
pub fn is_ours(sheet: &str) -> bool {
    let folded = fold(sheet);
    sheet == META || INSTRUCTIONS.iter().chain(&SUMMARY).any(|name| fold(name) == folded)
}
