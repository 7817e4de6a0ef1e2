//! `contact-persons`: others than the debtor are called only while the debtor can't be reached, and never after they refused.
//!
//! Each case is read in the order of time. The debtor can't be reached while so many calls in so many days found nobody and none found the
//! debtor. A refusal is what the log itself says of an answered call.

use super::found::Found;
use super::whom::{Per, Whom};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction, Outcome, Party, Visit};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use crate::text::normalize::normalize;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// `[check.contact-persons]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPersons {
    /// So many calls to the debtor found nobody; 0 leaves refusals alone to be judged.
    pub attempts: usize,
    /// Within so many days, that of the call included.
    pub days: u32,
    /// Whom it does not concern.
    #[serde(default)]
    pub except: Vec<Party>,
    /// What a summary says of somebody who refused; in any script.
    pub refused: Vec<String>,
}

/// What stands on the log of one case so far.
#[derive(Default)]
struct Standing<'a> {
    /// Calls to the debtor since the debtor was last reached that found nobody.
    attempts: VecDeque<(NaiveDate, &'a Sourced<Call>)>,
    /// When and by whom the debtor was last reached.
    reached: Option<(NaiveDate, &'a str)>,
    /// Who refused, by number.
    refusals: HashMap<&'a str, (NaiveDate, &'a Sourced<Call>)>,
}

#[derive(Clone, Copy)]
enum Contact<'a> {
    Call(&'a Sourced<Call>),
    Visit(&'a Sourced<Visit>),
}

impl<'a> Contact<'a> {
    fn start(self) -> DateTime<Utc> {
        match self {
            Self::Call(call) => call.started_at,
            Self::Visit(visit) => visit.arrived_at,
        }
    }

    fn case_no(self) -> &'a str {
        match self {
            Self::Call(call) => &call.value.case_no,
            Self::Visit(visit) => &visit.value.case_no,
        }
    }

    fn subject(self) -> &'a str {
        match self {
            Self::Call(call) => &call.value.call_id,
            Self::Visit(visit) => &visit.value.visit_id,
        }
    }
}

impl ContactPersons {
    /// Whether the call is one to another person that can reach anybody.
    fn concerns(&self, call: &Call) -> bool {
        call.party.is_third()
            && !self.except.contains(&call.party)
            && call.direction != Some(Direction::Inbound)
            && !matches!(call.outcome, Outcome::Busy | Outcome::InvalidNumber)
    }

    fn says_no(&self, call: &Call) -> bool {
        let summary = normalize(call.summary.as_deref().unwrap_or_default()).text;
        let said = |words: &String| {
            let words = normalize(words).text;
            !words.is_empty() && summary.contains(&words)
        };
        call.connected() && (call.contact_refused == Some(true) || self.refused.iter().any(said))
    }

    /// What is wrong with a call to another person on `day`.
    fn judge<'a>(
        &self,
        call: &'a Sourced<Call>,
        day: NaiveDate,
        number: &str,
        before: &Standing<'a>,
    ) -> Option<Found<'a>> {
        let found = |why| {
            Found::new(EvidenceKind::Calls, &call.value.call_id, day, why)
                .value("call", &call.call_id)
                .value("day", day)
        };
        if let Some((refused_on, refusal)) = before.refusals.get(number) {
            let found = found("refused").value("refusal", &refusal.call_id).value("refused_on", refused_on);
            let said = if refusal.contact_refused == Some(true) { "contact_refused" } else { "summary" };
            return Some(found.cells(&call.origin, &["called_number"]).cells(&refusal.origin, &[said]));
        }
        if before.attempts.len() >= self.attempts {
            return None;
        }
        let found = match before.reached {
            Some((reached_on, contact)) => found("reached").value("contact", contact).value("reached_on", reached_on),
            None => found("too-early"),
        };
        let found = found
            .value("attempts", before.attempts.len())
            .value("wanted", self.attempts)
            .value("days", self.days)
            .cells(&call.origin, &["party", "started_at"]);
        Some(before.attempts.iter().fold(found, |found, (_, attempt)| found.cells(&attempt.origin, &["outcome"])))
    }

    fn case<'a>(&self, view: &'a View<'a>, whom: &Whom<'a>, contacts: &[Contact<'a>], sink: &mut Sink) {
        let mut standing = Standing::default();
        for contact in contacts {
            let day = view.day(contact.case_no(), contact.start());
            while standing.attempts.front().is_some_and(|(first, _)| *first + Days::new(self.days.into()) <= day) {
                standing.attempts.pop_front();
            }
            match contact {
                Contact::Call(call) if whom.is_debtor(call) => match call.outcome {
                    Outcome::Connected => reached(&mut standing, day, *contact),
                    Outcome::Busy => {}
                    _ if call.direction == Some(Direction::Inbound) => {}
                    _ => standing.attempts.push_back((day, call)),
                },
                Contact::Call(call) => {
                    let number = whom.of_call(&call.value, Per::Number).1;
                    if view.quarter.contains(day) && self.concerns(call) {
                        sink.expose(day);
                        if let Some(found) = self.judge(call, day, number, &standing) {
                            sink.found(found);
                        }
                    }
                    if self.says_no(call) {
                        standing.refusals.entry(number).or_insert((day, call));
                    }
                }
                Contact::Visit(visit) if visit.party == Party::Debtor => reached(&mut standing, day, *contact),
                Contact::Visit(_) => {}
            }
        }
    }
}

fn reached<'a>(standing: &mut Standing<'a>, day: NaiveDate, contact: Contact<'a>) {
    standing.attempts.clear();
    standing.reached = Some((day, contact.subject()));
}

impl Described for ContactPersons {
    fn unit(&self) -> &'static str {
        "calls to contact persons"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const REFUSED: (&str, &[&str]) = ("refused", &["call", "day", "refusal", "refused_on"]);
        if self.attempts == 0 {
            return &[REFUSED];
        }
        &[
            REFUSED,
            ("reached", &["call", "day", "contact", "reached_on", "attempts", "wanted", "days"]),
            ("too-early", &["call", "day", "attempts", "wanted", "days"]),
        ]
    }
}

impl RecordCheck for ContactPersons {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let whom = Whom::new(view);
        let mut cases: BTreeMap<&str, Vec<Contact<'_>>> = BTreeMap::new();
        let calls = view.calls.iter().map(Contact::Call);
        for contact in calls.chain(view.visits.iter().map(Contact::Visit)) {
            cases.entry(contact.case_no()).or_default().push(contact);
        }
        for contacts in cases.values_mut() {
            contacts.sort_by_key(|contact| (contact.start(), contact.subject()));
            self.case(view, &whom, contacts, sink);
        }
    }
}
