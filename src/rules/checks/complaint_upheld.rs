//! `complaint-upheld`: complaints that the bank found justified, against the contacts of the quarter: what was recovered is not the only measure.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::domain::register::ComplaintOutcome;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.complaint-upheld]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintUpheld {
    /// What the bank has to have decided.
    pub outcomes: Vec<ComplaintOutcome>,
}

impl Described for ComplaintUpheld {
    fn unit(&self) -> &'static str {
        "answered calls and visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("upheld", &["complaint", "day", "collector", "detail"])]
    }
}

impl RecordCheck for ComplaintUpheld {
    /// A complaint counts on the day on which it came in; questions are none, and what is not decided yet does not count.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let calls =
            view.calls.iter().filter(|call| call.connected()).map(|call| view.day(&call.case_no, call.started_at));
        let visits = view.visits.iter().map(|visit| view.day(&visit.case_no, visit.arrived_at));
        for day in calls.chain(visits).filter(|day| view.quarter.contains(*day)) {
            sink.expose(day);
        }
        for complaint in view.registers.complaints.iter().filter(|complaint| !complaint.grounds.is_enquiry()) {
            let day = complaint.received_at.day(view.zone(complaint.case_no.as_deref().unwrap_or_default()));
            let justified = complaint.outcome.is_some_and(|outcome| self.outcomes.contains(&outcome));
            if !justified || !view.quarter.contains(day) {
                continue;
            }
            let text = |written: &Option<String>| {
                written.as_deref().map(str::trim).filter(|text| !text.is_empty()).unwrap_or("–").to_owned()
            };
            let found = Found::new(EvidenceKind::Complaints, &complaint.value.complaint_id, day, "upheld")
                .value("complaint", &complaint.complaint_id)
                .value("day", day)
                .value("collector", text(&complaint.collector_id))
                .value("detail", text(&complaint.detail));
            sink.found(found.cells(&complaint.origin, &["outcome", "grounds", "collector_id", "detail"]));
        }
    }
}
