//! `first-contact`: a case begins with the debtor, not with those around the debtor.
//!
//! Only cases entrusted in the quarter are judged: of others it is not known what came before.

use super::found::Found;
use super::whom::Whom;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction, Party};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use chrono::Days;
use serde::Deserialize;
use std::collections::HashMap;

/// `[check.first-contact]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstContact {
    /// Only where the first call on record comes at most so many days after the case: before a later one there were others, in logs that
    /// are not at hand.
    pub within_days: u32,
    /// With whom a case may begin besides the debtor.
    #[serde(default)]
    pub except: Vec<Party>,
}

impl Described for FirstContact {
    fn unit(&self) -> &'static str {
        "cases"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("third", &["call", "day", "case", "entrusted"])]
    }
}

impl RecordCheck for FirstContact {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let whom = Whom::new(view);
        let mut first: HashMap<&str, &Sourced<Call>> = HashMap::new();
        for call in view.calls.iter().filter(|call| call.direction != Some(Direction::Inbound)) {
            let earliest = first.entry(&call.value.case_no).or_insert(call);
            if (call.started_at, &call.call_id) < (earliest.started_at, &earliest.call_id) {
                *earliest = call;
            }
        }
        let mut visited: HashMap<&str, _> = HashMap::new();
        for visit in view.visits {
            let earliest = visited.entry(visit.value.case_no.as_str()).or_insert(visit.arrived_at);
            *earliest = visit.arrived_at.min(*earliest);
        }
        for case in view.cases.values() {
            let Some((entrusted, call)) = case.entrusted_at.zip(first.get(case.case_no.as_str()).copied()) else {
                continue;
            };
            let day = view.day(&case.case_no, call.started_at);
            let since = view.day(&case.case_no, entrusted);
            let soon = entrusted <= call.started_at && day <= since + Days::new(self.within_days.into());
            let visited_before = visited.get(case.case_no.as_str()).is_some_and(|at| *at < call.started_at);
            if !soon || !view.quarter.contains(since) || !view.quarter.contains(day) || visited_before {
                continue;
            }
            sink.expose(day);
            if whom.is_debtor(call) || self.except.contains(&call.party) {
                continue;
            }
            let found = Found::new(EvidenceKind::Calls, &call.value.call_id, day, "third")
                .value("call", &call.call_id)
                .value("day", day)
                .value("case", &case.case_no)
                .value("entrusted", since);
            sink.found(found.cells(&call.origin, &["party", "started_at"]).cells(&case.origin, &["entrusted_at"]));
        }
    }
}
