//! The hand-ins: a week's evidence of one agency as files, in the mess of real life.

mod headers;
mod pen;
mod plain;
mod registers;
mod rows;
mod sheets;
mod table;
mod xlsx;

use super::draft::{Draft, RegisterRow};
use super::manifest::{Manifest, Refused};
use super::material::Bank;
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::AgencyId;
use crate::domain::quarter::Week;
use crate::intake::InputFile;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use std::io::{Cursor, Write};
use table::Table;
use zip::write::SimpleFileOptions;

/// Files handed in at once.
#[derive(Debug, Clone)]
pub struct HandIn {
    /// The agency and its week; absent for the bank.
    pub from: Option<(AgencyId, Week)>,
    /// 1, or 2 for the corrected one.
    pub version: u32,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// What came.
    pub files: Vec<InputFile>,
}

impl HandIn {
    /// The folder under `hand-ins/` that its files are left in.
    pub fn folder(&self) -> String {
        match &self.from {
            None => "bank".to_owned(),
            Some((agency, week)) if self.version == 1 => format!("{agency}/{week}"),
            Some((agency, week)) => format!("{agency}/{week}-v{}", self.version),
        }
    }
}

/// The Monday after `week`, 09:00 UTC, and a day later for each further version.
fn received(week: Week, version: u32) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time of day");
    week.last_day().and_time(nine).and_utc() + TimeDelta::days(i64::from(version))
}

/// The bank's list of entrusted cases with the agreements, all agencies in one workbook; and its registers with what has changed in the
/// agreements, once the quarter is over.
pub fn bank(bank: &Bank, drafts: &[Draft]) -> Vec<HandIn> {
    let weeks: Vec<Week> = bank.periods.iter().flat_map(|period| period.weeks()).collect();
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { panic!("the demo bank has weeks") };
    let hand_in = |received_at, name: &str, tables: &[Table]| {
        let files = vec![file(name, xlsx_bytes(tables, received_at))];
        HandIn { from: None, version: 1, received_at, files }
    };
    let second = bank.periods.get(1).and_then(|period| period.weeks().next());
    let agreed = |row: &RegisterRow| row.kind == EvidenceKind::Agreements && second.is_none_or(|week| row.week < week);
    let mut entrusted = vec![sheets::cases(drafts)];
    entrusted.extend(sheets::bank_registers(drafts, agreed));
    vec![
        hand_in(received(*first, 1) - TimeDelta::days(7), "委案清单.xlsx", &entrusted),
        hand_in(received(*last, 1), "银行登记.xlsx", &sheets::bank_registers(drafts, |row| !agreed(row))),
    ]
}

/// A workbook with a call log of `rows` rows for `week`.
pub fn call_log(draft: &Draft, week: Week, rows: u32) -> Vec<u8> {
    xlsx_bytes(&[sheets::call_log(draft, week, rows)], received(week, 1))
}

/// All hand-ins of one agency, week by week, corrected ones after the week's own.
pub fn agency(draft: &Draft, manifest: &mut Manifest) -> Vec<HandIn> {
    let mut hand_ins = Vec::new();
    for period in &draft.bank.periods {
        for week in period.weeks() {
            let flawed = draft.flaws.iter().any(|flaw| flaw.week == week);
            for version in 1..=1 + u32::from(flawed) {
                let tables = sheets::week(draft, week, version);
                let received_at = received(week, version);
                let (files, refused) = files(draft, (week, version), &tables, received_at);
                manifest.refused.extend(refused);
                hand_ins.push(HandIn { from: Some((draft.spec.id.clone(), week)), version, received_at, files });
            }
        }
    }
    hand_ins
}

/// The tables as files in the agency's format, and the cells in them that must be refused.
fn files(
    draft: &Draft,
    (week, version): (Week, u32),
    tables: &[Table],
    made: DateTime<Utc>,
) -> (Vec<InputFile>, Vec<Refused>) {
    let spec = draft.spec;
    let refused = |table: &Table, file: &str, sheet: &str| -> Vec<Refused> {
        let bad = table.numbered().filter_map(|(row, line)| Some((row, line.bad?)));
        bad.map(|(row, (field, note))| Refused {
            agency: spec.id.clone(),
            week,
            version,
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            cell: if spec.style.format == "jsonl" { format!("L{}", row) } else { table.cell(field, row) },
            field: field.to_owned(),
            note: note.to_owned(),
        })
        .collect()
    };
    let one_each = |ending: &str, write: &dyn Fn(&Table) -> Vec<u8>| {
        let mut cells = Vec::new();
        let files = tables
            .iter()
            .map(|table| {
                let name = format!("{}.{ending}", if ending == "jsonl" { table.kind.as_str() } else { &table.name });
                cells.extend(refused(table, &name, if ending == "xlsx" { &table.name } else { &name }));
                file(&name, write(table))
            })
            .collect();
        (files, cells)
    };
    let workbook = |tables: &[Table], name: &str| {
        let cells = tables.iter().flat_map(|table| refused(table, name, &table.name)).collect::<Vec<_>>();
        (file(name, xlsx_bytes(tables, made)), cells)
    };
    match spec.style.format.as_str() {
        "csv" => one_each("csv", &|table| {
            plain::csv(table, spec.encoding.as_deref()).expect("writing to memory doesn't fail")
        }),
        "jsonl" => one_each("jsonl", &plain::jsonl),
        "split" => one_each("xlsx", &|table| xlsx_bytes(std::slice::from_ref(table), made)),
        "zip" => {
            let (transcripts, others): (Vec<Table>, Vec<Table>) =
                tables.iter().cloned().partition(|table| table.kind == EvidenceKind::Transcripts);
            let (book, cells) = workbook(&others, "evidence.xlsx");
            let spoken = transcripts.iter().map(|table| file("transcripts.jsonl", plain::jsonl(table)));
            let members: Vec<InputFile> = std::iter::once(book).chain(spoken).collect();
            (vec![file(&format!("{}-{week}.zip", spec.id), pack(&members))], cells)
        }
        _ => {
            let (book, cells) = workbook(tables, &format!("{}-{week}.xlsx", spec.id));
            (vec![book], cells)
        }
    }
}

fn file(name: &str, bytes: Vec<u8>) -> InputFile {
    InputFile { name: name.to_owned(), bytes }
}

fn xlsx_bytes(tables: &[Table], made: DateTime<Utc>) -> Vec<u8> {
    xlsx::write(tables, made).expect("a sheet of the demo fits a workbook")
}

fn pack(members: &[InputFile]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for member in members {
        archive.start_file(&member.name, options).expect("a new member of an archive in memory");
        archive.write_all(&member.bytes).expect("writing to memory doesn't fail");
    }
    archive.finish().expect("writing to memory doesn't fail").into_inner()
}
