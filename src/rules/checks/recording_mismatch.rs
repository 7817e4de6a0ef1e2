//! `recording-mismatch`: a call's recording is as long as the call and starts with it.

use super::found::{Found, end_field, local};
use super::links::{Contact, Held, Links};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Recording};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.recording-mismatch]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingMismatch {
    /// It may be shorter by so many seconds, …
    pub shorter_seconds: u32,
    /// … or by this share of the call, in percent, whichever is more.
    pub shorter_percent: u32,
    /// It may be longer by so many seconds.
    pub longer_seconds: u32,
    /// It may start so many minutes before or after the call.
    pub start_minutes: u32,
}

impl RecordingMismatch {
    fn length_fits(&self, call_seconds: i64, recorded_seconds: i64) -> bool {
        let slack_percent = call_seconds.saturating_mul(self.shorter_percent.into());
        let slack = slack_percent.max(i64::from(self.shorter_seconds) * 100);
        let long_enough = recorded_seconds.saturating_mul(100) >= call_seconds.saturating_mul(100) - slack;
        long_enough && recorded_seconds.saturating_sub(call_seconds) <= self.longer_seconds.into()
    }

    fn start_fits(&self, call: &Call, recording: &Recording) -> bool {
        let apart = recording.recorded_at.timestamp().abs_diff(call.started_at.timestamp());
        apart <= u64::from(self.start_minutes) * 60
    }

    /// What is wrong with the recordings of one call, and with which of them; parts that make up the whole call together are fine.
    fn misfit<'a>(
        &self,
        call: &Call,
        own: &[&'a Sourced<Recording>],
    ) -> Option<(&'static str, &'a Sourced<Recording>)> {
        let seconds = call.seconds();
        let total = own.iter().fold(0_i64, |sum, recording| sum.saturating_add(recording.duration_s));
        let first = own.iter().min_by_key(|recording| (recording.recorded_at, &recording.recording_id))?;
        if own.len() > 1 && self.length_fits(seconds, total) && self.start_fits(call, first) {
            return None;
        }
        let judge = |recording: &&'a Sourced<Recording>| {
            let fits = (self.length_fits(seconds, recording.duration_s), self.start_fits(call, recording));
            match fits {
                (true, true) => None,
                (false, _) if recording.duration_s < seconds => Some(("shorter", *recording)),
                (false, _) => Some(("longer", *recording)),
                (true, false) => Some(("start", *recording)),
            }
        };
        own.iter().find_map(judge)
    }
}

impl Described for RecordingMismatch {
    fn unit(&self) -> &'static str {
        "connected calls with a recording"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] =
            &["call", "recording", "call_seconds", "recording_seconds", "call_start", "recording_start"];
        &[("shorter", PLACEHOLDERS), ("longer", PLACEHOLDERS), ("start", PLACEHOLDERS)]
    }
}

impl RecordCheck for RecordingMismatch {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let links = Links::new(view);
        for call in view.calls.iter().filter(|call| call.connected()) {
            let day = view.day(&call.case_no, call.started_at);
            if !view.quarter.contains(day) {
                continue;
            }
            let Held::Own(own) = links.held(Contact::Call(call)) else { continue };
            sink.expose(day);
            let Some((why, recording)) = self.misfit(call, &own) else { continue };
            let zone = view.zone(&call.case_no);
            let found = Found::new(EvidenceKind::Calls, &call.call_id, day, why)
                .value("call", &call.call_id)
                .value("recording", &recording.recording_id)
                .value("call_seconds", call.seconds())
                .value("recording_seconds", recording.duration_s)
                .value("call_start", local(call.started_at, &zone))
                .value("recording_start", local(recording.recorded_at, &zone));
            let (first, second) =
                if why == "start" { ("recorded_at", "duration") } else { ("duration", "recorded_at") };
            let found = found.cells(&recording.origin, &[first, second]);
            sink.found(found.cells(&call.origin, &["started_at", end_field(&call.origin)]));
        }
    }
}
