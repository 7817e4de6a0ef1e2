//! How the report of an import looks in the API, for its description; `domain::submission` writes it.

use serde::Serialize;
use utoipa::ToSchema;

/// What came of a hand-in: for each sheet rows = accepted + refused + duplicates + unchanged.
#[derive(Serialize, ToSchema)]
pub struct Report {
    /// The submission's id.
    submission_id: Option<String>,
    /// 1 for the first of its agency and week.
    version: u32,
    /// Whose evidence.
    agency_id: Option<String>,
    /// For which week.
    week: Option<String>,
    /// `accepted`, `partly-accepted`, `rejected` or `superseded`.
    state: String,
    /// Each file, members of archives included.
    files: Vec<File>,
    /// Each sheet.
    sheets: Vec<Sheet>,
    /// Everything wrong or remarkable.
    issues: Vec<Issue>,
    /// Columns without a known name.
    unrecognised_columns: Vec<UnrecognisedColumn>,
    /// Rows that replaced what stood before.
    changes: Vec<Change>,
}

/// One file.
#[derive(Serialize, ToSchema)]
pub struct File {
    /// Its name as handed in.
    name: String,
    /// sha256 of its bytes.
    sha256: String,
    /// Its length.
    bytes: u64,
    /// Whether the whole file was refused.
    refused: bool,
}

/// One sheet.
#[derive(Serialize, ToSchema)]
pub struct Sheet {
    /// The file.
    file: String,
    /// The sheet's name.
    sheet: String,
    /// What it was recognised as.
    kind: Option<String>,
    /// Data rows.
    rows: u64,
    /// New or changed rows taken.
    accepted: u64,
    /// Rows not taken, each with an issue.
    refused: u64,
    /// Rows that repeat another of this hand-in.
    duplicates: u64,
    /// Rows equal to what stands already.
    unchanged: u64,
}

/// One bad cell, row, sheet or file.
#[derive(Serialize, ToSchema)]
pub struct Issue {
    /// The file.
    file: String,
    /// The sheet; empty where a whole file is meant.
    sheet: String,
    /// `F18` or `L17`; empty where a whole sheet or file is meant.
    cell: String,
    /// The field; empty where no one field is meant.
    field: String,
    /// A stable code.
    code: String,
    /// The value as shown.
    value: String,
    /// What is wrong.
    message: String,
    /// How to mend it.
    hint: String,
    /// `error` or `warning`.
    severity: String,
}

/// A column without a known name.
#[derive(Serialize, ToSchema)]
pub struct UnrecognisedColumn {
    /// The file.
    file: String,
    /// The sheet.
    sheet: String,
    /// The header as written.
    header: String,
    /// The known header most like it.
    nearest: String,
}

/// A row that replaced an earlier one.
#[derive(Serialize, ToSchema)]
pub struct Change {
    /// The kind of evidence.
    kind: String,
    /// The row's natural key.
    key: String,
    /// Where the new row stands.
    sheet: String,
    /// Its row number.
    row: u32,
    /// What differs.
    fields: Vec<FieldChange>,
}

/// One field of a changed row.
#[derive(Serialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    field: String,
    /// What stood before.
    before: String,
    /// What stands now.
    after: String,
}
