//! `collector-overlap`: nobody is on two calls at once, nor on a call during a visit of their own.

use super::found::{Found, end_field, local};
use super::presence::Act;
use super::staff_register::StaffRegister;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// `[check.collector-overlap]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectorOverlap {
    /// On a visit of no more people than this nobody can be spared: somebody who was on a call meanwhile is `visit-staffing`'s to find, and
    /// one defect is one finding.
    pub visit_staff: usize,
}

/// Whether the call kept its collector busy: one that came in and was not taken is what happens while somebody is on the phone.
fn busy(call: &Call) -> bool {
    call.connected() || call.direction != Some(Direction::Inbound)
}

/// One collector's acts in the order of time: each call that begins, or is still on, while another act goes on.
fn sweep<'a>(view: &'a View<'a>, collector: &str, acts: &mut [Act<'a>], sink: &mut Sink) {
    acts.sort_by_key(|act| (act.span(), act.id()));
    let mut known = HashSet::new();
    let mut longest: Option<Act<'a>> = None;
    for act in acts.iter().copied() {
        let (start, end) = act.span();
        if let Some(before) = longest.filter(|before| start < before.span().1 && before.span().0 < end) {
            let call = match (act, before) {
                (Act::Call(call), other) | (other @ Act::Visit(_), Act::Call(call)) => Some((call, other)),
                (Act::Visit(_), Act::Visit(_)) => None,
            };
            if let Some((call, other)) = call.filter(|(call, _)| known.insert(call.value.call_id.as_str())) {
                judge(view, collector, call, other, sink);
            }
        }
        if longest.is_none_or(|before| before.span().1 < end) {
            longest = Some(act);
        }
    }
}

fn judge<'a>(view: &View<'a>, collector: &str, call: &'a Sourced<Call>, other: Act<'a>, sink: &mut Sink) {
    let day = view.day(&call.case_no, call.started_at);
    if !view.quarter.contains(day) {
        return;
    }
    let zone = view.zone(&call.case_no);
    let (start, end) = other.span();
    let why = if matches!(other, Act::Call(_)) { "two-calls" } else { "on-visit" };
    let found = Found::new(EvidenceKind::Calls, &call.value.call_id, day, why)
        .value("call", &call.call_id)
        .value("collector", collector)
        .value("other", other.id())
        .value("start", local(call.started_at, &zone))
        .value("end", local(call.ended_at, &zone))
        .value("other_start", local(start, &zone))
        .value("other_end", local(end, &zone))
        .cells(&call.origin, &["started_at", end_field(&call.origin), "collector_id"]);
    sink.found(match other {
        Act::Call(other) => found.cells(&other.origin, &["collector_id", "started_at", end_field(&other.origin)]),
        Act::Visit(visit) => found.cells(&visit.origin, &["visitors", "arrived_at", "left_at"]),
    });
}

impl Described for CollectorOverlap {
    fn unit(&self) -> &'static str {
        "calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const VALUES: &[&str] = &["call", "collector", "other", "start", "end", "other_start", "other_end"];
        &[("two-calls", VALUES), ("on-visit", VALUES)]
    }
}

impl RecordCheck for CollectorOverlap {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let staff = StaffRegister::new(view.staff);
        let mut acts: BTreeMap<&str, Vec<Act<'_>>> = BTreeMap::new();
        for call in view.calls.iter().filter(|call| busy(call)) {
            let day = view.day(&call.case_no, call.started_at);
            if view.quarter.contains(day) {
                sink.expose(day);
            }
            acts.entry(staff.id(&call.value.collector_id)).or_default().push(Act::Call(call));
        }
        for visit in view.visits {
            let visitors = staff.visitors(&visit.value).known;
            for visitor in visitors.iter().filter(|_| visitors.len() > self.visit_staff) {
                if let Some(acts) = acts.get_mut(visitor.value.collector_id.trim()) {
                    acts.push(Act::Visit(visit));
                }
            }
        }
        for (collector, acts) in &mut acts {
            sweep(view, collector, acts, sink);
        }
    }
}
