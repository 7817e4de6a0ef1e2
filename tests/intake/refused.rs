//! The refused rows alone: what is left to mend, in the agency's own columns.

use crate::common::{CALL_HEADERS, HandMade, context, counts, errors, file, good_call, text_row, zipped};
use plumbline::domain::submission::Intake;
use plumbline::intake::annotate::refused_rows;
use plumbline::intake::{InputFile, read};
use std::io::{Cursor, Read};
use umya_spreadsheet::Workbook;

/// A call log after a title: C1 is good, C2 and C4 are not, C3 is again.
fn workbook() -> InputFile {
    let row = |call_id: &'static str, party: &'static str| {
        let mut cells = good_call(call_id);
        cells[4] = party;
        cells
    };
    let rows = text_row(1, "", &["某公司"])
        + &text_row(3, "", &CALL_HEADERS)
        + &text_row(4, "", &row("C1", "本人"))
        + &text_row(5, "", &row("C2", "=cmd|'/c calc'!A1"))
        + &text_row(6, "", &row("C3", "本人"))
        + &text_row(8, "", &row("C4", "甲方"));
    let book = HandMade { sheets: vec![("calls", "", rows)], from_1904: false, shared: r#"count="0">"# };
    file("week.xlsx", book.bytes())
}

fn csv(rows: &[[&str; 8]]) -> String {
    let line = |cells: &[&str]| cells.join(",") + "\n";
    line(&CALL_HEADERS) + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// The refused rows of `input`, what its intake said, and what the intake of the refused rows says.
fn refused_of(input: &InputFile) -> (Vec<u8>, Intake, Intake) {
    let intake = read(std::slice::from_ref(input), &context());
    let bytes = refused_rows(std::slice::from_ref(input), &intake.issues, &intake.sheets, &context()).unwrap();
    let again = read(&[file("refused.xlsx", bytes.clone())], &context());
    (bytes, intake, again)
}

fn open(bytes: &[u8]) -> Workbook {
    umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(bytes), true).unwrap()
}

#[test]
fn only_the_refused_rows_stand_under_the_headers() {
    let (bytes, intake, again) = refused_of(&workbook());
    assert_eq!(
        (counts(&intake), errors(&intake)),
        (vec!["calls 4/2/2/0".into()], vec!["E5 value-unknown".into(), "E8 value-unknown".into()])
    );
    let book = open(&bytes);
    let names: Vec<_> = book.sheet_collection().iter().map(|sheet| sheet.name().to_owned()).collect();
    assert_eq!(names, ["calls"], "nothing is left for a summary");
    let sheet = book.sheet_by_name("calls").unwrap();
    assert_eq!(
        (sheet.value("A1"), sheet.value("A3"), sheet.value("I3")),
        ("某公司".into(), CALL_HEADERS[0].into(), "Problems".into())
    );
    assert_eq!((sheet.value("A4"), sheet.value("E4")), ("C2".into(), "=cmd|'/c calc'!A1".into()));
    assert_eq!((sheet.value("A5"), sheet.value("A6")), ("C4".into(), "".into()));
    for row in [4, 5] {
        let said = sheet.value((9, row));
        assert!(said.contains("'party' has no such value"), "{said}");
        assert!(sheet.style((5, row)).background_color().is_some());
    }
    assert_eq!(counts(&again), ["calls 2/0/2/0"]);
    assert_eq!(errors(&again), ["E4 value-unknown", "E5 value-unknown"]);
    assert!(again.unrecognised_columns.is_empty(), "the problems column is ours");
}

#[test]
fn what_begins_like_a_formula_is_a_quoted_text() {
    let (bytes, ..) = refused_of(&workbook());
    let part = |name: &str| {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    assert!(!part("xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn mended_they_are_taken() {
    let (bytes, ..) = refused_of(&workbook());
    let mut book = open(&bytes);
    for row in [4, 5] {
        book.sheet_by_name_mut("calls").unwrap().cell_mut((5, row)).set_value_string("本人");
    }
    let mut mended = Vec::new();
    umya_spreadsheet::writer::xlsx::write_writer(&book, &mut mended).unwrap();
    let intake = read(&[file("refused.xlsx", mended)], &context());
    assert_eq!((counts(&intake), errors(&intake)), (vec!["calls 2/2/0/0".into()], vec![]));
}

#[test]
fn lines_and_archives_come_back_as_sheets() {
    let mut bad = good_call("C2");
    bad[4] = "甲方";
    let lines = csv(&[good_call("C1"), bad]);
    let json = "{\"call_id\":\"C1\",\"turn_no\":1,\"speaker\":\"agent\",\"text\":\"您好\"}\n\
                {\"call_id\":\"C1\",\"turn_no\":2,\"speaker\":\"nobody\",\"text\":\"在吗\"}\n";
    for input in [
        file("calls.csv", lines.clone()),
        file("week.zip", zipped(&[("calls.csv", lines.as_bytes())])),
        file("transcripts.jsonl", json),
    ] {
        let (bytes, intake, again) = refused_of(&input);
        let refused =
            |intake: &Intake| intake.sheets.iter().map(|sheet| (sheet.kind, sheet.refused)).collect::<Vec<_>>();
        assert_eq!(refused(&again), refused(&intake), "{}: {:?}", input.name, again.issues);
        assert!(again.sheets.iter().all(|sheet| sheet.rows == sheet.refused), "{}", input.name);
        let codes = |intake: &Intake| intake.issues.iter().map(|issue| issue.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&again), codes(&intake), "{}", input.name);
        assert_eq!(open(&bytes).sheet_collection().len(), 1);
    }
}

#[test]
fn a_sheet_refused_as_a_whole_comes_back_as_a_whole() {
    let without_party: Vec<&str> = CALL_HEADERS.iter().copied().filter(|header| *header != CALL_HEADERS[4]).collect();
    let rows = text_row(1, "", &without_party) + &text_row(2, "", &["C1", "K1"]) + &text_row(3, "", &["C2", "K2"]);
    let book = HandMade { sheets: vec![("calls", "", rows)], from_1904: false, shared: r#"count="0">"# };
    let (bytes, intake, _) = refused_of(&file("week.xlsx", book.bytes()));
    assert_eq!(counts(&intake), ["calls 2/0/2/0"], "{:?}", intake.issues);
    let book = open(&bytes);
    let sheet = book.sheet_by_name("calls").unwrap();
    assert_eq!((sheet.value("A2"), sheet.value("A3")), ("C1".into(), "C2".into()));
    assert!(!book.sheet_by_name("Problem summary").unwrap().value("E2").is_empty(), "the reason stands on no row");
}

#[test]
fn where_nothing_was_refused_there_is_only_an_empty_summary() {
    let (bytes, intake, _) = refused_of(&file("calls.csv", csv(&[good_call("C1")])));
    assert_eq!(counts(&intake), ["calls 1/1/0/0"]);
    let book = open(&bytes);
    let sheet = book.sheet_by_name("Problem summary").unwrap();
    assert_eq!((book.sheet_collection().len(), sheet.value("A1"), sheet.value("A2")), (1, "File".into(), "".into()));
}
