//! `recording-orphan`: a recording names a call or visit that is in the log.

use super::found::Found;
use super::links::{listed_contact, recording_day};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.recording-orphan]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingOrphan {}

impl Described for RecordingOrphan {
    fn unit(&self) -> &'static str {
        "recordings"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["recording", "named"];
        &[("call", PLACEHOLDERS), ("visit", PLACEHOLDERS)]
    }
}

impl RecordCheck for RecordingOrphan {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for recording in view.recordings {
            let day = recording_day(view, recording);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            if listed_contact(view, recording).is_some() {
                continue;
            }
            let (why, field, named) = match (&recording.call_id, &recording.visit_id) {
                (_, Some(visit)) => ("visit", "visit_id", visit.as_str()),
                (call, None) => ("call", "call_id", call.as_deref().unwrap_or_default()),
            };
            let found = Found::new(EvidenceKind::Recordings, &recording.recording_id, day, why)
                .value("recording", &recording.recording_id)
                .value("named", named);
            sink.found(found.cells(&recording.origin, &[field, "recording_id"]));
        }
    }
}
