//! `recording-backup`: the list says where each recording's second copy is.

use super::found::{Found, blank};
use super::links::recording_day;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.recording-backup]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingBackup {}

impl Described for RecordingBackup {
    fn unit(&self) -> &'static str {
        "recordings"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("unnamed", &["recording"])]
    }
}

impl RecordCheck for RecordingBackup {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for recording in view.recordings {
            let day = recording_day(view, recording);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            if blank(recording.backup_location.as_deref()) {
                let found = Found::new(EvidenceKind::Recordings, &recording.recording_id, day, "unnamed")
                    .value("recording", &recording.recording_id);
                sink.found(found.cells(&recording.origin, &["backup_location", "recording_id"]));
            }
        }
    }
}
