//! How large a hand-in may be. Every bound is allowed itself; one more is refused with what to do.

use std::time::Duration;

/// The bounds, in bytes, counts and characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file as handed in.
    pub file_bytes: u64,
    /// Members of an archive.
    pub zip_members: usize,
    /// Bytes of an archive's members once inflated, in total.
    pub zip_inflated: u64,
    /// How many times larger than its packed form a member may become (beyond its first MiB).
    pub zip_ratio: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows of one sheet.
    pub rows: u32,
    /// Columns of one sheet.
    pub columns: u32,
    /// Filled cells of one file.
    pub cells: u64,
    /// Characters of all texts of one workbook.
    pub characters: u64,
    /// Characters of one cell.
    pub cell_characters: usize,
    /// Issues listed for one hand-in; those beyond are counted.
    pub issues: usize,
    /// How long parsing one workbook may take by the wall clock.
    pub parse_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            zip_members: 1_000,
            zip_inflated: 512 << 20,
            zip_ratio: 200,
            sheets: 200,
            rows: 500_000,
            columns: 256,
            cells: 20_000_000,
            characters: 400_000_000,
            cell_characters: 200_000,
            issues: 20_000,
            parse_time: Duration::from_secs(90),
        }
    }
}
