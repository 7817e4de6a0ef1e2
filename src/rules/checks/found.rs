//! What a record check reports, and how it reaches the sink.

use super::Sink;
use crate::domain::evidence::{Address, EvidenceKind, Origin};
use crate::domain::finding::{Hit, Span, Why};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use std::borrow::Cow;
use std::fmt::Display;

/// One breach in one unit of evidence.
pub(super) struct Found<'a> {
    /// Kind of the evidence that it concerns.
    pub kind: EvidenceKind,
    /// Its natural key.
    pub subject: &'a str,
    /// The local day it counts on.
    pub day: NaiveDate,
    /// Tells breaches of the same rule on the same subject apart.
    pub occurrence: String,
    /// Characters of a report, where text was judged.
    pub spans: Vec<Span>,
    /// 0 to 1000; facts are certain.
    pub confidence_permille: u16,
    /// Which of the rule's `[why]` texts.
    pub why: &'static str,
    /// What fills its placeholders.
    pub values: Vec<(Cow<'static, str>, String)>,
    /// Cells, the decisive one first; doubles are dropped.
    pub evidence: Vec<Address>,
}

impl<'a> Found<'a> {
    /// A breach that concerns the whole of `subject`.
    pub fn new(kind: EvidenceKind, subject: &'a str, day: NaiveDate, why: &'static str) -> Self {
        let (occurrence, spans, values, evidence) = Default::default();
        Self { kind, subject, day, occurrence, spans, confidence_permille: 1000, why, values, evidence }
    }

    /// Adds a value for a placeholder.
    pub fn value(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.values.push((name.into(), value.to_string()));
        self
    }

    /// Adds the cells of `fields` in one row; a field that its sheet has no column for has no cell, and a row is never left without one.
    pub fn cells(mut self, origin: &Origin, fields: &[&str]) -> Self {
        let columns = &origin.sheet.columns;
        let mut shown: Vec<&str> =
            fields.iter().copied().filter(|field| columns.is_empty() || columns.contains_key(*field)).collect();
        if shown.is_empty() {
            let first = columns.iter().min_by_key(|(_, column)| **column);
            shown.extend(first.map(|(field, _)| field.as_str()));
        }
        for field in shown {
            let cell = origin.cell(field);
            if !self.evidence.contains(&cell) {
                self.evidence.push(cell);
            }
        }
        self
    }
}

impl Sink {
    /// Counts one expected piece of evidence.
    pub(super) fn expect(&mut self, kind: EvidenceKind, day: NaiveDate, present: bool) {
        let coverage = self.coverage.entry((kind, day)).or_default();
        coverage.expected += 1;
        coverage.present += u64::from(present);
    }

    /// Keeps one breach.
    pub(super) fn found(&mut self, found: Found<'_>) {
        let values = found.values.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        self.hits.push(Hit {
            rule: self.rule,
            kind: found.kind,
            subject: found.subject.to_owned(),
            day: found.day,
            spans: found.spans,
            occurrence: found.occurrence,
            confidence_permille: found.confidence_permille,
            why: Why { key: found.why.to_owned(), values },
            evidence: found.evidence,
        });
    }
}

/// The column that says when a row's event ended: `ended_at`, or `duration` where the sheet has that instead.
pub(super) fn end_field(origin: &Origin) -> &'static str {
    if origin.sheet.columns.contains_key("duration") && !origin.sheet.columns.contains_key("ended_at") {
        "duration"
    } else {
        "ended_at"
    }
}

/// A moment as people at `zone` read it off the clock.
pub(super) fn local<Z: TimeZone>(moment: DateTime<Utc>, zone: &Z) -> String
where
    Z::Offset: Display,
{
    moment.with_timezone(zone).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Whether a cell holds nothing but spaces.
pub(super) fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Whether the row's sheet asks for `field`: it has a column for it; or, where rows have no columns, others fill it.
pub(super) fn told(origin: &Origin, field: &str, others_fill_it: bool) -> bool {
    let columns = &origin.sheet.columns;
    columns.contains_key(field) || (columns.is_empty() && others_fill_it)
}
