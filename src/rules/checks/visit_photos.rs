//! `visit-photos`: photographs of every visit are kept.

use super::found::{Found, told};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.visit-photos]`; it judges reports whose sheet has a column for photographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitPhotos {
    /// At least so many different ones.
    pub at_least: usize,
}

impl Described for VisitPhotos {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("missing", &["visit", "photos", "needed"])]
    }
}

impl RecordCheck for VisitPhotos {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let filled = view.visits.iter().any(|visit| !visit.photos.is_empty());
        for visit in view.visits.iter().filter(|visit| told(&visit.origin, "photos", filled)) {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let mut photos: Vec<_> = visit.photos.iter().map(|photo| photo.trim()).collect();
            photos.retain(|photo| !photo.is_empty());
            photos.sort_unstable();
            photos.dedup();
            if photos.len() < self.at_least {
                let found = Found::new(EvidenceKind::Visits, &visit.visit_id, day, "missing")
                    .value("visit", &visit.visit_id)
                    .value("photos", photos.len())
                    .value("needed", self.at_least);
                sink.found(found.cells(&visit.origin, &["photos"]));
            }
        }
    }
}
