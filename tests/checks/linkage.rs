//! Traces held against each other: people in two places, photographs used again, cases that have ended, weeks without calls.

use super::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use serde_json::{Value, json};

/// What one rule finds.
fn found(evidence: &Evidence, ruleset_id: &str, rule: &str) -> Vec<String> {
    let all = evidence.found(&ruleset(ruleset_id));
    all.into_iter().filter_map(|found| Some(found.strip_prefix(rule)?.trim().to_owned())).collect()
}

fn at(time: &str) -> String {
    format!("2026-07-03T{time}+08:00")
}

fn span(collector: &str, start: &str, end: &str) -> Value {
    json!({ "collector_id": collector, "started_at": at(start), "ended_at": at(end) })
}

#[test]
fn two_calls_of_one_collector_share_no_second() {
    for (collector, start, end, overlap) in [
        ("E1", "10:03:00", "10:05:00", false),
        ("E1", "10:02:59", "10:05:00", true),
        ("E1", "09:50:00", "10:00:00", false),
        ("Collector E1", "10:01:00", "10:02:00", true),
        (" E1 ", "10:00:00", "10:03:00", true),
        ("E2", "10:00:00", "10:03:00", false),
        ("E1", "10:01:00", "10:01:00", true),
        ("E1", "10:00:00", "10:00:00", false),
    ] {
        let evidence = Evidence::new().call(json!({})).call(span(collector, start, end));
        let found = found(&evidence, "cn-bank-card", "collector-overlap");
        let expected: &[&str] = if overlap { &["C2 two-calls"] } else { &[] };
        assert_eq!(found, expected, "{collector} {start} {end}");
    }
    let earlier = Evidence::new().call(json!({})).call(span("E1", "09:50:00", "10:00:01"));
    assert_eq!(found(&earlier, "tw-minimum-standard", "collector-overlap"), ["C1 two-calls"]);
}

#[test]
fn a_third_visitor_on_a_call_is_found_at_the_call() {
    for (visitors, start, end, expected) in [
        (json!(["E1", "E2", "E3"]), "14:29:59", "14:40:00", vec!["C1 on-visit"]),
        (json!(["E1", "E2", "E3"]), "13:59:00", "14:00:01", vec!["C1 on-visit"]),
        (json!(["E1", "E2", "E3"]), "14:30:00", "14:40:00", vec![]),
        (json!(["E1", "E3"]), "14:10:00", "14:12:00", vec![]),
    ] {
        let evidence = Evidence::new().visit(json!({ "visitors": visitors })).call(span("E3", start, end));
        assert_eq!(found(&evidence, "cn-bank-card", "collector-overlap"), expected, "{visitors} {start}");
        assert_eq!(found(&evidence, "cn-bank-card", "visit-understaffed").is_empty(), visitors != json!(["E1", "E3"]));
    }
}

#[test]
fn service_counts_first_and_last_day_and_no_register_says_nothing() {
    let register = || {
        Evidence::new()
            .staff(json!({ "collector_id": "E9", "name": "Short", "hired_on": "2026-07-03", "left_on": "2026-07-06" }))
    };
    let on = |collector: &str, day: &str| json!({ "collector_id": collector, "started_at": format!("{day}T10:00:00+08:00"), "ended_at": format!("{day}T10:03:00+08:00") });
    for (collector, day, expected) in [
        ("E9", "2026-07-02", vec!["C1 before-service"]),
        ("E9", "2026-07-03", vec![]),
        ("Short", "2026-07-06", vec![]),
        ("E9", "2026-07-07", vec!["C1 after-service"]),
        ("E404", "2026-07-03", vec!["C1 unregistered"]),
    ] {
        for id in ["cn-bank-card", "tw-minimum-standard"] {
            let evidence = register().call(on(collector, day));
            assert_eq!(found(&evidence, id, "collector-unregistered"), expected, "{collector} {day} {id}");
        }
    }
    let mut none = register().call(on("E404", "2026-07-03"));
    none.staff.clear();
    assert!(found(&none, "cn-bank-card", "collector-unregistered").is_empty());
}

#[test]
fn photographs_are_asked_for_where_the_report_has_a_column() {
    for (row, expected) in [
        (json!({}), vec![]),
        (json!({ "photos": [] }), vec!["V1 missing"]),
        (json!({ "photos": [" "] }), vec!["V1 missing"]),
        (json!({ "photos": ["1"] }), vec![]),
    ] {
        let evidence = Evidence::new().visit(row.clone());
        assert_eq!(found(&evidence, "cn-bank-card", "visit-photos-missing"), expected, "{row}");
    }
}

