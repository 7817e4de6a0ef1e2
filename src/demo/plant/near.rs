//! Things that look like violations and are none: limits to the second, agreed times, touching ends.

use super::Planter;
use super::calls::{limits, move_call};
use super::visits::{move_visit, visit_and_call};
use crate::demo::diary::time;
use crate::demo::people::FIELD_STAFF;
use crate::domain::contact::{AgreedTime, Direction, Outcome};
use crate::domain::evidence::EvidenceKind::{Calls, Visits};
use crate::domain::quarter::Week;
use chrono::{NaiveTime, TimeDelta};

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "near-hours-first-second" => call(planter, "begins on the first permitted second", |planter, n| {
            let first = limits(planter).0;
            move_call(planter, n, first);
        }),
        "near-hours-last-second" => call(planter, "ends on the last permitted second", |planter, n| {
            let start = limits(planter).1 - TimeDelta::seconds(planter.draft.calls[n].call.seconds());
            move_call(planter, n, start);
        }),
        "near-hours-agreed" => call(planter, "outside the hours, agreed with its reason", agreed),
        "near-hours-busy" => busy(planter),
        "near-hours-far" => far(planter),
        "near-recording-slack" => call(planter, "recording five seconds short, five minutes late", slack),
        "near-visit-touching" => touching(planter),
        "near-visit-third-busy" => third_busy(planter),
        "near-visit-last-day" => last_day(planter),
        "near-visit-to-the-minute" => to_the_minute(planter),
        _ => return false,
    }
    true
}

fn call(planter: &mut Planter<'_>, note: &str, change: impl Fn(&mut Planter<'_>, usize)) {
    let n = planter.call(|call| call.recording.is_some() && call.call.direction == Some(Direction::Outbound));
    change(planter, n);
    let subject = planter.draft.calls[n].call.call_id.clone();
    planter.near_miss(Calls, &subject, note);
}

fn agreed(planter: &mut Planter<'_>, n: usize) {
    let start = limits(planter).1 + TimeDelta::minutes(20);
    move_call(planter, n, start);
    let until = limits(planter).1;
    let agreed = if planter.turn.is_multiple_of(2) {
        AgreedTime::At(start + TimeDelta::minutes(10))
    } else {
        AgreedTime::Window(until, until + TimeDelta::minutes(90))
    };
    let reason = planter.draft.material.names.agreed_reason.clone();
    let call = &mut planter.draft.calls[n].call;
    call.agreed_reason = Some(reason);
    call.agreed_time = Some(agreed);
}

/// A busy line at night is no contact.
fn busy(planter: &mut Planter<'_>) {
    let n = planter.call(|call| matches!(call.call.outcome, Outcome::Busy | Outcome::InvalidNumber));
    let night = limits(planter).1 + TimeDelta::minutes(30);
    move_call(planter, n, night);
    let subject = planter.draft.calls[n].call.call_id.clone();
    planter.near_miss(Calls, &subject, "outside the hours, but nobody's telephone rang");
}

/// Late by the agency's clock, early evening at the debtor's place.
fn far(planter: &mut Planter<'_>) {
    let own = planter.draft.zone;
    let n = planter.call(|call| call.zone != own && call.call.direction == Some(Direction::Outbound));
    move_call(planter, n, time(20, 15, 0));
    let subject = planter.draft.calls[n].call.call_id.clone();
    planter.near_miss(Calls, &subject, "late by the agency's clock, in time at the debtor's place");
}

fn slack(planter: &mut Planter<'_>, n: usize) {
    let draft = &mut planter.draft.calls[n];
    let Some(recording) = &mut draft.recording else { return };
    recording.duration_s = draft.call.seconds() - 5;
    recording.recorded_at = draft.call.started_at + TimeDelta::minutes(5);
}

