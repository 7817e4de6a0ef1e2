//! Recordings that don't fit, are used twice, belong nowhere, or are not kept.

use super::Planter;
use crate::demo::draft::Amended;
use crate::domain::contact::{DayOrMoment, Recording};
use crate::domain::evidence::EvidenceKind::{Calls, Recordings, Visits};
use chrono::{Days, Months, NaiveDate, TimeDelta};

const MISMATCH: &str = "recording-mismatch";
const REUSED: &str = "recording-reused";
const RETENTION: &str = "recording-not-kept";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "recording-cut" => misfit(planter, "cut off half way", |recording, seconds| recording.duration_s = seconds / 2),
        "recording-padded" => {
            misfit(planter, "61 seconds longer than the call", |recording, seconds| {
                recording.duration_s = seconds + 61
            });
        }
        "recording-other-time" => misfit(planter, "begins more than five minutes after the call", |recording, _| {
            recording.recorded_at += TimeDelta::seconds(305);
        }),
        "visit-recording-cut" => visit_cut(planter),
        "recording-shared" => shared(planter),
        "recording-copied" => copied(planter),
        "recording-orphaned" => orphan(planter),
        "recording-kept-too-short" => kept_too_short(planter),
        "recording-deleted-early" => deleted(planter, true),
        "near-recording-deleted-in-time" => deleted(planter, false),
        "backup-unnamed" => backup(planter),
        _ => return false,
    }
    true
}

fn misfit(planter: &mut Planter<'_>, note: &str, change: impl Fn(&mut Recording, i64)) {
    let n = planter.call(|call| call.recording.is_some() && call.call.seconds() > 40);
    let draft = &mut planter.draft.calls[n];
    let seconds = draft.call.seconds();
    draft.recording.iter_mut().for_each(|recording| change(recording, seconds));
    let subject = draft.call.call_id.clone();
    planter.violation(MISMATCH, Calls, &subject, Some("duration"), note);
}

fn visit_cut(planter: &mut Planter<'_>) {
    let n = planter.visit(|visit| visit.recording.is_some());
    let draft = &mut planter.draft.visits[n];
    let stays = (draft.visit.left_at - draft.visit.arrived_at).num_seconds();
    // One second more is missing at the end than may be.
    if let Some(recording) = &mut draft.recording {
        recording.duration_s = (draft.visit.arrived_at - recording.recorded_at).num_seconds() + stays - 61;
    }
    let subject = draft.visit.visit_id.clone();
    planter.violation("visit-not-recorded", Visits, &subject, Some("duration"), "recording ends before the visit does");
}

/// A second call names the first one's recording and has none of its own.
fn shared(planter: &mut Planter<'_>) {
    let first = planter.call(|call| call.recording.is_some());
    let second = planter.call(|call| call.recording.is_some());
    let recording_id = planter.draft.calls[first].call.recording_id.clone().unwrap_or_default();
    let other = &mut planter.draft.calls[second];
    other.recording = None;
    other.call.recording_id = Some(recording_id.clone());
    let note = format!("used again for {}", other.call.call_id);
    planter.violation(REUSED, Recordings, &recording_id, Some("recording_id"), &note);
}

/// The same file under another name: same hash.
fn copied(planter: &mut Planter<'_>) {
    let one = planter.call(|call| call.recording.is_some());
    let other = planter.call(|call| call.recording.is_some());
    let begins = |n: usize| planter.draft.calls[n].recording.as_ref().map(|recording| recording.recorded_at);
    let (first, copy) = if begins(one) <= begins(other) { (one, other) } else { (other, one) };
    let hash = planter.draft.calls[first].recording.as_ref().and_then(|recording| recording.sha256.clone());
    let Some(recording) = &mut planter.draft.calls[copy].recording else { return };
    recording.sha256 = hash;
    let subject = recording.recording_id.clone();
    let note = format!("the recording of {} again", planter.draft.calls[first].call.call_id);
    planter.violation(REUSED, Recordings, &subject, Some("sha256"), &note);
}

/// A recording of a call that is in no log.
fn orphan(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.recording.is_some());
    let draft = &mut planter.draft.calls[n];
    draft.used = false;
    let Some(mut recording) = draft.recording.clone() else { return };
    let call = format!("{}-X{:04}", planter.draft.spec.id, planter.period * 100 + planter.turn);
    recording.recording_id = format!("R-{call}");
    recording.file_name = recording.file_name.replace(&draft.call.call_id, &call);
    recording.sha256 = Some(crate::domain::ids::Digest::of(call.as_bytes()).to_string());
    recording.call_id = Some(call);
    let subject = recording.recording_id.clone();
    let week = draft.week;
    planter.draft.loose.push((week, recording));
    planter.violation("recording-orphaned", Recordings, &subject, Some("call_id"), "its call is in no log");
}

/// The first day on which a recording of `day` may go.
fn may_go(planter: &Planter<'_>, day: NaiveDate) -> NaiveDate {
    if planter.taiwan() { day + Months::new(6) } else { planter.draft.spec.agreement[1] + Months::new(60) }
}

fn kept_too_short(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.recording.is_some());
    let draft = &planter.draft.calls[n];
    let day = draft.call.started_at.with_timezone(&draft.zone).date_naive();
    let too_early = may_go(planter, day) - Days::new(1);
    let Some(recording) = &mut planter.draft.calls[n].recording else { return };
    recording.retain_until = Some(DayOrMoment::Day(too_early));
    let subject = recording.recording_id.clone();
    planter.violation(RETENTION, Recordings, &subject, Some("retain_until"), "to be kept a day less than it must");
}

/// A recording of the first period whose list is handed in again in the last, now with a day of deletion: one day early, or on the day.
fn deleted(planter: &mut Planter<'_>, early: bool) {
    let last = planter.draft.bank.periods.len() - 1;
    let quarter = planter.draft.bank.periods[last].quarter;
    let period = std::mem::replace(&mut planter.period, 0);
    let n = planter.call(|call| call.recording.is_some());
    planter.period = period;
    let draft = &planter.draft.calls[n];
    let day = draft.call.started_at.with_timezone(&draft.zone).date_naive();
    let Some(mut recording) = draft.recording.clone() else { return };
    let on = match (early, planter.taiwan()) {
        (true, true) => may_go(planter, day) - Days::new(1),
        (true, false) => quarter.first_day() + Days::new(20),
        (false, _) => may_go(planter, day),
    };
    recording.deleted_at = Some(DayOrMoment::Day(on));
    let subject = recording.recording_id.clone();
    let week = planter.draft.bank.periods[last].weeks().last().expect("a period has weeks");
    planter.draft.amended.push((week, Amended::Recording(Box::new(recording))));
    if early {
        planter.violation(RETENTION, Recordings, &subject, Some("deleted_at"), "deleted before its time");
    } else {
        planter.near_miss(Recordings, &subject, "deleted on the very day on which it may");
    }
}

fn backup(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.recording.is_some());
    let Some(recording) = &mut planter.draft.calls[n].recording else { return };
    recording.backup_location = None;
    let subject = recording.recording_id.clone();
    planter.violation("recording-not-backed-up", Recordings, &subject, Some("backup_location"), "no backup named");
}
