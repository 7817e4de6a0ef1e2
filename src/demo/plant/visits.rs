//! Visits with the wrong people, at the wrong hour, without badge, authorisation or consent.

use super::Planter;
use super::calls::{limits, move_call};
use crate::demo::people::FIELD_STAFF;
use crate::domain::contact::Direction;
use crate::domain::evidence::EvidenceKind::{Calls, Visits};
use chrono::{NaiveTime, TimeDelta, Timelike};

const STAFFING: &str = "visit-understaffed";
const IDENTIFICATION: &str = "visit-not-identified";
const REVIEW: &str = "visit-report-not-reviewed";
const ENTRY: &str = "visit-entered-without-consent";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "visit-alone" => people(planter, "one person only", |visitors, _| visitors.truncate(1)),
        "visit-same-twice" => {
            people(planter, "one person named twice", |visitors, _| visitors[1] = visitors[0].clone())
        }
        "visit-stranger" => {
            people(planter, "somebody who is on no register", |visitors, id| visitors[1] = format!("{id}99"))
        }
        "visit-leaver" => leaver(planter),
        "visitor-on-call" => on_call(planter),
        "visitor-on-visit" => on_visit(planter),
        "visit-no-badge" => answer(planter, IDENTIFICATION, "badge_worn", "badge not worn"),
        "visit-no-authorisation" => answer(planter, IDENTIFICATION, "authorisation_shown", "authorisation left blank"),
        "visit-entry-refused" => answer(planter, ENTRY, "entry_consent", "went in without consent"),
        "visit-entry-unanswered" => answer(planter, ENTRY, "entered", "went in, consent left blank"),
        "visit-not-reviewed" => not_reviewed(planter),
        "visit-reviewed-by-visitor" => reviewed_by_visitor(planter),
        "visit-late" => late(planter),
        "visit-put-off" => put_off(planter),
        "visit-personal-data" => personal_data(planter),
        "summary-personal-data" => noted(planter),
        _ => return false,
    }
    true
}

fn people(planter: &mut Planter<'_>, note: &str, change: impl Fn(&mut Vec<String>, &str)) {
    let n = planter.visit(|_| true);
    let agency = planter.draft.spec.id.to_string();
    let visit = &mut planter.draft.visits[n].visit;
    change(&mut visit.visitors, &agency);
    let subject = visit.visit_id.clone();
    planter.violation(STAFFING, Visits, &subject, Some("visitors"), note);
}

fn not_reviewed(planter: &mut Planter<'_>) {
    let n = planter.visit(|_| true);
    let visit = &mut planter.draft.visits[n].visit;
    (visit.reviewed_by, visit.reviewed_at) = (None, None);
    let subject = visit.visit_id.clone();
    planter.violation(REVIEW, Visits, &subject, Some("reviewed_by"), "nobody reviewed the report");
}

fn reviewed_by_visitor(planter: &mut Planter<'_>) {
    let n = planter.visit(|visit| visit.visit.visitors.len() > 1);
    let visit = &mut planter.draft.visits[n].visit;
    visit.reviewed_by = Some(visit.visitors[1].clone());
    let subject = visit.visit_id.clone();
    planter.violation(REVIEW, Visits, &subject, Some("reviewed_by"), "reviewed by one of the two who went");
}

/// Somebody who had left two weeks before, or on the last day already.
fn leaver(planter: &mut Planter<'_>) {
    let leaver = planter.draft.staff[planter.draft.spec.collectors + FIELD_STAFF].clone();
    let zone = planter.draft.zone;
    let n = planter.visit(|visit| !leaver.in_service(visit.visit.arrived_at.with_timezone(&zone).date_naive()));
    let visit = &mut planter.draft.visits[n].visit;
    visit.visitors[1] = leaver.collector_id;
    let subject = visit.visit_id.clone();
    planter.violation(STAFFING, Visits, &subject, Some("visitors"), "left the agency before that day");
}

/// A call logged under a visitor's id in the middle of the visit.
fn on_call(planter: &mut Planter<'_>) {
    let (visit, call) = visit_and_call(planter);
    let arrived = planter.draft.visits[visit].visit.arrived_at;
    let zone = planter.draft.calls[call].zone;
    move_call(planter, call, arrived.with_timezone(&zone).time() + TimeDelta::minutes(3));
    planter.draft.calls[call].call.collector_id = planter.draft.visits[visit].visit.visitors[0].clone();
    let subject = planter.draft.visits[visit].visit.visit_id.clone();
    let note = format!("one of the two was on call {}", planter.draft.calls[call].call.call_id);
    planter.violation(STAFFING, Visits, &subject, Some("arrived_at"), &note);
}