/// A visitor's call that ends in the second of arrival.
fn touching(planter: &mut Planter<'_>) {
    let (visit, call) = visit_and_call(planter);
    let arrived = planter.draft.visits[visit].visit.arrived_at;
    let draft = &planter.draft.calls[call];
    let start = (arrived - TimeDelta::seconds(draft.call.seconds())).with_timezone(&draft.zone).time();
    move_call(planter, call, start);
    planter.draft.calls[call].call.collector_id = planter.draft.visits[visit].visit.visitors[0].clone();
    let subject = planter.draft.visits[visit].visit.visit_id.clone();
    planter.near_miss(Visits, &subject, "a visitor's call ends in the very second of arrival");
}

/// Three went, one of them was on the phone: two are enough for the visit, and the call can't be true.
fn third_busy(planter: &mut Planter<'_>) {
    let (visit, call) = visit_and_call(planter);
    let (arrived, left) = (planter.draft.visits[visit].visit.arrived_at, planter.draft.visits[visit].visit.left_at);
    let busy = |id: &str| {
        let own = planter.draft.calls.iter().filter(|own| own.call.collector_id == id);
        own.map(|own| &own.call).any(|own| own.started_at < left + TimeDelta::hours(1) && own.ended_at > arrived)
    };
    let free = planter.draft.staff.iter().take(planter.draft.spec.collectors).find(|staff| !busy(&staff.collector_id));
    let caller = free.expect("a collector without a call in that hour").collector_id.clone();
    let zone = planter.draft.calls[call].zone;
    let start: NaiveTime = arrived.with_timezone(&zone).time() + TimeDelta::minutes(2);
    move_call(planter, call, start);
    planter.draft.calls[call].call.collector_id = caller.clone();
    planter.draft.visits[visit].visit.visitors.push(caller);
    let subject = planter.draft.visits[visit].visit.visit_id.clone();
    planter.near_miss(Visits, &subject, "three visitors, one of them on a call: two remain");
    let subject = planter.draft.calls[call].call.call_id.clone();
    planter.violation("collector-overlap", Calls, &subject, Some("started_at"), "the caller was on a visit meanwhile");
}

/// The leaver's last day is still a day of service.
fn last_day(planter: &mut Planter<'_>) {
    let leaver = planter.draft.staff[planter.draft.spec.collectors + FIELD_STAFF].clone();
    let zone = planter.draft.zone;
    let on = leaver.left_on.expect("the leaver leaves");
    let n = planter.visit(|visit| {
        visit.visit.arrived_at.with_timezone(&zone).date_naive() >= Week::of(on).first_day()
            && visit.visit.arrived_at.with_timezone(&zone).date_naive() <= on
    });
    let draft = &mut planter.draft.visits[n];
    let days = on - draft.visit.arrived_at.with_timezone(&zone).date_naive();
    move_visit(draft, days);
    draft.visit.reviewed_at = draft.visit.reviewed_at.map(|at| at + days);
    draft.visit.planned_on = draft.visit.planned_on.map(|day| day + days);
    draft.visit.handed_over_on = draft.visit.handed_over_on.map(|day| day + days);
    draft.visit.visitors[1] = leaver.collector_id;
    let subject = draft.visit.visit_id.clone();
    planter.near_miss(Visits, &subject, "a visitor's last day of service");
}

/// Leaves on the last permitted second.
fn to_the_minute(planter: &mut Planter<'_>) {
    let n = planter.visit(|_| true);
    let until = limits(planter).1;
    let case = planter.draft.visits[n].visit.case_no.clone();
    let case = planter.draft.cases.iter().find(|known| known.case_no == case);
    let zone = case.map_or(planter.draft.zone, |case| planter.draft.zone_of(case));
    let draft = &mut planter.draft.visits[n];
    let left = draft.visit.left_at.with_timezone(&zone).time();
    move_visit(draft, until - left);
    let subject = draft.visit.visit_id.clone();
    planter.near_miss(Visits, &subject, "leaves on the last permitted second");
}