#[test]
fn a_photograph_belongs_to_the_earliest_visit() {
    for (first, second, expected) in [
        (json!(["P-0001"]), json!(["P-0002"]), vec![]),
        (json!(["P-0001"]), json!(["p0001 ", "P-0002"]), vec!["V1 reused"]),
        (json!(["P01"]), json!(["P01"]), vec![]),
        (json!(["IMG1"]), json!(["img-1"]), vec!["V1 reused"]),
    ] {
        // The second row is the earlier visit.
        let earlier = json!({ "photos": second, "arrived_at": "2026-07-02T14:00:00+08:00", "left_at": "2026-07-02T14:30:00+08:00" });
        let evidence = Evidence::new().visit(json!({ "photos": first })).visit(earlier);
        for id in ["cn-bank-card", "tw-minimum-standard"] {
            assert_eq!(found(&evidence, id, "visit-photo-reused"), expected, "{first} {second} {id}");
        }
    }
}

#[test]
fn after_the_day_on_which_a_case_ended_nobody_is_contacted() {
    for (case, expected) in [
        (json!({ "settled_at": "2026-07-03" }), vec![]),
        (json!({ "settled_at": "2026-07-02" }), vec!["C1 ended", "V1 ended"]),
        (json!({ "withdrawn_at": "2026-07-02T23:59:00+08:00" }), vec!["C1 ended", "V1 ended"]),
        (json!({ "returned_at": "2026-07-03T00:00:00+08:00" }), vec![]),
        (json!({ "settled_at": "2026-08-01", "returned_at": "2026-07-02" }), vec!["C1 ended", "V1 ended"]),
        (json!({}), vec![]),
    ] {
        let mut row = case.clone();
        row["case_no"] = "K1".into();
        let evidence = Evidence::new().call(json!({})).visit(json!({})).case(row);
        for id in ["cn-bank-card", "tw-minimum-standard"] {
            assert_eq!(found(&evidence, id, "contact-after-case-ended"), expected, "{case} {id}");
        }
    }
}

#[test]
fn a_record_lacks_only_what_its_sheet_has_a_column_for() {
    for (row, expected) in [
        (json!({}), vec![]),
        (json!({ "summary": "wants to pay" }), vec![]),
        (json!({ "summary": null }), vec!["C1 blank"]),
        (json!({ "summary": "wants to pay", "contact_name": " " }), vec!["C1 blank"]),
        (json!({ "summary": null, "outcome": "no-answer" }), vec![]),
        (json!({ "summary": null, "party": "spouse" }), vec![]),
    ] {
        let evidence = Evidence::new().call(row.clone());
        assert_eq!(found(&evidence, "cn-bank-card", "contact-record-incomplete"), expected, "{row}");
    }
}

#[test]
fn a_week_of_holidays_is_rightly_silent() {
    let weeks = |quarter, first: &str, second: &str| {
        let on = |day: &str| json!({ "started_at": format!("{day}T10:00:00+08:00"), "ended_at": format!("{day}T10:03:00+08:00") });
        Evidence { quarter, ..Evidence::new().call(on(first)).call(on(second)) }
    };
    for (quarter, first, second, expected) in [
        ("2026Q3", "2026-07-12", "2026-07-20", vec!["C2 silent"]),
        ("2026Q3", "2026-07-13", "2026-07-20", vec![]),
        ("2026Q3", "2026-07-12", "2026-07-27", vec!["C2 silent", "C2 silent"]),
        // What comes after the quarter is another quarter's: nothing is known of its last weeks yet.
        ("2026Q3", "2026-09-20", "2026-10-05", vec![]),
        // 16 to 22 February 2026 is the spring festival from end to end.
        ("2026Q1", "2026-02-15", "2026-02-23", vec![]),
    ] {
        let evidence = weeks(quarter, first, second);
        assert_eq!(found(&evidence, "cn-bank-card", "week-without-calls"), expected, "{first} {second}");
    }
}

#[test]
fn serial_numbers_skip_only_within_a_series() {
    let letter = |n: usize, serial: &str| {
        json!({ "letter_id": format!("L{n}"), "case_no": "K1", "template_id": "T1", "recipient_kind": "debtor",
            "delivery": "registered-mail", "registered_mail_no": "RR1", "sent_on": "2026-07-03", "serial_no": serial })
    };
    for (serials, expected) in [
        (["A-09", "A-10", "A-11"], vec![]),
        (["A-11", "A-10", "A-8"], vec!["L2 skipped"]),
        (["A-09", "B-10", "B-10"], vec!["L3 doubled"]),
        (["A-1", "A-53", "blank"], vec![]),
        (["A-1", "A-52", "A-53"], vec!["L2 skipped"]),
    ] {
        let rows = serials.iter().zip(1..).map(|(serial, n)| letter(n, serial));
        let evidence = rows.fold(Evidence::new(), |all, row| all.register(EvidenceKind::Letters, row));
        assert_eq!(found(&evidence, "cn-bank-card", "letter-number-skipped"), expected, "{serials:?}");
    }
}
