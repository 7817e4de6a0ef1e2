//! Traces that can't all be true: people in two places or in no register, photographs used again, contacts where none may be.

use super::Planter;
use super::calls::move_call;
use crate::demo::diary::{at, time};
use crate::demo::draft::DraftCall;
use crate::demo::people::FIELD_STAFF;
use crate::domain::contact::{DayOrMoment, Direction, Outcome, Party};
use crate::domain::evidence::EvidenceKind::{Calls, Visits};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use std::collections::HashMap;

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "collector-twice" => twice(planter),
        "collector-stranger" => stranger(planter),
        "collector-leaver" => leaver(planter),
        "visit-no-photos" => no_photos(planter),
        "visit-photo-again" => photo_again(planter),
        "case-ended" => case_ended(planter),
        "refused-again" => refused_again(planter),
        "record-blank" => record_blank(planter),
        _ => return false,
    }
    true
}

/// The call's local day.
fn day(call: &DraftCall) -> NaiveDate {
    call.call.started_at.with_timezone(&call.zone).date_naive()
}

fn outbound(call: &DraftCall) -> bool {
    call.call.direction == Some(Direction::Outbound)
}

/// A second call under the id of somebody who had begun one a second before.
fn twice(planter: &mut Planter<'_>) {
    let first = planter.call(outbound);
    let (on, zone) = (day(&planter.draft.calls[first]), planter.draft.calls[first].zone);
    let second = planter.call(|call| outbound(call) && day(call) == on && call.zone == zone);
    let call = &planter.draft.calls[first].call;
    let (collector, other) = (call.collector_id.clone(), call.call_id.clone());
    let start = (call.started_at + TimeDelta::seconds(1)).with_timezone(&zone).time();
    move_call(planter, second, start);
    let call = &mut planter.draft.calls[second].call;
    call.collector_id = collector;
    let subject = call.call_id.clone();
    let note = format!("under the id of somebody who was on call {other}");
    planter.violation("collector-overlap", Calls, &subject, Some("started_at"), &note);
}

fn unregistered(planter: &mut Planter<'_>, n: usize, collector: String, note: &str) {
    let call = &mut planter.draft.calls[n].call;
    call.collector_id = collector;
    let subject = call.call_id.clone();
    planter.violation("collector-unregistered", Calls, &subject, Some("collector_id"), note);
}

fn stranger(planter: &mut Planter<'_>) {
    let n = planter.call(outbound);
    let collector = format!("{}98", planter.draft.spec.id);
    unregistered(planter, n, collector, "an id that is on no register");
}

fn leaver(planter: &mut Planter<'_>) {
    let leaver = planter.draft.staff[planter.draft.spec.collectors + FIELD_STAFF].clone();
    let n = planter.call(|call| outbound(call) && !leaver.in_service(day(call)));
    unregistered(planter, n, leaver.collector_id, "the id of somebody who had left");
}

fn no_photos(planter: &mut Planter<'_>) {
    let n = planter.visit(|_| true);
    let visit = &mut planter.draft.visits[n].visit;
    visit.photos.clear();
    let subject = visit.visit_id.clone();
    planter.violation("visit-photos-missing", Visits, &subject, Some("photos"), "no photographs");
}

/// The later of two visits shows a photograph of the earlier one.
fn photo_again(planter: &mut Planter<'_>) {
    let (one, other) = (planter.visit(|_| true), planter.visit(|_| true));
    let arrived = |n: usize| planter.draft.visits[n].visit.arrived_at;
    let (first, second) = if arrived(one) <= arrived(other) { (one, other) } else { (other, one) };
    let photo = planter.draft.visits[first].visit.photos[0].clone();
    let visit = &mut planter.draft.visits[second].visit;
    visit.photos[1] = photo;
    let subject = visit.visit_id.clone();
    planter.violation("visit-photo-reused", Visits, &subject, Some("photos"), "a photograph of an earlier visit");
}

