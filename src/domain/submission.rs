//! A hand-in: what came of each sheet and row.

use super::evidence::{EvidenceKind, Row};
use super::ids::{AgencyId, Digest, SubmissionId};
use super::quarter::Week;
use serde::{Deserialize, Serialize};

/// Where a submission stands: received → checked → accepted | partly accepted | rejected → superseded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum SubmissionState {
    Received,
    Checked,
    Accepted,
    PartlyAccepted,
    Rejected,
    Superseded,
}

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssueSeverity {
    /// The row or file was refused.
    Error,
    /// The row was taken all the same.
    Warning,
}

/// One bad cell, row, sheet or file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The file's name as handed in.
    pub file: String,
    /// The sheet's name; the file's name where there are no sheets; empty where a whole file is meant.
    pub sheet: String,
    /// `F18`, `L17`; empty where a whole sheet or file is meant.
    pub cell: String,
    /// The schema's English field name; empty where no one field is meant.
    pub field: String,
    /// A stable kebab-case code, for example `date-ambiguous`.
    pub code: String,
    /// The value as the sheet shows it.
    pub value: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: String,
    /// Refused or merely remarked.
    pub severity: IssueSeverity,
}

/// What came of one sheet: rows = accepted + refused + duplicates + unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetOutcome {
    /// The file's name as handed in.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// What it was recognised as; absent where it was not.
    pub kind: Option<EvidenceKind>,
    /// Data rows.
    pub rows: u64,
    /// New or changed rows taken.
    pub accepted: u64,
    /// Rows not taken, each with an issue.
    pub refused: u64,
    /// Rows that repeat another of this hand-in.
    pub duplicates: u64,
    /// Rows equal to what stands already.
    pub unchanged: u64,
}

/// A column whose header no kind knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnrecognisedColumn {
    /// The file's name as handed in.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The header as written.
    pub header: String,
    /// The known header that looks most like it.
    pub nearest: String,
}

/// One file of a hand-in as read: archives are opened, each member is a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// The name as handed in (`week.zip/calls.xlsx` for a member).
    pub name: String,
    /// sha256 of its bytes.
    pub sha256: Digest,
    /// Length, bytes.
    pub bytes: u64,
    /// Whether the whole file was refused (then an issue says why).
    pub refused: bool,
}

/// What intake made of a hand-in, before anyone has looked at what stands already: `unchanged` is 0 everywhere and
/// `accepted` counts every good row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// Each file, archives' members included.
    pub files: Vec<FileOutcome>,
    /// Each sheet, in order.
    pub sheets: Vec<SheetOutcome>,
    /// Everything wrong or remarkable, in order of file, sheet, row.
    pub issues: Vec<Issue>,
    /// Columns without a known name.
    pub unrecognised_columns: Vec<UnrecognisedColumn>,
    /// The good rows, with the index of their sheet in `sheets`.
    pub rows: Vec<(usize, Row)>,
}

/// What an import answers: the JSON of `import --format json`, kept with the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Absent for a dry run or where nothing at all could be taken on record.
    pub submission_id: Option<SubmissionId>,
    /// 1 for the first hand-in of an agency-week.
    pub version: u32,
    /// The agency; absent for a bank hand-in of several agencies.
    pub agency_id: Option<AgencyId>,
    /// The week; absent for a bank hand-in.
    pub week: Option<Week>,
    /// Where it stands.
    pub state: SubmissionState,
    /// Each file.
    pub files: Vec<FileOutcome>,
    /// Each sheet.
    pub sheets: Vec<SheetOutcome>,
    /// Everything wrong or remarkable.
    pub issues: Vec<Issue>,
    /// Columns without a known name.
    pub unrecognised_columns: Vec<UnrecognisedColumn>,
    /// Rows that replaced what stood before.
    pub changes: Vec<Change>,
}

/// A row that replaced an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The kind of evidence.
    pub kind: EvidenceKind,
    /// The row's natural key.
    pub key: String,
    /// Where the new row stands.
    pub sheet: String,
    /// Its row number.
    pub row: u32,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// One field of a changed row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The schema's English field name.
    pub field: String,
    /// What stood before; empty where nothing did.
    pub before: String,
    /// What stands now; empty where nothing does.
    pub after: String,
}
