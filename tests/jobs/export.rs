//! What is exported can be handed in again, and says nothing new.

use crate::cli::plumbline;
use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::lang::Lang;
use plumbline::intake::InputFile;
use plumbline::intake::schema::{self, FieldType};
use plumbline::jobs::Context;
use std::path::Path;
use std::process::Output;

/// A sheet of one row: every field's example, a text that looks like a formula, and a column of the agency's own.
fn sheet(kind: EvidenceKind) -> InputFile {
    let schema = schema::of(kind);
    let mut headers = vec!["心情".to_owned()];
    let mut cells = vec!["=平静".to_owned()];
    for field in &schema.fields {
        if schema.exactly_one.iter().any(|group| group.fields[1] == field.id) {
            continue;
        }
        headers.push(field.id.clone());
        cells.push(match field.field_type {
            FieldType::Text if field.required => "'=1+1\", \"甲".to_owned(),
            FieldType::Text => "+ 第一行\n@第二行".to_owned(),
            _ => field.example(Lang::En).to_owned(),
        });
    }
    let line = |cells: &[String]| {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        quoted.join(",") + "\n"
    };
    file(&format!("{kind}.csv"), &(line(&headers) + &line(&cells)))
}

fn of(bank: bool) -> impl Iterator<Item = EvidenceKind> {
    EvidenceKind::ALL.into_iter().filter(move |kind| kind.from_bank() == bank)
}

fn take(context: &Context, bank: bool, files: Vec<InputFile>) -> plumbline::domain::submission::ImportReport {
    match bank {
        true => hand_in_from_bank(context, files).expect("taken").report,
        false => hand_in(context, "A1", "2026-W27", files).report,
    }
}

fn export(db: &Database, arguments: &[&str]) -> Output {
    plumbline(db, &[&["export"], arguments].concat())
}

fn exported(db: &Database, kind: &str, ending: &str, more: &[&str]) -> InputFile {
    let name = format!("{kind}.{ending}");
    let output = export(db, &[&["--kind", kind, "-o", &name], more].concat());
    assert_eq!(output.status.code(), Some(0), "{kind}: {output:?}");
    let bytes = std::fs::read(Path::new(db.folder.path()).join(&name)).expect("written");
    InputFile { name, bytes }
}

on_both! {
    fn every_kind_comes_back_unchanged(db) {
        let context = with_agencies(db, &["A1"]);
        let endings = ["xlsx", "csv", "jsonl"];
        for bank in [false, true] {
            let first = take(&context, bank, of(bank).map(sheet).collect());
            assert!(first.issues.is_empty(), "{:#?}", first.issues);
            let files = of(bank).zip(endings.iter().cycle().skip(usize::from(bank)));
            let files = files.map(|(kind, ending)| exported(db, kind.as_str(), ending, &["--lang", "zh-Hant"])).collect();
            let again = take(&context, bank, files);
            assert!(again.issues.is_empty() && again.changes.is_empty(), "{:#?} {:#?}", again.issues, again.changes);
            for sheet in &again.sheets {
                assert_eq!((sheet.rows, sheet.unchanged), (1, 1), "{sheet:?}");
            }
        }
    }

    fn calls_come_back_from_every_form_and_by_agency_and_quarter(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        let rows = [("C1", "2026-06-30 10:00:00"), ("C2", "2026-07-01 10:00:00"), ("C3", "2026-07-01 11:00:00")];
        hand_in(&context, "A1", "2026-W27", vec![calls(&rows)]);
        hand_in(&context, "A2", "2026-W27", vec![calls(&rows[..1])]);
        for ending in ["xlsx", "csv", "jsonl"] {
            let file = exported(db, "calls", ending, &["--agency", "A1", "--quarter", "2026Q3"]);
            let again = hand_in(&context, "A1", "2026-W27", vec![file]).report;
            assert_eq!(counts(&again.sheets), [("calls".to_owned(), [2, 0, 0, 0, 2])], "{ending}");
        }
        let all = exported(db, "calls", "csv", &[]);
        assert_eq!(String::from_utf8(all.bytes).unwrap().lines().count(), 5);
    }

    fn what_can_not_be_exported_says_why(db) {
        with_agencies(db, &["A1"]);
        for (arguments, hint) in [
            (vec!["--kind", "moods", "-o", "x.csv"], "letters"),
            (vec!["--kind", "calls", "-o", "x.txt"], ".jsonl"),
            (vec!["--kind", "calls", "-o", "no/such/folder/x.csv"], "another place"),
            (vec!["--kind", "calls", "--agency", "A9", "-o", "x.csv"], "agency add"),
        ] {
            let output = export(db, &arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((output.status.code(), said.trim().lines().count()), (Some(2), 1), "{arguments:?}: {said}");
            assert!(said.contains(hint), "{arguments:?}: {said}");
        }
        let empty = exported(db, "findings", "csv", &["--quarter", "2026Q3"]);
        assert!(String::from_utf8(empty.bytes).unwrap().contains("finding_id"));
    }
}
