//! `visit-staffing`: enough distinct people on a visit, on the staff register, in service that day, and nowhere else in those minutes.

use super::found::{Found, end_field, local};
use super::presence::{Act, Presence};
use super::staff_register::{StaffRegister, Visitors, service_field};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::Visit;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::Staff;
use crate::rules::view::View;
use chrono::NaiveDate;
use serde::Deserialize;

/// `[check.visit-staffing]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitStaffing {
    /// At least so many.
    pub at_least: usize,
}

impl VisitStaffing {
    /// The first reason for which the people named don't add up, narrowing them down step by step.
    fn judge<'a>(
        &self,
        view: &View<'_>,
        presence: &Presence<'_>,
        staff: &StaffRegister<'_>,
        at: (&'a Sourced<Visit>, NaiveDate),
    ) -> Option<Found<'a>> {
        let (visit, day) = at;
        let Visitors { known, unknown } = staff.visitors(visit);
        let found = |why, people: &[&str]| {
            Found::new(EvidenceKind::Visits, &visit.visit_id, day, why)
                .value("visit", &visit.visit_id)
                .value("needed", self.at_least)
                .value("people", people.join(", "))
                .cells(&visit.origin, &["visitors"])
        };
        if known.len() + unknown.len() < self.at_least {
            let all: Vec<_> =
                known.iter().map(|row| row.collector_id.as_str()).chain(unknown.iter().map(String::as_str)).collect();
            return Some(found("too-few", &all));
        }
        if known.len() < self.at_least {
            return Some(found("unregistered", &unknown.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        let (serving, gone): (Vec<_>, Vec<_>) = known.into_iter().partition(|row| row.in_service(day));
        if serving.len() < self.at_least {
            let ids: Vec<_> = gone.iter().map(|row| row.collector_id.as_str()).collect();
            return Some(gone.iter().fold(found("not-in-service", &ids), |found, row| {
                found.cells(&row.origin, &[service_field(row, day)])
            }));
        }
        let busy: Vec<_> =
            serving.iter().filter_map(|row| Some((*row, presence.elsewhere(&row.collector_id, visit)?))).collect();
        if serving.len() - busy.len() >= self.at_least {
            return None;
        }
        let (first, act) = busy[0];
        Some(elsewhere(view, visit, found, (first, act)))
    }
}

/// The finding that names who was where instead, with the cells on both sides.
fn elsewhere<'a>(
    view: &View<'_>,
    visit: &'a Sourced<Visit>,
    found: impl Fn(&'static str, &[&str]) -> Found<'a>,
    (who, act): (&Sourced<Staff>, Act<'_>),
) -> Found<'a> {
    let zone = view.zone(&visit.case_no);
    let (start, end) = act.span();
    let (why, id) = match act {
        Act::Call(call) => ("on-call", &call.call_id),
        Act::Visit(other) => ("on-visit", &other.visit_id),
    };
    let found = found(why, &[&who.collector_id])
        .value("other", id)
        .value("arrived", local(visit.arrived_at, &zone))
        .value("left", local(visit.left_at, &zone))
        .value("other_start", local(start, &zone))
        .value("other_end", local(end, &zone));
    let found = match act {
        Act::Call(call) => found.cells(&call.origin, &["collector_id", "started_at", end_field(&call.origin)]),
        Act::Visit(other) => found.cells(&other.origin, &["visitors", "arrived_at", "left_at"]),
    };
    found.cells(&visit.origin, &["arrived_at", "left_at"])
}

impl Described for VisitStaffing {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PEOPLE: &[&str] = &["visit", "needed", "people"];
        const ELSEWHERE: &[&str] =
            &["visit", "needed", "people", "other", "arrived", "left", "other_start", "other_end"];
        &[
            ("too-few", PEOPLE),
            ("unregistered", PEOPLE),
            ("not-in-service", PEOPLE),
            ("on-call", ELSEWHERE),
            ("on-visit", ELSEWHERE),
        ]
    }
}

impl RecordCheck for VisitStaffing {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let staff = StaffRegister::new(view.staff);
        let presence = Presence::new(view, &staff);
        for visit in view.visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            if let Some(found) = self.judge(view, &presence, &staff, (visit, day)) {
                sink.found(found);
            }
        }
    }
}
