//! Where collectors were when: the calls and visits of each, ready to be asked for what overlaps.

use super::staff_register::StaffRegister;
use crate::domain::contact::{Call, Visit};
use crate::domain::evidence::Sourced;
use crate::rules::view::View;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// Something that keeps a collector busy.
#[derive(Clone, Copy)]
pub(super) enum Act<'a> {
    Call(&'a Sourced<Call>),
    Visit(&'a Sourced<Visit>),
}

impl<'a> Act<'a> {
    /// Start and end.
    pub fn span(self) -> (DateTime<Utc>, DateTime<Utc>) {
        match self {
            Self::Call(call) => (call.started_at, call.ended_at),
            Self::Visit(visit) => (visit.arrived_at, visit.left_at),
        }
    }

    /// The number of the call or visit.
    pub fn id(self) -> &'a str {
        match self {
            Self::Call(call) => &call.value.call_id,
            Self::Visit(visit) => &visit.value.visit_id,
        }
    }

    fn is_visit(self, id: &str) -> bool {
        matches!(self, Self::Visit(visit) if visit.visit_id == id)
    }
}

/// The acts of one collector by start, each with the latest end so far.
type Acts<'a> = Vec<(DateTime<Utc>, DateTime<Utc>, Act<'a>)>;

/// The acts of every collector who goes on visits.
pub(super) struct Presence<'a> {
    acts: HashMap<&'a str, Acts<'a>>,
}

impl<'a> Presence<'a> {
    /// Reads the log of calls and visits.
    pub fn new(view: &'a View<'a>, staff: &StaffRegister<'a>) -> Self {
        let mut acts: HashMap<&'a str, Acts<'a>> = HashMap::new();
        for visit in view.visits {
            for collector in staff.visitors(&visit.value).known {
                let id = collector.value.collector_id.as_str();
                acts.entry(id).or_default().push((visit.arrived_at, visit.left_at, Act::Visit(visit)));
            }
        }
        for call in view.calls {
            if let Some(acts) = acts.get_mut(call.collector_id.as_str()) {
                acts.push((call.started_at, call.ended_at, Act::Call(call)));
            }
        }
        for acts in acts.values_mut() {
            acts.sort_by_key(|(start, end, _)| (*start, *end));
            let mut latest = DateTime::<Utc>::MIN_UTC;
            for (_, end, _) in acts {
                latest = latest.max(*end);
                *end = latest;
            }
        }
        Self { acts }
    }

    /// The earliest other act of `collector` that shares time with `visit`; touching ends share none.
    pub fn elsewhere(&self, collector: &str, visit: &Visit) -> Option<Act<'a>> {
        let acts = self.acts.get(collector)?;
        let begun = acts.partition_point(|(start, ..)| *start < visit.left_at);
        let still_on = acts[..begun].iter().rev().take_while(|(_, latest, _)| *latest > visit.arrived_at);
        let overlapping = still_on
            .map(|(.., act)| *act)
            .filter(|act| !act.is_visit(&visit.visit_id) && act.span().1 > visit.arrived_at);
        overlapping.last()
    }
}
