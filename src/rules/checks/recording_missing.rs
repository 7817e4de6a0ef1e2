//! `recording-missing`: every answered call has a recording on the list.

use super::found::{Found, blank};
use super::links::{Contact, Held, Links};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.recording-missing]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingMissing {}

impl Described for RecordingMissing {
    fn unit(&self) -> &'static str {
        "connected calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("missing", &["call"]), ("unlisted", &["call", "recording"])]
    }
}

impl RecordCheck for RecordingMissing {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let links = Links::new(view);
        for call in view.calls.iter().filter(|call| call.connected()) {
            let day = view.day(&call.case_no, call.started_at);
            if !view.quarter.contains(day) {
                continue;
            }
            let held = links.held(Contact::Call(call));
            sink.expose(day);
            sink.expect(EvidenceKind::Recordings, day, matches!(held, Held::Own(_)));
            // A shared recording is one defect, and `recording-reused` has it.
            if matches!(held, Held::Nothing) {
                let named = call.recording_id.as_deref();
                let why = if blank(named) { "missing" } else { "unlisted" };
                let found = Found::new(EvidenceKind::Calls, &call.call_id, day, why)
                    .value("call", &call.call_id)
                    .value("recording", named.unwrap_or_default().trim());
                sink.found(found.cells(&call.origin, &["call_id", "recording_id", "outcome"]));
            }
        }
    }
}
