//! A hand-in is held against what stands: new, changed and unchanged rows; versions; the same files again.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::ids::{AgencyId, SubmissionId};
use plumbline::domain::submission::SubmissionState;
use plumbline::store::evidence;
use plumbline::store::submissions::{self, Filter};
use plumbline::store::{Scope, Store};

const W27: &str = "2026-W27";
const W28: &str = "2026-W28";

fn standing(store: &Store, agency: &str, kind: EvidenceKind, key: &str) -> Option<evidence::Kept> {
    store.read(|c| evidence::get(c, &Scope::Bank, &id::<AgencyId>(agency), kind, key)).expect("read")
}

fn state(store: &Store, submission: &SubmissionId) -> SubmissionState {
    store.read(|c| submissions::get(c, &Scope::Bank, submission)).expect("read").expect("there").state
}

fn two_calls() -> Vec<plumbline::domain::evidence::Record> {
    vec![call("C1", "2026-07-01T02:00:00"), call("C2", "2026-07-01T03:00:00")]
}

on_both! {
    fn new_rows_are_accepted_and_stand(db) {
        add_agencies(db, &["A1"]);
        let report = parcel("A1", W27, "one", two_calls()).send(db);
        assert_eq!((report.version, report.state), (1, SubmissionState::Accepted));
        assert_eq!(counts(&report), [2, 2, 0, 0, 0]);
        let kept = standing(&db.store, "A1", EvidenceKind::Calls, "C2").expect("it stands");
        assert_eq!(kept.record, call("C2", "2026-07-01T03:00:00"));
        assert_eq!((kept.origin.sheet.sheet.as_str(), kept.origin.row), ("calls", 3));
        assert_eq!(Some(kept.since), report.submission_id);
    }

    fn the_same_file_again_makes_no_version(db) {
        add_agencies(db, &["A1"]);
        let first = parcel("A1", W27, "one", two_calls());
        assert_eq!(first.seen(db), None, "nothing was handed in yet");
        let report = first.send(db);
        let same = first.seen(db).expect("known by its bytes");
        assert_eq!((same.report.version, same.report.submission_id.clone()), (1, report.submission_id.clone()));
        assert_eq!((counts(&same.report), same.replaced), ([2, 0, 0, 0, 2], 0));
        let again = first.send(db);
        assert_eq!((again.version, again.submission_id.clone()), (1, report.submission_id));
        assert_eq!(counts(&again), [2, 0, 0, 0, 2]);
        let all = db.store.read(|c| submissions::list(c, &Scope::Bank, &Filter::default(), None, 10)).unwrap();
        assert_eq!(all.items.len(), 1);
    }

    fn the_same_file_for_another_week_is_another_hand_in(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", W27, "one", two_calls()).send(db);
        let other = parcel("A1", W28, "one", two_calls());
        assert_eq!(other.seen(db), None);
        let report = other.send(db);
        assert_eq!((report.version, counts(&report)), (1, [2, 0, 0, 0, 2]));
    }

    fn a_file_refused_in_part_is_read_again(db) {
        add_agencies(db, &["A1"]);
        let first = parcel("A1", W27, "one", two_calls()).with_refused_row();
        assert_eq!(first.send(db).state, SubmissionState::PartlyAccepted);
        assert_eq!(first.seen(db), None, "the agency's settings may have changed");
        let again = first.send(db);
        assert_eq!((again.version, counts(&again)), (1, [3, 0, 1, 0, 2]));
    }

    fn a_corrected_file_is_version_2_and_says_what_changed(db) {
        add_agencies(db, &["A1"]);
        let first = parcel("A1", W27, "one", two_calls()).send(db);
        let corrected = vec![call("C1", "2026-07-01T02:00:00"), call("C2", "2026-07-01T04:00:00")];
        let second = parcel("A1", W27, "two", corrected).send(db);
        assert_eq!((second.version, counts(&second)), (2, [2, 1, 0, 0, 1]));
        let [change] = second.changes.as_slice() else { panic!("one row changed: {:?}", second.changes) };
        assert_eq!((change.key.as_str(), change.sheet.as_str(), change.row), ("C2", "calls", 3));
        let fields: Vec<_> =
            change.fields.iter().map(|f| (f.field.as_str(), f.before.as_str(), f.after.as_str())).collect();
        assert_eq!(fields, [
            ("ended_at", "2026-07-01T03:01:00Z", "2026-07-01T04:01:00Z"),
            ("started_at", "2026-07-01T03:00:00Z", "2026-07-01T04:00:00Z"),
        ]);
        assert!(second.issues.is_empty(), "the same week needs no warning");
        let (first, second) = (first.submission_id.unwrap(), second.submission_id.unwrap());
        assert_eq!(state(&db.store, &first), SubmissionState::Superseded);
        assert_eq!(state(&db.store, &second), SubmissionState::Accepted);
        let before = db.store.read(|c| submissions::report(c, &Scope::Bank, &first)).unwrap().expect("readable");
        assert_eq!((before.state, counts(&before)), (SubmissionState::Superseded, [2, 2, 0, 0, 0]));
        let rows = db.store.read(|c| evidence::of_submission(c, &Scope::Bank, &first, None, 10)).unwrap().items;
        let rows: Vec<_> = rows.into_iter().map(|kept| (kept.record, kept.until)).collect();
        assert_eq!(rows, [
            (call("C1", "2026-07-01T02:00:00"), None),
            (call("C2", "2026-07-01T03:00:00"), Some(second)),
        ]);
    }

    fn rows_absent_from_a_later_hand_in_stay(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", W27, "one", two_calls()).send(db);
        let report = parcel("A1", W27, "two", vec![call("C3", "2026-07-01T05:00:00")]).send(db);
        assert_eq!((report.version, counts(&report)), (2, [1, 1, 0, 0, 0]));
        for key in ["C1", "C2", "C3"] {
            assert!(standing(&db.store, "A1", EvidenceKind::Calls, key).is_some(), "{key}");
        }
    }

    fn a_row_that_stood_for_another_week_is_amended_with_a_warning(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", W27, "one", two_calls()).send(db);
        let report = parcel("A1", W28, "two", vec![call("C1", "2026-07-01T02:30:00")]).send(db);
        assert_eq!((report.version, report.state, counts(&report)), (1, SubmissionState::Accepted, [1, 1, 0, 0, 0]));
        let remarks: Vec<_> = report.issues.iter().map(|issue| issue.value.as_str()).collect();
        assert_eq!(remarks, ["C1 of 2026-W27"]);
        assert_eq!(report.changes.len(), 1);
    }

    fn a_changed_column_without_a_known_name_counts_as_a_change(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", W27, "one", two_calls()).send(db);
        let report = parcel("A1", W27, "two", two_calls()).with_extra("备注", "回拨").send(db);
        assert_eq!(counts(&report), [2, 1, 0, 0, 1]);
        let fields = &report.changes[0].fields;
        assert_eq!((fields[0].field.as_str(), fields[0].before.as_str(), fields[0].after.as_str()), ("备注", "", "回拨"));
    }

    fn a_hand_in_of_which_nothing_was_taken_supersedes_nothing(db) {
        add_agencies(db, &["A1"]);
        let first = parcel("A1", W27, "one", two_calls()).send(db).submission_id.unwrap();
        let second = parcel("A1", W27, "two", Vec::new()).with_refused_row().send(db);
        assert_eq!((second.version, second.state), (2, SubmissionState::Rejected));
        assert_eq!(state(&db.store, &first), SubmissionState::Accepted);
    }

    fn files_and_totals_are_on_record(db) {
        add_agencies(db, &["A1"]);
        let report = parcel("A1", W27, "one", two_calls()).with_refused_row().send(db);
        let submission = report.submission_id.unwrap();
        let kept = db.store.read(|c| submissions::get(c, &Scope::Bank, &submission)).unwrap().unwrap();
        assert_eq!((kept.rows, kept.accepted, kept.refused, kept.warnings), (3, 2, 1, 0));
        assert_eq!((kept.received_from.as_str(), kept.received_at), ("tester", at("2026-08-01T00:00:00")));
        let files = db.store.read(|c| submissions::files(c, &Scope::Bank, &submission)).unwrap();
        assert_eq!(files.iter().map(|f| (f.name.as_str(), f.handed_in)).collect::<Vec<_>>(), [("week.xlsx", true)]);
    }

    fn a_preview_says_the_same_and_writes_nothing(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", W27, "one", two_calls()).send(db);
        let next = parcel("A1", W27, "two", vec![call("C2", "2026-07-01T04:00:00"), turn("C2", 1, "您好")]);
        let seen = next.preview(db);
        assert_eq!((seen.submission_id.clone(), seen.version), (None, 2));
        let sent = next.send(db);
        assert_eq!((seen.sheets, seen.changes), (sent.sheets, sent.changes));
    }

    fn the_banks_rows_go_to_the_agencies_they_name(db) {
        add_agencies(db, &["A1", "A2"]);
        let rows = vec![("A1", staff("E1", "one")), ("A2", staff("E1", "two"))];
        let report = bank_parcel("cases", rows).send(db);
        assert_eq!((report.agency_id.clone(), report.week, counts(&report)), (None, None, [2, 2, 0, 0, 0]));
        assert_eq!(standing(&db.store, "A1", EvidenceKind::Staff, "E1").unwrap().record, staff("E1", "one"));
        assert_eq!(standing(&db.store, "A2", EvidenceKind::Staff, "E1").unwrap().record, staff("E1", "two"));
        let own = Scope::Agency(id("A1"));
        let submission = report.submission_id.unwrap();
        assert_eq!(db.store.read(|c| submissions::get(c, &own, &submission)).unwrap(), None, "the bank's own");
        let again = bank_parcel("cases 2", vec![("A1", staff("E1", "one")), ("A2", staff("E1", "three"))]).send(db);
        assert_eq!((again.version, counts(&again)), (2, [2, 1, 0, 0, 1]));
    }

    fn an_agency_sees_nothing_of_another(db) {
        add_agencies(db, &["A1", "A2"]);
        let submission = parcel("A1", W27, "one", two_calls()).send(db).submission_id.unwrap();
        let (own, other) = (Scope::Agency(id("A1")), Scope::Agency(id("A2")));
        let get = |scope| db.store.read(|c| submissions::get(c, scope, &submission)).unwrap();
        assert!(get(&own).is_some());
        assert_eq!(get(&other), None);
        assert_eq!(db.store.read(|c| submissions::report(c, &other, &submission)).unwrap(), None);
        assert_eq!(db.store.read(|c| submissions::files(c, &other, &submission)).unwrap(), []);
        let list = |scope| db.store.read(|c| submissions::list(c, scope, &Filter::default(), None, 10)).unwrap();
        assert_eq!((list(&own).items.len(), list(&other).items.len()), (1, 0));
        let digest = plumbline::domain::ids::Digest::of(b"one");
        let file = |scope| db.store.read(|c| submissions::file(c, scope, &digest)).unwrap();
        assert_eq!((file(&own).is_some(), file(&other).is_some()), (true, false));
        let rows = |scope| db.store.read(|c| evidence::of_submission(c, scope, &submission, None, 10)).unwrap();
        assert_eq!((rows(&own).items.len(), rows(&other).items.len()), (2, 0));
        let agency = id::<AgencyId>("A1");
        let row = |scope| db.store.read(|c| evidence::get(c, scope, &agency, EvidenceKind::Calls, "C1")).unwrap();
        assert_eq!((row(&own).is_some(), row(&other).is_some()), (true, false));
    }

    fn an_agency_that_nobody_added_can_hand_in_nothing(db) {
        let hand_in = || parcel("A9", W27, "one", two_calls()).send(db);
        let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(hand_in));
        assert!(refused.is_err());
    }

    fn more_rows_than_one_statement_takes_are_all_written(db) {
        add_agencies(db, &["A1"]);
        let many = |minute: &str| (0..1201).map(|n| call(&format!("C{n}"), &format!("2026-07-01T02:{minute}:00"))).collect();
        assert_eq!(counts(&parcel("A1", W27, "one", many("00")).send(db)), [1201, 1201, 0, 0, 0]);
        let mut changed: Vec<_> = many("00");
        changed[700] = call("C700", "2026-07-01T02:59:00");
        assert_eq!(counts(&parcel("A1", W27, "two", changed).send(db)), [1201, 1, 0, 0, 1200]);
        assert_eq!(counts(&parcel("A1", W27, "three", many("30")).send(db)), [1201, 1201, 0, 0, 0]);
    }

    fn lists_go_on_from_a_cursor(db) {
        add_agencies(db, &["A1"]);
        for week in ["2026-W27", "2026-W28", "2026-W29"] {
            parcel("A1", week, week, vec![call(week, "2026-07-01T02:00:00")]).send(db);
        }
        let page = |after: Option<&str>| {
            db.store.read(|c| submissions::list(c, &Scope::Bank, &Filter::default(), after, 2)).unwrap()
        };
        let first = page(None);
        let second = page(first.next.as_deref());
        let mut ids: Vec<_> = first.items.iter().chain(&second.items).map(|item| item.id.clone()).collect();
        assert_eq!((first.items.len(), second.items.len(), second.next.clone()), (2, 1, None));
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }
}
