//! How large a workbook may be: every bound is allowed itself, one more is refused with what to do.

use crate::common::{CALL_HEADERS, HandMade, context, counts, errors, file, good_call, text_row};
use plumbline::domain::submission::Intake;
use plumbline::intake::limits::Limits;
use plumbline::intake::{Context, read_within};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

fn workbook(names: &[&'static str]) -> Vec<u8> {
    let rows = |name: &str| text_row(1, "", &CALL_HEADERS) + &text_row(2, "", &good_call(name));
    let sheets = names.iter().map(|name| (*name, "", rows(name))).collect();
    HandMade { sheets, from_1904: false, shared: r#"count="0">"# }.bytes()
}

fn within(limits: Limits, bytes: Vec<u8>) -> Intake {
    read_within(&[file("week.xlsx", bytes)], &context(), limits)
}

fn assert_refused(intake: &Intake, code: &str) {
    assert_eq!(errors(intake), [code]);
    assert!(intake.files[0].refused && intake.rows.is_empty() && !intake.issues[0].hint.is_empty());
}

#[test]
fn sheets() {
    let limits = Limits { sheets: 2, ..Limits::default() };
    assert_eq!(counts(&within(limits, workbook(&["calls", "calls2"]))), ["calls 1/1/0/0", "calls 1/1/0/0"]);
    assert_refused(&within(limits, workbook(&["calls", "calls2", "calls3"])), "too-many-sheets");
}

#[test]
fn characters_of_all_texts() {
    let characters = CALL_HEADERS.into_iter().chain(good_call("calls")).map(|text| text.chars().count() as u64).sum();
    let limits = |characters| Limits { characters, ..Limits::default() };
    assert_eq!(counts(&within(limits(characters), workbook(&["calls"]))), ["calls 1/1/0/0"]);
    assert_refused(&within(limits(characters - 1), workbook(&["calls"])), "too-many-characters");
}

#[test]
fn a_chinese_character_counts_as_one() {
    let rows = text_row(1, "", &["线路号码", "是否录音"]) + &text_row(2, "", &["02100000001", "是"]);
    let book = HandMade { sheets: vec![("lines", "", rows)], from_1904: false, shared: r#"count="0">"# }.bytes();
    let limits = |characters| Limits { characters, ..Limits::default() };
    assert_eq!(counts(&within(limits(20), book.clone())), ["lines 1/1/0/0"]);
    assert_refused(&within(limits(19), book), "too-many-characters");
}

/// A parser that sleeps before it says that the workbook holds nothing.
fn dawdling(seconds: &str) -> (tempfile::TempDir, Context) {
    let folder = tempfile::tempdir().expect("a folder");
    let parser = folder.path().join("parser");
    let script = format!("#!/bin/sh\n/bin/sleep {seconds}\nprintf 'B\\t0\\nX\\n'\n");
    std::fs::write(&parser, script).expect("a script");
    std::fs::set_permissions(&parser, std::fs::Permissions::from_mode(0o755)).expect("executable");
    (folder, Context { parser, ..context() })
}

#[test]
fn the_time_that_parsing_may_take() {
    let read = |seconds: &str, parse_time: Duration| {
        let (_folder, context) = dawdling(seconds);
        read_within(&[file("week.xlsx", workbook(&["calls"]))], &context, Limits { parse_time, ..Limits::default() })
    };
    assert_refused(&read("5", Duration::from_millis(200)), "parser-timeout");
    assert_eq!(errors(&read("0.05", Duration::from_secs(30))), ["wrong-workbook"], "in time, but with no sheet");
}
