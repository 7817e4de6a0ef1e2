//! Bytes → evidence and row issues; knows no database and no clock.
//!
//! A hand-in's files are sniffed, spreadsheets parsed in a child process under limits, headers recognised, cells typed. A bad row never
//! stops a file; only an unusable file is an error, and it says what to do.

pub mod annotate;
mod archive;
pub mod cell;
pub mod codes;
mod collector;
mod delimited;
pub mod docs;
mod duplicates;
mod either;
mod encoding;
pub mod export;
pub mod fold;
pub mod header;
mod jsonl;
mod kinds;
mod layout;
pub mod limits;
mod row;
mod rows;
pub mod schema;
mod sheet;
pub mod shown;
mod sniff;
pub mod template;
pub mod values;
pub mod workbook;

use self::codes::Code;
use self::collector::Collector;
use self::limits::Limits;
use self::sniff::Format;
use self::values::Fault;
use crate::domain::evidence::EvidenceKind;
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
pub fn read(files: &[InputFile], context: &Context) -> Intake {
    read_within(files, context, Limits::default())
}

/// The files inside an archive, named like `week.zip/calls.xlsx`; none where it is no archive, or one that is refused.
pub fn members(file: &InputFile) -> Vec<InputFile> {
    if !matches!(sniff::format(&file.name, &file.bytes), Ok(Format::Archive)) {
        return Vec::new();
    }
    let members = archive::members(&file.bytes, &Limits::default()).unwrap_or_default();
    let evidence = members.into_iter().filter_map(|member| match member.content {
        archive::Content::Evidence(bytes) => Some(InputFile { name: format!("{}/{}", file.name, member.name), bytes }),
        archive::Content::Ignored => None,
    });
    evidence.collect()
}

/// Reads a hand-in under other limits.
pub fn read_within(files: &[InputFile], context: &Context, limits: Limits) -> Intake {
    let mut collector = Collector::new(context, limits);
    for file in files {
        read_file(&mut collector, &file.name, &file.bytes);
    }
    collector.finish()
}

fn read_file(collector: &mut Collector, name: &str, bytes: &[u8]) {
    collector.begin_file(name, bytes);
    if bytes.len() as u64 > collector.limits.file_bytes {
        let limit = mebibytes(collector.limits.file_bytes);
        collector.refuse_file(Fault::new(Code::FileTooLarge).with("limit", limit));
        return;
    }
    match sniff::format(name, bytes) {
        Ok(Format::Archive) => match archive::members(bytes, &collector.limits) {
            Ok(members) => read_members(collector, name, members),
            Err(fault) => collector.refuse_file(fault),
        },
        Ok(format) => read_evidence(collector, name, bytes, format),
        Err(fault) => collector.refuse_file(fault),
    }
}

/// Each member is a file of its own, `week.zip/calls.xlsx`.
fn read_members(collector: &mut Collector, archive: &str, members: Vec<archive::Member>) {
    let readable = members.iter().any(|member| matches!(member.content, archive::Content::Evidence(_)));
    if !readable {
        collector.refuse_file(Fault::new(Code::ZipNothingInside));
    }
    for member in members {
        let name = format!("{archive}/{}", member.name);
        match member.content {
            archive::Content::Ignored => {
                collector.begin_file(&name, &[]);
                collector.file_issue(Fault::new(Code::ZipMemberIgnored));
            }
            archive::Content::Evidence(bytes) => {
                collector.begin_file(&name, &bytes);
                match sniff::format(&name, &bytes) {
                    Ok(Format::Archive) => collector.refuse_file(Fault::new(Code::ZipNested)),
                    Ok(format) => read_evidence(collector, &name, &bytes, format),
                    Err(fault) => collector.refuse_file(fault),
                }
            }
        }
    }
}

fn read_evidence(collector: &mut Collector, name: &str, bytes: &[u8], format: Format) {
    let read = match format {
        Format::Workbook(kind) => workbook::read(collector, name, bytes, kind),
        Format::Delimited => delimited::read(collector, name, bytes),
        Format::JsonLines => jsonl::read(collector, name, bytes),
        Format::Archive => Err(Fault::new(Code::ZipNested)),
    };
    if let Err(fault) = read {
        collector.refuse_file(fault);
        return;
    }
    if collector.sheets_of_file().iter().all(|sheet| sheet.kind.is_none()) && !collector.file_has_error() {
        collector.refuse_file_keeping(Fault::new(Code::WrongWorkbook));
    } else if collector.sheets_of_file().iter().all(|sheet| sheet.rows == 0) && !collector.file_has_error() {
        collector.file_issue(Fault::new(Code::SheetEmpty));
    }
    if let Some(format) = sniff::contradicts(name, format) {
        collector.file_issue(Fault::new(Code::WrongExtension).with("format", format));
    }
}

/// Why this sender can't hand in evidence of `kind`; absent where it can.
pub(crate) fn sender_refuses(sender: &Sender, kind: EvidenceKind) -> Option<Code> {
    match sender {
        Sender::Agency(..) if kind.from_bank() => Some(Code::SheetOfBank),
        Sender::Bank(_) if !kind.from_bank() => Some(Code::SheetOfAgency),
        _ => None,
    }
}

/// `64 MiB`.
pub(crate) fn mebibytes(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} B") }
}

/// The last part of a path.
pub(crate) fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The last part of a path without its ending.
pub(crate) fn stem(name: &str) -> &str {
    let base = base_name(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}