/// The last contact of a case comes the day after the case was settled, or taken back.
fn case_ended(planter: &mut Planter<'_>) {
    let mut last = HashMap::new();
    let visits = planter.draft.visits.iter().map(|visit| (&visit.visit.case_no, visit.visit.arrived_at));
    for (case, at) in planter.draft.calls.iter().map(|call| (&call.call.case_no, call.call.started_at)).chain(visits) {
        let latest = last.entry(case.clone()).or_insert(at);
        *latest = at.max(*latest);
    }
    let n = planter.call(|call| {
        let rang = !matches!(call.call.outcome, Outcome::Busy | Outcome::InvalidNumber);
        let alone = last[&call.call.case_no] == call.call.started_at;
        outbound(call) && rang && alone
    });
    let ended = DayOrMoment::Day(day(&planter.draft.calls[n]) - Days::new(1));
    let subject = planter.draft.calls[n].call.call_id.clone();
    let case_no = planter.draft.calls[n].call.case_no.clone();
    let settled = planter.turn.is_multiple_of(2);
    if let Some(case) = planter.draft.cases.iter_mut().find(|case| case.case_no == case_no) {
        *(if settled { &mut case.settled_at } else { &mut case.withdrawn_at }) = Some(ended);
    }
    let note = if settled { "the day after the debt was paid" } else { "the day after the bank took the case back" };
    planter.violation("contact-after-case-ended", Calls, &subject, Some("started_at"), note);
}

/// Somebody else said that they don't want to be called; the number is called the next day.
fn refused_again(planter: &mut Planter<'_>) {
    let calls = &planter.draft.calls;
    let later = |call: &DraftCall, other: &DraftCall| {
        other.call.case_no == call.call.case_no && other.call.started_at > call.call.started_at
    };
    let free: Vec<_> = calls
        .iter()
        .filter(|call| {
            let next = day(call) + Days::new(1);
            let third = call.call.party.is_third() && call.call.party != Party::Guarantor && call.call.connected();
            let served = planter
                .draft
                .staff
                .iter()
                .any(|staff| staff.collector_id == call.call.collector_id && staff.in_service(next));
            let ended =
                |case: &crate::domain::register::Case| case.case_no == call.call.case_no && case.ended_at().is_some();
            third
                && served
                && day(call).weekday().num_days_from_monday() < 5
                && planter.draft.bank.periods[call.period].quarter.contains(next)
                && !planter.draft.cases.iter().any(ended)
                && !calls.iter().any(|other| later(call, other))
        })
        .map(|call| call.call.call_id.clone())
        .collect();
    let n = planter.call(|call| outbound(call) && free.contains(&call.call.call_id));
    let (refusal, silent) = (
        planter.draft.material.names.summaries["refused"].clone(),
        planter.draft.material.names.summaries["none"].clone(),
    );
    planter.draft.calls[n].call.summary = Some(refusal);
    let line = planter.draft.lines[0].line_number.clone();
    let DraftCall { period, week, zone, scene, .. } = planter.draft.calls[n];
    let mut call = planter.draft.calls[n].call.clone();
    call.call_id = format!("{}-R", call.call_id);
    call.started_at = at(zone, day(&planter.draft.calls[n]) + Days::new(1), time(12, 40, 0));
    call.ended_at = call.started_at + TimeDelta::seconds(24);
    call.outcome = Outcome::NoAnswer;
    call.caller_number = Some(line);
    call.summary = Some(silent);
    call.recording_id = None;
    let subject = call.call_id.clone();
    let talk = Vec::new();
    let again = DraftCall { period, week, call, zone, scene, talk, recording: None, transcript: false, used: true };
    planter.draft.calls.push(again);
    let note = "a number whose owner had refused the day before";
    planter.violation("refused-number-called-again", Calls, &subject, Some("called_number"), note);
}

fn record_blank(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.call.connected() && call.call.party == Party::Debtor);
    let call = &mut planter.draft.calls[n].call;
    call.summary = None;
    let subject = call.call_id.clone();
    planter.violation(
        "contact-record-incomplete",
        Calls,
        &subject,
        Some("summary"),
        "the debtor was reached, no summary",
    );
}
