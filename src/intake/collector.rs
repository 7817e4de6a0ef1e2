//! Gathers what a hand-in comes to: files, sheets, rows and issues in their order.

use super::codes::Code;
use super::limits::Limits;
use super::values::Fault;
use super::{Context, duplicates, either};
use crate::domain::evidence::{EvidenceKind, Row};
use crate::domain::ids::Digest;
use crate::domain::submission::{FileOutcome, Intake, Issue, IssueSeverity, SheetOutcome, UnrecognisedColumn};

/// Where an issue stands among the others: file, sheet, row, column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file's index.
    pub file: usize,
    /// The sheet's index + 1; 0 for the whole file.
    pub sheet: usize,
    /// The row; 0 for the whole sheet.
    pub row: u32,
    /// The column.
    pub column: u32,
}

/// What an issue names besides its code.
#[derive(Debug, Clone, Default)]
pub struct Subject<'s> {
    /// The sheet's name.
    pub sheet: &'s str,
    /// The cell.
    pub cell: String,
    /// The field's id.
    pub field: &'s str,
    /// Its header in the reader's language, for `{column}`.
    pub column: &'s str,
    /// The value as shown.
    pub value: String,
}

/// The hand-in so far.
pub struct Collector<'c> {
    /// How to read.
    pub context: &'c Context,
    /// How large anything may be.
    pub limits: Limits,
    intake: Intake,
    issues: Vec<(Place, Issue)>,
    unlisted: u64,
    mark: Mark,
}

/// How much stood when the file began, to take it all back when it is refused.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    sheets: usize,
    rows: usize,
    issues: usize,
    columns: usize,
}

impl<'c> Collector<'c> {
    /// An empty one.
    pub fn new(context: &'c Context, limits: Limits) -> Self {
        Self { context, limits, intake: Intake::default(), issues: Vec::new(), unlisted: 0, mark: Mark::default() }
    }

    /// Begins a file.
    pub fn begin_file(&mut self, name: &str, bytes: &[u8]) {
        let outcome =
            FileOutcome { name: name.to_owned(), sha256: Digest::of(bytes), bytes: bytes.len() as u64, refused: false };
        self.intake.files.push(outcome);
        self.mark = Mark {
            sheets: self.intake.sheets.len(),
            rows: self.intake.rows.len(),
            issues: self.issues.len(),
            columns: self.intake.unrecognised_columns.len(),
        };
    }

    /// The file at hand: name and digest.
    pub fn file(&self) -> (String, Digest) {
        let file = self.intake.files.last().expect("a file was begun");
        (file.name.clone(), file.sha256.clone())
    }

    /// Refuses the file at hand as a whole: nothing of it stays but why.
    pub fn refuse_file(&mut self, fault: Fault) {
        self.intake.sheets.truncate(self.mark.sheets);
        self.intake.rows.truncate(self.mark.rows);
        self.issues.truncate(self.mark.issues);
        self.intake.unrecognised_columns.truncate(self.mark.columns);
        self.refuse_file_keeping(fault);
    }

    /// Refuses the file at hand, keeping what was said of its sheets.
    pub fn refuse_file_keeping(&mut self, fault: Fault) {
        if let Some(file) = self.intake.files.last_mut() {
            file.refused = true;
        }
        self.file_issue(fault);
    }

    /// An issue of the whole file.
    pub fn file_issue(&mut self, fault: Fault) {
        let place = Place { file: self.file_index(), ..Place::default() };
        self.issue(place, Subject::default(), &fault);
    }

    fn file_index(&self) -> usize {
        self.intake.files.len().saturating_sub(1)
    }

    /// The sheets of the file at hand.
    pub fn sheets_of_file(&self) -> &[SheetOutcome] {
        &self.intake.sheets[self.mark.sheets..]
    }

    /// The sheet begun last.
    pub fn last_sheet(&self) -> usize {
        self.intake.sheets.len().saturating_sub(1)
    }

