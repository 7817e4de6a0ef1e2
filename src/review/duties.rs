//! When the bank must act of its own accord: what is due at an agency follows from its registers and from today's date.

use crate::domain::calendar::Calendar;
use crate::domain::quarter::{Month, Quarter};
use crate::domain::register::{Complaint, ComplaintOutcome, Inspection, Reconciliation, Regularity, Staff};
use chrono::{Days, Months, NaiveDate};
use chrono_tz::Tz;

/// Months in which each agency is inspected at least once (TW-2.6).
const INSPECTED_EVERY: Months = Months::new(6);
/// Months back from today whose reconciliation is asked for.
const RECONCILED_BACK: u32 = 12;
/// Working days in which the bank answers a complaint (TW-2.2.2).
const ANSWERED_WITHIN: u32 = 3;
/// Days before a certificate lapses on which it comes into sight.
const LAPSES_WITHIN: Days = Days::new(60);

/// What is known about one agency.
#[derive(Debug)]
pub struct Known<'a> {
    /// First day of the agreement.
    pub agreement_from: NaiveDate,
    /// Last day of the agreement, where one is agreed.
    pub agreement_to: Option<NaiveDate>,
    /// The register of inspections.
    pub inspections: Vec<&'a Inspection>,
    /// The register of reconciliations.
    pub reconciliations: Vec<&'a Reconciliation>,
    /// The register of complaints.
    pub complaints: Vec<&'a Complaint>,
    /// The staff register.
    pub staff: Vec<&'a Staff>,
    /// Whether the quarter before today's has its scorecard.
    pub evaluated: bool,
    /// The working days that complaints are answered in.
    pub calendar: Option<&'a Calendar>,
    /// Where the days are told.
    pub zone: Tz,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// The regular inspection.
    Inspection,
    /// The scorecard of that quarter.
    Evaluation(Quarter),
    /// So many months not reconciled, this being the oldest.
    Reconciliation(Month, usize),
    /// The answer to that complaint.
    Answer(String),
    /// A new certificate for that collector.
    Certificate(String),
}

/// What is due at an agency, with the last day for it: the oldest first, so that what is overdue leads.
pub fn due(known: &Known<'_>, today: NaiveDate) -> Vec<(NaiveDate, Duty)> {
    let mut due: Vec<_> = answers(known).collect();
    if known.agreement_to.is_none_or(|last| last >= today) {
        let regular = known.inspections.iter().filter(|it| it.inspection_kind == Regularity::Regular);
        let last = regular.map(|it| it.held_on).filter(|day| *day <= today).max();
        due.push((inspection_due(last, known.agreement_from), Duty::Inspection));
        due.extend(certificates(known, today));
    }
    let quarter = Quarter::of(today).previous();
    if !known.evaluated && quarter.last_day() >= known.agreement_from {
        due.push((quarter.next().last_day(), Duty::Evaluation(quarter)));
    }
    due.extend(reconciliation(known, today));
    due.sort();
    due
}

/// The last day for the next regular inspection: half a year after the last one, or after the agreement began where there was none.
pub fn inspection_due(last_regular: Option<NaiveDate>, agreement_from: NaiveDate) -> NaiveDate {
    let from = last_regular.map_or(agreement_from, |last| last.max(agreement_from));
    from.checked_add_months(INSPECTED_EVERY).unwrap_or(NaiveDate::MAX)
}

/// Complaints; enquiries have records of their own.
fn answers<'k>(known: &'k Known<'_>) -> impl Iterator<Item = (NaiveDate, Duty)> + 'k {
    let settled = |complaint: &Complaint| {
        complaint.answered_at.is_some() || complaint.outcome == Some(ComplaintOutcome::Withdrawn)
    };
    let asked = known.complaints.iter().filter(|complaint| !complaint.grounds.is_enquiry());
    asked.filter(move |complaint| !settled(complaint)).map(|complaint| {
        let received = complaint.received_at.day(known.zone);
        let limit = known.calendar.and_then(|calendar| calendar.add(received, ANSWERED_WITHIN).ok());
        // Where the working days are not known, too early a day is the safe mistake.
        (limit.unwrap_or(received), Duty::Answer(complaint.complaint_id.clone()))
    })
}

/// Of those in service.
fn certificates<'k>(known: &'k Known<'_>, today: NaiveDate) -> impl Iterator<Item = (NaiveDate, Duty)> + 'k {
    let serving = known.staff.iter().filter(move |staff| staff.left_on.is_none_or(|last| last >= today));
    let lapsing = serving.filter_map(|staff| Some((staff.certificate_valid_until?, &staff.collector_id)));
    let near = lapsing.filter(move |(until, _)| *until <= today + LAPSES_WITHIN);
    near.map(|(until, collector)| (until, Duty::Certificate(collector.clone())))
}

/// A month is reconciled by the end of the next one.
fn reconciliation(known: &Known<'_>, today: NaiveDate) -> Option<(NaiveDate, Duty)> {
    let back = |months: u32| today.checked_sub_months(Months::new(months)).map(Month::of);
    let last = known.agreement_to.unwrap_or(today);
    let agreed = |month: &Month| month.last_day() >= known.agreement_from && month.first_day() <= last;
    let done = |month: &Month| {
        known.reconciliations.iter().any(|row| row.month == *month && row.reconciled_on.is_some_and(|on| on <= today))
    };
    let open: Vec<Month> =
        (1..=RECONCILED_BACK).rev().filter_map(back).filter(agreed).filter(|month| !done(month)).collect();
    let oldest = *open.first()?;
    let by = Month::of(oldest.last_day() + Days::new(1)).last_day();
    Some((by, Duty::Reconciliation(oldest, open.len())))
}
