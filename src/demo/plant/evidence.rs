//! Evidence that is not handed in.

use super::Planter;
use crate::domain::evidence::EvidenceKind::{Calls, Visits};

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
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
