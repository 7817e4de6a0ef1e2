//! `afterwards`: what was heard in one talk forbids the next contact, until somebody has answered or cleared it.
//!
//! The talk is read as `conversation` reads it; what it says is no breach. Once all talks of the quarter were heard, later contacts are held
//! against it. Of each hearing only what a finding shows is kept.

use super::conversation::Conversation;
use super::found::Found;
use super::links::Contact;
use super::{ConversationCheck, Described, Later, Sink};
use crate::domain::contact::{Call, DayOrMoment, Direction, Outcome, Party};
use crate::domain::debtor::national;
use crate::domain::evidence::{Address, EvidenceKind, Sourced};
use crate::domain::finding::Hit;
use crate::domain::register::{ApprovalKind, Case};
use crate::rules::index::Trigger;
use crate::rules::lexicon::Lexicon;
use crate::rules::prepared::{Prepared, Waking};
use crate::rules::said::Said;
use crate::rules::view::View;
use crate::text::normalize::normalize;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.afterwards]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Afterwards {
    /// What makes contacts lawful again.
    pub until: Until,
    /// Words with which the log itself notes a refusal: `contact-persons` judges by those.
    #[serde(default)]
    pub noted: Vec<String>,
    /// What is listened for.
    pub heard: Conversation,
}

/// What makes contacts lawful again, and with it which contacts are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// Nothing does: somebody else's number is not to be called again.
    Never,
    /// The bank's answer to a dispute, or its confirmation of a denial, on any contact of the case.
    BankAnswer,
    /// A clearance on the bank's register, on any contact of the case.
    Clearance,
}

/// Something heard in one talk, or known of a dispute from the bank's list.
struct Heard<'a> {
    at: DateTime<Utc>,
    day: NaiveDate,
    /// The call, and what was said on it; none where the bank's list says it.
    said: Option<(&'a str, String)>,
    cell: Option<Address>,
}

impl Afterwards {
    /// What a contact and a hearing must share.
    fn key<'a>(&self, contact: Contact<'a>) -> &'a str {
        match (self.until, contact) {
            (Until::Never, Contact::Call(call)) => national(&call.value.called_number),
            _ => contact.case_no(),
        }
    }

    /// Whether the agency may not make the contact where something was heard before.
    fn concerns(&self, contact: Contact<'_>) -> bool {
        match contact {
            Contact::Call(call) => {
                let rang = !matches!(call.outcome, Outcome::Busy | Outcome::InvalidNumber);
                let third = call.party.is_third() && call.party != Party::Guarantor;
                rang && call.direction != Some(Direction::Inbound) && (third || self.until != Until::Never)
            }
            Contact::Visit(_) => self.until != Until::Never,
        }
    }

    fn is_noted(&self, call: &Call) -> bool {
        let summary = normalize(call.summary.as_deref().unwrap_or_default()).text;
        let says = |words: &String| summary.contains(&normalize(words).text);
        call.contact_refused == Some(true) || self.noted.iter().any(says)
    }

    /// Everything heard, by what contacts must share with it, in order of time.
    fn hearings<'a>(&self, view: &'a View<'a>, hits: &'a [Hit]) -> BTreeMap<&'a str, Vec<Heard<'a>>> {
        let mut hearings: BTreeMap<&str, Vec<Heard<'_>>> = BTreeMap::new();
        for hit in hits {
            let Some(&index) = view.call_index.get(&hit.subject) else { continue };
            let call = &view.calls[index];
            if self.until == Until::Never && self.is_noted(call) {
                continue;
            }
            let words = hit.why.values.get("words").cloned().unwrap_or_default();
            hearings.entry(self.key(Contact::Call(call))).or_default().push(Heard {
                at: call.started_at,
                day: view.day(&call.case_no, call.started_at),
                said: Some((&call.value.call_id, words)),
                cell: hit.evidence.first().cloned(),
            });
        }
        if self.until == Until::BankAnswer {
            for case in view.cases.values() {
                let Some(raised) = case.dispute_raised_at else { continue };
                hearings.entry(&case.value.case_no).or_default().push(raised_on_list(view, case, raised));
            }
        }
        for heard in hearings.values_mut() {
            heard.sort_by_key(|heard| (heard.at, heard.said.as_ref().map(|(call, _)| *call)));
        }
        hearings
    }

    /// Whether what was heard last before a contact no longer stood in its way on `day`; `after` is what was heard later.
    fn cleared(&self, view: &View<'_>, case_no: &str, since: NaiveDate, day: NaiveDate, after: &[Heard<'_>]) -> bool {
        let zone = view.zone(case_no);
        match self.until {
            Until::Never => false,
            Until::BankAnswer => view.cases.get(case_no).is_some_and(|case| {
                let answered = case.dispute_answered_at.map(|at| at.day(zone));
                // The list holds the last answer alone: where that is to a later dispute, nobody knows what came of this one.
                let to_another = |answer| after.iter().any(|heard| heard.day > day && heard.day <= answer);
                let mut answers = answered.into_iter().chain(case.denial_confirmed_on);
                answers.any(|answer| since <= answer && (answer <= day || to_another(answer)))
            }),
            Until::Clearance => view.registers.approvals.iter().any(|approval| {
                approval.approval_kind == ApprovalKind::VulnerableDebtor
                    && approval.case_no.as_deref() == Some(case_no)
                    && approval.in_force(day)
            }),
        }
    }
}

