//! What happens on a case over several days: promises to pay, debtors who are not reached, collectors without recordings.

use super::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use serde_json::{Value, json};

fn found(evidence: &Evidence, rule: &str) -> Vec<String> {
    let all = evidence.found(&ruleset("cn-bank-card"));
    all.into_iter().filter_map(|found| Some(found.strip_prefix(rule)?.trim().to_owned())).collect()
}

fn on(day: &str, time: &str, more: Value) -> Value {
    let mut row = json!({ "started_at": format!("{day}T{time}+08:00"), "ended_at": format!("{day}T{time}+08:00") });
    for (field, value) in more.as_object().into_iter().flatten() {
        row[field] = value.clone();
    }
    row
}

/// A promise made on Friday 3 July 2026 for `promised`, contacts on `days`, and a log that goes on to 30 September.
fn promised(promised: &str, days: &[&str]) -> Evidence {
    let first = Evidence::new().call(json!({ "promise_date": promised }));
    let rest = days.iter().fold(first, |all, day| all.call(on(day, "10:00:00", json!({ "outcome": "no-answer" }))));
    rest.call(on("2026-09-30", "10:00:00", json!({ "case_no": "K9" })))
}

#[test]
fn each_step_of_a_promise_has_its_days() {
    const RULE: &str = "promise-not-followed";
    let all = ["C1 not-checked", "C1 not-followed-up", "C1 not-reminded"];
    for (day, contacts, expected) in [
        ("2026-07-16", vec!["2026-07-14", "2026-07-16", "2026-07-17"], vec![]),
        ("2026-07-16", vec!["2026-07-15", "2026-07-16", "2026-07-17"], vec![]),
        ("2026-07-16", vec!["2026-07-13", "2026-07-16", "2026-07-17"], vec![all[2]]),
        ("2026-07-16", vec!["2026-07-15", "2026-07-17"], vec![all[0]]),
        ("2026-07-16", vec!["2026-07-15", "2026-07-16", "2026-07-18"], vec![all[1]]),
        ("2026-07-16", vec![], all.to_vec()),
        // Promised for Monday: the days before are off, and Friday is the day of the promise itself.
        ("2026-07-06", vec!["2026-07-06", "2026-07-07"], vec![]),
        // Promised for the Monday after: the Friday before does for the reminder, the Thursday does not.
        ("2026-07-13", vec!["2026-07-10", "2026-07-13", "2026-07-14"], vec![]),
        ("2026-07-13", vec!["2026-07-09", "2026-07-13", "2026-07-14"], vec![all[2]]),
        // Promised for Saturday: Monday does for the day and for the day after.
        ("2026-07-11", vec!["2026-07-10", "2026-07-13"], vec![]),
        ("2026-07-11", vec!["2026-07-10"], all[..2].to_vec()),
        ("2026-07-03", vec!["2026-07-04"], vec!["C1 not-followed-up"; 0]),
    ] {
        assert_eq!(found(&promised(day, &contacts), RULE), expected, "{day} {contacts:?}");
    }
}

#[test]
fn a_promise_is_over_with_the_money_the_case_or_another_day() {
    const RULE: &str = "promise-not-followed";
    let left = || promised("2026-07-16", &[]);
    let money = |day: &str| {
        let row = json!({ "collection_id": "P1", "case_no": "K1", "amount": 1000, "method": "bank-account", "taken_at": day });
        left().register(EvidenceKind::Collections, row)
    };
    assert!(found(&money("2026-07-15"), RULE).is_empty());
    assert_eq!(found(&money("2026-07-16"), RULE), ["C1 not-reminded"]);
    assert_eq!(found(&money("2026-07-17"), RULE), ["C1 not-checked", "C1 not-reminded"]);
    assert_eq!(found(&money("2026-07-18"), RULE).len(), 3, "after the day of the follow-up");
    assert_eq!(found(&money("2026-07-02"), RULE).len(), 3, "before it was promised");

    let ended = |day: &str| left().case(json!({ "case_no": "K1", "settled_at": day }));
    assert!(found(&ended("2026-07-15"), RULE).is_empty());
    assert_eq!(found(&ended("2026-07-17"), RULE), ["C1 not-checked", "C1 not-reminded"]);

    let again = left().call(on("2026-07-15", "10:00:00", json!({ "promise_date": "2026-07-24" })));
    assert_eq!(found(&again, RULE), ["C3 not-checked", "C3 not-followed-up", "C3 not-reminded"]);
}

