//! Calls again and again.

use super::Planter;
use super::calls::move_call;
use crate::demo::diary::time;
use crate::demo::draft::DraftCall;
use crate::domain::contact::{Direction, Outcome};
use crate::domain::evidence::EvidenceKind::Calls;
use chrono::TimeDelta;

/// So many attempts to reach a number in a day are within the example policy.
const ATTEMPTS: i32 = 6;

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "too-often" => attempts(planter, ATTEMPTS + 1),
        "near-too-often" => attempts(planter, ATTEMPTS),
        _ => return false,
    }
    true
}

/// A call that nobody answered, repeated every four minutes while the desk is at lunch.
fn attempts(planter: &mut Planter<'_>, count: i32) {
    let n =
        planter.call(|call| call.call.outcome == Outcome::NoAnswer && call.call.direction == Some(Direction::Outbound));
    move_call(planter, n, time(12, 0, 0));
    for again in 1..count {
        let DraftCall { period, week, zone, scene, .. } = planter.draft.calls[n];
        let mut call = planter.draft.calls[n].call.clone();
        call.call_id = format!("{}-{again}", call.call_id);
        call.started_at += TimeDelta::minutes(4) * again;
        call.ended_at += TimeDelta::minutes(4) * again;
        let talk = Vec::new();
        let repeated =
            DraftCall { period, week, call, zone, scene, talk, recording: None, transcript: false, used: true };
        planter.draft.calls.push(repeated);
    }
    let last = planter.draft.calls.last().map(|last| last.call.call_id.clone()).unwrap_or_default();
    if count > ATTEMPTS {
        let note = "the seventh attempt to reach one number on a day";
        planter.violation("contact-too-often", Calls, &last, Some("started_at"), note);
    } else {
        planter.near_miss(Calls, &last, "the sixth attempt to reach one number on a day");
    }
}
