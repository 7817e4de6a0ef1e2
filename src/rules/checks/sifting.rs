//! `sifting`: the cases of a hand-over are sifted in so many days, more for a larger batch. A case is sifted when the list says so, or else when
//! it was first worked on.

use super::found::{Found, local};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Record, Sourced};
use crate::domain::register::Handover;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::{DateTime, Days, Utc};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// Cells of so many late cases are shown.
const SHOWN: usize = 20;

/// `[check.sifting]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sifting {
    /// Days by the size of the batch, smaller ones first.
    pub terms: Spanned<Vec<Term>>,
    /// Days for a batch larger than all of them.
    pub most_days: u32,
}

/// The days for batches up to a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The largest batch that it is for.
    pub up_to: usize,
    /// Days; the day on which the batch was fetched is not counted, the last one is.
    pub days: u32,
}

impl Sifting {
    fn days(&self, cases: usize) -> u32 {
        let term = self.terms.get_ref().iter().find(|term| cases <= term.up_to);
        term.map_or(self.most_days, |term| term.days)
    }
}

impl Described for Sifting {
    fn unit(&self) -> &'static str {
        "batches handed over"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("late", &["batch", "cases", "fetched", "limit", "late"])]
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        let terms = self.terms.get_ref();
        let rising = terms.windows(2).all(|pair| pair[0].up_to < pair[1].up_to && pair[0].days <= pair[1].days);
        if !rising || terms.last().is_some_and(|last| last.days > self.most_days) {
            lexicon.problem(&self.terms, "terms go from small batches to large ones, and no days get fewer");
        }
    }
}

impl RecordCheck for Sifting {
    /// A batch that nobody has fetched on record is not judged; one that is not sifted counts once the evidence reaches beyond its days.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let zone = view.agency.time_zone.unwrap_or(view.ruleset_zone);
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let mut batches: BTreeMap<&str, Vec<&Sourced<Handover>>> = BTreeMap::new();
        for row in &view.registers.handovers {
            batches.entry(row.value.handover_id.trim()).or_default().push(row);
        }
        let contacts = Contacts::new(view);
        for (batch, rows) in batches {
            let Some(fetched) = rows.iter().filter_map(|row| row.fetched_at).min() else { continue };
            let limit = day(fetched) + Days::new(self.days(rows.len()).into());
            if !view.quarter.contains(limit) {
                continue;
            }
            let sifted = |row: &Handover| row.sifted_at.or(row.first_act_at).or_else(|| contacts.first(row)).map(day);
            let over = contacts.last.map(day).is_some_and(|last| last > limit);
            let late = |row: &Handover| sifted(row).map_or(over, |sifted| sifted > limit);
            let late: Vec<_> = rows.iter().filter(|row| late(&row.value)).collect();
            if late.is_empty() && !over && rows.iter().any(|row| sifted(&row.value).is_none()) {
                continue;
            }
            sink.expose(limit);
            let Some(first) = late.first() else { continue };
            let key = Record::Handover(first.value.clone()).natural_key();
            let mut found = Found::new(EvidenceKind::Handovers, &key, limit, "late")
                .value("batch", batch)
                .value("cases", rows.len())
                .value("fetched", local(fetched, &zone))
                .value("limit", limit)
                .value("late", late.len());
            found = late
                .iter()
                .take(SHOWN)
                .fold(found, |found, row| found.cells(&row.origin, &["sifted_at", "fetched_at"]));
            sink.found(found);
        }
    }
}

/// When cases were contacted.
struct Contacts<'a> {
    by_case: HashMap<&'a str, Vec<DateTime<Utc>>>,
    last: Option<DateTime<Utc>>,
}

impl<'a> Contacts<'a> {
    fn new(view: &View<'a>) -> Self {
        let calls = view.calls.iter().map(|call| (call.value.case_no.as_str(), call.started_at));
        let visits = view.visits.iter().map(|visit| (visit.value.case_no.as_str(), visit.arrived_at));
        let mut contacts = Self { by_case: HashMap::new(), last: None };
        for (case_no, at) in calls.chain(visits) {
            contacts.by_case.entry(case_no).or_default().push(at);
            contacts.last = contacts.last.max(Some(at));
        }
        contacts
    }

    /// The first contact on the case after it was handed over.
    fn first(&self, row: &Handover) -> Option<DateTime<Utc>> {
        self.by_case.get(row.case_no.as_str())?.iter().copied().filter(|at| *at >= row.handed_at).min()
    }
}
