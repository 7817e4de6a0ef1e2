//! What was said is packed into the object store, and turns join by number.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::quarter::Quarter;
use plumbline::store::StoreError;
use plumbline::store::transcripts::{self, Transcript};
use plumbline::store::{Scope, evidence};

fn said(db: &Database, scope: &Scope, call: &str) -> Option<Transcript> {
    db.store.read(|c| transcripts::get(c, &db.objects, scope, &id("A1"), call)).expect("read")
}

fn texts(transcript: &Transcript) -> Vec<(u32, &str, &str)> {
    transcript.turns.iter().map(|turn| (turn.turn_no, turn.text.as_str(), turn.cell.cell.as_str())).collect()
}

on_both! {
    fn a_conversation_comes_back_with_the_cell_of_each_turn(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![turn("C1", 2, "哪位?"), turn("C1", 1, "您好"), turn("C2", 1, "喂")];
        assert_eq!(counts(&parcel("A1", "2026-W27", "one", rows).send(db)), [3, 3, 0, 0, 0]);
        let kept = said(db, &Scope::Bank, "C1").expect("kept");
        assert_eq!(texts(&kept), [(1, "您好", "D3"), (2, "哪位?", "D2")]);
        assert_eq!(said(db, &Scope::Agency(id("A2")), "C1"), None);
        assert_eq!(said(db, &Scope::Bank, "C9"), None);
    }

    fn later_turns_join_and_changed_ones_are_named(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![turn("C1", 1, "您好"), turn("C1", 2, "哪位?")]).send(db);
        let rows = vec![turn("C1", 2, "哪一位?"), turn("C1", 3, "我是银行委托的"), turn("C1", 1, "您好")];
        let report = parcel("A1", "2026-W28", "two", rows).send(db);
        assert_eq!(counts(&report), [3, 2, 0, 0, 1]);
        let change = &report.changes[0];
        assert_eq!((report.changes.len(), change.key.as_str()), (1, "C1#2"));
        assert_eq!((change.fields[0].before.as_str(), change.fields[0].after.as_str()), ("哪位?", "哪一位?"));
        assert_eq!(report.issues.iter().map(|issue| issue.value.as_str()).collect::<Vec<_>>(), ["C1#2 of 2026-W27"]);
        let kept = said(db, &Scope::Bank, "C1").expect("kept");
        assert_eq!(texts(&kept), [(1, "您好", "D2"), (2, "哪一位?", "D2"), (3, "我是银行委托的", "D3")]);
        assert_ne!(kept.turns[0].cell.file_sha256, kept.turns[1].cell.file_sha256, "each turn knows its own file");
    }

    fn the_same_turns_again_change_nothing(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![turn("C1", 1, "您好")]).send(db);
        let report = parcel("A1", "2026-W27", "two", vec![turn("C1", 1, "您好")]).send(db);
        assert_eq!((report.version, counts(&report)), (2, [1, 0, 0, 0, 1]));
    }

    fn the_audit_gets_the_conversations_of_the_quarters_calls(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![
            call("C1", "2026-07-02T02:00:00"),
            call("C2", "2026-01-02T02:00:00"),
            turn("C1", 1, "in the quarter"),
            turn("C2", 1, "in another"),
            turn("C3", 1, "its call is in no log"),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        parcel("A1", "2026-W28", "two", vec![turn("C1", 2, "joined later")]).send(db);
        let quarter: Quarter = id("2026Q3");
        let found = db.store.read(|c| evidence::quarter(c, &Scope::Bank, &id("A1"), quarter)).unwrap();
        let mut calls: Vec<_> =
            found.transcripts(&db.objects).map(|read| read.expect("kept")).map(|t| (t.call_id, t.turns.len())).collect();
        calls.sort();
        assert_eq!(calls, [("C1".to_owned(), 2), ("C3".to_owned(), 1)]);
        assert!(found.transcribed.contains("C1") && found.transcribed.contains("C3"));
        assert_eq!(found.calls_unlogged.get("C3"), Some(&day("2026-06-29")), "the first day of its week");
    }

    fn an_altered_conversation_is_noticed(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![turn("C1", 1, "original words")]).send(db);
        let mut files = walk(&db.folder.path().join("objects"));
        let pack = files.pop().expect("one pack");
        let altered = std::fs::read_to_string(&pack).unwrap().replace("original", "harmless");
        std::fs::write(&pack, altered).unwrap();
        let read = db.store.read(|c| transcripts::get(c, &db.objects, &Scope::Bank, &id("A1"), "C1"));
        assert!(matches!(read, Err(StoreError::ObjectAltered(_))), "{read:?}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
