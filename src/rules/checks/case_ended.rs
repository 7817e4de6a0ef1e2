//! `case-ended`: nobody is called or visited on a case that was settled, withdrawn or returned.
//!
//! Contacts of the very day are let pass: the list of cases often does not say at what hour the case ended.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, DayOrMoment, Direction, Outcome};
use crate::domain::evidence::EvidenceKind::{Calls, Visits};
use crate::domain::evidence::{Origin, Sourced};
use crate::domain::register::Case;
use crate::rules::view::View;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// `[check.case-ended]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEnded {
    /// So many days after the day of the end are let pass as well: what the news takes to reach the agency.
    pub grace_days: u32,
}

/// Whether the agency rang somebody: busy and invalid numbers reach nobody, and whoever calls the agency is answered.
fn rang(call: &Call) -> bool {
    call.direction != Some(Direction::Inbound) && !matches!(call.outcome, Outcome::Busy | Outcome::InvalidNumber)
}

/// The column that says when the case ended.
fn end_column(case: &Case, ended: DayOrMoment) -> &'static str {
    if case.settled_at == Some(ended) {
        "settled_at"
    } else if case.withdrawn_at == Some(ended) {
        "withdrawn_at"
    } else {
        "returned_at"
    }
}

impl CaseEnded {
    /// Fills in what is wrong with a contact on `day`; nothing where its case goes on.
    fn judge<'a>(
        &self,
        view: &View<'_>,
        case: Option<&Sourced<Case>>,
        (found, id): (Found<'a>, &str),
        contact: (&Origin, &'static str),
    ) -> Option<Found<'a>> {
        let case = case?;
        let ended = case.ended_at()?;
        let last: NaiveDate = ended.day(view.zone(&case.case_no));
        if found.day <= last + Days::new(self.grace_days.into()) {
            return None;
        }
        let found = found.value("contact", id).value("ended", last).value("case", &case.case_no);
        let day = found.day;
        let found = found.value("day", day).cells(contact.0, &[contact.1]);
        Some(found.cells(&case.origin, &[end_column(case, ended)]))
    }
}

impl Described for CaseEnded {
    fn unit(&self) -> &'static str {
        "contacts"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("ended", &["contact", "day", "case", "ended"])]
    }
}

impl RecordCheck for CaseEnded {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let calls = view.calls.iter().filter(|call| rang(call)).map(|call| {
            let id = call.value.call_id.as_str();
            (Calls, id, call.value.case_no.as_str(), call.value.started_at, (&call.origin, "started_at"))
        });
        let visits = view.visits.iter().map(|visit| {
            let id = visit.value.visit_id.as_str();
            (Visits, id, visit.value.case_no.as_str(), visit.value.arrived_at, (&visit.origin, "arrived_at"))
        });
        for (kind, id, case_no, at, cell) in calls.chain(visits) {
            let day = view.day(case_no, at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let found = Found::new(kind, id, day, "ended");
            if let Some(found) = self.judge(view, view.cases.get(case_no), (found, id), cell) {
                sink.found(found);
            }
        }
    }
}