#[test]
fn a_step_is_judged_once_the_log_goes_on_beyond_it() {
    let until = |day: &str| {
        Evidence::new().call(json!({ "promise_date": "2026-07-16" })).call(on(
            day,
            "10:00:00",
            json!({ "case_no": "K9" }),
        ))
    };
    for (day, steps) in [("2026-07-15", 0), ("2026-07-16", 1), ("2026-07-17", 2), ("2026-07-18", 3)] {
        assert_eq!(found(&until(day), "promise-not-followed").len(), steps, "{day}");
    }
}

#[test]
fn a_debtor_who_is_not_reached_is_looked_for_in_another_way() {
    let with = |local: Value, withdrawn: Value| {
        let case = json!({ "case_no": "K1", "entrusted_at": "2026-07-03T09:00:00+08:00", "local": local, "withdrawn_at": withdrawn });
        let log = Evidence::new().case(case).call(json!({ "outcome": "no-answer" }));
        log.call(on("2026-09-30", "10:00:00", json!({ "case_no": "K9" })))
    };
    let came = |local: Value| with(local, Value::Null);
    let visit = |day: &str| json!({ "arrived_at": format!("{day}T14:00:00+08:00"), "left_at": format!("{day}T14:30:00+08:00"), "party": "unknown" });
    let third = |day: &str| on(day, "10:00:00", json!({ "party": "friend", "called_number": "13900000002" }));
    let left = "K1 nothing-arranged";
    let near = "K1 no-visit";
    for (evidence, expected) in [
        (came(Value::Null), vec![left]),
        (came(json!(true)), vec![near]),
        (came(Value::Null).call(on("2026-07-08", "23:59:59", json!({}))), vec![]),
        (came(Value::Null).call(on("2026-07-09", "00:00:00", json!({}))), vec![left]),
        (came(Value::Null).visit(visit("2026-07-08")), vec![]),
        (came(Value::Null).visit(visit("2026-07-09")), vec![left]),
        (came(json!(false)).call(third("2026-07-08")), vec![]),
        (came(json!(true)).call(third("2026-07-08")), vec![near]),
        (with(Value::Null, json!("2026-07-08")), vec![]),
        (with(Value::Null, json!("2026-07-09")), vec![left]),
    ] {
        assert_eq!(found(&evidence, "unreached-debtor-left"), expected);
    }
    let fetched =
        json!({ "handover_id": "J1", "case_no": "K2", "handed_at": "2026-07-03T09:00:00+08:00", "fetched_by": ["E1"] });
    let undated = Evidence::new()
        .case(json!({ "case_no": "K2" }))
        .call(on("2026-07-06", "10:00:00", json!({ "case_no": "K2", "outcome": "busy" })))
        .call(on("2026-09-30", "10:00:00", json!({})));
    assert!(found(&undated, "unreached-debtor-left").is_empty(), "nobody knows when it came");
    let dated = undated.register(EvidenceKind::Handovers, fetched);
    assert_eq!(found(&dated, "unreached-debtor-left"), ["K2 nothing-arranged"]);
}

#[test]
fn five_answered_calls_without_any_recording_are_no_chance() {
    for (calls, recorded, silent) in [(4, false, false), (5, false, true), (5, true, false)] {
        let log = (0..calls).fold(Evidence::new(), |all, _| all.call(json!({})));
        let log = if recorded { log.recording(json!({ "call_id": "C3" })) } else { log };
        let expected: &[&str] = if silent { &["E1 silent"] } else { &[] };
        assert_eq!(found(&log, "collector-without-recordings"), expected, "{calls} {recorded}");
    }
}
