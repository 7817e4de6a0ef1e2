//! `visit-identification`: badge worn and the bank's authorisation shown on every visit; blank counts as no.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.visit-identification]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitIdentification {
    /// A staff badge must be worn.
    pub badge: bool,
    /// The bank's authorisation must be shown.
    pub authorisation: bool,
}

impl Described for VisitIdentification {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["visit"];
        &[("both", PLACEHOLDERS), ("badge", PLACEHOLDERS), ("authorisation", PLACEHOLDERS)]
    }
}

impl RecordCheck for VisitIdentification {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for visit in view.visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let no_badge = self.badge && visit.badge_worn != Some(true);
            let no_authorisation = self.authorisation && visit.authorisation_shown != Some(true);
            let (why, fields): (_, &[&str]) = match (no_badge, no_authorisation) {
                (true, true) => ("both", &["badge_worn", "authorisation_shown"]),
                (true, false) => ("badge", &["badge_worn"]),
                (false, true) => ("authorisation", &["authorisation_shown"]),
                (false, false) => continue,
            };
            let found = Found::new(EvidenceKind::Visits, &visit.visit_id, day, why).value("visit", &visit.visit_id);
            sink.found(found.cells(&visit.origin, fields));
        }
    }
}
