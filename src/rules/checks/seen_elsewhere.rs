//! `seen-elsewhere`: a recording or photograph was not handed in by another agency before.
//!
//! Hashes alone are compared across agencies, and only the later of two is found. Whose the earlier one is, the check does not know.

use super::found::Found;
use super::links::{Links, recording_day};
use super::{Described, RecordCheck, Sink};
use crate::domain::elsewhere::photo_hash;
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;
use std::collections::BTreeSet;

/// `[check.seen-elsewhere]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenElsewhere {
    /// What is compared.
    pub what: What,
}

/// What has a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The recordings of the list.
    Recordings,
    /// The photographs of visits.
    Photographs,
}

impl Described for SeenElsewhere {
    fn unit(&self) -> &'static str {
        match self.what {
            What::Recordings => "recordings with a hash",
            What::Photographs => "visits with hashed photographs",
        }
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        match self.what {
            What::Recordings => &[("seen", &["recording", "sha256"])],
            What::Photographs => &[("seen", &["visit", "photo"])],
        }
    }
}

impl RecordCheck for SeenElsewhere {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        match self.what {
            What::Recordings => recordings(view, sink),
            What::Photographs => photographs(view, sink),
        }
    }
}

/// Copies of the agency's own recordings are found as such; the one that they are copies of is found here.
fn recordings(view: &View<'_>, sink: &mut Sink) {
    let links = Links::new(view);
    let copies: BTreeSet<&str> = links.copies().iter().map(|(copy, _)| copy.value.recording_id.as_str()).collect();
    for recording in view.recordings {
        let day = recording_day(view, recording);
        let Some(hash) = recording.sha256.as_deref().filter(|_| view.quarter.contains(day)) else { continue };
        sink.expose(day);
        let id = recording.value.recording_id.as_str();
        if view.elsewhere.recordings.contains(id) && !copies.contains(id) {
            let found = Found::new(EvidenceKind::Recordings, id, day, "seen").value("recording", id);
            sink.found(found.value("sha256", hash).cells(&recording.origin, &["sha256"]));
        }
    }
}

/// A visit is found once, by its first such photograph.
fn photographs(view: &View<'_>, sink: &mut Sink) {
    for visit in view.visits {
        let day = view.day(&visit.case_no, visit.arrived_at);
        if !view.quarter.contains(day) || !visit.photos.iter().any(|photo| photo_hash(photo).is_some()) {
            continue;
        }
        sink.expose(day);
        let id = &visit.value.visit_id;
        let seen = |photo: &&String| view.elsewhere.photos.contains(&(id.clone(), (*photo).clone()));
        if let Some(photo) = visit.photos.iter().find(seen) {
            let found = Found::new(EvidenceKind::Visits, id, day, "seen").value("visit", id);
            sink.found(found.value("photo", photo.trim()).cells(&visit.origin, &["photos"]));
        }
    }
}
