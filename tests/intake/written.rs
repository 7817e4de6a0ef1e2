//! Workbooks that we write: templates, annotated hand-ins. What we write can be read again.

use crate::common::{
    CALL_HEADERS, HandMade, context, counts, errors, file, good_call, read_one, text_row, warnings, without_addresses,
    zipped,
};
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::lang::Lang;
use plumbline::intake::annotate::annotate;
use plumbline::intake::schema::{self, FieldType};
use plumbline::intake::template::{agency_kinds, template};
use plumbline::intake::{InputFile, Sender, read};
use std::io::{Cursor, Read, Write};

#[test]
fn a_blank_template_is_no_wrong_workbook() {
    for lang in Lang::ALL {
        let blank = read_one("evidence.xlsx", template(&agency_kinds(), lang).unwrap());
        assert_eq!(warnings(&blank), ["sheet-empty"], "{lang}: {:?}", blank.issues);
        assert!(errors(&blank).is_empty() && blank.sheets.len() == 12, "{:?}", blank.sheets);
    }
}

/// Fills the template's sheets as somebody would and hands it in.
#[test]
fn a_filled_template_imports_cleanly_in_each_language() {
    for lang in Lang::ALL {
        let bytes = template(&EvidenceKind::ALL, lang).unwrap();
        let mut book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&bytes), true).unwrap();
        for schema in schema::all() {
            let sheet = book.sheet_by_name_mut(schema.name.get(lang)).unwrap();
            let fields = schema.fields.iter().filter(|f| schema.kind.from_bank() || f.field_type != FieldType::Agency);
            for (column, field) in (1..).zip(fields) {
                let header = sheet.value((column, 1));
                assert!(header.starts_with(field.header.get(lang)), "{header}");
                if schema.exactly_one.iter().any(|group| group.fields[1] == field.id) {
                    continue;
                }
                sheet.cell_mut((column, 2)).set_value_string(field.example(lang));
            }
        }
        let mut filled = Vec::new();
        umya_spreadsheet::writer::xlsx::write_writer(&book, &mut filled).unwrap();
        let mut context = context();
        context.sender = Sender::Preflight;
        let intake = read(&[file("evidence.xlsx", filled)], &context);
        assert!(intake.issues.is_empty() && intake.unrecognised_columns.is_empty(), "{lang}: {:?}", intake.issues);
        let kinds: Vec<String> = EvidenceKind::ALL.iter().map(|kind| format!("{kind} 1/1/0/0")).collect();
        assert_eq!(counts(&intake), kinds);
    }
}

#[test]
fn the_template_carries_its_version_and_drop_downs() {
    let bytes = template(&[EvidenceKind::Calls], Lang::ZhHant).unwrap();
    assert_eq!(bytes, template(&[EvidenceKind::Calls], Lang::ZhHant).unwrap(), "the same bytes at any time");
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&bytes), true).unwrap();
    let meta = book.sheet_by_name("_meta").unwrap();
    assert_eq!((meta.value("B1"), meta.value("B3")), ("plumbline-evidence".to_owned(), schema::digest().to_string()));
    assert!(part(&bytes, "xl/workbook.xml").contains(r#"name="_meta" sheetId="3" state="hidden""#));
    let calls = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(calls.contains("債務人") || calls.contains("本人,配偶,父母,親屬"), "{calls}");
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn workbook(rows: String) -> InputFile {
    let book = HandMade { sheets: vec![("calls", "", rows)], from_1904: false, shared: r#"count="0">"# };
    file("week.xlsx", book.bytes())
}

fn faulty() -> InputFile {
    workbook(faulty_rows())
}

fn faulty_rows() -> String {
    let mut bad = good_call("C2");
    bad[4] = "甲方";
    bad[6] = "=1+1";
    text_row(1, "", &["某公司"])
        + &text_row(3, r#"ht="33" customHeight="1""#, &CALL_HEADERS)
        + &text_row(4, "", &good_call("C1"))
        + &text_row(5, "", &bad)
}

#[test]
fn the_annotated_workbook_keeps_its_layout_and_says_what_is_wrong() {
    let input = faulty();
    let intake = read(std::slice::from_ref(&input), &context());
    assert_eq!(errors(&intake), ["E5 value-unknown", "G5 duration-invalid"]);
    let annotated = annotate(std::slice::from_ref(&input), &intake.issues, &context()).unwrap();
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&annotated), true).unwrap();
    let sheet = book.sheet_by_name("calls").unwrap();
    assert_eq!(sheet.row_dimension(3).unwrap().height(), 33.0, "layout is kept");
    assert_eq!(
        (sheet.value("A1"), sheet.value("I3"), sheet.value("I4")),
        ("某公司".into(), "Problems".into(), "".into())
    );
    assert!(sheet.value("I5").contains("'party' has no such value"), "{}", sheet.value("I5"));
    assert!(sheet.style("E5").background_color().is_some() && sheet.style("E4").background_color().is_none());
    assert_eq!(sheet.comments().len(), 2);
    let summary = book.sheet_by_name("Problem summary").unwrap();
    assert_eq!(
        (summary.value("C2"), summary.value("D2"), summary.value("D3")),
        ("E5".into(), "甲方".into(), "=1+1".into())
    );
    assert!(
        !part(&annotated, "xl/worksheets/sheet2.xml").contains("<f>"),
        "the agency's texts are no formulas of ours"
    );

    let again = read(&[file("week.xlsx", annotated.clone())], &context());
    assert_eq!((counts(&again), errors(&again)), (counts(&intake), errors(&intake)), "as it was before");
    assert!(again.unrecognised_columns.is_empty() && warnings(&again).is_empty());

    let mended = mend(&annotated);
    let clean = read(std::slice::from_ref(&mended), &context());
    assert!(clean.issues.is_empty(), "{:?}", clean.issues);
    let twice = annotate(std::slice::from_ref(&mended), &clean.issues, &context()).unwrap();
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&twice), true).unwrap();
    let sheet = book.sheet_by_name("calls").unwrap();
    assert!(sheet.comments().is_empty() && sheet.style("E5").background_color().is_none(), "earlier marks are gone");
    assert_eq!((sheet.value("I5"), sheet.value("J3")), (String::new(), String::new()));
}

