//! How a sheet's columns map to fields.

use super::codes::Code;
use super::collector::Collector;
use super::header::{self, Header};
use super::schema::{HeaderRank, Schema};
use super::sheet::SheetInfo;
use super::values::{Fault, Reading};
use crate::domain::evidence::{SheetRef, column_letters};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A field of the schema.
    Field(usize),
    /// Kept as text under its header.
    Extra,
    /// Our own problems column.
    Ours,
}

/// A sheet that is being read.
pub struct Layout {
    /// Its index in the collector.
    pub sheet: usize,
    /// Its schema.
    pub schema: &'static Schema,
    /// Its address, shared by all its rows.
    pub origin: Arc<SheetRef>,
    /// Zone and date system.
    pub reading: Reading,
    /// Whether each text cell holds a whole conversation.
    pub whole_calls: bool,
    uses: BTreeMap<u32, Use>,
    headers: BTreeMap<u32, String>,
}

impl Layout {
    /// Maps the columns; a field that two columns name alike is a fault.
    pub fn new(collector: &Collector, sheet: usize, info: &SheetInfo, header: &Header) -> Result<Self, Fault> {
        let lang = collector.context.lang;
        let mut best: BTreeMap<usize, (HeaderRank, u32)> = BTreeMap::new();
        for column in &header.columns {
            let Some((field, rank)) = column.field else { continue };
            match best.get(&field) {
                Some(&(known, other)) if known == rank => {
                    let name = header.schema.fields[field].header.get(lang);
                    let cells = format!("{}, {}", column_letters(other), column_letters(column.index));
                    return Err(Fault::new(Code::ColumnTwice).with("column", name).with("other", cells));
                }
                Some(&(known, _)) if known > rank => {}
                _ => {
                    best.insert(field, (rank, column.index));
                }
            }
        }
        let (file_name, file_sha256) = collector.file();
        let mut columns: BTreeMap<String, u32> =
            best.iter().map(|(&field, &(_, index))| (header.schema.fields[field].id.clone(), index)).collect();
        for either in header.columns.iter().filter(|column| column.either) {
            let groups = header.schema.exactly_one.iter().flat_map(|group| &group.fields);
            columns.extend(groups.map(|id| (id.clone(), either.index)));
        }
        let origin = SheetRef { file_sha256, file_name, sheet: info.name.clone(), columns };
        let whole_calls = header.schema.holds_conversations(|id| origin.columns.contains_key(id));
        let mut layout = Self {
            sheet,
            schema: header.schema,
            origin: Arc::new(origin),
            reading: Reading { zone: collector.context.zone, from_1904: info.from_1904 },
            whole_calls,
            uses: BTreeMap::new(),
            headers: BTreeMap::new(),
        };
        layout.uses.extend(best.iter().map(|(&field, &(_, index))| (index, Use::Field(field))));
        for column in &header.columns {
            let ours = header::is_ours(&column.header);
            layout.uses.entry(column.index).or_insert(if ours { Use::Ours } else { Use::Extra });
            let taken = layout.headers.values().any(|known| *known == column.header);
            let name = if taken {
                format!("{} ({})", column.header, column_letters(column.index))
            } else {
                column.header.clone()
            };
            layout.headers.insert(column.index, name);
        }
        Ok(layout)
    }

    /// What a column is read as; one without a header is kept.
    pub fn use_of(&self, column: u32) -> Use {
        self.uses.get(&column).copied().unwrap_or(Use::Extra)
    }

    /// The name under which an extra column's values are kept: its header, else its letters.
    pub fn header_of(&self, column: u32) -> String {
        self.headers.get(&column).cloned().unwrap_or_else(|| column_letters(column))
    }
}
