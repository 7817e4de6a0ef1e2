//! Calls at the wrong hour and from the wrong line.

use super::Planter;
use crate::demo::diary::{at, time};
use crate::domain::contact::{AgreedTime, Direction, Outcome};
use crate::domain::evidence::EvidenceKind::Calls;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

const HOURS: &str = "contact-outside-hours";
const LINE: &str = "unregistered-line";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "hours-early" => hours(planter, early, None, "before the hours, nothing agreed"),
        "hours-late" => hours(planter, late, None, "after the hours, nothing agreed"),
        "hours-over-the-end" => hours(planter, over_the_end, None, "begins within the hours, ends after them"),
        "hours-no-reason" => hours(planter, late, Some(true), "agreed time without its reason"),
        "hours-beyond-agreed" => hours(planter, late, Some(false), "agreed for another time"),
        "hours-far" => far(planter),
        "line-unknown" => line(planter, Some("01055509999"), "line on no register"),
        "line-unnamed" => line(planter, None, "no line named"),
        "line-unrecorded" => own_line(planter, 6, "a mobile that is not recorded"),
        "line-given-up" => own_line(planter, 4, "line given up at the end of July"),
        "line-not-yet" => own_line(planter, 5, "line taken up on 3 August"),
        _ => return false,
    }
    true
}

/// First and last permitted moment of the day.
pub fn limits(planter: &Planter<'_>) -> (NaiveTime, NaiveTime) {
    if planter.taiwan() { (time(7, 0, 0), time(22, 0, 0)) } else { (time(8, 0, 0), time(21, 0, 0)) }
}

/// Moves a call, with its recording, to another local time of its day.
pub fn move_call(planter: &mut Planter<'_>, n: usize, start: NaiveTime) {
    let draft = &mut planter.draft.calls[n];
    let day = draft.call.started_at.with_timezone(&draft.zone).date_naive();
    let by: TimeDelta = at(draft.zone, day, start) - draft.call.started_at;
    shift(&mut draft.call.started_at, by);
    shift(&mut draft.call.ended_at, by);
    if let Some(recording) = &mut draft.recording {
        shift(&mut recording.recorded_at, by);
    }
}

fn shift(moment: &mut DateTime<Utc>, by: TimeDelta) {
    *moment += by;
}

fn early(planter: &mut Planter<'_>, _seconds: i64) -> NaiveTime {
    limits(planter).0 - TimeDelta::seconds(planter.prng.between(60, 4000))
}

/// The first one second late, the others by up to an hour and a half.
fn late(planter: &mut Planter<'_>, _seconds: i64) -> NaiveTime {
    let by = if planter.turn == 0 { 1 } else { planter.prng.between(120, 5400) };
    limits(planter).1 + TimeDelta::seconds(by)
}

/// Ends one second after the hours.
fn over_the_end(planter: &mut Planter<'_>, seconds: i64) -> NaiveTime {
    limits(planter).1 - TimeDelta::seconds(seconds - 1)
}

fn hours(
    planter: &mut Planter<'_>,
    start: impl Fn(&mut Planter<'_>, i64) -> NaiveTime,
    agreed: Option<bool>,
    note: &str,
) {
    let n = planter.call(|call| {
        let counts = !matches!(call.call.outcome, Outcome::Busy | Outcome::InvalidNumber);
        counts && call.call.direction == Some(Direction::Outbound)
    });
    let start = start(planter, planter.draft.calls[n].call.seconds());
    move_call(planter, n, start);
    let reason = planter.draft.material.names.agreed_reason.clone();
    let call = &mut planter.draft.calls[n].call;
    // Either the right time without its reason, or another time with it.
    if let Some(covers) = agreed {
        call.agreed_time = Some(AgreedTime::At(if covers { start } else { time(12, 0, 0) }));
        call.agreed_reason = (!covers).then_some(reason);
    }
    let subject = call.call_id.clone();
    planter.violation(HOURS, Calls, &subject, Some("started_at"), note);
}

/// 09:30 by the agency's own clock is early morning two zones further west.
fn far(planter: &mut Planter<'_>) {
    let own = planter.draft.spec.time_zone.unwrap_or(planter.draft.zone);
    let n = planter.call(|call| {
        let counts = !matches!(call.call.outcome, Outcome::Busy | Outcome::InvalidNumber);
        call.zone != own && counts && call.call.direction == Some(Direction::Outbound)
    });
    let start = time(7, 30, 0) + TimeDelta::seconds(planter.prng.between(0, 800));
    move_call(planter, n, start);
    let subject = planter.draft.calls[n].call.call_id.clone();
    planter.violation(
        HOURS,
        Calls,
        &subject,
        Some("started_at"),
        "fine by the agency's clock, too early at the debtor's place",
    );
}

fn line(planter: &mut Planter<'_>, number: Option<&str>, note: &str) {
    let n = planter.call(|call| call.call.direction == Some(Direction::Outbound));
    let call = &mut planter.draft.calls[n].call;
    call.caller_number = number.map(str::to_owned);
    let subject = call.call_id.clone();
    planter.violation(LINE, Calls, &subject, Some("caller_number"), note);
}

/// One of the register's lines on a day on which it may not be used.
fn own_line(planter: &mut Planter<'_>, which: usize, note: &str) {
    let line = planter.draft.lines[which].clone();
    let number = line.line_number.clone();
    let n = planter.call(|call| {
        let day = call.call.started_at.with_timezone(&call.zone).date_naive();
        let usable = line.recorded == Some(true) && line.registered(day);
        call.call.direction == Some(Direction::Outbound) && !usable
    });
    let call = &mut planter.draft.calls[n].call;
    call.caller_number = Some(number);
    let subject = call.call_id.clone();
    planter.violation(LINE, Calls, &subject, Some("caller_number"), note);
}
