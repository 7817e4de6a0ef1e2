//! Bytes → evidence and row issues; knows no database and no clock.
//!
//! A hand-in's files are sniffed, spreadsheets parsed in a child process under limits, headers recognised, cells typed. A bad row never
//! stops a file; only an unusable file is an error, and it says what to do.

use crate::domain::ids::AgencyId;
use crate::domain::quarter::Week;
use crate::domain::submission::Intake;
use chrono_tz::Tz;

/// One file as it came.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// Its name as handed in.
    pub name: String,
    /// Its content, never changed.
    pub bytes: Vec<u8>,
}

/// Who hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// An agency, for one week.
    Agency(AgencyId, Week),
    /// The bank; rows name their agency unless one is named for all.
    Bank(Option<AgencyId>),
    /// An agency at its own desk, before handing in: every kind of evidence, any week.
    Preflight,
}

/// How to read what the files leave open.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who hands in.
    pub sender: Sender,
    /// Zone of times without an offset: the ruleset's.
    pub zone: Tz,
    /// The agency's declared encoding of CSV files without a mark (`gb18030`, `big5`, `utf-8`).
    pub encoding: Option<String>,
    /// The language of messages and hints.
    pub lang: crate::domain::lang::Lang,
    /// The program that parses spreadsheets: this one, called with its hidden subcommand `parse-workbook`.
    pub parser: std::path::PathBuf,
}

/// Reads a hand-in. Duplicates within it are settled here; what stands already is the store's business.
pub fn read(_files: &[InputFile], _context: &Context) -> Intake {
    todo!("intake helper")
}
