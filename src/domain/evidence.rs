//! Evidence as handed in: typed records, and the address of every cell they came from.

pub use super::kinds::{EvidenceKind, Record};

use super::ids::{AgencyId, Digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where one cell stands: file → sheet → cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// The original file.
    pub file_sha256: Digest,
    /// The sheet's name; the file's name for CSV and JSON Lines.
    pub sheet: String,
    /// `D418`; for JSON Lines `L17`.
    pub cell: String,
}

/// One sheet as read: what turns a row number and a field into an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRef {
    /// The original file (the archive's member, not the archive).
    pub file_sha256: Digest,
    /// The file's name as handed in.
    pub file_name: String,
    /// The sheet's name; the file's name for CSV and JSON Lines.
    pub sheet: String,
    /// Field → column, counted from 0. Empty for JSON Lines, where a row is a line.
    pub columns: BTreeMap<String, u32>,
}

/// The origin of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The sheet it stood on.
    pub sheet: Arc<SheetRef>,
    /// Its row (or line), counted from 1 as spreadsheets do.
    pub row: u32,
}

impl Origin {
    /// The address of `field`, or of the whole row (`L17`) where the field has no column.
    pub fn cell(&self, field: &str) -> Address {
        let cell = match self.sheet.columns.get(field) {
            Some(&column) => format!("{}{}", column_letters(column), self.row),
            None => format!("L{}", self.row),
        };
        Address { file_sha256: self.sheet.file_sha256.clone(), sheet: self.sheet.sheet.clone(), cell }
    }
}

/// `0` → `A`, `25` → `Z`, `26` → `AA`.
pub fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.reverse();
    String::from_utf8(letters).expect("letters are ASCII")
}

/// A good row with its origin, on its way from intake to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The agency that the row itself names (bank sheets only).
    pub agency: Option<AgencyId>,
    /// What it says.
    pub record: Record,
    /// Columns without a known name, kept as text: header → shown value.
    pub extra: BTreeMap<String, String>,
    /// Where it stood.
    pub origin: Origin,
}

/// A record with its origin, as the audit reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// What the row says.
    pub value: T,
    /// Where it stood.
    pub origin: Origin,
}

impl<T> std::ops::Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
