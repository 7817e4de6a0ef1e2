//! `recording-retention`: recordings are kept as long as the clause says, in months or years of the calendar.

use super::found::Found;
use super::links::{listed_contact, recording_day};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{DayOrMoment, Recording};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// `[check.recording-retention]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingRetention {
    /// How long.
    pub keep: Keep,
}

/// From when the time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// So many months from the day of the recording.
    MonthsFromRecording(u32),
    /// So many years from the last day of the agreement.
    YearsFromAgreementEnd(u32),
}

impl Keep {
    /// The first day on which a recording may go. While the end of the agreement is open it is taken to last to `known_running` at least.
    fn until(
        self,
        recorded: NaiveDate,
        agreement_to: Option<NaiveDate>,
        known_running: NaiveDate,
    ) -> Option<NaiveDate> {
        match self {
            Self::MonthsFromRecording(months) => recorded.checked_add_months(Months::new(months)),
            Self::YearsFromAgreementEnd(years) => {
                agreement_to.unwrap_or(known_running).checked_add_months(Months::new(years.saturating_mul(12)))
            }
        }
    }
}

impl RecordingRetention {
    /// Judges one date of a recording: the day it was meant to go, or went.
    fn judge(&self, view: &View<'_>, recording: &Sourced<Recording>, date: Dated, sink: &mut Sink) {
        let Dated { field, why, day, counts_on } = date;
        if !view.quarter.contains(counts_on) {
            return;
        }
        sink.expose(counts_on);
        let recorded = recording_day(view, recording);
        let known_running = if field == "deleted_at" { recorded.max(day) } else { recorded };
        let Some(until) = self.keep.until(recorded, view.agency.agreement_to, known_running) else { return };
        if day >= until {
            return;
        }
        let mut found = Found::new(EvidenceKind::Recordings, &recording.recording_id, counts_on, why)
            .value("recording", &recording.recording_id)
            .value("recorded", recorded)
            .value("date", day)
            .value("until", until);
        found.occurrence = field.to_owned();
        sink.found(found.cells(&recording.origin, &[field, "recorded_at"]));
    }
}

/// One date on a recording's row.
struct Dated {
    field: &'static str,
    why: &'static str,
    day: NaiveDate,
    counts_on: NaiveDate,
}

impl Described for RecordingRetention {
    fn unit(&self) -> &'static str {
        "recordings kept or deleted"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["recording", "recorded", "date", "until"];
        &[("planned", PLACEHOLDERS), ("deleted", PLACEHOLDERS)]
    }
}

impl RecordCheck for RecordingRetention {
    /// Counts each recording of the quarter once, and each deletion of the quarter once.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for recording in view.recordings {
            let recorded = recording_day(view, recording);
            match recording.retain_until {
                Some(planned) => {
                    let day = local_day(view, recording, planned);
                    let planned = Dated { field: "retain_until", why: "planned", day, counts_on: recorded };
                    self.judge(view, recording, planned, sink);
                }
                None if view.quarter.contains(recorded) => sink.expose(recorded),
                None => {}
            }
            if let Some(deleted) = recording.deleted_at {
                let day = local_day(view, recording, deleted);
                let deleted = Dated { field: "deleted_at", why: "deleted", day, counts_on: day };
                self.judge(view, recording, deleted, sink);
            }
        }
    }
}

/// The day that people at the recording's place would name.
fn local_day(view: &View<'_>, recording: &Recording, date: DayOrMoment) -> NaiveDate {
    match date {
        DayOrMoment::Day(day) => day,
        DayOrMoment::Moment(moment) => {
            let case_no = listed_contact(view, recording).map_or("", |contact| contact.case_no());
            view.day(case_no, moment)
        }
    }
}