/// A register of another kind comes back marked as a call log does, in the language asked for.
#[test]
fn registers_come_back_marked_too() {
    let headers = ["信函編號", "案件編號", "範本編號", "收件人類型", "送達方式", "寄發日期", "退回日期"];
    let rows = text_row(1, "", &headers)
        + &text_row(2, "", &["L1", "K1", "T-01", "本人", "雙掛號", "115/07/02", ""])
        + &text_row(3, "", &["L2", "K1", "T-01", "鄰長", "掛號信", "115/07/02", "115/07/01"]);
    let book = HandMade { sheets: vec![("信函登記", "", rows)], from_1904: false, shared: r#"count="0">"# };
    let input = file("week.xlsx", book.bytes());
    let mut context = context();
    context.lang = Lang::ZhHant;
    let intake = read(std::slice::from_ref(&input), &context);
    assert_eq!(
        (counts(&intake), errors(&intake)),
        (vec!["letters 2/1/1/0".into()], vec!["D3 value-unknown".into(), "G3 date-before-other".into()])
    );
    assert_eq!(intake.issues[1].message, "「退回日期」早於「寄發日期」");
    let annotated = annotate(std::slice::from_ref(&input), &intake.issues, &context).unwrap();
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&annotated), true).unwrap();
    let sheet = book.sheet_by_name("信函登記").unwrap();
    assert_eq!((sheet.value("H1"), sheet.value("H2"), sheet.comments().len()), ("問題".into(), String::new(), 2));
    assert!(sheet.value("H3").contains("「收件人類型」裡沒有這個值"), "{}", sheet.value("H3"));
}

fn mend(annotated: &[u8]) -> InputFile {
    let mut book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(annotated), true).unwrap();
    let sheet = book.sheet_by_name_mut("calls").unwrap();
    sheet.cell_mut("E5").set_value_string("本人");
    sheet.cell_mut("G5").set_value_string("3分20秒");
    let mut bytes = Vec::new();
    umya_spreadsheet::writer::xlsx::write_writer(&book, &mut bytes).unwrap();
    file("week.xlsx", bytes)
}

/// The library that keeps layouts would put such cells one over another: then a fresh workbook comes back.
#[test]
fn cells_without_addresses_are_neither_lost_nor_moved() {
    let input = workbook(without_addresses(&faulty_rows()));
    let intake = read(std::slice::from_ref(&input), &context());
    assert_eq!(errors(&intake), ["E5 value-unknown", "G5 duration-invalid"]);
    let annotated = annotate(std::slice::from_ref(&input), &intake.issues, &context()).unwrap();
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&annotated), true).unwrap();
    let sheet = book.sheet_by_name("calls").unwrap();
    assert_eq!(
        (sheet.value("A1"), sheet.value("A5"), sheet.value("H5")),
        ("某公司".into(), "C2".into(), "connected".into())
    );
    assert!(sheet.value("I5").contains("'party' has no such value"));
}

