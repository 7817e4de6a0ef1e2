//! Which duties of the bank an agency's registers, findings and grades bring about.

use crate::domain::calendar::Calendar;
use crate::domain::duty::{About, Cause, ComplaintDay, Fact, Kind, Recorded, Threshold, Within};
use crate::domain::finding::Severity;
use crate::domain::ids::FindingId;
use crate::domain::quarter::Quarter;
use crate::domain::register::{Agreement, Complaint, ComplaintOutcome, Staff};
use crate::domain::score::Grade;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is known of one agency.
#[derive(Debug)]
pub struct Known<'a> {
    /// The register of complaints.
    pub complaints: Vec<&'a Complaint>,
    /// The staff register.
    pub staff: Vec<&'a Staff>,
    /// The agreements.
    pub agreements: Vec<&'a Agreement>,
    /// Findings that people confirmed.
    pub confirmed: Vec<Confirmed>,
    /// Grades of quarters.
    pub grades: BTreeMap<Quarter, Grade>,
    /// The working days that terms are counted in.
    pub calendar: Option<&'a Calendar>,
    /// Where the days are told.
    pub zone: Tz,
}

/// Quarters back from today, its own included, in which thresholds are watched: what came to light by the end of the next one.
const WATCHED: usize = 2;

/// A finding that people confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Which.
    pub id: FindingId,
    /// How grave its rule is.
    pub severity: Severity,
    /// Whether its rule has a veto.
    pub veto: bool,
    /// The day that it counts on.
    pub day: NaiveDate,
    /// Whose doing it is, as far as the evidence says.
    pub collectors: Vec<String>,
}

/// A duty that something brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caused<'k> {
    /// Of which kind.
    pub kind: &'k str,
    /// What brought it about, in ids.
    pub cause: String,
    /// When.
    pub since: NaiveDate,
    /// The last day for it.
    pub due: NaiveDate,
    /// The day on which a register says that it was done.
    pub settled_on: Option<NaiveDate>,
    /// What it rests on.
    pub facts: Vec<Fact>,
}

/// All of them, settled or not, in the order of `kinds`.
pub fn caused<'k>(kinds: &'k [Kind], known: &Known<'_>, today: NaiveDate) -> Vec<Caused<'k>> {
    let mut all = Vec::new();
    for (kind, record) in kinds.iter().filter_map(|kind| Some((kind, kind.record.as_ref()?))) {
        let found = match &record.cause {
            Cause::Complaint { .. } => complaints(&record.cause, known),
            Cause::Leaver { reason } => {
                let left = known.staff.iter().filter(|staff| staff.left_reason == Some(*reason));
                left.filter_map(|staff| leaver(staff, today)).collect()
            }
            Cause::AgreementEnded {} => known.agreements.iter().filter_map(|row| ended(row, today)).collect(),
            Cause::Threshold { about, reached } => {
                watched(today).into_iter().flat_map(|quarter| crossed(*about, reached, known, quarter, today)).collect()
            }
        };
        // What a verdict or a score brings to light late is news all the same: its time begins today.
        let news = matches!(record.cause, Cause::Threshold { .. }).then_some(today);
        all.extend(found.into_iter().map(|found| found.of(kind, record, news, known)));
    }
    all
}

/// What was found of one, before its term is known.
struct Found {
    cause: String,
    since: NaiveDate,
    settled_on: Option<NaiveDate>,
    facts: Vec<Fact>,
}

impl Found {
    fn of<'k>(self, kind: &'k Kind, record: &Recorded, news: Option<NaiveDate>, known: &Known<'_>) -> Caused<'k> {
        let Self { cause, since, settled_on, facts } = self;
        Caused {
            kind: &kind.id,
            cause,
            since,
            due: term(record.within, news.unwrap_or(since), known),
            settled_on,
            facts,
        }
    }
}

fn term(within: Within, since: NaiveDate, known: &Known<'_>) -> NaiveDate {
    match within {
        Within::Days(days) => since.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX),
        // Where the working days are not known, too early a day is the safe mistake.
        Within::WorkingDays(days) => {
            known.calendar.and_then(|calendar| calendar.add(since, days).ok()).unwrap_or(since)
        }
    }
}

