//! `collector-unregistered`: whoever calls is on the staff register and in service that day; visits are `visit-staffing`'s.
//!
//! Without any register nothing is said of single calls: that it was not handed in is one lack, not as many as there are calls.

use super::found::Found;
use super::staff_register::{StaffRegister, service_field};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.collector-unregistered]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectorUnregistered {}

impl Described for CollectorUnregistered {
    fn unit(&self) -> &'static str {
        "calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const VALUES: &[&str] = &["call", "day", "collector"];
        &[("unregistered", VALUES), ("before-service", VALUES), ("after-service", VALUES)]
    }
}

impl RecordCheck for CollectorUnregistered {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        if view.staff.is_empty() {
            return;
        }
        let staff = StaffRegister::new(view.staff);
        for call in view.calls {
            let day = view.day(&call.case_no, call.started_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let row = staff.find(call.collector_id.trim());
            if row.is_some_and(|row| row.in_service(day)) {
                continue;
            }
            let field = row.map(|row| service_field(row, day));
            let why = match field {
                None => "unregistered",
                Some("hired_on") => "before-service",
                Some(_) => "after-service",
            };
            let found = Found::new(EvidenceKind::Calls, &call.call_id, day, why)
                .value("call", &call.call_id)
                .value("day", day)
                .value("collector", &call.collector_id)
                .cells(&call.origin, &["collector_id", "started_at"]);
            sink.found(
                row.zip(field).into_iter().fold(found, |found, (row, field)| found.cells(&row.origin, &[field])),
            );
        }
    }
}
