//! The commands as programs call them.

use crate::common::Database;
use crate::on_both;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program on the database of `db`.
pub fn plumbline(db: &Database, arguments: &[&str]) -> Output {
    let objects = url::Url::from_file_path(db.folder.path().join("objects")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(arguments)
        .args(["--database-url", &db.url, "--objects", objects.as_str()])
        .current_dir(db.folder.path())
        .env_remove("PLUMBLINE_DATABASE_URL")
        .output()
        .expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn add_agency(db: &Database) {
    let terms = ["--name", "甲", "--ruleset", "cn-bank-card", "--agreement-from", "2025-01-01"];
    let added = plumbline(db, &[&["agency", "add", "--id", "A1"], &terms[..]].concat());
    assert_eq!(code(&added), 0, "{added:?}");
}

fn write(db: &Database, name: &str, text: &str) {
    std::fs::write(Path::new(db.folder.path()).join(name), text).unwrap();
}

const IMPORT: [&str; 6] = ["import", "--agency", "A1", "--week", "2026-W27", "--format=json"];

fn import(db: &Database, file: &str) -> Output {
    plumbline(db, &[&IMPORT[..], &[file]].concat())
}

on_both! {
    fn import_answers_as_the_interfaces_say(db) {
        add_agency(db);
        write(db, "calls.csv", &format!("{}{}", crate::setup::CALLS.trim_end(), ",心情\n"));
        let empty = import(db, "calls.csv");
        assert_eq!(code(&empty), 0, "no rows, and a column without a known name: {empty:?}");
        let text = format!("{}{}", crate::setup::CALLS, crate::setup::call("C1", "2026-07-01 21:30:00"));
        write(db, "calls.csv", &text);
        let report = json(&import(db, "calls.csv"));
        for key in ["submission_id", "version", "agency_id", "week", "state", "sheets", "issues", "unrecognised_columns"] {
            assert!(!report[key].is_null(), "{key} in {report}");
        }
        let sheet = &report["sheets"][0];
        let numbers = ["rows", "accepted", "refused", "duplicates", "unchanged"].map(|key| sheet[key].as_u64().unwrap());
        assert_eq!((numbers, sheet["kind"].as_str()), ([1, 1, 0, 0, 0], Some("calls")));
    }

    fn exit_codes_tell_clean_found_and_impossible(db) {
        add_agency(db);
        let good = crate::setup::call("C1", "2026-07-01 21:30:00");
        write(db, "good.csv", &format!("{}{good}", crate::setup::CALLS));
        write(db, "calls-bad.csv", &format!("{}C2,K1,E1,13800000001,debtor,never,never,connected\n", crate::setup::CALLS));
        std::fs::rename(db.folder.path().join("good.csv"), db.folder.path().join("calls.csv")).unwrap();
        assert_eq!(code(&import(db, "calls.csv")), 0);
        assert_eq!(code(&import(db, "calls-bad.csv")), 1, "a row was refused");
        for (arguments, hint) in [
            (vec!["import", "--agency", "A1", "--week", "2026-W27", "absent.csv"], "absent.csv"),
            (vec!["import", "--agency", "A9", "--week", "2026-W27", "calls.csv"], "agency add"),
            (vec!["import", "--agency", "A1", "calls.csv"], "--week"),
            (vec!["import", "--week", "2026-W27", "calls.csv"], "--agency"),
            (vec!["import", "--agency", "A1", "--week", "2026-W60", "calls.csv"], "2026-W30"),
            (vec!["audit", "--quarter", "2026Q5"], "2026Q3"),
            (vec!["findings", "--quarter", "2026Q3", "--agency", "A9"], "agency add"),
        ] {
            let output = plumbline(db, &arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((code(&output), said.trim().lines().count()), (2, 1), "{arguments:?}: {said}");
            assert!(said.contains(hint), "{arguments:?}: {said}");
        }
        assert_eq!(code(&plumbline(db, &["audit", "--quarter", "2026Q2"])), 0, "nothing there");
        assert_eq!(code(&plumbline(db, &["audit", "--quarter", "2026Q3"])), 1, "something was found");
        assert_eq!(code(&plumbline(db, &["score", "--quarter", "2026Q3"])), 0);
        assert_eq!(code(&plumbline(db, &["findings", "--quarter", "2026Q3"])), 1);
        assert_eq!(code(&plumbline(db, &["findings", "--quarter", "2026Q2"])), 0);
    }

    fn findings_carry_everything_from_cell_to_clause(db) {
        add_agency(db);
        let text = format!("{}{}", crate::setup::CALLS, crate::setup::call("C1", "2026-07-01 21:30:00"));
        write(db, "calls.csv", &text);
        import(db, "calls.csv");
        plumbline(db, &["audit", "--quarter", "2026Q3"]);
        let output = plumbline(db, &["findings", "--quarter", "2026Q3", "--rule", "contact-outside-hours", "--format=jsonl"]);
        let line = json(&output);
        let digest = plumbline::domain::ids::Digest::of(text.as_bytes());
        for (key, expected) in [
            ("call_id", Value::from("C1")),
            ("rule_id", "contact-outside-hours".into()),
            ("ruleset", "cn-bank-card".into()),
            ("category", "contact-hours".into()),
            ("agency_id", "A1".into()),
            ("kind", "calls".into()),
            ("subject", "C1".into()),
            ("status", "open".into()),
            ("turn", Value::Null),
        ] {
            assert_eq!(line[key], expected, "{key} in {line}");
        }
        assert_eq!(line["evidence"][0]["file_sha256"], digest.as_str());
        assert_eq!((&line["evidence"][0]["sheet"], &line["evidence"][0]["cell"]), (&"calls.csv".into(), &"F2".into()));
        assert!(line["ruleset_digest"].as_str().unwrap().starts_with("sha256:"));
        assert!(line["why"].as_str().unwrap().contains("21:3"), "{}", line["why"]);
        assert!(line["confidence"].is_f64() && line["fingerprint"].is_string() && line["finding_id"].is_string());
    }

    fn verify_names_the_first_thing_that_differs(db) {
        add_agency(db);
        assert_eq!(code(&plumbline(db, &["verify"])), 0, "nothing there, and nothing wrong");
        let text = format!("{}{}", crate::setup::CALLS, crate::setup::call("C1", "2026-07-01 21:30:00"));
        write(db, "calls.csv", &text);
        import(db, "calls.csv");
        plumbline(db, &["audit", "--quarter", "2026Q3"]);
        plumbline(db, &["score", "--quarter", "2026Q3"]);
        let clean = plumbline(db, &["verify", "--quarter", "2026Q3"]);
        assert_eq!(code(&clean), 0, "{clean:?}");
        let said = String::from_utf8_lossy(&clean.stdout).into_owned();
        assert!(said.contains("3 entries, in one chain") && said.contains("nothing differs"), "{said}");
        let paper = plumbline(db, &["scorecard", "--quarter", "2026Q3", "--agency", "A1"]);
        let paper = String::from_utf8_lossy(&paper.stdout).into_owned();
        let (_, printed) = paper.split_once("Ledger entry ").expect("the card names its entry");
        let printed = printed.lines().next().unwrap_or_default().to_owned();
        assert_eq!(code(&plumbline(db, &["verify", "--checkpoint", &printed])), 0, "{printed}");
        let other = printed.replacen('3', "2", 1);
        assert_eq!(code(&plumbline(db, &["verify", "--checkpoint", &other])), 1, "{other}");
        assert_eq!(code(&plumbline(db, &["verify", "--checkpoint", "3:x"])), 2);
        db.tamper("UPDATE submissions SET received_from = 'somebody else'");
        let found = plumbline(db, &["verify", "--format", "json"]);
        assert_eq!(code(&found), 1);
        let difference = json(&found)["difference"].as_str().expect("a difference").to_owned();
        assert!(difference.starts_with("hand-in S-") && difference.ends_with("was altered: it is not what entry 1 says"));
    }

    fn agencies_are_listed_as_they_were_given(db) {
        add_agency(db);
        let listed = json(&plumbline(db, &["agency", "list", "--format", "json"]));
        assert_eq!((&listed[0]["id"], &listed[0]["name"], &listed[0]["agreement_from"]), (&"A1".into(), &"甲".into(), &"2025-01-01".into()));
        let unknown = plumbline(db, &["agency", "add", "--id", "A2", "--name", "x", "--ruleset", "xx", "--agreement-from", "2025-01-01"]);
        assert_eq!(code(&unknown), 2);
        assert!(String::from_utf8_lossy(&unknown.stderr).contains("cn-bank-card"));
    }
}

#[test]
fn postgresql_is_set_up_by_migrate() {
    let db = Database::postgres_without_tables();
    let early = plumbline(&db, &["agency", "list"]);
    assert_eq!(code(&early), 2);
    assert!(String::from_utf8_lossy(&early.stderr).contains("plumbline migrate"));
    assert_eq!(code(&plumbline(&db, &["migrate"])), 0);
    assert_eq!(code(&plumbline(&db, &["migrate"])), 0, "again is fine");
    assert_eq!(code(&plumbline(&db, &["agency", "list"])), 0);
}
