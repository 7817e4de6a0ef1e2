//! Appeals as a state machine: which step follows which, and who may take it; and when the bank's duties fall due.

use chrono::{DateTime, NaiveDate, Utc};
use plumbline::domain::appeal::{Appeal, AppealState, Outcome, Standing};
use plumbline::domain::calendar::{Calendar, Departures};
use plumbline::domain::finding::Severity;
use plumbline::domain::ids::{AppealId, Digest};
use plumbline::domain::register::{Complaint, Staff};
use plumbline::domain::score::Grade;
use plumbline::domain::verdict::FindingStatus;
use plumbline::review::appeals::{self, Refusal};
use plumbline::review::caused::{self, Confirmed};
use plumbline::review::duties::{self, Duty, Known};
use plumbline::rules::duties::DUTIES;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn appeal(state: AppealState, assigned_to: Option<&str>) -> Appeal {
    let fingerprint = Digest::of(b"finding");
    Appeal {
        id: AppealId::of(&fingerprint),
        agency_id: "A1".parse().expect("an id"),
        finding_id: "F-1".parse().expect("an id"),
        fingerprint,
        state,
        reason: "The call was made at noon.".into(),
        evidence: Vec::new(),
        submitted_by: "ann".into(),
        submitted_at: at("2026-08-03T09:00:00Z"),
        assigned: assigned_to.map(|who| (who.to_owned(), at("2026-08-04T09:00:00Z"))),
        ended: None,
        answer: String::new(),
    }
}

fn standing(status: FindingStatus, appeal: Option<Appeal>) -> Standing {
    Standing { status, visible_since: at("2026-08-03T17:00:00Z"), reviewers: vec!["quinn".into()], appeal }
}

#[test]
fn the_last_day_counts_from_the_agencys_own_calendar() {
    for (zone, days, last) in [
        (chrono_tz::Asia::Shanghai, 14, "2026-08-18"),
        (chrono_tz::Asia::Taipei, 14, "2026-08-18"),
        (chrono_tz::UTC, 14, "2026-08-17"),
        (chrono_tz::UTC, 0, "2026-08-03"),
        (chrono_tz::UTC, u16::MAX, "2206-01-07"),
    ] {
        let day = appeals::last_day(&standing(FindingStatus::Open, None), days, zone);
        assert_eq!(day.to_string(), last, "{days} days in {zone}");
    }
}

#[test]
fn an_appeal_comes_in_time_and_once_and_against_something() {
    use FindingStatus::{Confirmed, FalseHit, NeedsInformation, Open};
    let last = "2026-08-17".parse().expect("a day");
    let any = |state| Some(appeal(state, None));
    for (status, appealed, today, expected) in [
        (Open, None, "2026-08-03", Ok(())),
        (Confirmed, None, "2026-08-17", Ok(())),
        (NeedsInformation, None, "2026-08-17", Ok(())),
        (Open, None, "2026-08-18", Err(Refusal::Late)),
        (FalseHit, None, "2026-08-03", Err(Refusal::NothingToAppeal)),
        (Open, any(AppealState::Submitted), "2026-08-03", Err(Refusal::Exists)),
        (Open, any(AppealState::Withdrawn), "2026-08-03", Err(Refusal::Exists)),
        (Confirmed, any(AppealState::Rejected), "2026-08-30", Err(Refusal::Exists)),
    ] {
        let today = today.parse().expect("a day");
        let given = appeals::may_submit(&standing(status, appealed.clone()), today, last);
        assert_eq!(given, expected, "{status:?} on {today}, appealed: {:?}", appealed.map(|it| it.state));
    }
}

