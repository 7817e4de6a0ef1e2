//! `audit-interval`: the agency audits itself, on schedule and unannounced, and not too long ago.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::{InternalAudit, Regularity};
use crate::rules::view::View;
use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// `[check.audit-interval]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditInterval {
    /// The sorts of audit, each of which is wanted.
    pub kinds: Vec<Regularity>,
    /// Within so many months, up to the last day of the quarter of which the evidence tells.
    pub months: u32,
}

impl Described for AuditInterval {
    fn unit(&self) -> &'static str {
        "sorts of internal audit"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["since", "day", "last"];
        &[("regular", PLACEHOLDERS), ("unannounced", PLACEHOLDERS)]
    }
}

impl RecordCheck for AuditInterval {
    /// Nothing while the agreement is younger than the months, or where no register of audits was ever handed in: the inspector sees to that.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let Some(day) = told_until(view) else { return };
        let Some(since) = day.checked_sub_months(Months::new(self.months)) else { return };
        let held = || view.registers.audits.iter().filter(move |audit| audit.held_on <= day);
        let last = held().max_by_key(|audit| (audit.held_on, &audit.value.audit_id));
        let Some(last) = last.filter(|_| view.agency.agreement_from <= since) else { return };
        for &kind in &self.kinds {
            sink.expose(day);
            if !held().any(|audit| audit.audit_kind == kind && audit.held_on > since) {
                sink.found(found(kind, last, since, day));
            }
        }
    }
}

/// Shown at the last audit of all, which is of another sort or too long ago.
fn found(kind: Regularity, last: &Sourced<InternalAudit>, since: NaiveDate, day: NaiveDate) -> Found<'_> {
    let why = match kind {
        Regularity::Regular => "regular",
        Regularity::Unannounced => "unannounced",
    };
    let mut found = Found::new(EvidenceKind::Audits, &last.value.audit_id, day, why)
        .value("since", since)
        .value("day", day)
        .value("last", last.held_on)
        .cells(&last.origin, &["held_on", "audit_kind"]);
    found.occurrence = why.to_owned();
    found
}

/// The last day of the quarter with a contact.
fn told_until(view: &View<'_>) -> Option<NaiveDate> {
    let calls = view.calls.iter().map(|call| view.day(&call.case_no, call.started_at));
    let visits = view.visits.iter().map(|visit| view.day(&visit.case_no, visit.arrived_at));
    calls.chain(visits).filter(|day| view.quarter.contains(*day)).max()
}