    /// Begins a sheet; its index.
    pub fn begin_sheet(&mut self, sheet: &str, kind: Option<EvidenceKind>) -> usize {
        let (file, _) = self.file();
        let sheet = sheet.to_owned();
        self.intake.sheets.push(SheetOutcome {
            file,
            sheet,
            kind,
            rows: 0,
            accepted: 0,
            refused: 0,
            duplicates: 0,
            unchanged: 0,
        });
        self.intake.sheets.len() - 1
    }

    /// The place of something on a sheet of the file at hand.
    pub fn place(&self, sheet: usize, row: u32, column: u32) -> Place {
        Place { file: self.file_index(), sheet: sheet + 1, row, column }
    }

    /// Takes a good row. One that holds a whole conversation comes turn by turn, and counts once.
    pub fn accept(&mut self, sheet: usize, row: Row) {
        let begun = |(last, earlier): &(usize, Row)| *last == sheet && earlier.origin.row == row.origin.row;
        if !self.intake.rows.last().is_some_and(begun) {
            self.intake.sheets[sheet].rows += 1;
            self.intake.sheets[sheet].accepted += 1;
        }
        self.intake.rows.push((sheet, row));
    }

    /// Counts rows that were not taken.
    pub fn refuse_rows(&mut self, sheet: usize, count: u64) {
        self.intake.sheets[sheet].rows += count;
        self.intake.sheets[sheet].refused += count;
    }

    /// Records an issue; beyond the bound it is only counted.
    pub fn issue(&mut self, place: Place, subject: Subject, fault: &Fault) {
        let file = self.intake.files.get(place.file).map_or(String::new(), |file| file.name.clone());
        self.push_issue(place, &file, subject, fault);
    }

    pub(super) fn push_issue(&mut self, place: Place, file: &str, subject: Subject, fault: &Fault) {
        if self.issues.len() >= self.limits.issues && place.row > 0 {
            self.unlisted += 1;
            return;
        }
        let lang = self.context.lang;
        let mut values: Vec<(&str, &str)> = fault.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        values.push(("column", subject.column));
        values.push(("value", &subject.value));
        let issue = Issue {
            file: file.to_owned(),
            sheet: subject.sheet.to_owned(),
            cell: subject.cell,
            field: subject.field.to_owned(),
            code: fault.code.as_str().to_owned(),
            message: fault.code.message(lang, &values),
            hint: fault.code.hint(lang, &values),
            value: shortened(&subject.value),
            severity: fault.code.severity(),
        };
        self.issues.push((place, issue));
    }

    /// Reports a column without a known name.
    pub fn unrecognised(&mut self, sheet: &str, header: &str, nearest: String) {
        let (file, _) = self.file();
        let column = UnrecognisedColumn { file, sheet: sheet.to_owned(), header: header.to_owned(), nearest };
        if !self.intake.unrecognised_columns.contains(&column) {
            self.intake.unrecognised_columns.push(column);
        }
    }

    /// Settles ids that stand for two things and duplicates, and puts the issues into their order.
    pub fn finish(mut self) -> Intake {
        either::settle(&mut self);
        duplicates::settle(&mut self);
        if self.unlisted > 0 {
            let fault = Fault::new(Code::TooManyIssues).with("count", self.unlisted.to_string());
            let last = Place { file: self.intake.files.len(), ..Place::default() };
            self.issue(last, Subject::default(), &fault);
        }
        self.issues.sort_by_key(|(place, _)| *place);
        self.intake.issues = self.issues.into_iter().map(|(_, issue)| issue).collect();
        self.intake
    }

    pub(super) fn intake(&mut self) -> &mut Intake {
        &mut self.intake
    }

    /// Whether an error names the file at hand.
    pub fn file_has_error(&self) -> bool {
        self.issues[self.mark.issues..].iter().any(|(_, issue)| issue.severity == IssueSeverity::Error)
    }
}

/// Long values are shown by their beginning.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 200;
    match value.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}
