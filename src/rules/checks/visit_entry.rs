//! `visit-entry`: nobody's home or office is entered without consent first.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.visit-entry]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitEntry {}

impl Described for VisitEntry {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["visit"];
        &[("refused", PLACEHOLDERS), ("unrecorded", PLACEHOLDERS)]
    }
}

impl RecordCheck for VisitEntry {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for visit in view.visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let why = match (visit.entered, visit.entry_consent) {
                (Some(true), Some(false)) => "refused",
                (Some(true), None) => "unrecorded",
                _ => continue,
            };
            let found = Found::new(EvidenceKind::Visits, &visit.visit_id, day, why).value("visit", &visit.visit_id);
            sink.found(found.cells(&visit.origin, &["entry_consent", "entered"]));
        }
    }
}