/// A dispute on the bank's list: contacts of the very day are let pass where it does not say when.
fn raised_on_list<'a>(view: &View<'_>, case: &Sourced<Case>, raised: DayOrMoment) -> Heard<'a> {
    let zone = view.zone(&case.case_no);
    let day = raised.day(zone);
    let at = match raised {
        DayOrMoment::Moment(at) => at,
        DayOrMoment::Day(day) => {
            let midnight = day.succ_opt().unwrap_or(day).and_time(chrono::NaiveTime::MIN);
            midnight.and_local_timezone(zone).earliest().map_or(DateTime::<Utc>::MAX_UTC, |at| at.with_timezone(&Utc))
        }
    };
    Heard { at, day, said: None, cell: Some(case.origin.cell("dispute_raised_at")) }
}

impl Described for Afterwards {
    fn unit(&self) -> &'static str {
        match self.until {
            Until::Never => "calls to numbers that refused",
            Until::BankAnswer => "contacts after a dispute",
            Until::Clearance => "contacts after word of grave illness",
        }
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const HEARD: (&str, &[&str]) = ("heard", &["contact", "day", "case", "call", "heard_on", "words"]);
        match self.until {
            Until::BankAnswer => &[HEARD, ("raised", &["contact", "day", "case", "heard_on"])],
            _ => &[HEARD],
        }
    }

    fn by_facts(&self) -> bool {
        false
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.heard.compile(lexicon);
    }
}

impl ConversationCheck for Afterwards {
    fn triggers(&self, signals: &[Said]) -> Vec<Trigger> {
        self.heard.triggers(signals)
    }

    fn conditions(&self, signals: &[Said]) -> Vec<Vec<Trigger>> {
        self.heard.conditions(signals)
    }

    fn concerns_party(&self, party: Option<Party>) -> bool {
        self.heard.concerns_party(party)
    }

    fn run(&self, prepared: &Prepared<'_>, woken: &[Waking], sink: &mut Sink) {
        self.heard.run(prepared, woken, sink);
    }

    fn explain(&self, prepared: &Prepared<'_>) -> Vec<String> {
        self.heard.explain(prepared)
    }

    fn later(&self) -> Option<&dyn Later> {
        Some(self)
    }
}

impl Later for Afterwards {
    /// Each contact after a hearing is a unit; the last hearing before it decides.
    fn judge(&self, view: &View<'_>, hits: &[Hit], sink: &mut Sink) {
        let hearings = self.hearings(view, hits);
        let contacts = view.calls.iter().map(Contact::Call).chain(view.visits.iter().map(Contact::Visit));
        for contact in contacts.filter(|contact| self.concerns(*contact)) {
            let day = contact.day(view);
            let Some(heard) = hearings.get(self.key(contact)).filter(|_| view.quarter.contains(day)) else { continue };
            let (before, after) = heard.split_at(heard.partition_point(|heard| heard.at < contact.start()));
            let Some(last) = before.last() else { continue };
            sink.expose(day);
            if !self.cleared(view, contact.case_no(), last.day, day, after) {
                sink.found(told(contact, day, last));
            }
        }
    }
}

fn told<'a>(contact: Contact<'a>, day: NaiveDate, heard: &Heard<'_>) -> Found<'a> {
    let (kind, id) = contact.key();
    let why = if heard.said.is_some() { "heard" } else { "raised" };
    let mut found = Found::new(kind, id, day, why)
        .value("contact", id)
        .value("day", day)
        .value("case", contact.case_no())
        .value("heard_on", heard.day);
    if let Some((call, words)) = &heard.said {
        found = found.value("call", call).value("words", words);
    }
    let when = if kind == EvidenceKind::Visits { "arrived_at" } else { "started_at" };
    found = found.cells(contact.origin(), &[when]);
    found.evidence.extend(heard.cell.clone());
    found.confidence_permille = 800;
    found
}
