//! `recording-reused`: one recording for one contact; neither shared nor handed in again as a copy.

use super::found::Found;
use super::links::{Links, listed_contact, recording_day};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.recording-reused]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingReused {}

impl Described for RecordingReused {
    fn unit(&self) -> &'static str {
        "uses of recordings"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[
            ("shared", &["recording", "first", "second"]),
            ("copied", &["recording", "original", "first", "second", "sha256"]),
        ]
    }
}

impl RecordCheck for RecordingReused {
    /// Counts each use of a recording: the one it is listed for, and each further contact that names it.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for recording in view.recordings {
            let day = recording_day(view, recording);
            if view.quarter.contains(day) {
                sink.expose(day);
            }
        }
        let links = Links::new(view);
        for (recording, contact) in links.sharers() {
            let day = contact.day(view);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let (kind, id) = contact.key();
            let owner = links.owner(recording);
            let mut found = Found::new(EvidenceKind::Recordings, &recording.recording_id, day, "shared")
                .value("recording", &recording.recording_id)
                .value("first", owner.map_or("", |owner| owner.key().1))
                .value("second", id)
                .cells(contact.origin(), &["recording_id"])
                .cells(&recording.origin, &[listed_field(recording.visit_id.is_some())]);
            if let Some(owner) = owner {
                found = found.cells(owner.origin(), &["recording_id"]);
            }
            found.occurrence = format!("{kind}/{id}");
            sink.found(found);
        }
        for (copy, original) in links.copies() {
            let day = recording_day(view, copy);
            if !view.quarter.contains(day) {
                continue;
            }
            let listed = |recording| listed_contact(view, recording).map_or("", |contact| contact.key().1);
            let found = Found::new(EvidenceKind::Recordings, &copy.recording_id, day, "copied")
                .value("recording", &copy.recording_id)
                .value("original", &original.recording_id)
                .value("first", listed(original))
                .value("second", listed(copy))
                .value("sha256", copy.sha256.as_deref().unwrap_or_default());
            sink.found(found.cells(&copy.origin, &["sha256"]).cells(&original.origin, &["sha256"]));
        }
    }
}

fn listed_field(visit: bool) -> &'static str {
    if visit { "visit_id" } else { "call_id" }
}
