//! Deadlines: the second before and after, midnight, holidays and make-up working days, zones, daylight saving, the end of a quarter.

use super::evidence::{Evidence, ruleset};
use chrono_tz::Tz;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::intake::schema::{self, FieldType};
use plumbline::rules::checks::Check;
use plumbline::rules::ruleset::Ruleset;
use serde_json::{Value, json};
use std::sync::LazyLock;

static CN: LazyLock<Ruleset> = LazyLock::new(|| ruleset("cn-bank-card"));
static TW: LazyLock<Ruleset> = LazyLock::new(|| ruleset("tw-minimum-standard"));

/// What the rule finds, and how many units it counts.
fn judged(ruleset: &Ruleset, evidence: &Evidence, rule: &str) -> (Vec<String>, u64) {
    let audit = evidence.audit(ruleset);
    let index = ruleset.rules.iter().position(|known| known.id.as_str() == rule).expect("a rule of the ruleset");
    let of_rule = audit.findings.iter().filter(|finding| finding.rule_id.as_str() == rule);
    let found = of_rule.map(|finding| format!("{} {}", finding.why.key, finding.why.values["limit"])).collect();
    (found, audit.exposure.iter().filter(|((at, _), _)| *at == index).map(|(_, units)| units).sum())
}

fn in_quarter(quarter: &'static str, zone: &str) -> Evidence {
    let evidence = Evidence::new().in_zone(zone.parse::<Tz>().expect("a zone"));
    Evidence { quarter, ..evidence }
}

fn complaint(received: &str, answered: Option<&str>) -> Value {
    json!({ "complaint_id": "S1", "grounds": "attitude", "received_at": received, "answered_at": answered, "answered_side": "bank" })
}

fn handover(times: Value) -> Value {
    let mut row =
        json!({ "handover_id": "J1", "case_no": "K1", "handed_at": "2026-07-01T09:00:00+08:00", "backups": 2 });
    row.as_object_mut().expect("an object").extend(times.as_object().expect("an object").clone());
    row
}

fn quarter_of(day: &str) -> &'static str {
    match &day[..7] {
        "2025-01" | "2025-02" | "2025-03" => "2025Q1",
        "2025-04" | "2025-05" | "2025-06" => "2025Q2",
        "2025-10" | "2025-11" | "2025-12" => "2025Q4",
        "2026-01" | "2026-02" | "2026-03" => "2026Q1",
        "2026-04" | "2026-05" | "2026-06" => "2026Q2",
        "2026-07" | "2026-08" | "2026-09" => "2026Q3",
        _ => "2026Q4",
    }
}

#[test]
fn three_working_days_pass_over_the_holidays_of_taiwan() {
    for (received, last, next) in [
        ("2026-07-01", "2026-07-06", "2026-07-07"),
        ("2026-07-03", "2026-07-08", "2026-07-09"),
        ("2026-07-04", "2026-07-08", "2026-07-09"),
        // New Year's Day.
        ("2025-12-31", "2026-01-06", "2026-01-07"),
        // Lunar New Year.
        ("2026-02-13", "2026-02-25", "2026-02-26"),
        // Mid-Autumn and Teachers' Day, into the next quarter.
        ("2026-09-24", "2026-10-01", "2026-10-02"),
        // National Day is made up for on the Friday.
        ("2026-10-07", "2026-10-13", "2026-10-14"),
        // A make-up working Saturday.
        ("2025-02-06", "2025-02-10", "2025-02-11"),
    ] {
        for (answered, late) in [
            (last.to_owned(), false),
            (format!("{last}T23:59:59+08:00"), false),
            (format!("{next}T00:00:00+08:00"), true),
            (next.to_owned(), true),
        ] {
            let row = complaint(&format!("{received}T10:00:00+08:00"), Some(&answered));
            let evidence = in_quarter(quarter_of(last), "Asia/Taipei").register(EvidenceKind::Complaints, row);
            let found = judged(&TW, &evidence, "complaint-answered-late");
            let expected: Vec<_> = late.then(|| format!("late {last}")).into_iter().collect();
            assert_eq!(found, (expected, 1), "{received} {answered}");
        }
    }
}

