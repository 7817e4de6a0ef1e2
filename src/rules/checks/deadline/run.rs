//! Judges every record that has the deadline. A deadline counts on the day on which it ends, so that its quarter knows what came of it.

use super::field::{Field, Row};
use super::term::Reckoning;
use super::{Deadline, End};
use crate::domain::contact::DayOrMoment;
use crate::domain::evidence::EvidenceKind;
use crate::domain::register::{Approval, Decision};
use crate::rules::checks::Sink;
use crate::rules::checks::found::{Found, local};
use crate::rules::view::View;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::HashMap;

/// One quarter's deadlines of one rule.
struct Run<'r, 'a> {
    deadline: &'r Deadline,
    view: &'r View<'a>,
    by: Reckoning<'r>,
    /// The last events of which the evidence tells: what lies behind them may still be done in time.
    reached: Vec<DayOrMoment>,
    extensions: HashMap<&'a str, Vec<&'a Approval>>,
}

/// Runs it over one quarter.
pub(super) fn run(deadline: &Deadline, view: &View<'_>, sink: &mut Sink) {
    // The work is done at the agency, not at the debtor's place.
    let zone = view.agency.time_zone.unwrap_or(view.ruleset_zone);
    let by = Reckoning { zone, calendar: deadline.calendar.as_deref(), running: deadline.running };
    let rows = Row::all(deadline.kind, view);
    let reached = reached(deadline, view, &rows);
    let run = Run { deadline, view, by, reached, extensions: extensions(deadline, view) };
    for row in &rows {
        run.judge(row, sink);
    }
}

impl<'a> Run<'_, 'a> {
    fn judge(&self, row: &Row<'a>, sink: &mut Sink) {
        let Deadline { from, to, .. } = self.deadline;
        let case = row.case_no().and_then(|case_no| self.view.cases.get(case_no)).map(Row::Cases);
        let case = case.as_ref();
        let time = |field: &Field| field.time(row).or_else(|| case.and_then(|case| field.time(case)));
        if !self.deadline.when.iter().all(|condition| condition.holds(row, case)) {
            return;
        }
        let Some(event) = time(from) else { return };
        let Some(limit) = self.limit(event, row, case) else { return };
        let day = limit.day(self.by.zone);
        if !self.view.quarter.contains(day) {
            return;
        }
        let done = time(to);
        let over = || self.reached.iter().any(|reached| self.by.late(*reached, limit));
        let why = match done {
            None if self.deadline.missing_is_fine || !over() => return,
            None => Some("missing"),
            Some(done) if self.by.late(done, limit) => Some("late"),
            Some(_) if !self.deadline.with.iter().all(|condition| condition.holds(row, case)) => Some("lacking"),
            Some(_) => None,
        };
        sink.expose(day);
        if let Some(why) = why {
            let times = [("from", Some(event)), ("to", done), ("limit", Some(limit))];
            self.tell(row, case, day, why, times, sink);
        }
    }

    fn tell(
        &self,
        row: &Row<'a>,
        case: Option<&Row<'a>>,
        day: NaiveDate,
        why: &'static str,
        times: [(&'static str, Option<DayOrMoment>); 3],
        sink: &mut Sink,
    ) {
        let Deadline { kind, from, to, with, .. } = self.deadline;
        let key = row.key();
        let mut found = Found::new(*kind, &key, day, why);
        found = found.value("record", &key).value("case", row.case_no().unwrap_or("—"));
        for (name, at) in times {
            if let Some(at) = at {
                found = found.value(name, shown(at, self.by.zone));
            }
        }
        let lacking = with.iter().filter(|_| why == "lacking").map(|condition| condition.field);
        let fields: Vec<&Field> = lacking.chain([*to, *from]).collect();
        let of = |kind| fields.iter().filter(|field| field.kind == kind).map(|field| field.name).collect::<Vec<_>>();
        found = found.cells(row.origin(), &of(*kind));
        let cells = of(EvidenceKind::Cases);
        if let Some(case) = case.filter(|_| *kind != EvidenceKind::Cases && !cells.is_empty()) {
            found = found.cells(case.origin(), &cells);
        }
        sink.found(found);
    }

    /// The end of the term, with what moves it; none where the calendar does not know the year.
    fn limit(&self, event: DayOrMoment, row: &Row<'a>, case: Option<&Row<'a>>) -> Option<DayOrMoment> {
        let special = self.deadline.special.as_ref();
        let special = special.filter(|special| special.when.iter().all(|condition| condition.holds(row, case)));
        let limit = match (self.deadline.end, special) {
            (End::Within(_), Some(special)) => special.within.after(event, self.by),
            (End::Within(term), None) => term.after(event, self.by),
            (End::Before(term), _) => term.before(event, self.by),
        };
        let limit = limit.ok().flatten()?;
        let zone = self.by.zone;
        let field = self.deadline.extended_to;
        let written = field.and_then(|field| field.time(row).or_else(|| case.and_then(|case| field.time(case))));
        let granted = self.extensions.get(row.case_no().unwrap_or_default()).into_iter().flatten();
        // What was granted only after the limit had passed heals nothing.
        let granted = granted.filter(|approval| granted_on(approval, zone) <= Some(limit.day(zone)));
        let granted = granted.filter_map(|approval| approval.valid_to).map(DayOrMoment::Day);
        let later = |one: DayOrMoment, other| if self.by.late(other, one) { other } else { one };
        Some(written.into_iter().chain(granted).fold(limit, later))
    }
}

fn granted_on(approval: &Approval, zone: Tz) -> Option<NaiveDate> {
    approval.approved_at.map(|at| at.day(zone)).or(approval.valid_from)
}

/// The extensions that the bank granted, by case.
fn extensions<'a>(deadline: &Deadline, view: &View<'a>) -> HashMap<&'a str, Vec<&'a Approval>> {
    let mut by_case: HashMap<&'a str, Vec<&'a Approval>> = HashMap::new();
    let approvals = view.registers.approvals.iter().map(|row| &row.value);
    let granted = approvals.filter(|approval| Some(approval.approval_kind) == deadline.extended_by);
    for approval in granted.filter(|approval| approval.decision != Some(Decision::Refused)) {
        if let Some(case_no) = &approval.case_no {
            by_case.entry(case_no).or_default().push(approval);
        }
    }
    by_case
}

/// The last contact, and the last day and moment in the records themselves.
fn reached(deadline: &Deadline, view: &View<'_>, rows: &[Row<'_>]) -> Vec<DayOrMoment> {
    let calls = view.calls.iter().map(|call| call.ended_at);
    let contacts = calls.chain(view.visits.iter().map(|visit| visit.left_at)).map(DayOrMoment::Moment);
    let (mut days, mut moments) = (Vec::new(), Vec::new());
    let fields = [deadline.from, deadline.to].into_iter().filter(|field| field.tells());
    let own = fields.flat_map(|field| rows.iter().filter_map(|row| field.time(row)));
    for at in contacts.chain(own) {
        match at {
            DayOrMoment::Day(_) => days.push(at),
            DayOrMoment::Moment(_) => moments.push(at),
        }
    }
    days.into_iter().max().into_iter().chain(moments.into_iter().max()).collect()
}

fn shown(at: DayOrMoment, zone: Tz) -> String {
    match at {
        DayOrMoment::Moment(at) => local(at, &zone),
        DayOrMoment::Day(day) => day.to_string(),
    }
}