fn complaints(cause: &Cause, known: &Known<'_>) -> Vec<Found> {
    let Cause::Complaint { grounds, agency_refused, unless, settled_by } = cause else { return Vec::new() };
    let about = |row: &&&Complaint| {
        (grounds.is_empty() || grounds.contains(&row.grounds))
            && (!agency_refused || row.agency_refused == Some(true))
            && !row.outcome.is_some_and(|outcome| unless.contains(&outcome))
    };
    let found = |row: &&Complaint| {
        let settled_on = match settled_by {
            ComplaintDay::AnsweredAt => row.answered_at.map(|at| at.day(known.zone)),
            ComplaintDay::TakenOverOn => row.taken_over_on,
            ComplaintDay::PoliceReportedOn => row.police_reported_on,
        };
        let received_on = row.received_at.day(known.zone);
        let (complaint_id, grounds) = (row.complaint_id.clone(), row.grounds);
        let (case_no, collector_id) = (row.case_no.clone(), row.collector_id.clone());
        let fact = Fact::Complaint { complaint_id, grounds, received_on, case_no, collector_id };
        Found { cause: row.complaint_id.clone(), since: received_on, settled_on, facts: vec![fact] }
    };
    known.complaints.iter().filter(about).map(found).collect()
}

fn leaver(staff: &Staff, today: NaiveDate) -> Option<Found> {
    let left_on = staff.left_on.filter(|left_on| *left_on <= today)?;
    let collector_id = staff.collector_id.clone();
    let (cause, settled_on) = (format!("{collector_id} {left_on}"), staff.dismissal_reported_on);
    Some(Found { cause, since: left_on, settled_on, facts: vec![Fact::Leaver { collector_id, left_on }] })
}

fn ended(agreement: &Agreement, today: NaiveDate) -> Option<Found> {
    let terminated_on = agreement.terminated_on.filter(|day| *day <= today)?;
    let agreement_id = agreement.agreement_id.clone();
    let (cause, settled_on) = (agreement_id.clone(), agreement.termination_reported_on);
    Some(Found {
        cause,
        since: terminated_on,
        settled_on,
        facts: vec![Fact::Agreement { agreement_id, terminated_on }],
    })
}

/// The quarters that are watched, the oldest first.
pub fn watched(today: NaiveDate) -> Vec<Quarter> {
    let mut quarters: Vec<_> =
        std::iter::successors(Some(Quarter::of(today)), |quarter| Some(quarter.previous())).take(WATCHED).collect();
    quarters.reverse();
    quarters
}

/// Whether the quarter that `cause` names is not watched any more: what was raised in it stays until it is decided.
pub fn past(kind: &Kind, cause: &str, today: NaiveDate) -> bool {
    let threshold = kind.record.as_ref().is_some_and(|record| matches!(record.cause, Cause::Threshold { .. }));
    let quarter = cause.rsplit(' ').next().and_then(|quarter| quarter.parse::<Quarter>().ok());
    threshold && quarter.is_some_and(|quarter| !watched(today).contains(&quarter))
}

/// What a quarter counts for one collector, or for the agency as a whole.
#[derive(Default)]
struct Counted<'a> {
    complaints: Vec<&'a Complaint>,
    findings: Vec<&'a Confirmed>,
}

/// Who reached a threshold in that quarter.
fn crossed(about: About, reached: &[Threshold], known: &Known<'_>, quarter: Quarter, today: NaiveDate) -> Vec<Found> {
    let mut counted: BTreeMap<Option<&str>, Counted<'_>> = BTreeMap::new();
    for row in known.complaints.iter().filter(|row| upheld(row) && quarter.contains(row.received_at.day(known.zone))) {
        match about {
            About::Agency => counted.entry(None).or_default().complaints.push(row),
            About::Collector => {
                if let Some(collector) = row.collector_id.as_deref() {
                    counted.entry(Some(collector)).or_default().complaints.push(row);
                }
            }
        }
    }
    for finding in known.confirmed.iter().filter(|finding| quarter.contains(finding.day)) {
        match about {
            About::Agency => counted.entry(None).or_default().findings.push(finding),
            About::Collector => finding
                .collectors
                .iter()
                .for_each(|collector| counted.entry(Some(collector)).or_default().findings.push(finding)),
        }
    }
    if about == About::Agency {
        counted.entry(None).or_default();
    }
    let quarter = Watched { quarter, about, known, today };
    counted.into_iter().filter_map(|(who, counted)| quarter.found(who, &counted, reached)).collect()
}