#[test]
fn one_working_day_passes_over_the_holidays_of_the_mainland() {
    for (fetched, last) in [
        ("2026-07-01", "2026-07-02"),
        ("2026-07-03", "2026-07-06"),
        // New Year with a working Sunday.
        ("2025-12-31", "2026-01-04"),
        // Spring Festival: nine days, a working Saturday before and after.
        ("2026-02-13", "2026-02-14"),
        ("2026-02-14", "2026-02-24"),
        ("2026-02-27", "2026-02-28"),
        ("2026-04-30", "2026-05-06"),
        ("2026-05-08", "2026-05-09"),
        ("2026-06-18", "2026-06-22"),
        // Two days that are worked on a Sunday, and the end of a quarter.
        ("2026-09-18", "2026-09-20"),
        ("2026-09-24", "2026-09-28"),
        ("2026-09-30", "2026-10-08"),
        ("2026-10-09", "2026-10-10"),
    ] {
        for (clock, late) in [("T23:59:59+08:00", false), ("T24", true)] {
            let assigned = if late {
                let next = last.parse::<chrono::NaiveDate>().expect("a day").succ_opt().expect("a day");
                format!("{next}T00:00:00+08:00")
            } else {
                format!("{last}{clock}")
            };
            let times = json!({ "fetched_at": format!("{fetched}T21:00:00+08:00"), "assigned_at": assigned });
            let evidence =
                in_quarter(quarter_of(last), "Asia/Shanghai").register(EvidenceKind::Handovers, handover(times));
            let found = judged(&CN, &evidence, "case-assigned-late");
            let expected: Vec<_> = late.then(|| format!("late {last}")).into_iter().collect();
            assert_eq!(found, (expected, 1), "{fetched} {assigned}");
        }
    }
}

#[test]
fn a_year_without_calendar_is_not_judged() {
    let times = json!({ "fetched_at": "2031-01-02T10:00:00+08:00", "assigned_at": "2031-03-01T10:00:00+08:00" });
    let evidence = in_quarter("2031Q1", "Asia/Shanghai").register(EvidenceKind::Handovers, handover(times));
    assert_eq!(judged(&CN, &evidence, "case-assigned-late"), (vec![], 0));
}

#[test]
fn days_end_at_midnight_of_the_agencys_zone_and_through_daylight_saving() {
    for (zone, fetched, last) in [
        ("Asia/Shanghai", "2026-07-01T23:59:59+08:00", "2026-07-03T23:59:59+08:00"),
        ("Asia/Taipei", "2026-07-02T00:00:00+08:00", "2026-07-04T23:59:59+08:00"),
        ("America/New_York", "2026-07-01T23:59:59-04:00", "2026-07-03T23:59:59-04:00"),
        // The clocks go forward, and back.
        ("America/New_York", "2026-03-07T12:00:00-05:00", "2026-03-09T23:59:59-04:00"),
        ("America/New_York", "2026-10-31T12:00:00-04:00", "2026-11-02T23:59:59-05:00"),
    ] {
        for (seconds, late) in [(0, false), (1, true)] {
            let at = chrono::DateTime::parse_from_rfc3339(last).expect("a time") + chrono::TimeDelta::seconds(seconds);
            let times = json!({ "fetched_at": fetched, "first_round_at": at.to_rfc3339() });
            let evidence = in_quarter(quarter_of(last), zone).register(EvidenceKind::Handovers, handover(times));
            let (found, units) = judged(&CN, &evidence, "first-round-late");
            assert_eq!((found.len(), units), (usize::from(late), 1), "{zone} {fetched} {at}");
        }
    }
}

