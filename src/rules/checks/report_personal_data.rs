//! `report-personal-data`: no full card or identity number in a visit report or in the note on a call.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Origin};
use crate::domain::finding::Span;
use crate::rules::view::View;
use crate::text::normalize::cut;
use crate::text::personal_data::find;
use chrono::NaiveDate;
use serde::Deserialize;

/// `[check.report-personal-data]`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPersonalData {
    /// How sure a hit is, 0 to 1: now and then another number has the right sum.
    pub confidence: f64,
}

/// One text that somebody at the agency wrote.
struct Report<'a> {
    kind: EvidenceKind,
    subject: &'a str,
    day: NaiveDate,
    field: &'static str,
    text: &'a str,
    origin: &'a Origin,
}

impl ReportPersonalData {
    fn judge(&self, report: &Report<'_>, sink: &mut Sink) {
        sink.expose(report.day);
        let numbers = find(report.text);
        let Some(first) = numbers.first() else { return };
        let mut found = Found::new(report.kind, report.subject, report.day, "written-out")
            .value("kind", first.kind.as_str())
            .value("subject", report.subject)
            .cells(report.origin, &[report.field]);
        found.confidence_permille = (self.confidence.clamp(0.0, 1.0) * 1000.0).round() as u16;
        found.occurrence = report.field.to_owned();
        found.spans = numbers
            .iter()
            .map(|number| Span {
                turn: None,
                start: number.start,
                end: number.end,
                excerpt: cut(report.text, number.start, number.end).to_owned(),
                normalised: number.number.clone(),
            })
            .collect();
        sink.found(found);
    }
}

impl Described for ReportPersonalData {
    fn unit(&self) -> &'static str {
        "visit reports and notes on calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("written-out", &["kind", "subject"])]
    }

    fn by_facts(&self) -> bool {
        false
    }
}

impl RecordCheck for ReportPersonalData {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let visits = view.visits.iter().filter_map(|visit| {
            Some(Report {
                kind: EvidenceKind::Visits,
                subject: &visit.visit_id,
                day: view.day(&visit.case_no, visit.arrived_at),
                field: "narrative",
                text: visit.narrative.as_deref()?,
                origin: &visit.origin,
            })
        });
        let calls = view.calls.iter().filter_map(|call| {
            Some(Report {
                kind: EvidenceKind::Calls,
                subject: &call.call_id,
                day: view.day(&call.case_no, call.started_at),
                field: "summary",
                text: call.summary.as_deref()?,
                origin: &call.origin,
            })
        });
        for report in visits.chain(calls).filter(|report| view.quarter.contains(report.day)) {
            self.judge(&report, sink);
        }
    }
}
