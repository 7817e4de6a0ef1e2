//! `silent-week`: between two weeks with calls in the log no working week is without any.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::calendar::Calendar;
use crate::domain::contact::Call;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::quarter::Week;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `[check.silent-week]`; it has no parameters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentWeek {
    #[serde(skip)]
    calendar: Option<Arc<Calendar>>,
}

impl SilentWeek {
    /// Whether people work in the week of `monday`: a week of holidays is rightly silent, and one of an unknown year is not judged.
    fn worked(&self, monday: NaiveDate) -> bool {
        let working = |day| match &self.calendar {
            Some(calendar) => calendar.is_working(day).unwrap_or(false),
            None => true,
        };
        (0..7).any(|n| working(monday + Days::new(n)))
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
        let mut before = first;
        for monday in first.iter_days().step_by(7).take_while(|monday| *monday <= last) {
            let sunday = monday + Days::new(6);
            let agreed = view.agency.agreement_from <= monday && view.agency.agreement_to.is_none_or(|to| sunday <= to);
            let whole = view.quarter.contains(monday) && view.quarter.contains(sunday);
            let judged = agreed && whole && self.worked(monday);
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