#[test]
fn only_somebody_else_than_the_reviewer_decides() {
    use AppealState::{Assigned, Rejected, Submitted, Upheld, Withdrawn};
    let reviewers = ["quinn".to_owned()];
    for (state, assigned_to, who, may_assign, may_decide) in [
        (Submitted, None, "sue", Ok(()), Ok(())),
        (Submitted, None, "quinn", Err(Refusal::OwnVerdict), Err(Refusal::OwnVerdict)),
        (Assigned, Some("sue"), "sue", Ok(()), Ok(())),
        (Assigned, Some("sue"), "tom", Ok(()), Err(Refusal::AssignedToOther)),
        (Assigned, Some("sue"), "quinn", Err(Refusal::OwnVerdict), Err(Refusal::OwnVerdict)),
        (Upheld, Some("sue"), "sue", Err(Refusal::Ended), Err(Refusal::Ended)),
        (Rejected, Some("sue"), "tom", Err(Refusal::Ended), Err(Refusal::Ended)),
        (Withdrawn, None, "sue", Err(Refusal::Ended), Err(Refusal::Ended)),
    ] {
        let appeal = appeal(state, assigned_to);
        assert_eq!(appeals::may_assign(&appeal, &reviewers, who), may_assign, "{state:?} taken on by {who}");
        assert_eq!(appeals::may_decide(&appeal, &reviewers, who), may_decide, "{state:?} decided by {who}");
    }
}

#[test]
fn what_is_pending_can_be_withdrawn_and_nothing_else() {
    for state in AppealState::ALL {
        let expected = if state.is_pending() { Ok(()) } else { Err(Refusal::Ended) };
        assert_eq!(appeals::may_withdraw(&appeal(state, None)), expected, "{state:?}");
    }
}

#[test]
fn beside_an_appeal_only_what_it_left_undecided_can_be_judged() {
    use AppealState::{Assigned, PartlyUpheld, Rejected, Submitted, Upheld, Withdrawn};
    use FindingStatus::{Confirmed, FalseHit, NeedsInformation, Open};
    for (state, status, expected) in [
        (None, Confirmed, Ok(())),
        (Some(Submitted), Open, Err(Refusal::Pending)),
        (Some(Assigned), Confirmed, Err(Refusal::Pending)),
        (Some(Upheld), FalseHit, Err(Refusal::Final)),
        (Some(PartlyUpheld), Confirmed, Err(Refusal::Final)),
        (Some(Rejected), Confirmed, Err(Refusal::Final)),
        (Some(Rejected), Open, Ok(())),
        (Some(PartlyUpheld), NeedsInformation, Ok(())),
        (Some(Withdrawn), Confirmed, Ok(())),
    ] {
        let standing = standing(status, state.map(|state| appeal(state, None)));
        assert_eq!(appeals::may_judge(&standing), expected, "{state:?} {status:?}");
    }
}

#[test]
fn steps_change_what_they_say_and_nothing_else() {
    let (first, now) = (appeal(AppealState::Submitted, None), at("2026-08-05T09:00:00Z"));
    let taken = appeals::assign(first.clone(), "sue", now);
    assert_eq!((taken.state, taken.assigned.clone()), (AppealState::Assigned, Some(("sue".to_owned(), now))));
    for outcome in Outcome::ALL {
        let decided = appeals::decide(taken.clone(), outcome, "Because.".into(), "sue", now);
        assert_eq!((decided.state, decided.answer.as_str()), (outcome.state(), "Because."));
        assert_eq!(decided.assigned, taken.assigned);
        assert_eq!(outcome.as_str().parse(), Ok(outcome));
    }
    let back = appeals::withdraw(first.clone(), "ann", now);
    assert_eq!(Appeal { state: first.state, ended: None, ..back }, first);
}

#[test]
fn states_and_refusals_have_names_of_their_own() {
    for state in AppealState::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
    let codes: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), Refusal::ALL.len());
}

