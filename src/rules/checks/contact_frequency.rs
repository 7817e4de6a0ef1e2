//! `contact-frequency`: not too many contacts in a day or in days on end, and none too soon after a conversation.
//!
//! Days are those at the debtor's place; a window of seven days is a day and the six before it. Each contact beyond a bound is one finding.

use super::found::Found;
use super::whom::{Per, Whom};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction, Outcome, Party, Visit};
use crate::domain::evidence::{EvidenceKind, Origin};
use crate::rules::view::View;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// `[check.contact-frequency]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ContactFrequency {
    bounds: Vec<Bound>,
    /// A call that the debtor asked for is not counted, so many days after the talk in which it may have been asked for, that day included.
    consent_days: Option<u32>,
}

/// One bound, `most` within `days`; after a conversation none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    per: Per,
    days: u32,
    /// Absent where the days begin with a conversation.
    most: Option<usize>,
    counts: Counts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    limit: Vec<WrittenLimit>,
    after_conversation: Option<AfterConversation>,
    consent_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimit {
    per: Per,
    days: u32,
    most: usize,
    #[serde(default)]
    counts: Counts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AfterConversation {
    per: Per,
    days: u32,
    #[serde(default)]
    counts: Counts,
}

/// Which contacts count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Counts {
    /// Calls that ended so.
    pub outcomes: Vec<Outcome>,
    /// Calls that the other side placed.
    pub inbound: bool,
    /// Visits.
    pub visits: bool,
    /// With whom.
    pub parties: Parties,
}

/// With whom a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parties {
    /// Anybody.
    Any,
    /// The debtor, or nobody could tell.
    Debtor,
    /// Known to be somebody else.
    Third,
}

impl Default for Counts {
    fn default() -> Self {
        let outcomes = vec![Outcome::Connected, Outcome::NoAnswer, Outcome::Voicemail];
        Self { outcomes, inbound: false, visits: false, parties: Parties::Any }
    }
}

impl Counts {
    fn party(&self, party: Party) -> bool {
        match self.parties {
            Parties::Any => true,
            Parties::Debtor => !party.is_third(),
            Parties::Third => party.is_third(),
        }
    }

    fn call(&self, call: &Call) -> bool {
        let placed = self.inbound || call.direction != Some(Direction::Inbound);
        placed && self.outcomes.contains(&call.outcome) && self.party(call.party)
    }
}

impl TryFrom<Written> for ContactFrequency {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, String> {
        let limits = written.limit.into_iter().map(|limit| Bound {
            per: limit.per,
            days: limit.days,
            most: Some(limit.most),
            counts: limit.counts,
        });
        let after = written.after_conversation;
        let after = after.map(|after| Bound { per: after.per, days: after.days, most: None, counts: after.counts });
        let bounds: Vec<Bound> = limits.chain(after).collect();
        if bounds.is_empty() {
            return Err("at least one limit is wanted: [[check.contact-frequency.limit]]".into());
        }
        if bounds.iter().any(|bound| !(1..=WIDEST).contains(&bound.days)) {
            return Err(format!("days are 1 to {WIDEST}: a quarter is judged with so many days before it"));
        }
        Ok(Self { bounds, consent_days: written.consent_days })
    }
}

/// A quarter is loaded with a week before it, and a day for the zone.
const WIDEST: u32 = 7;

/// A call or visit, in the order of time.
struct Contact<'a> {
    start: DateTime<Utc>,
    day: NaiveDate,
    kind: EvidenceKind,
    subject: &'a str,
    origin: &'a Origin,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Call(&'a Call),
    Visit(&'a Visit),
}

impl<'a> Contact<'a> {
    fn all(view: &'a View<'a>) -> Vec<Self> {
        let calls = view.calls.iter().map(|call| Self {
            start: call.started_at,
            day: view.day(&call.case_no, call.started_at),
            kind: EvidenceKind::Calls,
            subject: &call.call_id,
            origin: &call.origin,
            what: What::Call(&call.value),
        });
        let visits = view.visits.iter().map(|visit| Self {
            start: visit.arrived_at,
            day: view.day(&visit.case_no, visit.arrived_at),
            kind: EvidenceKind::Visits,
            subject: &visit.visit_id,
            origin: &visit.origin,
            what: What::Visit(&visit.value),
        });
        let mut all: Vec<_> = calls.chain(visits).collect();
        all.sort_by_key(|contact| (contact.start, contact.kind, contact.subject));
        all
    }

    fn key(&self, whom: &Whom<'a>, per: Per) -> Option<(&'a str, &'a str)> {
        match self.what {
            What::Call(call) => Some(whom.of_call(call, per)),
            What::Visit(visit) => whom.of_visit(visit, per),
        }
    }

    fn counts(&self, counts: &Counts) -> bool {
        match self.what {
            What::Call(call) => counts.call(call),
            What::Visit(visit) => counts.visits && counts.party(visit.party),
        }
    }

