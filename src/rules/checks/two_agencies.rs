//! `two-agencies`: no debtor is worked by two agencies at once.
//!
//! What the check learns from elsewhere is only when the debtor was entrusted to somebody else as well; who that is, it does not know. A
//! contact after the agency's own mandate ended is another rule's matter.

use super::found::Found;
use super::links::Contact;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::Outcome;
use crate::domain::evidence::EvidenceKind;
use crate::domain::register::Case;
use crate::rules::view::View;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.two-agencies]`; it has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoAgencies {}

impl Described for TwoAgencies {
    fn unit(&self) -> &'static str {
        "cases worked"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("elsewhere", &["case", "contact", "day"])]
    }
}

/// Whether the contact could reach anybody.
fn reaches(contact: Contact<'_>) -> bool {
    match contact {
        Contact::Call(call) => !matches!(call.outcome, Outcome::Busy | Outcome::InvalidNumber),
        Contact::Visit(_) => true,
    }
}

fn in_mandate(view: &View<'_>, case: &Case, day: NaiveDate) -> bool {
    case.ended_at().is_none_or(|ended| day < ended.day(view.zone(&case.case_no)))
}

impl RecordCheck for TwoAgencies {
    /// Each case of the bank's list that was worked in the quarter counts once, on the day of the first contact that is wrong, or of the first.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let mut worked: BTreeMap<&str, Vec<(NaiveDate, Contact<'_>)>> = BTreeMap::new();
        let calls = view.calls.iter().map(Contact::Call);
        for contact in calls.chain(view.visits.iter().map(Contact::Visit)).filter(|contact| reaches(*contact)) {
            let day = contact.day(view);
            if view.quarter.contains(day) && view.cases.contains_key(contact.case_no()) {
                worked.entry(contact.case_no()).or_default().push((day, contact));
            }
        }
        for (case_no, mut contacts) in worked {
            contacts.sort_by_key(|(_, contact)| (contact.start(), contact.key()));
            let case = &view.cases[case_no];
            let zone = view.zone(case_no);
            let elsewhere = view.elsewhere.entrusted.get(case_no).map(Vec::as_slice).unwrap_or_default();
            let both = |day: NaiveDate| in_mandate(view, case, day) && elsewhere.iter().any(|when| when.on(day, zone));
            let Some((day, contact)) = contacts.iter().find(|(day, _)| both(*day)) else {
                sink.expose(contacts[0].0);
                continue;
            };
            sink.expose(*day);
            let (kind, id) = contact.key();
            let when = if kind == EvidenceKind::Visits { "arrived_at" } else { "started_at" };
            let found = Found::new(EvidenceKind::Cases, case_no, *day, "elsewhere")
                .value("case", case_no)
                .value("contact", id)
                .value("day", day);
            sink.found(found.cells(&case.origin, &["case_no"]).cells(contact.origin(), &[when]));
        }
    }
}