#[test]
fn hours_are_hours_whatever_the_clocks_do() {
    for (zone, began, repaired) in [
        ("Asia/Shanghai", "2026-09-30T18:00:00+08:00", "2026-10-01T06:00:00+08:00"),
        ("America/New_York", "2026-03-07T20:00:00-05:00", "2026-03-08T09:00:00-04:00"),
        ("America/New_York", "2026-10-31T20:00:00-04:00", "2026-11-01T07:00:00-05:00"),
    ] {
        for (seconds, late) in [(0, false), (1, true)] {
            let at =
                chrono::DateTime::parse_from_rfc3339(repaired).expect("a time") + chrono::TimeDelta::seconds(seconds);
            let row = json!({ "incident_id": "I1", "incident_kind": "system", "began_at": began, "repaired_at": at.to_rfc3339() });
            let evidence = in_quarter(quarter_of(repaired), zone).register(EvidenceKind::Incidents, row);
            let (found, units) = judged(&CN, &evidence, "failure-not-repaired");
            assert_eq!((found.len(), units), (usize::from(late), 1), "{zone} {began} {at}");
        }
    }
}

#[test]
fn the_clock_stands_still_at_night() {
    for (assigned, limit) in [
        ("2026-07-01T10:00:00", "2026-07-01 12:00:00"),
        ("2026-07-01T19:00:00", "2026-07-01 21:00:00"),
        ("2026-07-01T19:00:01", "2026-07-02 08:00:01"),
        ("2026-07-01T21:00:00", "2026-07-02 10:00:00"),
        ("2026-07-01T23:30:00", "2026-07-02 10:00:00"),
        ("2026-07-02T00:00:00", "2026-07-02 10:00:00"),
        ("2026-07-02T07:59:59", "2026-07-02 10:00:00"),
    ] {
        let times = json!({ "assigned_at": format!("{assigned}+08:00"), "first_act_at": "2026-07-20T10:00:00+08:00" });
        let evidence = Evidence::new().register(EvidenceKind::Handovers, handover(times));
        assert_eq!(judged(&CN, &evidence, "first-act-late"), (vec![format!("late {limit}")], 1), "{assigned}");
    }
}

#[test]
fn a_deadline_counts_in_the_quarter_in_which_it_ends() {
    for (quarter, found) in [("2026Q3", (vec![], 0)), ("2026Q4", (vec!["late 2026-10-08".to_owned()], 1))] {
        let times = json!({ "fetched_at": "2026-09-30T10:00:00+08:00", "assigned_at": "2026-10-09T10:00:00+08:00" });
        let evidence = in_quarter(quarter, "Asia/Shanghai").register(EvidenceKind::Handovers, handover(times));
        assert_eq!(judged(&CN, &evidence, "case-assigned-late"), found, "{quarter}");
    }
}

#[test]
fn what_is_not_done_is_late_once_the_evidence_reaches_beyond_the_limit() {
    let open = Evidence::new().register(EvidenceKind::Complaints, complaint("2026-07-01", None));
    for (called, found) in [
        ("2026-07-06T23:59:59+08:00", (vec![], 0)),
        ("2026-07-07T00:00:00+08:00", (vec!["missing 2026-07-06".to_owned()], 1)),
    ] {
        let call = json!({ "started_at": called, "ended_at": called });
        assert_eq!(judged(&TW, &open.clone().call(call), "complaint-answered-late"), found, "{called}");
    }
    let mut later = complaint("2026-07-07", Some("2026-07-07"));
    later["complaint_id"] = json!("S2");
    let found = judged(&TW, &open.register(EvidenceKind::Complaints, later), "complaint-answered-late");
    assert_eq!(found, (vec!["missing 2026-07-06".to_owned()], 2), "another complaint shows that the register goes on");
}

#[test]
fn a_finding_shows_the_cells_it_rests_on() {
    let row =
        json!({ "report_id": "B1", "report_kind": "extension-request", "case_no": "K1", "submitted_at": "2026-08-30" });
    let evidence =
        Evidence::new().case(json!({ "case_no": "K1", "due_at": "2026-08-31" })).register(EvidenceKind::Reports, row);
    let audit = evidence.audit(&CN);
    let finding = audit.findings.iter().find(|one| one.rule_id.as_str() == "extension-asked-late").expect("late");
    let cells: Vec<_> = finding.evidence.iter().map(|cell| cell.sheet.as_str()).collect();
    assert_eq!(cells, ["reports", "cases"]);
    assert_eq!(finding.day.to_string(), "2026-08-28");
}