struct Watched<'a> {
    quarter: Quarter,
    about: About,
    known: &'a Known<'a>,
    today: NaiveDate,
}

impl Watched<'_> {
    fn found(&self, who: Option<&str>, counted: &Counted<'_>, reached: &[Threshold]) -> Option<Found> {
        let passed: Vec<(NaiveDate, Fact)> =
            reached.iter().filter_map(|threshold| self.passed(threshold, counted)).collect();
        let since = passed.iter().map(|(day, _)| *day).min()?;
        let quarter = self.quarter;
        let named = who.map(|who| Fact::Collector { collector_id: who.to_owned() });
        let mut facts: Vec<Fact> = named.into_iter().chain(passed.into_iter().map(|(_, fact)| fact)).collect();
        facts.dedup();
        let cause = who.map_or_else(|| quarter.to_string(), |who| format!("{who} {quarter}"));
        Some(Found { cause, since, settled_on: None, facts })
    }

    /// The day on which the threshold was reached, where it was.
    fn passed(&self, threshold: &Threshold, counted: &Counted<'_>) -> Option<(NaiveDate, Fact)> {
        let quarter = self.quarter;
        match threshold {
            Threshold::Complaints { at_least } => {
                let at_least = self.agreed().unwrap_or(*at_least).max(1);
                let mut rows: Vec<_> = counted
                    .complaints
                    .iter()
                    .map(|row| (row.received_at.day(self.known.zone), &row.complaint_id))
                    .collect();
                rows.sort();
                let (day, count) = (reached_on(&rows, at_least)?, rows.len() as u64);
                let complaint_ids = rows.into_iter().map(|(_, id)| id.clone()).collect();
                Some((day, Fact::Complaints { quarter, count, at_least, complaint_ids }))
            }
            Threshold::Findings { at_least, severity, veto } => {
                let grave = |finding: &&&Confirmed| finding.severity >= *severity && (finding.veto || !veto);
                let mut rows: Vec<_> =
                    counted.findings.iter().filter(grave).map(|finding| (finding.day, &finding.id)).collect();
                rows.sort();
                let (day, count) = (reached_on(&rows, *at_least)?, rows.len() as u64);
                let finding_ids = rows.into_iter().map(|(_, id)| id.clone()).collect();
                let (severity, veto, at_least) = (*severity, *veto, *at_least);
                Some((day, Fact::Findings { quarter, count, at_least, severity, veto, finding_ids }))
            }
            Threshold::Grade { grade, quarters } => self.graded(*grade, *quarters),
        }
    }

    /// A grade is known on the first day after its quarter.
    fn graded(&self, worst: Grade, quarters: usize) -> Option<(NaiveDate, Fact)> {
        if self.about != About::Agency || self.quarter.last_day() >= self.today {
            return None;
        }
        let grade_of = |quarter: Quarter| self.known.grades.get(&quarter).copied();
        let bad = |grade: Grade| grade != Grade::N && grade >= worst;
        let run = std::iter::successors(Some(self.quarter), |quarter| Some(quarter.previous())).take(quarters.max(1));
        let all_bad = run.into_iter().all(|quarter| grade_of(quarter).is_some_and(bad));
        let grade = grade_of(self.quarter).filter(|_| all_bad)?;
        Some((self.quarter.next().first_day(), Fact::Grade { quarter: self.quarter, grade }))
    }

    /// The number that the agreement of the quarter's last day names.
    fn agreed(&self) -> Option<u64> {
        let day = self.quarter.last_day().min(self.today);
        let agreement = self.known.agreements.iter().filter(|row| row.in_force(day)).max_by_key(|row| row.starts_on)?;
        match self.about {
            About::Collector => agreement.dismissal_threshold,
            About::Agency => agreement.termination_threshold,
        }
    }
}

/// The day of the one that makes it so many; rows are sorted by day.
fn reached_on<T>(rows: &[(NaiveDate, T)], at_least: u64) -> Option<NaiveDate> {
    let place = usize::try_from(at_least.max(1) - 1).ok()?;
    rows.get(place).map(|(day, _)| *day)
}

fn upheld(complaint: &Complaint) -> bool {
    let upheld = [ComplaintOutcome::Upheld, ComplaintOutcome::PartlyUpheld];
    !complaint.grounds.is_enquiry() && complaint.outcome.is_some_and(|outcome| upheld.contains(&outcome))
}
