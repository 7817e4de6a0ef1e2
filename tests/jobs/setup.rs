//! A small agency under the built-in ruleset `cn-bank-card` (hours 08:00 to 21:00, zone Asia/Shanghai).

use crate::common::Database;
use plumbline::clock::Clock;
use plumbline::domain::agency::Agency;
use plumbline::domain::finding::Finding;
use plumbline::domain::lang::Lang;
use plumbline::domain::submission::SheetOutcome;
use plumbline::intake::InputFile;
use plumbline::jobs::import::{HandedInBy, Imported, Request, import};
use plumbline::jobs::{Context, JobError, Rulesets};
use plumbline::rules::load::Source;
use plumbline::store::findings::{self, Filter};
use plumbline::store::{Scope, agencies};
use std::path::{Path, PathBuf};

pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

pub fn context(db: &Database) -> Context {
    Context {
        store: db.store.clone(),
        objects: db.objects.clone(),
        rulesets: Rulesets::new(Source::Embedded),
        clock: Clock::Fixed("2026-10-05T00:00:00Z".parse().expect("a time")),
        parser: PathBuf::from(env!("CARGO_BIN_EXE_plumbline")),
    }
}

/// A context with agencies A1, A2, … under `cn-bank-card`.
pub fn with_agencies(db: &Database, names: &[&str]) -> Context {
    for name in names {
        let agency = Agency {
            id: id(name),
            name: format!("Agency {name}"),
            ruleset: id("cn-bank-card"),
            agreement_from: "2025-01-01".parse().expect("a day"),
            agreement_to: None,
            time_zone: None,
            encoding: None,
        };
        db.store.write(|c| agencies::add(c, &agency)).expect("an agency");
    }
    context(db)
}

/// The built-in rulesets with `path` changed by `edit`, and the folder that they live in.
pub fn rulesets_with(path: &str, edit: impl Fn(String) -> String) -> (tempfile::TempDir, Rulesets) {
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rulesets")), folder.path());
    let file = folder.path().join(path);
    let text = std::fs::read_to_string(&file).expect("the file");
    let edited = edit(text.clone());
    assert_ne!(edited, text);
    std::fs::write(&file, edited).expect("written");
    let rulesets = Rulesets::new(Source::Folder(folder.path().to_owned()));
    (folder, rulesets)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

pub const CALLS: &str = "call_id,case_no,collector_id,called_number,party,started_at,ended_at,outcome\n";
pub const TURNS: &str = "call_id,turn_no,speaker,text\n";

/// A call of three minutes that starts at this local time, like `2026-07-01 10:00:00`.
pub fn call(call_id: &str, started_at: &str) -> String {
    let (day, time) = started_at.split_once(' ').expect("a day and a time");
    let minute: u32 = time[3..5].parse().expect("minutes");
    let ended = format!("{}:{:02}{}", &time[..2], minute + 3, &time[5..]);
    format!("{call_id},K1,E1,13800000001,debtor,{started_at},{day} {ended},connected\n")
}

pub fn calls(rows: &[(&str, &str)]) -> InputFile {
    let rows: String = rows.iter().map(|(call_id, started_at)| call(call_id, started_at)).collect();
    file("calls.csv", &format!("{CALLS}{rows}"))
}

pub fn file(name: &str, text: &str) -> InputFile {
    InputFile { name: name.into(), bytes: text.as_bytes().to_vec() }
}

pub fn request(agency: &str, week: &str, files: Vec<InputFile>) -> Request {
    let from = HandedInBy::Agency(id(agency), id(week));
    Request { from, files, lang: Lang::En, received_from: "tester".into(), dry_run: false }
}

pub fn hand_in(context: &Context, agency: &str, week: &str, files: Vec<InputFile>) -> Imported {
    import(context, &request(agency, week, files)).expect("taken")
}

pub fn hand_in_from_bank(context: &Context, files: Vec<InputFile>) -> Result<Imported, JobError> {
    let from = HandedInBy::Bank(None);
    import(context, &Request { from, files, lang: Lang::En, received_from: "bank".into(), dry_run: false })
}

/// kind rows accepted refused duplicates unchanged, of each sheet; they add up.
pub fn counts(sheets: &[SheetOutcome]) -> Vec<(String, [u64; 5])> {
    sheets
        .iter()
        .map(|sheet| {
            assert_eq!(sheet.rows, sheet.accepted + sheet.refused + sheet.duplicates + sheet.unchanged);
            let kind = sheet.kind.map(|kind| kind.to_string()).unwrap_or_default();
            (kind, [sheet.rows, sheet.accepted, sheet.refused, sheet.duplicates, sheet.unchanged])
        })
        .collect()
}

pub fn found(context: &Context, filter: &Filter) -> Vec<Finding> {
    context.store.read(|c| findings::list(c, &Scope::Bank, filter, None, 1000)).expect("listed").items
}

/// Subjects of the findings of one rule.
pub fn subjects(context: &Context, rule: &str) -> Vec<String> {
    let filter = Filter { rule: Some(id(rule)), ..Filter::default() };
    let mut subjects: Vec<String> = found(context, &filter).into_iter().map(|finding| finding.subject).collect();
    subjects.sort();
    subjects
}