/// An untouched visit, and an untouched call of the same local day.
pub fn visit_and_call(planter: &mut Planter<'_>) -> (usize, usize) {
    let zone = planter.draft.zone;
    let visit = planter.visit(|_| true);
    let day = planter.draft.visits[visit].visit.arrived_at.with_timezone(&zone).date_naive();
    let call = planter.call(|call| {
        let same_day = call.call.started_at.with_timezone(&call.zone).date_naive() == day;
        same_day && call.call.direction == Some(Direction::Outbound)
    });
    (visit, call)
}

/// Two visits of one day whose times overlap and which share a person: both fall short of two people.
fn on_visit(planter: &mut Planter<'_>) {
    let zone = planter.draft.zone;
    let day = |visit: &crate::demo::draft::DraftVisit| visit.visit.arrived_at.with_timezone(&zone).date_naive();
    let pairs: Vec<_> = planter
        .draft
        .visits
        .iter()
        .zip(planter.draft.visits.iter().skip(1))
        .filter(|(one, other)| !one.used && !other.used && day(one) == day(other))
        .map(|(one, _)| one.visit.visit_id.clone())
        .collect();
    let first = planter.visit(|visit| pairs.contains(&visit.visit.visit_id));
    let second = first + 1;
    planter.draft.visits[second].used = true;
    let arrived = planter.draft.visits[first].visit.arrived_at;
    let shared = planter.draft.visits[first].visit.visitors[0].clone();
    let by = arrived + TimeDelta::minutes(5) - planter.draft.visits[second].visit.arrived_at;
    let other = &mut planter.draft.visits[second];
    move_visit(other, by);
    other.visit.visitors[1] = shared;
    for n in [first, second] {
        let subject = planter.draft.visits[n].visit.visit_id.clone();
        planter.violation(STAFFING, Visits, &subject, Some("visitors"), "one person on two visits at once");
    }
}

/// Moves a visit with its recording.
pub fn move_visit(draft: &mut crate::demo::draft::DraftVisit, by: TimeDelta) {
    draft.visit.arrived_at += by;
    draft.visit.left_at += by;
    if let Some(recording) = &mut draft.recording {
        recording.recorded_at += by;
    }
}

fn answer(planter: &mut Planter<'_>, rule: &str, field: &str, note: &str) {
    let n = planter.visit(|visit| rule != ENTRY || visit.visit.entered == Some(true));
    let visit = &mut planter.draft.visits[n].visit;
    match field {
        "badge_worn" => visit.badge_worn = Some(false),
        "authorisation_shown" => visit.authorisation_shown = None,
        "entry_consent" => visit.entry_consent = Some(false),
        _ => visit.entry_consent = None,
    }
    let subject = visit.visit_id.clone();
    planter.violation(rule, Visits, &subject, Some(field), note);
}

/// Stays one minute beyond the hours.
fn late(planter: &mut Planter<'_>) {
    let n = planter.visit(|_| true);
    let until = limits(planter).1;
    let case = planter.draft.visits[n].visit.case_no.clone();
    let case = planter.draft.cases.iter().find(|known| known.case_no == case);
    let zone = case.map_or(planter.draft.zone, |case| planter.draft.zone_of(case));
    let draft = &mut planter.draft.visits[n];
    let left = draft.visit.left_at.with_timezone(&zone).time();
    let by = until.num_seconds_from_midnight() as i64 + 60 - NaiveTime::num_seconds_from_midnight(&left) as i64;
    move_visit(draft, TimeDelta::seconds(by));
    let subject = draft.visit.visit_id.clone();
    planter.violation("contact-outside-hours", Visits, &subject, Some("left_at"), "leaves one minute after the hours");
}

/// Made a week and a day after the hand-over.
fn put_off(planter: &mut Planter<'_>) {
    let n = planter.visit(|_| true);
    let visit = &mut planter.draft.visits[n].visit;
    visit.handed_over_on = visit.handed_over_on.map(|day| day - TimeDelta::days(7));
    let subject = visit.visit_id.clone();
    planter.violation("visit-late", Visits, &subject, Some("arrived_at"), "a week after the hand-over");
}

/// An identity number or card number written out in the report.
fn personal_data(planter: &mut Planter<'_>) {
    let n = planter.visit(|visit| visit.visit.narrative.is_some());
    let texts = &planter.draft.material.names.reports_with_data;
    let text = texts[planter.turn % texts.len()].clone();
    let visit = &mut planter.draft.visits[n].visit;
    visit.narrative = Some(format!("{}{text}", visit.narrative.as_deref().unwrap_or_default()));
    let subject = visit.visit_id.clone();
    planter.violation("personal-data-in-report", Visits, &subject, Some("narrative"), "a full number in the report");
}

/// The same in the collector's note on a call.
fn noted(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.transcript);
    let text = planter.draft.material.names.reports_with_data[0].clone();
    let call = &mut planter.draft.calls[n].call;
    call.summary = Some(text);
    let subject = call.call_id.clone();
    planter.violation("personal-data-in-report", Calls, &subject, Some("summary"), "a full number in the summary");
}
