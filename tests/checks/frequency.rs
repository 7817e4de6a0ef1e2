//! Contact frequency: exactly the limit and one more, in three zones, across midnight, over a change of clocks and over the end of a quarter.

use super::evidence::{Evidence, ruleset};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use plumbline::rules::ruleset::Ruleset;
use serde_json::json;

const RULE: &str = "contact-too-often";

/// A local time of `zone` with its offset; of two moments that clocks show alike the earlier one.
fn at(zone: Tz, local: NaiveDateTime) -> String {
    local.and_local_timezone(zone).earliest().expect("clocks show it").to_rfc3339()
}

/// A call of each (local start, outcome) to one debtor in `zone`.
fn calls(zone: Tz, quarter: &'static str, calls: &[(&str, &str)]) -> Evidence {
    let mut evidence = Evidence::new().case(json!({ "case_no": "K1", "time_zone": zone.name() }));
    evidence.quarter = quarter;
    for (local, outcome) in calls {
        let start: NaiveDateTime = local.parse().expect("a moment");
        let start = at(zone, start);
        let end: DateTime<chrono::FixedOffset> = start.parse().expect("a moment");
        let end = (end + TimeDelta::minutes(1)).to_rfc3339();
        evidence = evidence.call(json!({ "started_at": start, "ended_at": end, "outcome": outcome }));
    }
    evidence
}

fn found(evidence: &Evidence, ruleset: &Ruleset) -> Vec<String> {
    let lines = evidence.found(ruleset).into_iter();
    lines.filter_map(|line| Some(line.strip_prefix(&format!("{RULE} "))?.to_owned())).collect()
}

#[test]
fn seven_days_are_seven_days_in_every_zone_and_over_every_change_of_clocks() {
    let us = ruleset("us-regf");
    for zone in [Tz::America__New_York, Tz::America__Los_Angeles, Tz::Asia__Shanghai, Tz::Europe__Berlin] {
        // An ordinary week, the one before clocks go forward, the one in which they go back, and one over the end of a quarter.
        for (quarter, conversed) in
            [("2026Q3", "2026-07-06"), ("2026Q1", "2026-03-03"), ("2026Q4", "2026-10-27"), ("2026Q3", "2026-06-29")]
        {
            let first: NaiveDate = conversed.parse().expect("a day");
            let seventh = first + TimeDelta::days(6);
            let talk = (format!("{first}T20:30:00"), "connected");
            for (again, hits) in [
                (format!("{seventh}T00:00:00"), true),
                (format!("{seventh}T23:59:59"), true),
                (format!("{}T00:00:00", seventh + TimeDelta::days(1)), false),
            ] {
                let evidence = calls(zone, quarter, &[(&talk.0, talk.1), (&again, "no-answer")]);
                let wanted: Vec<String> = if hits { vec!["C2 after-conversation".into()] } else { vec![] };
                assert_eq!(found(&evidence, &us), wanted, "{again} after {conversed} in {zone}");
            }
        }
    }
}

#[test]
fn a_day_ends_with_its_last_second_at_the_debtors_place() {
    let cn = ruleset("cn-bank-card");
    for zone in [Tz::Asia__Shanghai, Tz::Asia__Tokyo, Tz::Asia__Urumqi] {
        let three = ["2026-07-03T09:00:00", "2026-07-03T12:00:00", "2026-07-03T15:00:00"];
        for (fourth, hits) in
            [("2026-07-03T23:59:59", true), ("2026-07-04T00:00:00", false), ("2026-07-02T23:59:59", false)]
        {
            let all: Vec<_> = three.iter().chain([&fourth]).map(|start| (*start, "connected")).collect();
            let wanted: Vec<String> = if hits { vec!["C4 debtor".into()] } else { vec![] };
            assert_eq!(found(&calls(zone, "2026Q3", &all), &cn), wanted, "{fourth} in {zone}");
        }
    }
}

#[test]
fn what_lies_before_the_quarter_counts_and_is_not_judged() {
    let us = ruleset("us-regf");
    let days = ["06-25", "06-26", "06-27", "06-28", "06-29", "06-30", "06-30", "06-30", "07-01"];
    let starts: Vec<String> =
        days.iter().enumerate().map(|(hour, day)| format!("2026-{day}T{:02}:00:00", 9 + hour)).collect();
    let all: Vec<_> = starts.iter().map(|start| (start.as_str(), "no-answer")).collect();
    assert_eq!(found(&calls(Tz::America__New_York, "2026Q3", &all), &us), ["C9 person"]);
    assert_eq!(found(&calls(Tz::America__New_York, "2026Q2", &all), &us), ["C8 person"]);
}

#[test]
fn every_contact_that_counts_is_exposure_and_no_other() {
    let us = ruleset("us-regf");
    let evidence = calls(
        Tz::America__New_York,
        "2026Q3",
        &[
            ("2026-07-06T09:00:00", "no-answer"),
            ("2026-07-06T10:00:00", "busy"),
            ("2026-07-06T11:00:00", "invalid-number"),
            ("2026-07-06T12:00:00", "voicemail"),
            ("2026-06-30T12:00:00", "voicemail"),
        ],
    )
    .visit(json!({}));
    let rule = us.rule_index(&RULE.parse().expect("an id")).expect("the rule");
    let units: u64 = evidence.audit(&us).exposure.iter().filter(|((of, _), _)| *of == rule).map(|(_, n)| n).sum();
    assert_eq!(units, 2);
}
