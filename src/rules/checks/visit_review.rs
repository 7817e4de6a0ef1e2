//! `visit-review`: a supervisor reviews every visit report: somebody named, at a time given, after the visit, and nobody who was on it.

use super::found::{Found, blank, local, told};
use super::staff_register::StaffRegister;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::Visit;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.visit-review]`; it has no parameters, and judges reports whose sheet has a column for who reviewed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitReview {}

impl Described for VisitReview {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("missing", &["visit", "day"]), ("own", &["visit", "reviewer"]), ("early", &["visit", "left", "reviewed"])]
    }
}

impl RecordCheck for VisitReview {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let register = StaffRegister::new(view.staff);
        let named = view.visits.iter().any(|visit| !blank(visit.reviewed_by.as_deref()));
        let timed = view.visits.iter().any(|visit| visit.reviewed_at.is_some());
        for visit in view.visits.iter().filter(|visit| told(&visit.origin, "reviewed_by", named)) {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let Some(why) = defect(visit, &register, told(&visit.origin, "reviewed_at", timed)) else { continue };
            let zone = view.zone(&visit.case_no);
            let found = Found::new(EvidenceKind::Visits, &visit.visit_id, day, why).value("visit", &visit.visit_id);
            let found = match (why, visit.reviewed_at) {
                ("early", Some(at)) => {
                    found.value("left", local(visit.left_at, &zone)).value("reviewed", local(at, &zone))
                }
                ("own", _) => found.value("reviewer", visit.reviewed_by.as_deref().unwrap_or_default().trim()),
                _ => found.value("day", day),
            };
            sink.found(found.cells(&visit.origin, &["reviewed_by", "reviewed_at", "visitors"]));
        }
    }
}

/// What is wrong with the review; a time is asked for only where the sheet has room for it.
fn defect(visit: &Sourced<Visit>, register: &StaffRegister<'_>, timed: bool) -> Option<&'static str> {
    let reviewer = visit.reviewed_by.as_deref().filter(|name| !blank(Some(name)));
    let Some(reviewer) = reviewer.filter(|_| !timed || visit.reviewed_at.is_some()) else { return Some("missing") };
    let reviewer = register.id(reviewer);
    if visit.visitors.iter().any(|visitor| register.id(visitor) == reviewer) {
        return Some("own");
    }
    visit.reviewed_at.is_some_and(|at| at < visit.left_at).then_some("early")
}
