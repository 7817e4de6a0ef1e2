//! What an audit of a quarter gets to see.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::contact::{DayOrMoment, Recording};
use plumbline::domain::evidence::Record;
use plumbline::domain::ids::Digest;
use plumbline::store::Scope;
use plumbline::store::evidence::{self, QuarterEvidence};

fn third_quarter(db: &Database, agency: &str) -> QuarterEvidence {
    db.store.read(|c| evidence::quarter(c, &Scope::Bank, &id(agency), id("2026Q3"))).expect("loaded")
}

fn calls(found: &QuarterEvidence) -> Vec<&str> {
    found.calls.iter().map(|call| call.call_id.as_str()).collect()
}

fn recordings(found: &QuarterEvidence) -> Vec<&str> {
    found.recordings.iter().map(|recording| recording.recording_id.as_str()).collect()
}

on_both! {
    fn calls_and_visits_of_the_quarter_and_eight_days_around(db) {
        add_agencies(db, &["A1", "A2"]);
        let rows = vec![
            call("first-out", "2026-06-22T23:59:59"),
            call("first-in", "2026-06-23T00:00:00"),
            call("last-in", "2026-10-08T23:59:59"),
            call("last-out", "2026-10-09T00:00:00"),
            visit("V-in", "2026-07-01T00:00:00"),
            visit("V-out", "2026-01-01T00:00:00"),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        parcel("A2", "2026-W27", "one", vec![call("other", "2026-07-01T00:00:00")]).send(db);
        let found = third_quarter(db, "A1");
        assert_eq!(calls(&found), ["first-in", "last-in"]);
        assert_eq!(found.visits.iter().map(|visit| visit.visit_id.as_str()).collect::<Vec<_>>(), ["V-in"]);
    }

    fn only_what_stands_is_seen_sorted_by_key(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![call("b", "2026-07-01T00:00:00"), call("a", "2026-07-01T00:00:00")]).send(db);
        parcel("A1", "2026-W27", "two", vec![call("b", "2026-07-02T00:00:00"), call("B", "2026-07-02T00:00:00")]).send(db);
        let found = third_quarter(db, "A1");
        assert_eq!(calls(&found), ["B", "a", "b"]);
        assert_eq!(found.calls[2].started_at, at("2026-07-02T00:00:00"));
    }

    fn recordings_made_or_deleted_in_the_quarter(db) {
        add_agencies(db, &["A1"]);
        let deleted = |id: &str, day_deleted: &str| Recording {
            deleted_at: Some(DayOrMoment::Day(day(day_deleted))),
            ..recording(id, "gone", "2026-01-05T00:00:00")
        };
        let rows = [
            recording("made", "gone", "2026-08-01T00:00:00"),
            recording("before", "gone", "2026-01-05T00:00:00"),
            deleted("deleted", "2026-08-05"),
            deleted("deleted-before", "2026-05-05"),
        ];
        parcel("A1", "2026-W27", "one", rows.map(Record::Recording).into()).send(db);
        assert_eq!(recordings(&third_quarter(db, "A1")), ["deleted", "made"]);
    }

    fn recordings_that_belong_to_the_quarters_calls_whenever_made(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![
            call("C1", "2026-07-01T00:00:00"),
            call_with_recording("C2", "2026-07-01T00:00:00", "named"),
            Record::Recording(recording("names", "C1", "2026-01-05T00:00:00")),
            Record::Recording(recording("named", "elsewhere", "2026-01-05T00:00:00")),
            Record::Recording(recording("neither", "elsewhere", "2026-01-05T00:00:00")),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        assert_eq!(recordings(&third_quarter(db, "A1")), ["named", "names"]);
    }

    fn copies_of_the_quarters_recordings_and_the_calls_they_belong_to(db) {
        add_agencies(db, &["A1"]);
        let same = |id: &str, call: &str, at: &str| {
            Record::Recording(Recording { sha256: Some(Digest::of(b"sound").to_string()), ..recording(id, call, at) })
        };
        let rows = vec![
            same("now", "C-now", "2026-07-05T00:00:00"),
            same("then", "C-then", "2026-01-05T00:00:00"),
            call("C-then", "2026-01-05T00:00:00"),
            call("C-unrelated", "2026-01-05T00:00:00"),
            call_with_recording("C-naming", "2026-01-05T00:00:00", "now"),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        let found = third_quarter(db, "A1");
        assert_eq!(recordings(&found), ["now", "then"]);
        assert_eq!(calls(&found), ["C-naming", "C-then"]);
    }

    fn registers_are_seen_whole_and_addresses_are_exact(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W01", "one", vec![staff("E1", "one"), call("C1", "2026-07-05T00:00:00")]).send(db);
        let found = third_quarter(db, "A1");
        assert_eq!(found.staff[0].name, "one");
        let address = found.calls[0].origin.cell("party");
        assert_eq!((address.sheet.as_str(), address.cell.as_str()), ("calls", "E2"));
        assert_eq!(address.file_sha256, Digest::of(b"one"));
    }

    fn an_agency_sees_nothing_of_another(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![call("C1", "2026-07-05T00:00:00")]).send(db);
        let scope = Scope::Agency(id("A2"));
        let found = db.store.read(|c| evidence::quarter(c, &scope, &id("A1"), id("2026Q3"))).unwrap();
        assert!(found.calls.is_empty());
    }

    fn rows_of_a_submission_go_on_from_a_cursor(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![call("C1", "2026-07-05T00:00:00"), staff("E1", "one"), call("C2", "2026-07-05T00:00:00")];
        let submission = parcel("A1", "2026-W27", "one", rows).send(db).submission_id.unwrap();
        let page = |after: Option<&str>| {
            db.store.read(|c| evidence::of_submission(c, &Scope::Bank, &submission, after, 2)).unwrap()
        };
        let first = page(None);
        let second = page(first.next.as_deref());
        let keys: Vec<_> = first.items.iter().chain(&second.items).map(|kept| kept.record.natural_key()).collect();
        assert_eq!((keys, second.next), (vec!["C1".to_owned(), "C2".to_owned(), "E1".to_owned()], None));
    }
}
