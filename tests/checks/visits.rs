//! Who was on a visit: registers, service and where else they were in those minutes.

use super::evidence::{Evidence, ruleset};
use serde_json::{Value, json};

const RECORDED: &str = "2026-07-03T14:00:00+08:00";

fn visit(row: Value) -> Evidence {
    let recording = json!({ "visit_id": "V1", "recorded_at": RECORDED, "duration_s": 1800 });
    Evidence::new().visit(row).recording(recording)
}

#[test]
fn calls_that_touch_a_visit_share_no_minute_with_it() {
    let cn = ruleset("cn-bank-card");
    for (collector, start, end, outcome, busy) in [
        ("E2", "13:50:00", "14:00:00", "connected", false),
        ("E2", "13:50:00", "14:00:01", "connected", true),
        ("E1", "14:30:00", "14:40:00", "connected", false),
        ("E1", "14:29:59", "14:40:00", "connected", true),
        ("E1", "13:00:00", "15:00:00", "connected", true),
        ("E2", "14:10:00", "14:10:00", "busy", true),
        ("E2", "14:10:00", "14:11:00", "no-answer", true),
        ("E3", "14:10:00", "14:11:00", "connected", false),
    ] {
        let call = json!({ "collector_id": collector, "outcome": outcome,
            "started_at": format!("2026-07-03T{start}+08:00"), "ended_at": format!("2026-07-03T{end}+08:00") });
        let found = visit(json!({})).call(call).found(&cn);
        let on_call = found.contains(&"visit-understaffed V1 on-call".to_owned());
        assert_eq!(on_call, busy, "{collector} {start} {end} {outcome}: {found:?}");
    }
}

#[test]
fn a_long_call_earlier_in_the_list_is_not_overlooked() {
    let cn = ruleset("cn-bank-card");
    let span = |start: &str, end: &str| {
        json!({ "collector_id": "E2", "outcome": "no-answer", "started_at": format!("2026-07-03T{start}+08:00"),
            "ended_at": format!("2026-07-03T{end}+08:00") })
    };
    let evidence = visit(json!({}))
        .call(span("09:00:00", "14:05:00"))
        .call(span("10:00:00", "10:01:00"))
        .call(span("13:00:00", "13:01:00"))
        .call(span("13:59:00", "14:00:00"));
    let audit = evidence.audit(&cn);
    let finding = audit.findings.iter().find(|finding| finding.subject == "V1").expect("E2 was on C1");
    assert_eq!(finding.why.values["other"], "C1");
    assert_eq!(finding.why.values["people"], "E2");
    let sheets: Vec<_> = finding.evidence.iter().map(|cell| cell.sheet.as_str()).collect();
    assert!(sheets.contains(&"visits") && sheets.contains(&"calls"), "{sheets:?}");
}

#[test]
fn visitors_are_told_apart_by_id_or_unique_name() {
    let cn = ruleset("cn-bank-card");
    for (visitors, why) in [
        (json!(["E1", "E2"]), None),
        (json!([" E1 ", "Collector E2"]), None),
        (json!(["Collector E1", "Collector E2"]), None),
        (json!(["E1", "E1"]), Some("too-few")),
        (json!(["E1", "Collector E1"]), Some("too-few")),
        (json!(["E1", " "]), Some("too-few")),
        (json!(["E1", "E404"]), Some("unregistered")),
        (json!(["E404", "E405"]), Some("unregistered")),
        (json!(["E1", "Namesake"]), Some("unregistered")),
        (json!(["E1", "Gone"]), Some("not-in-service")),
        (json!(["E1", "E2", "Gone"]), None),
    ] {
        let found = visit(json!({ "visitors": visitors }))
            .staff(json!({ "collector_id": "E7", "name": "Namesake" }))
            .staff(json!({ "collector_id": "E8", "name": "Namesake" }))
            .staff(json!({ "collector_id": "E9", "name": "Gone", "left_on": "2026-07-02" }))
            .found(&cn);
        let expected: Vec<_> = why.iter().map(|why| format!("visit-understaffed V1 {why}")).collect();
        assert_eq!(found, expected, "{visitors}");
    }
}

