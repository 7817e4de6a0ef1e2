//! Evidence as handed in: typed records, and the address of every cell they came from.

use super::contact::{Call, Recording, Turn, Visit};
use super::ids::{AgencyId, Digest};
use super::register::{Case, Line, Staff};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::{fmt, str::FromStr, sync::Arc};

/// A kind of evidence: one sheet of the weekly workbook, one table of the validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum EvidenceKind {
    Calls,
    Transcripts,
    Visits,
    Recordings,
    Staff,
    Lines,
    Cases,
}

impl EvidenceKind {
    /// All of them, in the order of the template's sheets.
    pub const ALL: [Self; 7] =
        [Self::Calls, Self::Transcripts, Self::Visits, Self::Recordings, Self::Staff, Self::Lines, Self::Cases];

    /// The kind's id, as in the API and in file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Transcripts => "transcripts",
            Self::Visits => "visits",
            Self::Recordings => "recordings",
            Self::Staff => "staff",
            Self::Lines => "lines",
            Self::Cases => "cases",
        }
    }

    /// Whether the bank hands it in rather than the agency.
    pub fn from_bank(self) -> bool {
        self == Self::Cases
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EvidenceKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("'{text}' is no kind of evidence: {}", known.join(", "))
        })
    }
}

/// A typed row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Record {
    Call(Call),
    Turn(Turn),
    Visit(Visit),
    Recording(Recording),
    Staff(Staff),
    Line(Line),
    Case(Case),
}

impl Record {
    /// Which sheet it belongs on.
    pub fn kind(&self) -> EvidenceKind {
        match self {
            Self::Call(_) => EvidenceKind::Calls,
            Self::Turn(_) => EvidenceKind::Transcripts,
            Self::Visit(_) => EvidenceKind::Visits,
            Self::Recording(_) => EvidenceKind::Recordings,
            Self::Staff(_) => EvidenceKind::Staff,
            Self::Line(_) => EvidenceKind::Lines,
            Self::Case(_) => EvidenceKind::Cases,
        }
    }

    /// The id that makes two rows versions of the same thing. Turns: `call_id#turn_no`.
    pub fn natural_key(&self) -> String {
        match self {
            Self::Call(call) => call.call_id.clone(),
            Self::Turn(turn) => format!("{}#{}", turn.call_id, turn.turn_no),
            Self::Visit(visit) => visit.visit_id.clone(),
            Self::Recording(recording) => recording.recording_id.clone(),
            Self::Staff(staff) => staff.collector_id.clone(),
            Self::Line(line) => line.line_number.clone(),
            Self::Case(case) => case.case_no.clone(),
        }
    }

    /// When it happened, where it is an event: what decides its week and its quarter.
    pub fn happened_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Call(call) => Some(call.started_at),
            Self::Visit(visit) => Some(visit.arrived_at),
            Self::Recording(recording) => Some(recording.recorded_at),
            Self::Turn(_) | Self::Staff(_) | Self::Line(_) | Self::Case(_) => None,
        }
    }
}

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