#[test]
fn a_regular_inspection_is_due_half_a_year_after_the_last() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    for (last, agreed, due) in [
        (None, "2026-01-15", "2026-07-15"),
        (Some("2026-02-03"), "2025-01-01", "2026-08-03"),
        (Some("2025-08-31"), "2025-01-01", "2026-02-28"),
        // An inspection under an agreement before this one does not put the first of this one off.
        (Some("2024-06-30"), "2026-01-01", "2026-07-01"),
    ] {
        assert_eq!(duties::inspection_due(last.map(day), day(agreed)), day(due), "{last:?}");
    }
}

#[test]
fn what_is_due_follows_from_the_registers_and_the_oldest_leads() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let read = |value| serde_json::from_value(value).expect("a complaint");
    let complaints: [Complaint; 3] = [
        json!({ "complaint_id": "S1", "received_at": "2026-07-31", "grounds": "other" }),
        json!({ "complaint_id": "S2", "received_at": "2026-07-31", "grounds": "other", "answered_at": "2026-08-03" }),
        json!({ "complaint_id": "S3", "received_at": "2026-07-31", "grounds": "other", "outcome": "withdrawn" }),
    ]
    .map(read);
    let staff = |id: &str, until: &str, left: Option<&str>| Staff {
        collector_id: id.into(),
        certificate_valid_until: Some(day(until)),
        left_on: left.map(day),
        ..Staff::default()
    };
    let staff = [
        staff("E1", "2026-10-02", None),
        staff("E2", "2026-10-03", None),
        staff("E3", "2026-01-01", Some("2026-08-02")),
        staff("E4", "2026-06-30", Some("2026-08-03")),
    ];
    let week = Calendar { name: "week".into(), years: [(2026, Departures::default())].into() };
    let known = Known {
        agreement_from: day("2026-06-15"),
        agreement_to: None,
        inspections: Vec::new(),
        reconciliations: Vec::new(),
        complaints: complaints.iter().collect(),
        staff: staff.iter().collect(),
        evaluated: false,
        calendar: Some(&week),
        zone: chrono_tz::Asia::Shanghai,
    };
    let month = |text: &str| text.parse().expect("a month");
    let quarter = "2026Q2".parse().expect("a quarter");
    let today = day("2026-08-03");
    assert_eq!(
        duties::due(&known, today),
        [
            (day("2026-06-30"), Duty::Certificate("E4".into())),
            (day("2026-07-31"), Duty::Reconciliation(month("2026-06"), 2)),
            (day("2026-08-05"), Duty::Answer("S1".into())),
            (day("2026-09-30"), Duty::Evaluation(quarter)),
            (day("2026-10-02"), Duty::Certificate("E1".into())),
            (day("2026-12-15"), Duty::Inspection),
        ]
    );
    let ended = Known { agreement_to: Some(day("2026-08-02")), calendar: None, evaluated: true, ..known };
    let left = [
        (day("2026-07-31"), Duty::Reconciliation(month("2026-06"), 2)),
        (day("2026-07-31"), Duty::Answer("S1".into())),
    ];
    assert_eq!(duties::due(&ended, today), left, "nobody is inspected any more; accounts and complaints stay");
}

/// Kind, cause, and the day that it was so.
type Alert = (String, String, String);
/// Quarters with their grades.
type Graded = &'static [(&'static str, Grade)];

/// What brings `collector-dismissal` and `agency-termination` about.
fn alerts(known: &caused::Known<'_>, today: &str) -> Vec<Alert> {
    let kinds = ["collector-dismissal", "agency-termination"];
    let found = caused::caused(&DUTIES, known, today.parse().expect("a day")).into_iter();
    let alerts = found.filter(|found| kinds.contains(&found.kind));
    alerts.map(|found| (found.kind.to_owned(), found.cause, found.since.to_string())).collect()
}

fn nothing_known() -> caused::Known<'static> {
    caused::Known {
        complaints: Vec::new(),
        staff: Vec::new(),
        agreements: Vec::new(),
        confirmed: Vec::new(),
        grades: BTreeMap::new(),
        calendar: None,
        zone: chrono_tz::Asia::Taipei,
    }
}

