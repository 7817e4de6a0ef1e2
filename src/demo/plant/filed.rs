//! When records and recordings of contacts are handed in at an agency of the mainland: by five on the day, unless a trick says otherwise.

use super::Planter;
use crate::demo::diary::{at, time};
use crate::demo::draft::{Amended, Draft, DraftCall};
use crate::domain::contact::{Call, Recording};
use crate::domain::evidence::EvidenceKind::{Calls, Recordings};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

const RULE: &str = "records-filed-late";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "call-filed-late" => call_late(planter),
        "recording-filed-late" => recording_late(planter),
        "near-filed-at-five" => at_five(planter),
        _ => return false,
    }
    true
}

/// Fills in every time that no trick has set; to be done last, since tricks move calls about.
pub fn settle(draft: &mut Draft) {
    if draft.spec.ruleset.as_str().starts_with("tw-") {
        return;
    }
    let zone = zone(draft);
    for call in &mut draft.calls {
        file_call(&mut call.call, zone);
        call.recording.iter_mut().for_each(|recording| file_recording(recording, zone));
    }
    let of_visits = draft.visits.iter_mut().filter_map(|visit| visit.recording.as_mut());
    let loose = draft.loose.iter_mut().map(|(_, recording)| recording);
    of_visits.chain(loose).for_each(|recording| file_recording(recording, zone));
    for (_, row) in &mut draft.amended {
        match row {
            Amended::Call(call) => file_call(call, zone),
            Amended::Recording(recording) => file_recording(recording, zone),
        }
    }
}

/// Where the agency's people read the clock.
fn zone(draft: &Draft) -> Tz {
    draft.spec.time_zone.unwrap_or(draft.zone)
}

fn file_call(call: &mut Call, zone: Tz) {
    call.filed_at = call.filed_at.or_else(|| Some(in_time(&call.call_id, call.ended_at, zone)));
}

fn file_recording(recording: &mut Recording, zone: Tz) {
    let ended_at = recording.recorded_at + TimeDelta::seconds(recording.duration_s);
    recording.filed_at = recording.filed_at.or_else(|| Some(in_time(&recording.recording_id, ended_at, zone)));
}

/// A few minutes before five; at five where it ended just before; the next morning where it ended after.
fn in_time(id: &str, ended_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let ended = ended_at.with_timezone(&zone);
    let minute = id.bytes().map(i64::from).sum::<i64>() % 9;
    let (today, tomorrow) = (ended.date_naive(), ended.date_naive() + Days::new(1));
    match ended.time() {
        early if early <= time(16, 45, 0) => at(zone, today, time(16, 48 + minute, 0)),
        late if late > time(17, 0, 0) => at(zone, tomorrow, time(9, 20 + minute, 0)),
        _ => at(zone, today, time(17, 0, 0)),
    }
}

/// A call that ended well before five, with the day on which it is due.
fn early(planter: &mut Planter<'_>, fits: impl Fn(&DraftCall) -> bool) -> (usize, NaiveDate, Tz) {
    let zone = zone(planter.draft);
    let n = planter.call(|call| {
        fits(call) && call.call.connected() && call.call.ended_at.with_timezone(&zone).time() < time(16, 30, 0)
    });
    let day = planter.draft.calls[n].call.ended_at.with_timezone(&zone).date_naive();
    (n, day, zone)
}

fn call_late(planter: &mut Planter<'_>) {
    let (n, day, zone) = early(planter, |_| true);
    let by = if planter.turn == 0 { 1 } else { planter.prng.between(300, 9000) };
    let call = &mut planter.draft.calls[n].call;
    call.filed_at = Some(at(zone, day, time(17, 0, 0)) + TimeDelta::seconds(by));
    let subject = call.call_id.clone();
    planter.violation(RULE, Calls, &subject, Some("filed_at"), "record handed in after five");
}

fn recording_late(planter: &mut Planter<'_>) {
    let (n, day, zone) =
        early(planter, |call| call.recording.as_ref().is_some_and(|recording| recording.duration_s < 900));
    let filed_at = at(zone, day + Days::new(1), time(9, 5, 0));
    let recording = planter.draft.calls[n].recording.as_mut();
    let Some(recording) = recording else { return };
    recording.filed_at = Some(filed_at);
    let subject = recording.recording_id.clone();
    planter.violation(RULE, Recordings, &subject, Some("filed_at"), "recording handed in the next morning");
}

fn at_five(planter: &mut Planter<'_>) {
    let (n, day, zone) = early(planter, |_| true);
    let call = &mut planter.draft.calls[n].call;
    call.filed_at = Some(at(zone, day, time(17, 0, 0)));
    let subject = call.call_id.clone();
    planter.near_miss(Calls, &subject, "record handed in at five to the second");
}
