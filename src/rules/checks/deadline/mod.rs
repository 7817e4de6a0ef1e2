//! `deadline`: what must be done within a time after an event, or before it, told by two fields of one record or of it and its case.

mod condition;
mod field;
mod run;
mod term;

use super::contact_hours::time_of_day;
use super::{Described, RecordCheck, Sink};
use crate::domain::calendar::Calendar;
use crate::domain::evidence::EvidenceKind;
use crate::domain::register::ApprovalKind;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::NaiveTime;
use condition::Condition;
use field::Field;
use serde::Deserialize;
use std::sync::Arc;
use term::{Running, Term};

/// `[check.deadline]`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Written")]
pub struct Deadline {
    /// Whose records have it.
    kind: EvidenceKind,
    from: &'static Field,
    to: &'static Field,
    end: End,
    running: Option<Running>,
    special: Option<Special>,
    /// Whether nothing done is nothing to judge.
    missing_is_fine: bool,
    extended_to: Option<&'static Field>,
    extended_by: Option<ApprovalKind>,
    when: Vec<Condition>,
    with: Vec<Condition>,
    calendar: Option<Arc<Calendar>>,
}

/// On which side of the event the act lies.
#[derive(Debug, Clone, Copy)]
enum End {
    Within(Term),
    Before(Term),
}

/// Another term in special circumstances.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Special {
    when: Vec<Condition>,
    within: Term,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Missing {
    /// Late, as soon as the evidence reaches beyond the limit.
    #[default]
    Late,
    /// Nothing to judge.
    Fine,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "field::time")]
    from: &'static Field,
    #[serde(deserialize_with = "field::time")]
    to: &'static Field,
    within: Option<Term>,
    before: Option<Term>,
    clock: Option<WrittenClock>,
    special: Option<Special>,
    #[serde(default)]
    missing: Missing,
    #[serde(default, deserialize_with = "field::time_option")]
    extended_to: Option<&'static Field>,
    extended_by: Option<ApprovalKind>,
    #[serde(default)]
    when: Vec<Condition>,
    #[serde(default)]
    with: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClock {
    #[serde(deserialize_with = "time_of_day")]
    from: NaiveTime,
    #[serde(deserialize_with = "time_of_day")]
    until: NaiveTime,
}

impl TryFrom<Written> for Deadline {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { from, to, within, before, clock, special, missing, extended_to, extended_by, when, with } =
            written;
        let kind = if from.kind == EvidenceKind::Cases { to.kind } else { from.kind };
        let conditions = when.iter().chain(&with).chain(special.iter().flat_map(|special| &special.when));
        let named = [from, to].into_iter().chain(extended_to).chain(conditions.map(|condition| condition.field));
        if let Some(stray) = named.into_iter().find(|field| ![kind, EvidenceKind::Cases].contains(&field.kind)) {
            return Err(format!(
                "the deadline is one of {kind}: '{stray}' is a field neither of them nor of their cases"
            ));
        }
        let end = match (within, before) {
            (Some(term), None) => End::Within(term),
            (None, Some(Term::HalfDays(_))) => {
                return Err("`before` counts in minutes, hours, days or working days".into());
            }
            (None, Some(term)) => End::Before(term),
            _ => return Err("say one of `within` and `before`".into()),
        };
        let running = clock.map(|clock| Running { from: clock.from, until: clock.until });
        if running.is_some_and(|running| running.from >= running.until) {
            return Err("the clock's `from` must be earlier than its `until`".into());
        }
        let by_clock = matches!(end, End::Within(term) if term.by_clock().is_some());
        if running.is_some() && !by_clock {
            return Err("a clock runs only for `within` minutes or hours".into());
        }
        if special.is_some() && matches!(end, End::Before(_)) {
            return Err("special circumstances lengthen `within`, not `before`".into());
        }
        let missing_is_fine = missing == Missing::Fine;
        let calendar = None;
        Ok(Self {
            kind,
            from,
            to,
            end,
            running,
            special,
            missing_is_fine,
            extended_to,
            extended_by,
            when,
            with,
            calendar,
        })
    }
}

const DONE: &[&str] = &["record", "case", "from", "to", "limit"];
const NOT_DONE: &[&str] = &["record", "case", "from", "limit"];

impl Described for Deadline {
    fn unit(&self) -> &'static str {
        "deadlines"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        match (self.missing_is_fine, self.with.is_empty()) {
            (true, true) => &[("late", DONE)],
            (false, true) => &[("late", DONE), ("missing", NOT_DONE)],
            (true, false) => &[("late", DONE), ("lacking", DONE)],
            (false, false) => &[("late", DONE), ("missing", NOT_DONE), ("lacking", DONE)],
        }
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.calendar = lexicon.calendar();
        let (End::Within(term) | End::Before(term)) = self.end;
        let special = self.special.as_ref().map(|special| special.within);
        if self.calendar.is_none() && [Some(term), special].into_iter().flatten().any(Term::needs_calendar) {
            lexicon.problem_in(&[], "a deadline in working days takes a `calendar` in ruleset.toml");
        }
    }
}

impl RecordCheck for Deadline {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        run::run(self, view, sink);
    }
}
