//! Evidence that is not handed in.

use super::Planter;
use crate::domain::evidence::EvidenceKind::{Calls, Staff, Visits};
use crate::domain::quarter::Week;
use std::collections::BTreeMap;

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "all-recordings-withheld" => all_of_one(planter),
        "recording-withheld" => recording(planter, false),
        "recording-only-claimed" => recording(planter, true),
        "transcript-withheld" => transcript(planter),
        "visit-recording-withheld" => visit(planter),
        _ => return false,
    }
    true
}

fn recording(planter: &mut Planter<'_>, claimed: bool) {
    let n = planter.call(|call| call.recording.is_some());
    withhold(planter, n, claimed);
}

/// Every recording of one collector in one week, at least five of them.
fn all_of_one(planter: &mut Planter<'_>) {
    let mut weeks: BTreeMap<(Week, String), Vec<usize>> = BTreeMap::new();
    for (n, call) in planter.draft.calls.iter().enumerate() {
        if call.period == planter.period && call.call.connected() {
            weeks.entry((call.week, call.call.collector_id.clone())).or_default().push(n);
        }
    }
    let untouched = |n: &usize| !planter.draft.calls[*n].used && planter.draft.calls[*n].recording.is_some();
    weeks.retain(|_, calls| calls.len() >= 5 && calls.iter().all(untouched));
    let all: Vec<_> = weeks.into_iter().collect();
    let ((_, collector), calls) = planter.prng.pick(&all).clone();
    for n in calls {
        planter.draft.calls[n].used = true;
        withhold(planter, n, false);
    }
    let note = "calls all week, and not one recording";
    planter.violation("collector-without-recordings", Staff, &collector, Some("collector_id"), note);
}

fn withhold(planter: &mut Planter<'_>, n: usize, claimed: bool) {
    let draft = &mut planter.draft.calls[n];
    draft.recording = None;
    if !claimed {
        draft.call.recording_id = None;
    }
    let subject = draft.call.call_id.clone();
    let note = if claimed { "the log names a recording that is on no list" } else { "no recording" };
    planter.violation("recording-missing", Calls, &subject, Some("recording_id"), note);
}

fn transcript(planter: &mut Planter<'_>) {
    let n = planter.call(|call| call.transcript);
    let draft = &mut planter.draft.calls[n];
    draft.transcript = false;
    let subject = draft.call.call_id.clone();
    planter.violation("transcript-missing", Calls, &subject, Some("call_id"), "no transcript");
}

fn visit(planter: &mut Planter<'_>) {
    let n = planter.visit(|visit| visit.recording.is_some());
    let draft = &mut planter.draft.visits[n];
    draft.recording = None;
    draft.visit.recording_id = None;
    let subject = draft.visit.visit_id.clone();
    planter.violation("visit-not-recorded", Visits, &subject, Some("recording_id"), "no recording of the visit");
}
