//! One defect of a recording raises one rule.

use super::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use serde_json::json;
use std::collections::HashSet;

const LATER: &str = "2026-07-03T11:00:00+08:00";

fn two_calls() -> Evidence {
    Evidence::new().call(json!({})).call(json!({ "started_at": LATER, "ended_at": "2026-07-03T11:03:00+08:00" }))
}

type Case = (&'static str, Evidence, Vec<&'static str>);

/// The row at the time of the second call.
fn later(mut row: serde_json::Value) -> serde_json::Value {
    row["recorded_at"] = LATER.into();
    row
}

fn defects_of_links() -> Vec<Case> {
    vec![
        (
            "clean",
            two_calls().recording(json!({ "call_id": "C1" })).recording(later(json!({ "call_id": "C2" }))),
            vec![],
        ),
        ("left out", two_calls().recording(json!({ "call_id": "C1" })), vec!["recording-missing C2 missing"]),
        (
            "both list and log name it, a second call too",
            Evidence::new()
                .call(json!({ "recording_id": "R1" }))
                .call(json!({ "recording_id": "R1", "started_at": LATER, "ended_at": "2026-07-03T11:03:00+08:00" }))
                .recording(json!({ "call_id": "C1" })),
            vec!["recording-reused R1 shared"],
        ),
        (
            "the same file again under another number",
            two_calls()
                .recording(json!({ "call_id": "C1", "sha256": "aa" }))
                .recording(later(json!({ "call_id": "C2", "sha256": "aa" }))),
            vec!["recording-reused R2 copied"],
        ),
        (
            "a copy is not also too short",
            two_calls()
                .recording(json!({ "call_id": "C1", "sha256": "aa" }))
                .recording(later(json!({ "call_id": "C2", "sha256": "aa", "duration_s": 20 }))),
            vec!["recording-reused R2 copied"],
        ),
    ]
}

fn defects_of_recordings() -> Vec<Case> {
    vec![
        (
            "too short",
            two_calls()
                .recording(json!({ "call_id": "C1" }))
                .recording(later(json!({ "call_id": "C2", "duration_s": 20 }))),
            vec!["recording-mismatch C2 shorter"],
        ),
        (
            "too long",
            two_calls()
                .recording(json!({ "call_id": "C1" }))
                .recording(later(json!({ "call_id": "C2", "duration_s": 241 }))),
            vec!["recording-mismatch C2 longer"],
        ),
        (
            "of another hour",
            two_calls().recording(json!({ "call_id": "C1" })).recording(json!({ "call_id": "C2" })),
            vec!["recording-mismatch C2 start"],
        ),
        (
            "of no call",
            two_calls()
                .recording(json!({ "call_id": "C1" }))
                .recording(later(json!({ "call_id": "C2" })))
                .recording(json!({ "call_id": "C404" })),
            vec!["recording-orphaned R3 call"],
        ),
        (
            "the list has the number wrong, the log has it right",
            Evidence::new().call(json!({ "recording_id": "R1" })).recording(json!({ "call_id": "C404" })),
            vec!["recording-orphaned R1 call"],
        ),
        (
            "no backup",
            Evidence::new().call(json!({})).recording(json!({ "call_id": "C1", "backup_location": null })),
            vec!["recording-not-backed-up R1 unnamed"],
        ),
    ]
}

#[test]
fn each_defect_raises_exactly_one_rule() {
    for id in ["cn-bank-card", "tw-minimum-standard"] {
        let ruleset = ruleset(id);
        for (name, evidence, expected) in defects_of_links().into_iter().chain(defects_of_recordings()) {
            assert_eq!(evidence.found(&ruleset), expected, "{name} ({id})");
        }
    }
}

#[test]
fn a_recording_that_only_logs_name_is_the_earliest_contacts() {
    let evidence = Evidence::new()
        .call(json!({ "recording_id": "R1", "started_at": LATER, "ended_at": "2026-07-03T11:03:00+08:00" }))
        .call(json!({ "recording_id": "R1" }))
        .recording(json!({ "call_id": "C404" }));
    let audit = evidence.audit(&ruleset("cn-bank-card"));
    let shared: Vec<_> = audit.findings.iter().filter(|finding| finding.why.key == "shared").collect();
    assert_eq!(shared.len(), 1);
    assert_eq!((&shared[0].why.values["first"][..], &shared[0].why.values["second"][..]), ("C2", "C1"));
}

