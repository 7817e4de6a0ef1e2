//! `unreached`: where calls don't reach the debtor of a new case, another way is found.
//!
//! Days are counted from the day on which the case came. Only a case on which the debtor was called in those days is judged: one that nobody
//! worked on is the matter of other rules. Where the debtor lives near by (`local` on the bank's list) the way is a visit; elsewhere a letter, a
//! question at the household register or a call to somebody who may know does as well; where the list is silent, any of them.

use super::found::Found;
use super::links::Contact;
use super::whom::Whom;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{DayOrMoment, Direction, Outcome, Party, Visit};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::{Case, Recipient, ReportKind};
use crate::rules::view::View;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.unreached]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unreached {
    /// The debtor is to be reached within so many days after the case came.
    pub days: u32,
    /// Else another way is on record within so many more.
    pub arranged_within: u32,
}

/// What was done on one case, by local day.
#[derive(Default)]
struct Course {
    /// Calls to the debtor, whether or not anybody answered.
    tried: Vec<NaiveDate>,
    /// The debtor was on the line, or met.
    reached: Vec<NaiveDate>,
    /// Visits, made or planned.
    visits: Vec<NaiveDate>,
    /// Letters, questions at the register, calls to others.
    others: Vec<NaiveDate>,
}

impl Course {
    fn contact(&mut self, whom: &Whom<'_>, day: NaiveDate, contact: Contact<'_>) {
        match contact {
            Contact::Call(call) if whom.is_debtor(call) => {
                if call.direction != Some(Direction::Inbound) {
                    self.tried.push(day);
                }
                if call.outcome == Outcome::Connected {
                    self.reached.push(day);
                }
            }
            Contact::Call(_) => self.others.push(day),
            Contact::Visit(visit) => {
                let Visit { planned_on, handed_over_on, .. } = visit.value;
                self.visits.extend([Some(day), planned_on, handed_over_on].into_iter().flatten());
                if visit.party == Party::Debtor {
                    self.reached.push(day);
                }
            }
        }
    }
}

/// What was done on every case.
fn courses<'a>(view: &'a View<'a>) -> BTreeMap<&'a str, Course> {
    let whom = Whom::new(view);
    let mut courses: BTreeMap<&str, Course> = BTreeMap::new();
    for contact in view.calls.iter().map(Contact::Call).chain(view.visits.iter().map(Contact::Visit)) {
        courses.entry(contact.case_no()).or_default().contact(&whom, contact.day(view), contact);
    }
    for letter in view.registers.letters.iter().filter(|letter| letter.recipient_kind == Recipient::Debtor) {
        courses.entry(&letter.value.case_no).or_default().others.extend(letter.sent_on);
    }
    let asked = view.registers.reports.iter().filter(|report| report.report_kind == ReportKind::HouseholdRegister);
    for report in asked {
        let day = report.requested_at.or(report.submitted_at).zip(report.value.case_no.as_deref());
        if let Some((at, case_no)) = day {
            courses.entry(case_no).or_default().others.push(at.day(view.zone(case_no)));
        }
    }
    courses
}

/// When the cases came that the bank's list does not date: when they were first fetched.
fn fetched<'a>(view: &'a View<'a>) -> BTreeMap<&'a str, NaiveDate> {
    let mut fetched = BTreeMap::new();
    for handover in &view.registers.handovers {
        let day = view.day(&handover.case_no, handover.fetched_at.unwrap_or(handover.handed_at));
        let first = fetched.entry(handover.value.case_no.as_str()).or_insert(day);
        *first = day.min(*first);
    }
    fetched
}

impl Unreached {
    fn judge(&self, view: &View<'_>, case: &Sourced<Case>, came: NaiveDate, course: &Course, sink: &mut Sink) {
        let tried_to = came + Days::new(self.days.into());
        let limit = tried_to + Days::new(self.arranged_within.into());
        let within = |days: &[NaiveDate], last| days.iter().any(|day| (came..=last).contains(day));
        let zone = view.zone(&case.case_no);
        let over = case.ended_at().into_iter().chain(case.expires_at()).map(|at: DayOrMoment| at.day(zone)).min();
        if !view.quarter.contains(limit) || over.is_some_and(|over| over <= limit) || !within(&course.tried, tried_to) {
            return;
        }
        sink.expose(limit);
        let visit = within(&course.visits, limit);
        let other = case.local != Some(true) && within(&course.others, limit);
        // Reached only later, but before another way was due, is reached.
        if within(&course.reached, limit) || visit || other {
            return;
        }
        let why = if case.local == Some(true) { "no-visit" } else { "nothing-arranged" };
        let found = Found::new(EvidenceKind::Cases, &case.value.case_no, limit, why)
            .value("case", &case.case_no)
            .value("came", came)
            .value("tried_to", tried_to)
            .value("limit", limit);
        sink.found(found.cells(&case.origin, &["case_no", "entrusted_at"]));
    }
}

impl Described for Unreached {
    fn unit(&self) -> &'static str {
        "new cases worked"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const VALUES: &[&str] = &["case", "came", "tried_to", "limit"];
        &[("no-visit", VALUES), ("nothing-arranged", VALUES)]
    }
}

impl RecordCheck for Unreached {
    /// A case counts on the day by which another way was due, and only once the evidence goes on beyond it.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let contacts = view.calls.iter().map(Contact::Call).chain(view.visits.iter().map(Contact::Visit));
        let Some(reached) = contacts.map(|contact| contact.day(view)).max() else { return };
        let (courses, fetched) = (courses(view), fetched(view));
        let waits = u64::from(self.days) + u64::from(self.arranged_within);
        for case in view.cases.values() {
            let case_no = case.case_no.as_str();
            let entrusted = case.entrusted_at.map(|at| view.day(case_no, at));
            let Some(came) = entrusted.or(fetched.get(case_no).copied()) else { continue };
            if let Some(course) = courses.get(case_no).filter(|_| came + Days::new(waits) < reached) {
                self.judge(view, case, came, course, sink);
            }
        }
    }
}
