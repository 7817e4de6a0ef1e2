//! A hand-in from files to the record.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::ids::Digest;
use plumbline::domain::submission::SubmissionState;
use plumbline::jobs::JobError;
use plumbline::jobs::import::import;
use plumbline::store::submissions::{self, Filter};
use plumbline::store::{Scope, StoreError};
use std::io::Write;

const W27: &str = "2026-W27";

fn submissions(context: &plumbline::jobs::Context) -> usize {
    context.store.read(|c| submissions::list(c, &Scope::Bank, &Filter::default(), None, 100)).unwrap().items.len()
}

on_both! {
    fn good_rows_are_taken_bad_ones_are_named(db) {
        let context = with_agencies(db, &["A1"]);
        let text = format!("{CALLS}{}{}", call("C1", "2026-07-01 10:00:00"), call("C2", "2026-07-32 10:00:00"));
        let report = hand_in(&context, "A1", W27, vec![file("calls.csv", &text)]).report;
        assert_eq!(report.state, SubmissionState::PartlyAccepted);
        assert_eq!(counts(&report.sheets), [("calls".to_owned(), [2, 1, 1, 0, 0])]);
        assert!(report.issues.iter().any(|issue| issue.cell == "F3" && !issue.hint.is_empty()), "{:?}", report.issues);
    }

    fn the_originals_are_kept_by_their_sha256(db) {
        let context = with_agencies(db, &["A1"]);
        let handed_in = calls(&[("C1", "2026-07-01 10:00:00")]);
        let report = hand_in(&context, "A1", W27, vec![handed_in.clone()]).report;
        assert_eq!(report.files[0].sha256, Digest::of(&handed_in.bytes));
        assert_eq!(context.objects.get(&report.files[0].sha256).unwrap(), handed_in.bytes);
    }

    fn an_archive_is_kept_with_its_members(db) {
        let context = with_agencies(db, &["A1"]);
        let member = calls(&[("C1", "2026-07-01 10:00:00")]);
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("calls.csv", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&member.bytes).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let archive = plumbline::intake::InputFile { name: "week.zip".into(), bytes: bytes.clone() };
        let report = hand_in(&context, "A1", W27, vec![archive]).report;
        assert_eq!(counts(&report.sheets), [("calls".to_owned(), [1, 1, 0, 0, 0])]);
        for kept in [bytes, member.bytes] {
            assert_eq!(context.objects.get(&Digest::of(&kept)).unwrap(), kept);
        }
        let id = report.submission_id.unwrap();
        let files = context.store.read(|c| submissions::files(c, &Scope::Bank, &id)).unwrap();
        let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.handed_in)).collect();
        assert_eq!(files, [("week.zip", true), ("week.zip/calls.csv", false)]);
    }

    fn a_dry_run_says_the_same_and_writes_nothing(db) {
        let context = with_agencies(db, &["A1"]);
        let mut request = request("A1", W27, vec![calls(&[("C1", "2026-07-01 10:00:00")])]);
        request.dry_run = true;
        let dry = import(&context, &request).unwrap();
        assert_eq!((dry.report.submission_id.clone(), submissions(&context)), (None, 0));
        assert!(context.objects.get(&dry.report.files[0].sha256).is_err());
        request.dry_run = false;
        let real = import(&context, &request).unwrap();
        assert_eq!((dry.report.sheets, dry.report.state), (real.report.sheets, real.report.state));
    }

    fn the_same_bytes_make_no_new_version_even_after_a_correction(db) {
        let context = with_agencies(db, &["A1"]);
        let first = calls(&[("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 11:00:00")]);
        let corrected = calls(&[("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 12:00:00")]);
        assert_eq!(hand_in(&context, "A1", W27, vec![first.clone()]).report.version, 1);
        let again = hand_in(&context, "A1", W27, vec![first.clone()]).report;
        assert_eq!((again.version, again.issues.len()), (1, 0));
        assert_eq!(counts(&again.sheets), [("calls".to_owned(), [2, 0, 0, 0, 2])]);
        assert_eq!(hand_in(&context, "A1", W27, vec![corrected]).report.version, 2);
        let third = hand_in(&context, "A1", W27, vec![first]).report;
        assert_eq!((third.version, third.state), (1, SubmissionState::Superseded));
        let codes: Vec<_> = third.issues.iter().map(|issue| issue.code.as_str()).collect();
        assert_eq!((codes, submissions(&context)), (vec!["handed-in-before"], 2));
    }

    fn a_row_of_another_week_is_amended_with_its_cell_named(db) {
        let context = with_agencies(db, &["A1"]);
        hand_in(&context, "A1", W27, vec![calls(&[("C1", "2026-07-01 10:00:00")])]);
        let report = hand_in(&context, "A1", "2026-W28", vec![calls(&[("C1", "2026-07-07 10:00:00")])]).report;
        let amended = report.issues.iter().find(|issue| issue.code == "amends-other-week").expect("a warning");
        assert_eq!((amended.sheet.as_str(), amended.cell.as_str(), amended.value.as_str()), ("calls.csv", "L2", "C1"));
        assert!(amended.message.contains("2026-W27"), "{}", amended.message);
    }

    fn the_banks_rows_of_unknown_agencies_are_refused(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        let cases = file("cases.csv", "agency_id,case_no,entrusted_at\nA1,K1,2026-06-01\nA9,K2,2026-06-01\nA2,K3,2026-06-01\n");
        let imported = hand_in_from_bank(&context, vec![cases]).unwrap();
        assert_eq!(counts(&imported.report.sheets), [("cases".to_owned(), [3, 2, 1, 0, 0])]);
        let refused = imported.report.issues.iter().find(|issue| issue.code == "agency-unknown").expect("named");
        assert_eq!((refused.cell.as_str(), refused.value.as_str()), ("A3", "A9"));
        assert_eq!(imported.report.state, SubmissionState::PartlyAccepted);
    }

    fn nothing_can_be_tried_without_agency_or_files(db) {
        let context = context(db);
        let nobody = import(&context, &request("A1", W27, vec![calls(&[])]));
        assert!(matches!(nobody, Err(JobError::Store(StoreError::NoAgency(_)))));
        assert!(matches!(hand_in_from_bank(&context, vec![calls(&[])]), Err(JobError::NoAgencies)));
        assert!(matches!(import(&context, &request("A1", W27, Vec::new())), Err(JobError::NoFiles)));
    }

    fn the_quarters_that_a_hand_in_touches_are_named(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = calls(&[("C1", "2026-07-01 10:00:00"), ("C2", "2026-04-01 10:00:00")]);
        let touched = hand_in(&context, "A1", W27, vec![rows]).touched;
        let quarters: Vec<String> = touched.iter().map(|(_, quarter)| quarter.to_string()).collect();
        assert_eq!(quarters, ["2026Q2", "2026Q3"], "the week begins in June");
    }
}