/// A rule file's `[check.deadline]` as it is read.
fn read(text: &str) -> Result<Check, String> {
    toml::from_str(text).map_err(|error: toml::de::Error| error.to_string())
}

#[test]
fn every_time_of_the_schema_can_be_named() {
    let judged = [
        "cases",
        "visits",
        "collections",
        "reports",
        "incidents",
        "complaints",
        "approvals",
        "handovers",
        "audits",
        "inspections",
        "reconciliations",
    ];
    let schemas = schema::all().iter().filter(|schema| judged.contains(&schema.kind.as_str()));
    for (kind, field) in schemas.flat_map(|schema| schema.fields.iter().map(move |field| (schema.kind, field))) {
        let name = format!("{kind}.{}", field.id);
        let deadline = format!("[deadline]\nfrom = \"{name}\"\nto = \"{name}\"\nwithin = {{ days = 1 }}");
        let time = matches!(
            field.field_type,
            FieldType::Day | FieldType::Moment | FieldType::DayOrMoment | FieldType::DayStart | FieldType::Month
        );
        assert_eq!(read(&deadline).is_ok(), time, "{name}: {:?}", read(&deadline).err());
    }
}

#[test]
fn what_is_written_wrong_is_named_with_its_line_and_the_nearest_field() {
    let good = "[deadline]\nfrom = \"handovers.handed_at\"\nto = \"handovers.fetched_at\"\nwithin = { hours = 1 }\n";
    read(good).expect("a deadline");
    for (wrong, right, line, message) in [
        ("handovers.fetchd_at", "handovers.fetched_at", "line 3", "the nearest is 'handovers.fetched_at'"),
        (
            "handovers.backups",
            "handovers.fetched_at",
            "line 3",
            "'handovers.backups' is no day or time: the nearest that is one is",
        ),
        ("complaints.answered_at", "handovers.fetched_at", "line 1", "a field neither of them nor of their cases"),
        ("{ weeks = 1 }", "{ hours = 1 }", "line 4", "unknown variant `weeks`"),
        ("{ hours = 1 }\nbefore = { days = 1 }", "{ hours = 1 }", "line 1", "say one of `within` and `before`"),
        (
            "{ days = 1 }\nclock = { from = 08:00:00, until = 21:00:00 }",
            "{ hours = 1 }",
            "line 1",
            "a clock runs only for",
        ),
        ("{ hours = 1 }\nclock = { from = 21:00:00, until = 08:00:00 }", "{ hours = 1 }", "line 1", "must be earlier"),
        (
            "{ hours = 1 }\nwhen = [{ field = \"handovers.backups\", is = [\"2\"] }]",
            "{ hours = 1 }",
            "line 5",
            "holds no words",
        ),
        (
            "{ hours = 1 }\nwhen = [{ field = \"handovers.counted\", is = [\"yes\"] }]",
            "{ hours = 1 }",
            "line 5",
            "neither true nor false",
        ),
        (
            "{ hours = 1 }\nwhen = [{ field = \"cases.status\", is = [\"opened\"] }]",
            "{ hours = 1 }",
            "line 5",
            "unknown variant `opened`",
        ),
        (
            "{ hours = 1 }\nwhen = [{ field = \"cases.status\" }]",
            "{ hours = 1 }",
            "line 5",
            "say one thing of cases.status",
        ),
        ("{ hours = 1 }\nlate = true", "{ hours = 1 }", "line 5", "unknown field `late`"),
    ] {
        let error = read(&good.replace(right, wrong)).expect_err(wrong);
        assert!(error.contains(message) && error.contains(line), "{wrong}: {error}");
    }
}