    /// Whether people talked on the telephone, whoever placed the call.
    fn is_talk(&self) -> bool {
        matches!(self.what, What::Call(call) if call.connected())
    }

    /// An agreed time with its reason on the log: the person asked for the call.
    fn asked_for(&self) -> bool {
        let explained = |call: &Call| call.agreed_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        matches!(self.what, What::Call(call) if call.agreed_time.is_some() && explained(call))
    }

    fn field(&self) -> &'static str {
        match self.what {
            What::Call(_) => "started_at",
            What::Visit(_) => "arrived_at",
        }
    }
}

/// A contact beyond a bound.
struct Breach<'a> {
    at: usize,
    bound: &'a Bound,
    /// Its number within the window.
    count: usize,
    /// Those that it comes on top of.
    before: Vec<usize>,
}

impl Bound {
    /// The contacts that break it, in order.
    fn broken<'a>(&self, contacts: &'a [Contact<'a>], whom: &Whom<'a>, asked: &[bool]) -> Vec<Breach<'_>> {
        let mut windows: HashMap<(&str, &str), VecDeque<usize>> = HashMap::new();
        let mut broken = Vec::new();
        for (at, contact) in contacts.iter().enumerate() {
            let counts = !asked[at] && contact.counts(&self.counts);
            let stays = if self.most.is_some() { counts } else { contact.is_talk() };
            let Some(key) = contact.key(whom, self.per).filter(|_| counts || stays) else { continue };
            let window = windows.entry(key).or_default();
            while window.front().is_some_and(|&first| contacts[first].day + Days::new(self.days.into()) <= contact.day)
            {
                window.pop_front();
            }
            let enough = self.most.unwrap_or(1);
            if counts && window.len() >= enough {
                let before = window.iter().skip(window.len() - enough).copied().collect();
                broken.push(Breach { at, bound: self, count: window.len() + 1, before });
            }
            if stays {
                window.push_back(at);
            }
        }
        broken
    }
}

impl ContactFrequency {
    /// Whether each contact was asked for in a talk with the same person, so many days ago at most.
    fn asked<'a>(&self, contacts: &'a [Contact<'a>], whom: &Whom<'a>) -> Vec<bool> {
        let Some(days) = self.consent_days else { return vec![false; contacts.len()] };
        let mut talks: HashMap<(&str, &str), NaiveDate> = HashMap::new();
        let asked = |contact: &Contact<'a>| {
            let Some(key) = contact.key(whom, Per::Person) else { return false };
            let talked = talks.get(&key).copied();
            if contact.is_talk() {
                talks.insert(key, contact.day);
            }
            contact.asked_for() && talked.is_some_and(|day| contact.day < day + Days::new(days.into()))
        };
        contacts.iter().map(asked).collect()
    }
}

impl Described for ContactFrequency {
    fn unit(&self) -> &'static str {
        "contacts that count towards a limit"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["contact", "count", "most", "days", "from", "day"];
        &[
            ("debtor", PLACEHOLDERS),
            ("case", PLACEHOLDERS),
            ("person", PLACEHOLDERS),
            ("number", PLACEHOLDERS),
            ("after-conversation", &["contact", "day", "conversation", "from", "days"]),
        ]
    }
}

impl RecordCheck for ContactFrequency {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let whom = Whom::new(view);
        let contacts = Contact::all(view);
        let asked = self.asked(&contacts, &whom);
        for (at, contact) in contacts.iter().enumerate().filter(|(_, contact)| view.quarter.contains(contact.day)) {
            if !asked[at] && self.bounds.iter().any(|bound| contact.counts(&bound.counts)) {
                sink.expose(contact.day);
            }
        }
        let mut first: BTreeMap<usize, Breach<'_>> = BTreeMap::new();
        for breach in self.bounds.iter().flat_map(|bound| bound.broken(&contacts, &whom, &asked)) {
            first.entry(breach.at).or_insert(breach);
        }
        for breach in first.values().filter(|breach| view.quarter.contains(contacts[breach.at].day)) {
            sink.found(breach.found(&contacts));
        }
    }
}

impl Breach<'_> {
    fn found<'a>(&self, contacts: &[Contact<'a>]) -> Found<'a> {
        let contact = &contacts[self.at];
        let before = || self.before.iter().map(|&at| &contacts[at]);
        let key = self.bound.most.map_or("after-conversation", |_| self.bound.per.as_str());
        let found = Found::new(contact.kind, contact.subject, contact.day, key)
            .value("contact", contact.subject)
            .value("day", contact.day)
            .value("days", self.bound.days)
            .value("from", before().next().unwrap_or(contact).day);
        let found = match self.bound.most {
            Some(most) => found.value("count", self.count).value("most", most),
            None => found.value("conversation", before().next().unwrap_or(contact).subject),
        };
        let found = found.cells(contact.origin, &[contact.field()]);
        before().fold(found, |found, earlier| found.cells(earlier.origin, &[earlier.field()]))
    }
}
