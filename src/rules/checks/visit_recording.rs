//! `visit-recording`: every visit is recorded from arrival to departure.

use super::found::{Found, local};
use super::links::{Contact, Held, Links};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Recording, Visit};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use chrono::TimeDelta;
use serde::Deserialize;

/// `[check.visit-recording]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRecording {
    /// So many seconds may be missing at either end.
    pub slack_seconds: u32,
}

impl VisitRecording {
    /// Whether the recordings, one after the other, leave nothing of the visit out.
    fn covers(&self, visit: &Visit, own: &[&Sourced<Recording>]) -> bool {
        let slack = i64::from(self.slack_seconds);
        let mut parts: Vec<_> = own
            .iter()
            .map(|recording| (recording.recorded_at.timestamp(), recording.duration_s.max(0)))
            .map(|(start, seconds)| (start, start.saturating_add(seconds)))
            .collect();
        parts.sort_unstable();
        let mut heard_until = visit.arrived_at.timestamp() + slack;
        let mut heard = false;
        for (start, end) in parts {
            if start <= heard_until {
                heard = true;
                heard_until = heard_until.max(end);
            }
        }
        heard && heard_until >= visit.left_at.timestamp() - slack
    }
}

impl Described for VisitRecording {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[
            ("missing", &["visit"]),
            ("unlisted", &["visit", "recording"]),
            ("gap", &["visit", "recording", "arrived", "left", "recording_start", "recording_end"]),
        ]
    }
}

impl RecordCheck for VisitRecording {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let links = Links::new(view);
        for visit in view.visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if !view.quarter.contains(day) {
                continue;
            }
            let held = links.held(Contact::Visit(visit));
            sink.expose(day);
            sink.expect(EvidenceKind::Recordings, day, matches!(held, Held::Own(_)));
            let missing = || {
                let named = visit.recording_id.as_deref().unwrap_or_default().trim();
                Found::new(
                    EvidenceKind::Visits,
                    &visit.visit_id,
                    day,
                    if named.is_empty() { "missing" } else { "unlisted" },
                )
                .value("visit", &visit.visit_id)
                .value("recording", named)
                .cells(&visit.origin, &["visit_id", "recording_id"])
            };
            match held {
                Held::Own(own) if self.covers(visit, &own) => {}
                Held::Own(own) => {
                    sink.found(gap(view, visit, own[0], Found::new(EvidenceKind::Visits, &visit.visit_id, day, "gap")))
                }
                Held::Nothing => sink.found(missing()),
                // One defect, and `recording-reused` has it.
                Held::Shared => {}
            }
        }
    }
}

fn gap<'a>(view: &View<'_>, visit: &Sourced<Visit>, recording: &Sourced<Recording>, found: Found<'a>) -> Found<'a> {
    let zone = view.zone(&visit.case_no);
    let length = TimeDelta::try_seconds(recording.duration_s).unwrap_or_default();
    let end = recording.recorded_at.checked_add_signed(length);
    found
        .value("visit", &visit.visit_id)
        .value("recording", &recording.recording_id)
        .value("arrived", local(visit.arrived_at, &zone))
        .value("left", local(visit.left_at, &zone))
        .value("recording_start", local(recording.recorded_at, &zone))
        .value("recording_end", local(end.unwrap_or(recording.recorded_at), &zone))
        .cells(&recording.origin, &["recorded_at", "duration"])
        .cells(&visit.origin, &["arrived_at", "left_at"])
}