/// xls, CSV, JSON Lines and archives come back as fresh workbooks with the same cells.
#[test]
fn other_formats_come_back_as_fresh_workbooks() {
    let xls = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/intake/title-rows-and-a-hidden-sheet.xls"))
        .unwrap();
    let bad = r#"{"call_id":"C1","case_no":"K1","collector_id":"E1","called_number":"13800000001","party":"robot","started_at":"2026-07-03T10:00:00+08:00","duration":5,"outcome":"busy"}"#;
    let csv = format!("{}\n{}\n", CALL_HEADERS.join(","), good_call("C1").join(",").replace("debtor", "robot"));
    let turns = r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"=1+1"},{"speaker":"debtor","text":"好"}]}"#;
    for (name, bytes) in [
        ("week.xls", xls),
        ("calls.csv", csv.clone().into_bytes()),
        ("calls.jsonl", format!("\n{bad}\n").into_bytes()),
        ("transcripts.jsonl", turns.as_bytes().to_vec()),
        ("week.zip", zipped(&[("calls.csv", csv.as_bytes()), ("transcripts.jsonl", turns.as_bytes())])),
    ] {
        let input = file(name, bytes);
        let intake = read(std::slice::from_ref(&input), &context());
        let annotated = annotate(std::slice::from_ref(&input), &intake.issues, &context()).unwrap();
        let again = read(&[file("annotated.xlsx", annotated)], &context());
        // A call with its turns on one line comes back a turn per row.
        if !name.starts_with("transcripts") && !name.ends_with(".zip") {
            assert_eq!(counts(&again), counts(&intake), "{name}: {:?}", again.issues);
        }
        assert_eq!(errors(&again).len(), errors(&intake).len(), "{name}");
        let records = |intake: &plumbline::domain::submission::Intake| {
            intake.rows.iter().map(|(_, row)| row.record.clone()).collect::<Vec<_>>()
        };
        assert_eq!(records(&again), records(&intake), "{name}");
    }
}

/// What can't be read at all comes back as the summary alone.
#[test]
fn an_unusable_file_comes_back_as_its_summary() {
    let input = file("week.xlsx", b"%PDF".to_vec());
    let intake = read(std::slice::from_ref(&input), &context());
    let annotated = annotate(std::slice::from_ref(&input), &intake.issues, &context()).unwrap();
    let book = umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(&annotated), true).unwrap();
    assert_eq!((book.sheet_count(), book.sheet(0).unwrap().value("A2")), (1, "week.xlsx".to_owned()));
}

#[test]
fn xls_and_ods_are_read_in_the_child_too() {
    let xls = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/intake/title-rows-and-a-hidden-sheet.xls"))
        .unwrap();
    let intake = read_one("week.xls", xls);
    assert_eq!(counts(&intake), ["calls 2/1/1/0", "lines 1/1/0/0"]);
    assert_eq!(
        (errors(&intake), warnings(&intake)),
        (vec!["E5 value-unknown".to_owned(), "H5 value-unknown".to_owned()], vec!["sheet-hidden".to_owned()])
    );
    assert_eq!(intake.rows[0].1.record.happened_at().unwrap().to_rfc3339(), "2026-07-03T13:30:00+00:00");

    let text = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let headers: String = CALL_HEADERS.iter().map(|header| text(header)).collect();
    let row = [
        text("C1"),
        text("K1"),
        text("E1"),
        r#"<table:table-cell office:value-type="float" office:value="13800000001"/>"#.to_owned(),
        text("debtor"),
        r#"<table:table-cell office:value-type="date" office:date-value="2026-07-03T21:30:00"/>"#.to_owned(),
        r#"<table:table-cell office:value-type="time" office:time-value="PT00H03M20S"/>"#.to_owned(),
        text("connected"),
    ]
    .concat();
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="calls"><table:table-row>{headers}</table:table-row><table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    let intake = read_one("week.ods", zip.finish().unwrap().into_inner());
    assert_eq!(counts(&intake), ["calls 1/1/0/0"], "{:?}", intake.issues);
    let call = crate::common::only_call(&intake);
    assert_eq!((call.started_at.to_rfc3339().as_str(), call.seconds()), ("2026-07-03T13:30:00+00:00", 200));
}