#[test]
fn completeness_counts_what_is_there_and_the_contacts_own() {
    let cn = ruleset("cn-bank-card");
    // Three connected calls and a visit: one recording of its own, one shared, two missing; one attempt that needs none.
    let evidence = Evidence::new()
        .call(json!({ "recording_id": "R1" }))
        .call(json!({ "recording_id": "R1" }))
        .call(json!({}))
        .call(json!({ "outcome": "no-answer" }))
        .visit(json!({}))
        .recording(json!({ "call_id": "C1" }));
    let audit = evidence.audit_with(&cn, &HashSet::from(["C1".to_owned(), "C3".to_owned()]));
    let sum = |kind| {
        let days = audit.coverage.iter().filter(|((of, _), _)| *of == kind);
        days.fold((0, 0), |(present, expected), (_, day)| (present + day.present, expected + day.expected))
    };
    assert_eq!(sum(EvidenceKind::Recordings), (1, 4));
    assert_eq!(sum(EvidenceKind::Transcripts), (2, 3));
    let missing: Vec<_> =
        audit.findings.iter().filter(|f| f.rule_id.as_str() == "transcript-missing").map(|f| &f.subject).collect();
    assert_eq!(missing, ["C2"]);
}

#[test]
fn a_finding_falls_in_one_quarter() {
    let cn = ruleset("cn-bank-card");
    // A call in the last minute of the quarter, recorded from the first minute of the next, with a recording far too short.
    let edge = Evidence::new()
        .call(json!({ "started_at": "2026-09-30T20:59:00+08:00", "ended_at": "2026-09-30T21:00:00+08:00" }))
        .recording(json!({ "call_id": "C1", "recorded_at": "2026-10-01T00:00:00+08:00", "duration_s": 60 }));
    assert_eq!(edge.found(&cn), ["recording-mismatch C1 start"]);
    let next = Evidence { quarter: "2026Q4", ..edge };
    assert_eq!(next.found(&cn), [""; 0]);
}

#[test]
fn the_quarter_of_a_deletion_is_that_of_the_deletion() {
    let tw = ruleset("tw-minimum-standard");
    let deleted = |quarter, deleted_at: &str, retain_until: &str| Evidence {
        quarter,
        ..Evidence::new()
            .call(json!({}))
            .recording(json!({ "call_id": "C1", "deleted_at": deleted_at, "retain_until": retain_until }))
    };
    let planned = vec!["recording-not-kept R1 planned".to_owned()];
    let gone = vec!["recording-not-kept R1 deleted".to_owned()];
    let both = vec![gone[0].clone(), planned[0].clone()];
    for (quarter, deleted_at, retain_until, expected) in [
        ("2026Q3", "2027-01-03", "2027-01-03", vec![]),
        ("2026Q3", "2027-01-02", "2027-01-02", planned.clone()),
        ("2027Q1", "2027-01-02", "2027-01-02", gone),
        ("2027Q1", "2027-01-03", "2027-01-02", vec![]),
        ("2026Q3", "2026-09-30", "2026-12-31", both),
        // A moment counts on the day it is at the place: 23:30 UTC is the morning of the 3rd there.
        ("2027Q1", "2027-01-02T23:30:00Z", "2027-01-03", vec![]),
    ] {
        let found = deleted(quarter, deleted_at, retain_until).found(&tw);
        assert_eq!(found, expected, "{quarter} {deleted_at} {retain_until}");
    }
}

#[test]
fn retention_ends_on_the_last_day_of_a_shorter_month() {
    let tw = ruleset("tw-minimum-standard");
    for (recorded_at, until, too_early) in [
        ("2026-08-31T10:00:00+08:00", "2027-02-28", "2027-02-27"),
        ("2027-08-30T10:00:00+08:00", "2028-02-29", "2028-02-28"),
        ("2026-08-28T10:00:00+08:00", "2027-02-28", "2027-02-27"),
        // 16:30 UTC on 31 August is 1 September in Taipei.
        ("2026-08-31T16:30:00Z", "2027-03-01", "2027-02-28"),
    ] {
        let quarter = if recorded_at.starts_with("2027") { "2027Q3" } else { "2026Q3" };
        let kept = |day: &str| Evidence {
            quarter,
            ..Evidence::new().recording(json!({ "call_id": "C1", "recorded_at": recorded_at, "retain_until": day }))
        };
        assert_eq!(kept(until).found(&tw), ["recording-orphaned R1 call"], "{recorded_at} until {until}");
        let expected = ["recording-not-kept R1 planned", "recording-orphaned R1 call"];
        assert_eq!(kept(too_early).found(&tw), expected, "{recorded_at} until {too_early}");
    }
}

#[test]
fn evidence_names_cells_that_exist() {
    let cn = ruleset("cn-bank-card");
    // The sheet of calls has no column for the caller number: the row is named by its first column.
    let mut evidence = Evidence::new().call(json!({ "outcome": "no-answer" }));
    let call = &mut evidence.calls[0];
    call.value.caller_number = None;
    std::sync::Arc::make_mut(&mut call.origin.sheet).columns =
        [("call_id".to_owned(), 0), ("started_at".to_owned(), 1)].into();
    let audit = evidence.audit(&cn);
    let cells: Vec<_> =
        audit.findings.iter().flat_map(|finding| &finding.evidence).map(|cell| &cell.cell[..]).collect();
    assert_eq!(cells, ["A2"]);
}
