//! Which recording belongs to which contact, out of what the recording list and the logs say of each other.
//!
//! The list decides: a recording is that of the call or visit it names. Only where that is not in the log does the log's own
//! `recording_id` decide, earliest contact first. Every further contact that names the recording shares it.

use crate::domain::contact::{Call, Recording, Visit};
use crate::domain::evidence::{EvidenceKind, Origin, Sourced};
use crate::rules::view::View;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// A call or a visit.
#[derive(Clone, Copy)]
pub(super) enum Contact<'a> {
    Call(&'a Sourced<Call>),
    Visit(&'a Sourced<Visit>),
}

impl<'a> Contact<'a> {
    /// Kind and natural key.
    pub fn key(self) -> (EvidenceKind, &'a str) {
        match self {
            Self::Call(call) => (EvidenceKind::Calls, &call.value.call_id),
            Self::Visit(visit) => (EvidenceKind::Visits, &visit.value.visit_id),
        }
    }

    pub fn origin(self) -> &'a Origin {
        match self {
            Self::Call(call) => &call.origin,
            Self::Visit(visit) => &visit.origin,
        }
    }

    /// The case it belongs to.
    pub fn case_no(self) -> &'a str {
        match self {
            Self::Call(call) => &call.value.case_no,
            Self::Visit(visit) => &visit.value.case_no,
        }
    }

    pub fn start(self) -> DateTime<Utc> {
        match self {
            Self::Call(call) => call.started_at,
            Self::Visit(visit) => visit.arrived_at,
        }
    }

    /// The recording that the log names for it.
    pub fn named(self) -> Option<&'a str> {
        match self {
            Self::Call(call) => call.value.recording_id.as_deref(),
            Self::Visit(visit) => visit.value.recording_id.as_deref(),
        }
    }

    /// The local day it counts on.
    pub fn day(self, view: &View<'_>) -> NaiveDate {
        view.day(self.case_no(), self.start())
    }
}

/// What there is to hear of one contact.
pub(super) enum Held<'a> {
    /// Its own recordings, at least one.
    Own(Vec<&'a Sourced<Recording>>),
    /// Nothing but recordings that belong to another contact, or copies of such.
    Shared,
    /// Nothing.
    Nothing,
}

/// The links of one quarter.
pub(super) struct Links<'a> {
    view: &'a View<'a>,
    by_id: HashMap<&'a str, usize>,
    by_contact: HashMap<(EvidenceKind, &'a str), Vec<usize>>,
    log_owners: HashMap<usize, Contact<'a>>,
    sharers: HashMap<usize, Vec<Contact<'a>>>,
    originals: HashMap<usize, usize>,
}

impl<'a> Links<'a> {
    /// Links every recording of the view.
    pub fn new(view: &'a View<'a>) -> Self {
        let by_id = view.recordings.iter().enumerate().map(|(at, row)| (row.value.recording_id.as_str(), at)).collect();
        let originals = originals(view.recordings);
        let (by_contact, log_owners, sharers) = Default::default();
        let mut links = Self { view, by_id, by_contact, log_owners, sharers, originals };
        for (at, recording) in view.recordings.iter().enumerate() {
            if let Some(contact) = listed_contact(view, &recording.value) {
                links.by_contact.entry(contact.key()).or_default().push(at);
            }
        }
        links.follow_logs();
        links
    }

    /// Lets the logs speak where they say something that the list does not.
    fn follow_logs(&mut self) {
        let calls = self.view.calls.iter().map(Contact::Call);
        for contact in calls.chain(self.view.visits.iter().map(Contact::Visit)) {
            let Some(&at) = contact.named().and_then(|id| self.by_id.get(id.trim())) else { continue };
            let listed = listed_contact(self.view, &self.view.recordings[at].value);
            if listed.is_none_or(|listed| listed.key() != contact.key()) {
                self.sharers.entry(at).or_default().push(contact);
            }
        }
        for (&at, sharers) in &mut self.sharers {
            sharers.sort_by_key(|contact| (contact.start(), contact.key()));
            if listed_contact(self.view, &self.view.recordings[at].value).is_none() {
                let owner = sharers.remove(0);
                self.by_contact.entry(owner.key()).or_default().push(at);
                self.log_owners.insert(at, owner);
            }
        }
        for recordings in self.by_contact.values_mut() {
            recordings.sort_unstable();
        }
    }

    /// What there is to hear of `contact`.
    pub fn held(&self, contact: Contact<'a>) -> Held<'a> {
        let own = self.by_contact.get(&contact.key()).map(Vec::as_slice).unwrap_or_default();
        let unique: Vec<_> = own.iter().filter(|at| !self.originals.contains_key(at)).collect();
        if !unique.is_empty() {
            return Held::Own(unique.into_iter().map(|&at| &self.view.recordings[at]).collect());
        }
        let shared = contact.named().is_some_and(|id| self.by_id.contains_key(id.trim()));
        if shared || !own.is_empty() { Held::Shared } else { Held::Nothing }
    }

    /// The contact that a recording belongs to.
    pub fn owner(&self, recording: &Recording) -> Option<Contact<'a>> {
        let at = *self.by_id.get(recording.recording_id.as_str())?;
        listed_contact(self.view, recording).or_else(|| self.log_owners.get(&at).copied())
    }

    /// Contacts that use a recording which belongs to another contact, with that recording.
    pub fn sharers(&self) -> Vec<(&'a Sourced<Recording>, Contact<'a>)> {
        let mut all: Vec<_> = self.sharers.iter().flat_map(|(&at, by)| by.iter().map(move |by| (at, *by))).collect();
        all.sort_by_key(|(at, contact)| (*at, contact.start(), contact.key()));
        all.into_iter().map(|(at, contact)| (&self.view.recordings[at], contact)).collect()
    }

    /// Recordings with the hash of an earlier one: copy, original.
    pub fn copies(&self) -> Vec<(&'a Sourced<Recording>, &'a Sourced<Recording>)> {
        let mut all: Vec<_> = self.originals.iter().collect();
        all.sort_unstable();
        all.into_iter().map(|(&copy, &from)| (&self.view.recordings[copy], &self.view.recordings[from])).collect()
    }
}

/// The contact that the recording list names, where it is in the log.
pub(super) fn listed_contact<'a>(view: &View<'a>, recording: &Recording) -> Option<Contact<'a>> {
    let call = recording.call_id.as_ref().and_then(|id| view.call_index.get(id));
    if let Some(&at) = call {
        return Some(Contact::Call(&view.calls[at]));
    }
    let visit = recording.visit_id.as_ref().and_then(|id| view.visit_index.get(id));
    visit.map(|&at| Contact::Visit(&view.visits[at]))
}

/// The local day that a recording counts on: at the place of the contact it names, else at the agency's.
pub(super) fn recording_day(view: &View<'_>, recording: &Recording) -> NaiveDate {
    let case_no = listed_contact(view, recording).map_or("", Contact::case_no);
    view.day(case_no, recording.recorded_at)
}

/// Copy → original of recordings with the same hash; the one recorded first is the original.
fn originals(recordings: &[Sourced<Recording>]) -> HashMap<usize, usize> {
    let hashed = |at: &usize| recordings[*at].value.sha256.as_deref();
    let mut order: Vec<usize> = (0..recordings.len()).filter(|at| hashed(at).is_some()).collect();
    order.sort_by_key(|&at| (recordings[at].recorded_at, at));
    let mut first = HashMap::new();
    let mut copies = HashMap::new();
    for at in order {
        let original = *first.entry(hashed(&at)).or_insert(at);
        if original != at {
            copies.insert(at, original);
        }
    }
    copies
}
