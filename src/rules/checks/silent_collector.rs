//! `silent-collector`: nobody who talks to debtors all week long leaves no recording.
//!
//! Single recordings that are missing are another rule's matter; here it is somebody whose recordings are missing altogether.

use super::found::Found;
use super::links::{Contact, Held, Links};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::Call;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::quarter::Week;
use crate::rules::view::View;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.silent-collector]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentCollector {
    /// Answered calls in a week from which on it is no chance.
    pub least_calls: usize,
}

/// One collector's answered calls of one week.
#[derive(Default)]
struct Worked<'a> {
    calls: Vec<(NaiveDate, &'a Sourced<Call>)>,
    heard: bool,
}

/// Cells shown of one finding; the rest is in the log.
const SHOWN: usize = 10;

impl Described for SilentCollector {
    fn unit(&self) -> &'static str {
        "collectors' weeks"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("silent", &["collector", "week", "first", "last", "calls"])]
    }
}

impl RecordCheck for SilentCollector {
    /// A week counts on the day of its last answered call.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let links = Links::new(view);
        let mut weeks: BTreeMap<(&str, NaiveDate), Worked<'_>> = BTreeMap::new();
        for call in view.calls.iter().filter(|call| call.connected()) {
            let day = view.day(&call.case_no, call.started_at);
            if view.quarter.contains(day) {
                let monday = Week::of(day).first_day();
                let worked = weeks.entry((call.value.collector_id.trim(), monday)).or_default();
                worked.calls.push((day, call));
                worked.heard |= !matches!(links.held(Contact::Call(call)), Held::Nothing);
            }
        }
        for ((collector, monday), worked) in weeks {
            let Some(last) = worked.calls.iter().map(|(day, _)| *day).max() else { continue };
            if worked.calls.len() < self.least_calls {
                continue;
            }
            sink.expose(last);
            if worked.heard {
                continue;
            }
            let week = Week::of(monday).to_string();
            let mut found = Found::new(EvidenceKind::Staff, collector, last, "silent")
                .value("collector", collector)
                .value("week", &week)
                .value("first", worked.calls.iter().map(|(day, _)| *day).min().unwrap_or(last))
                .value("last", last)
                .value("calls", worked.calls.len());
            for (_, call) in worked.calls.iter().take(SHOWN) {
                found = found.cells(&call.origin, &["collector_id"]);
            }
            found.occurrence = week;
            sink.found(found);
        }
    }
}
