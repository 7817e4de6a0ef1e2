//! `filed-daily`: records and recordings of contacts are handed in at the agency by a time of the same day. What ends only after that time has
//! until the same time of the next working day.

use super::contact_hours::time_of_day;
use super::found::{Found, local, told};
use super::links::recording_day;
use super::{Described, RecordCheck, Sink};
use crate::domain::calendar::Calendar;
use crate::domain::evidence::{EvidenceKind, Origin};
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use std::sync::Arc;

/// `[check.filed-daily]`; it judges rows whose sheet has a column for when they were handed in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiledDaily {
    /// By when, at the agency's place; the second itself is in time.
    #[serde(deserialize_with = "time_of_day")]
    pub by: NaiveTime,
    #[serde(skip)]
    calendar: Option<Arc<Calendar>>,
}

/// A row to judge.
struct Filed<'a> {
    kind: EvidenceKind,
    id: &'a str,
    day: NaiveDate,
    ended_at: DateTime<Utc>,
    filed_at: Option<DateTime<Utc>>,
    origin: &'a Origin,
}

impl Described for FiledDaily {
    fn unit(&self) -> &'static str {
        "records and recordings of contacts"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("late", &["record", "ended", "limit", "filed"]), ("missing", &["record", "ended", "limit"])]
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.calendar = lexicon.calendar();
    }
}

impl RecordCheck for FiledDaily {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let zone = view.agency.time_zone.unwrap_or(view.ruleset_zone);
        let rows = rows(view);
        // What is not handed in yet may still be, while the evidence does not reach beyond its limit.
        let reached =
            view.calls.iter().map(|call| call.ended_at).chain(view.visits.iter().map(|visit| visit.left_at)).max();
        for row in rows.iter().filter(|row| view.quarter.contains(row.day)) {
            let limit = self.limit(row.ended_at, zone);
            let late = row.filed_at.is_some_and(|at| at > limit);
            let missing = row.filed_at.is_none();
            if missing && reached.is_none_or(|at| at <= limit) {
                continue;
            }
            sink.expose(row.day);
            if !late && !missing {
                continue;
            }
            let mut found = Found::new(row.kind, row.id, row.day, if late { "late" } else { "missing" })
                .value("record", row.id)
                .value("ended", local(row.ended_at, &zone))
                .value("limit", local(limit, &zone));
            if let Some(at) = row.filed_at {
                found = found.value("filed", local(at, &zone));
            }
            sink.found(found.cells(row.origin, &["filed_at", "started_at", "recorded_at"]));
        }
    }
}

impl FiledDaily {
    fn limit(&self, ended_at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let ended = ended_at.with_timezone(&zone).naive_local();
        let day = if ended.time() <= self.by { ended.date() } else { self.next_working(ended.date()) };
        let by = day.and_time(self.by);
        zone.from_local_datetime(&by).latest().map_or_else(|| by.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// The next working day; the next day of all where the calendar does not know the year.
    fn next_working(&self, day: NaiveDate) -> NaiveDate {
        let known = self.calendar.as_ref().and_then(|calendar| calendar.add(day, 1).ok());
        known.unwrap_or(day + Days::new(1))
    }
}

/// Calls that were answered or are on record as handed in, and all recordings; of sheets that have the column.
fn rows<'a>(view: &'a View<'a>) -> Vec<Filed<'a>> {
    let calls_filed = view.calls.iter().any(|call| call.filed_at.is_some());
    let calls = view.calls.iter().filter(|call| call.connected() || call.filed_at.is_some());
    let calls = calls.filter(|call| told(&call.origin, "filed_at", calls_filed)).map(|call| Filed {
        kind: EvidenceKind::Calls,
        id: &call.value.call_id,
        day: view.day(&call.case_no, call.started_at),
        ended_at: call.ended_at,
        filed_at: call.filed_at,
        origin: &call.origin,
    });
    let recordings_filed = view.recordings.iter().any(|recording| recording.filed_at.is_some());
    let recordings = view.recordings.iter().filter(|row| told(&row.origin, "filed_at", recordings_filed));
    let recordings = recordings.map(|recording| Filed {
        kind: EvidenceKind::Recordings,
        id: &recording.value.recording_id,
        day: recording_day(view, recording),
        ended_at: recording.recorded_at + TimeDelta::seconds(recording.duration_s),
        filed_at: recording.filed_at,
        origin: &recording.origin,
    });
    calls.chain(recordings).collect()
}