fn alert(kind: &str, cause: &str, since: &str) -> Alert {
    (kind.into(), cause.into(), since.into())
}

#[test]
fn bad_grades_of_quarters_that_have_ended_call_for_a_decision() {
    let termination = |cause: &str, since: &str| vec![alert("agency-termination", cause, since)];
    let cases: [(Graded, Vec<Alert>); 7] = [
        (&[("2026Q2", Grade::D)], termination("2026Q2", "2026-07-01")),
        (&[("2026Q2", Grade::C)], vec![]),
        (&[("2026Q1", Grade::C), ("2026Q2", Grade::C)], termination("2026Q2", "2026-07-01")),
        (&[("2025Q4", Grade::C), ("2026Q2", Grade::C)], vec![]),
        (&[("2026Q2", Grade::N)], vec![]),
        (&[("2026Q3", Grade::D)], vec![]),
        (&[("2026Q1", Grade::D)], vec![]),
    ];
    for (grades, expected) in cases {
        let grades = grades.iter().map(|(quarter, grade)| (quarter.parse().expect("a quarter"), *grade)).collect();
        let known = caused::Known { grades, ..nothing_known() };
        assert_eq!(alerts(&known, "2026-08-03"), expected, "{:?}", known.grades);
    }
}

#[test]
fn confirmed_findings_are_counted_by_collector_quarter_and_gravity() {
    let finding = |n: usize, day: &str, severity: Severity, veto: bool, who: &str| Confirmed {
        id: format!("F-{n}").parse().expect("an id"),
        severity,
        veto,
        day: day.parse().expect("a day"),
        collectors: who.split(' ').map(str::to_owned).collect(),
    };
    let of = |rows: &[(&str, Severity, bool, &str)]| {
        let confirmed =
            rows.iter().enumerate().map(|(n, (day, severity, veto, who))| finding(n, day, *severity, *veto, who));
        alerts(&caused::Known { confirmed: confirmed.collect(), ..nothing_known() }, "2026-08-03")
    };
    let (grave, less) = (Severity::Critical, Severity::Major);
    let w1 = |since: &str| vec![alert("collector-dismissal", "W1 2026Q3", since)];
    let five =
        ["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-04", "2026-07-05"].map(|day| (day, grave, false, "W1 W2"));
    let second = alert("collector-dismissal", "W2 2026Q3", "2026-07-05");
    assert_eq!(of(&five), [w1("2026-07-05"), vec![second]].concat(), "visitors are two");
    assert!(of(&five[1..]).is_empty(), "four of five");
    assert!(of(&[&five[1..], &[("2026-06-30", grave, false, "W1")]].concat()).is_empty(), "the quarter before");
    assert!(of(&[&five[1..], &[("2026-07-03", less, false, "W1")]].concat()).is_empty(), "not grave enough");
    assert_eq!(of(&[("2026-07-01", grave, true, "W1"), ("2026-07-02", grave, true, "W1")]), w1("2026-07-02"));
    let agency: Vec<_> = ["W1", "W2", "W3"].map(|who| ("2026-07-01", grave, true, who)).to_vec();
    assert_eq!(of(&agency), [alert("agency-termination", "2026Q3", "2026-07-01")], "one each, three at the agency");
}

#[test]
fn an_alert_stays_when_its_quarter_is_no_longer_watched() {
    let kind = |id: &str| DUTIES.iter().find(|kind| kind.id == id).expect("a kind");
    let day = "2026-08-03".parse().expect("a day");
    let past = |id: &str, cause: &str| caused::past(kind(id), cause, day);
    assert!(past("collector-dismissal", "W1 2026Q1") && past("agency-termination", "2025Q4"));
    assert!(!past("collector-dismissal", "W1 2026Q2") && !past("agency-termination", "2026Q3"), "still counted anew");
    assert!(!past("amount-told", "2026Q1"), "a complaint's number is no quarter");
}