#[test]
fn service_is_counted_in_days_at_the_debtors_place() {
    let cn = ruleset("cn-bank-card");
    // 20:30 on the 3rd in Shanghai is 00:30 on the 4th in Auckland: E9's last day was the 3rd.
    let evening = json!({ "visitors": ["E1", "E9"], "arrived_at": "2026-07-03T20:30:00+08:00",
        "left_at": "2026-07-03T20:40:00+08:00" });
    let leaver = json!({ "collector_id": "E9", "name": "Leaver", "left_on": "2026-07-03" });
    let here = Evidence::new().visit(evening).staff(leaver);
    assert!(!here.found(&cn).contains(&"visit-understaffed V1 not-in-service".to_owned()));
    let there = here.case(json!({ "case_no": "K1", "time_zone": "Pacific/Auckland" }));
    assert!(there.found(&cn).contains(&"visit-understaffed V1 not-in-service".to_owned()));
}

#[test]
fn blank_counts_as_no() {
    let cn = ruleset("cn-bank-card");
    for (row, expected) in [
        (json!({ "badge_worn": null }), vec!["visit-not-identified V1 badge"]),
        (json!({ "authorisation_shown": null }), vec!["visit-not-identified V1 authorisation"]),
        (json!({ "badge_worn": null, "authorisation_shown": false }), vec!["visit-not-identified V1 both"]),
        (json!({ "entered": true }), vec!["visit-entered-without-consent V1 unrecorded"]),
        (json!({ "entered": true, "entry_consent": false }), vec!["visit-entered-without-consent V1 refused"]),
        (json!({ "entered": true, "entry_consent": true }), vec![]),
        (json!({ "entered": null }), vec![]),
    ] {
        assert_eq!(visit(row.clone()).found(&cn), expected, "{row}");
    }
}

#[test]
fn a_visit_is_recorded_from_arrival_to_departure() {
    let cn = ruleset("cn-bank-card");
    for (start, seconds, expected) in [
        ("14:00:00", 1800, None),
        ("14:01:00", 1680, None),
        ("14:01:01", 1739, Some("gap")),
        ("14:01:00", 1679, Some("gap")),
        ("13:00:00", 7200, None),
        ("15:00:00", 1800, Some("gap")),
        ("13:00:00", 60, Some("gap")),
    ] {
        let recording =
            json!({ "visit_id": "V1", "duration_s": seconds, "recorded_at": format!("2026-07-03T{start}+08:00") });
        let found = Evidence::new().visit(json!({})).recording(recording).found(&cn);
        let expected: Vec<_> = expected.iter().map(|why| format!("visit-not-recorded V1 {why}")).collect();
        assert_eq!(found, expected, "{start} {seconds} s");
    }
    assert_eq!(Evidence::new().visit(json!({})).found(&cn), ["visit-not-recorded V1 missing"]);
}

#[test]
fn a_line_is_one_line_however_its_country_is_written() {
    let cn = ruleset("cn-bank-card");
    let base = || {
        Evidence::new()
            .line(json!({ "line_number": "+886227000001", "recorded": true }))
            .line(json!({ "line_number": "02100000002", "recorded": null }))
            .recording(json!({ "call_id": "C1" }))
    };
    for (number, why) in [
        (json!("02100000001"), None),
        (json!("+862100000001"), None),
        (json!("00862100000001"), None),
        (json!("0227000001"), None),
        (json!("02100000002"), Some("unrecorded")),
        (json!("02100000003"), Some("unregistered")),
        (json!(null), Some("unnamed")),
    ] {
        let found = base().call(json!({ "caller_number": number })).found(&cn);
        let expected: Vec<_> = why.iter().map(|why| format!("unregistered-line C1 {why}")).collect();
        assert_eq!(found, expected, "{number}");
    }
}
