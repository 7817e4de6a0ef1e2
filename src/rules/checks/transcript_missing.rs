//! `transcript-missing`: every answered call comes with its transcript.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.transcript-missing]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranscriptMissing {}

impl Described for TranscriptMissing {
    fn unit(&self) -> &'static str {
        "connected calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("missing", &["call"])]
    }
}

impl RecordCheck for TranscriptMissing {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for call in view.calls.iter().filter(|call| call.connected()) {
            let day = view.day(&call.case_no, call.started_at);
            if !view.quarter.contains(day) {
                continue;
            }
            let present = view.transcribed.contains(&call.call_id);
            sink.expose(day);
            sink.expect(EvidenceKind::Transcripts, day, present);
            if !present {
                let found = Found::new(EvidenceKind::Calls, &call.call_id, day, "missing").value("call", &call.call_id);
                sink.found(found.cells(&call.origin, &["call_id", "outcome"]));
            }
        }
    }
}
