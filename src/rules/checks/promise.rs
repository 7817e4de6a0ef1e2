//! `promise`: who promised to pay is reminded before the day, looked after on the day, and followed up after it.
//!
//! A promise is a day on the record of a call; however often a case's records repeat the same day, it is one promise. Any contact with the
//! debtor in the days of a step does for it: a call whether or not it was answered, a visit, a letter. Where all days of a step are days off,
//! the nearest working day does as well. A step is not due once money came in, the case ended, or another day was promised.

use super::found::Found;
use super::links::Contact;
use super::whom::Whom;
use super::{Described, RecordCheck, Sink};
use crate::domain::calendar::Calendar;
use crate::domain::contact::{Call, Outcome};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::Recipient;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// `[check.promise]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The reminder comes at most so many days before the promised day…
    pub reminder_from: u32,
    /// …and at least so many.
    pub reminder_to: u32,
    /// The follow-up comes within so many days after it.
    pub follow_up: u32,
    #[serde(skip)]
    calendar: Option<Arc<Calendar>>,
}

/// One day promised on one case.
struct Promised<'a> {
    call: &'a Sourced<Call>,
    /// The day on which it was promised.
    made: NaiveDate,
    day: NaiveDate,
    /// The day on which another day was promised instead, or the case ended.
    over: Option<NaiveDate>,
}

/// What happened on one case, by local day.
#[derive(Default)]
struct Acts {
    contacts: BTreeSet<NaiveDate>,
    paid: BTreeSet<NaiveDate>,
}

/// Key of the rule's text, first and last day.
type Step = (&'static str, NaiveDate, NaiveDate);

impl Promise {
    fn works(&self, day: NaiveDate) -> bool {
        self.calendar.as_ref().is_none_or(|calendar| calendar.is_working(day).unwrap_or(true))
    }

    /// The steps that a promise made on `made` for `day` asks for, however it went on.
    fn steps(&self, made: NaiveDate, day: NaiveDate) -> Vec<Step> {
        let before = |days: u32| day - Days::new(days.into());
        let after = |days: u32| day + Days::new(days.into());
        let steps = [
            ("not-reminded", before(self.reminder_from), before(self.reminder_to)),
            ("not-checked", day, day),
            ("not-followed-up", after(1), after(self.follow_up)),
        ];
        let later = steps.map(|(key, first, last)| (key, first.max(made + Days::new(1)), last));
        later.into_iter().filter(|(_, first, last)| first <= last).filter_map(|step| self.widened(step, made)).collect()
    }

    /// Where all days of a step are off: back to the last working day for a reminder, on to the next for the rest.
    fn widened(&self, (key, mut first, mut last): Step, made: NaiveDate) -> Option<Step> {
        let days = |first: NaiveDate, last| first.iter_days().take_while(move |day| *day <= last);
        let working = |first, last| days(first, last).any(|day| self.works(day));
        while !working(first, last) {
            if key == "not-reminded" {
                first = first.pred_opt().filter(|day| *day > made)?;
            } else {
                last = last.succ_opt()?;
            }
        }
        Some((key, first, last))
    }

    fn judge(&self, view: &View<'_>, promised: &Promised<'_>, acts: &Acts, reached: NaiveDate, sink: &mut Sink) {
        let Promised { call, made, day, over } = *promised;
        for (key, first, last) in self.steps(made, day) {
            let settled = over.is_some_and(|over| over <= last) || acts.paid.range(made..=last).next().is_some();
            if !view.quarter.contains(last) || settled || reached <= last {
                continue;
            }
            sink.expose(last);
            if acts.contacts.range(first..=last).next().is_some() {
                continue;
            }
            let mut found = Found::new(EvidenceKind::Calls, &call.value.call_id, last, key)
                .value("call", &call.call_id)
                .value("case", &call.case_no)
                .value("promised", day)
                .value("first", first)
                .value("last", last)
                .cells(&call.origin, &["promise_date", "started_at"]);
            found.occurrence = format!("{key}/{day}");
            sink.found(found);
        }
    }
}

/// Contacts with the debtor and payments, by case.
fn acts<'a>(view: &'a View<'a>, whom: &Whom<'_>) -> BTreeMap<&'a str, Acts> {
    let mut acts: BTreeMap<&str, Acts> = BTreeMap::new();
    let rings = |call: &&'a Sourced<Call>| whom.is_debtor(call) && call.outcome != Outcome::InvalidNumber;
    let calls = view.calls.iter().filter(rings).map(Contact::Call);
    let visits = view.visits.iter().filter(|visit| !visit.party.is_third()).map(Contact::Visit);
    for contact in calls.chain(visits) {
        acts.entry(contact.case_no()).or_default().contacts.insert(contact.day(view));
    }
    for letter in view.registers.letters.iter().filter(|letter| letter.recipient_kind == Recipient::Debtor) {
        acts.entry(&letter.value.case_no).or_default().contacts.extend(letter.sent_on);
    }
    for row in &view.registers.collections {
        let day = row.taken_at.day(view.zone(&row.case_no));
        acts.entry(&row.value.case_no).or_default().paid.insert(day);
    }
    acts
}

/// Every day promised on a case, with the first record that names it, in order of those records.
fn promises<'a>(view: &'a View<'a>) -> BTreeMap<&'a str, Vec<Promised<'a>>> {
    let mut calls: Vec<&Sourced<Call>> = view.calls.iter().filter(|call| call.promise_date.is_some()).collect();
    calls.sort_by_key(|call| (call.started_at, &call.value.call_id));
    let mut by_case: BTreeMap<&str, Vec<Promised<'_>>> = BTreeMap::new();
    for call in calls {
        let Some(day) = call.promise_date else { continue };
        let made = view.day(&call.case_no, call.started_at);
        let earlier = by_case.entry(&call.value.case_no).or_default();
        if earlier.iter().any(|promised| promised.day == day) {
            continue;
        }
        for promised in earlier.iter_mut().filter(|promised| promised.over.is_none()) {
            promised.over = Some(made);
        }
        earlier.push(Promised { call, made, day, over: None });
    }
    for (case_no, promises) in &mut by_case {
        let ended = view.cases.get(*case_no).and_then(|case| Some(case.ended_at()?.day(view.zone(case_no))));
        for promised in promises {
            promised.over = promised.over.into_iter().chain(ended).min();
        }
    }
    by_case
}

impl Described for Promise {
    fn unit(&self) -> &'static str {
        "steps of promises to pay"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const VALUES: &[&str] = &["call", "case", "promised", "first", "last"];
        &[("not-reminded", VALUES), ("not-checked", VALUES), ("not-followed-up", VALUES)]
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.calendar = lexicon.calendar();
    }
}

impl RecordCheck for Promise {
    /// A step counts on its last day, and only once the evidence goes on beyond it.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let contacts = view.calls.iter().map(Contact::Call).chain(view.visits.iter().map(Contact::Visit));
        let Some(reached) = contacts.map(|contact| contact.day(view)).max() else { return };
        let acts = acts(view, &Whom::new(view));
        let nothing = Acts::default();
        for (case_no, promises) in promises(view) {
            let acts = acts.get(case_no).unwrap_or(&nothing);
            promises.iter().for_each(|promised| self.judge(view, promised, acts, reached, sink));
        }
    }
}
