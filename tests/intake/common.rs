//! A hand-in in a few words.

use plumbline::domain::contact::Call;
use plumbline::domain::evidence::{Record, Row};
use plumbline::domain::lang::Lang;
use plumbline::domain::submission::{Intake, IssueSeverity};
use plumbline::intake::{Context, InputFile, Sender, read};
use std::path::PathBuf;

/// The program under test; only the server build has one.
pub fn program() -> PathBuf {
    PathBuf::from(option_env!("CARGO_BIN_EXE_plumbline").unwrap_or("no-program-without-the-server-feature"))
}

/// Agency A1, week 2026-W27 (29 June to 5 July), China's zone, messages in English.
pub fn context() -> Context {
    Context {
        sender: Sender::Agency("A1".parse().unwrap(), "2026-W27".parse().unwrap()),
        zone: chrono_tz::Asia::Shanghai,
        encoding: None,
        lang: Lang::En,
        parser: program(),
    }
}

/// One file.
pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> InputFile {
    InputFile { name: name.to_owned(), bytes: bytes.into() }
}

/// Reads one file.
pub fn read_one(name: &str, bytes: impl Into<Vec<u8>>) -> Intake {
    read(&[file(name, bytes)], &context())
}

/// `cell code` of each error.
pub fn errors(intake: &Intake) -> Vec<String> {
    listed(intake, IssueSeverity::Error)
}

/// `cell code` of each warning.
pub fn warnings(intake: &Intake) -> Vec<String> {
    listed(intake, IssueSeverity::Warning)
}

fn listed(intake: &Intake, severity: IssueSeverity) -> Vec<String> {
    let wanted = intake.issues.iter().filter(|issue| issue.severity == severity);
    wanted.map(|issue| format!("{} {}", issue.cell, issue.code).trim().to_owned()).collect()
}

/// `kind rows/accepted/refused/duplicates` of each sheet; the sum is checked.
pub fn counts(intake: &Intake) -> Vec<String> {
    intake
        .sheets
        .iter()
        .map(|sheet| {
            assert_eq!(sheet.rows, sheet.accepted + sheet.refused + sheet.duplicates + sheet.unchanged, "{sheet:?}");
            let kind = sheet.kind.map_or("-", |kind| kind.as_str());
            format!("{kind} {}/{}/{}/{}", sheet.rows, sheet.accepted, sheet.refused, sheet.duplicates)
        })
        .collect()
}

/// The rows' records.
pub fn records(intake: &Intake) -> Vec<&Record> {
    intake.rows.iter().map(|(_, row)| &row.record).collect()
}

/// The only row.
pub fn only(intake: &Intake) -> &Row {
    assert_eq!(intake.rows.len(), 1, "{:?}", intake.issues);
    &intake.rows[0].1
}

/// The only row, a call.
pub fn only_call(intake: &Intake) -> &Call {
    match &only(intake).record {
        Record::Call(call) => call,
        other => panic!("not a call: {other:?}"),
    }
}

/// A call log of one line in which `column` holds `value`.
pub fn call_with(column: &str, value: &str) -> Intake {
    let mut cells = vec![
        ("call_id", "C1"),
        ("case_no", "K1"),
        ("collector_id", "E1"),
        ("called_number", "13800000001"),
        ("party", "本人"),
        ("started_at", "2026-07-03 10:00:00"),
        ("duration", "200"),
        ("outcome", "接通"),
    ];
    match cells.iter_mut().find(|cell| cell.0 == column) {
        Some(cell) => cell.1 = value,
        None => cells.push((column, value)),
    }
    if column == "ended_at" {
        cells.retain(|cell| cell.0 != "duration");
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let headers: Vec<String> = cells.iter().map(|cell| quoted(cell.0)).collect();
    let values: Vec<String> = cells.iter().map(|cell| quoted(cell.1)).collect();
    read_one("calls.csv", format!("{}\n{}\n", headers.join(","), values.join(",")))
}
