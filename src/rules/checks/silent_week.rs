//! `silent-week`: between two weeks with calls in the log no working week is without any, unless the agency said so at once.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::calendar::Calendar;
use crate::domain::contact::Call;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::quarter::Week;
use crate::domain::register::ReportKind;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `[check.silent-week]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentWeek {
    /// Reports that excuse the days that they are about: nobody worked then, and the bank was told.
    #[serde(default)]
    pub excused_by: Vec<ReportKind>,
    #[serde(skip)]
    calendar: Option<Arc<Calendar>>,
}

impl SilentWeek {
    /// Whether people should have worked in the week of `monday`: a week of holidays is rightly silent, and one of an unknown year is not
    /// judged; nor is one whose working days all lie in what reports excuse.
    fn worked(&self, monday: NaiveDate, excused: &[(NaiveDate, NaiveDate)]) -> bool {
        let working = |day| match &self.calendar {
            Some(calendar) => calendar.is_working(day).unwrap_or(false),
            None => true,
        };
        let excused = |day| excused.iter().any(|(first, last)| *first <= day && day <= *last);
        (0..7).map(|n| monday + Days::new(n)).any(|day| working(day) && !excused(day))
    }

    /// First and last days of what reports excuse.
    fn excused(&self, view: &View<'_>) -> Vec<(NaiveDate, NaiveDate)> {
        let reports = view.registers.reports.iter().filter(|report| self.excused_by.contains(&report.report_kind));
        reports.filter_map(|report| report.period_from.zip(report.period_to)).collect()
    }
}

impl Described for SilentWeek {
    fn unit(&self) -> &'static str {
        "weeks"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("silent", &["week", "first", "last", "before", "after"])]
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.calendar = lexicon.calendar();
    }
}

impl RecordCheck for SilentWeek {
    /// Judges whole weeks of quarter and agreement by the quarter's own calls; before the first of them and after the last nobody knows
    /// whether the work had begun, or the log is still to come.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let mut weeks: BTreeMap<NaiveDate, &Sourced<Call>> = BTreeMap::new();
        for call in view.calls {
            let day = view.day(&call.case_no, call.started_at);
            if view.quarter.contains(day) {
                weeks.entry(Week::of(day).first_day()).or_insert(call);
            }
        }
        let (Some((&first, _)), Some((&last, _))) = (weeks.first_key_value(), weeks.last_key_value()) else { return };
        let excused = self.excused(view);
        let mut before = first;
        for monday in first.iter_days().step_by(7).take_while(|monday| *monday <= last) {
            let sunday = monday + Days::new(6);
            let agreed = view.agency.agreement_from <= monday && view.agency.agreement_to.is_none_or(|to| sunday <= to);
            let whole = view.quarter.contains(monday) && view.quarter.contains(sunday);
            let judged = agreed && whole && self.worked(monday, &excused);
            if judged {
                sink.expose(sunday);
            }
            if weeks.contains_key(&monday) {
                before = monday;
                continue;
            }
            let Some((after, next)) = weeks.range(monday..).next().filter(|_| judged) else { continue };
            let week = Week::of(monday).to_string();
            let mut found = Found::new(EvidenceKind::Calls, &next.value.call_id, sunday, "silent")
                .value("week", &week)
                .value("first", monday)
                .value("last", sunday)
                .value("before", Week::of(before))
                .value("after", Week::of(*after))
                .cells(&weeks[&before].origin, &["started_at"])
                .cells(&next.origin, &["started_at"]);
            found.occurrence = week;
            sink.found(found);
        }
    }
}
