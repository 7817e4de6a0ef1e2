//! Contacts with a debtor or third party: calls, what was said on them, visits, and their recordings.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Who was reached, seen from the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Party {
    Debtor,
    Spouse,
    Parent,
    Relative,
    Colleague,
    Friend,
    Neighbour,
    Guarantor,
    Other,
    /// Nobody could tell.
    Unknown,
}

impl Party {
    /// Whether the code's duties towards third parties apply: anyone known not to be the debtor.
    pub fn is_third(self) -> bool {
        !matches!(self, Self::Debtor | Self::Unknown)
    }
}

/// How a call attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Outcome {
    Connected,
    NoAnswer,
    Busy,
    InvalidNumber,
    Voicemail,
}

/// Who placed the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Direction {
    Outbound,
    Inbound,
}

/// A time agreed with the debtor for a contact outside the hours; it excuses only with its reason on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreedTime {
    /// A time of day at the debtor's place; covers 30 minutes either side.
    At(NaiveTime),
    /// A moment; covers 30 minutes either side.
    Moment(DateTime<Utc>),
    /// A window at the debtor's place, both ends allowed; across midnight where the end is the earlier time.
    Window(NaiveTime, NaiveTime),
    /// A window between two moments, both ends allowed.
    Moments(DateTime<Utc>, DateTime<Utc>),
}

/// One row of the call log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The agency's own number for the call: its natural key.
    pub call_id: String,
    /// The entrusted case.
    pub case_no: String,
    /// Who called.
    pub collector_id: String,
    /// The number dialled, digits and leading '+' only.
    pub called_number: String,
    /// Who was reached.
    pub party: Party,
    /// Start of the attempt.
    pub started_at: DateTime<Utc>,
    /// End of the attempt, never before its start.
    pub ended_at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// The line it was made from, digits and leading '+' only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<String>,
    /// Who placed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The means, as written: phone, SMS, WeChat…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The person's name as logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// The recording that the log names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_id: Option<String>,
    /// A time agreed for the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_time: Option<AgreedTime>,
    /// Why that time; blank excuses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_reason: Option<String>,
    /// When that was agreed and put on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_recorded_at: Option<DayOrMoment>,
    /// The day on which the debtor promised to pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_date: Option<NaiveDate>,
    /// The collector's own note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether who answered would not be called again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_refused: Option<bool>,
    /// When the record of the call was handed in at the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_at: Option<DateTime<Utc>>,
}

impl Call {
    /// Whether anyone answered.
    pub fn connected(&self) -> bool {
        self.outcome == Outcome::Connected
    }

    /// Whole seconds from start to end.
    pub fn seconds(&self) -> i64 {
        (self.ended_at - self.started_at).num_seconds()
    }
}

/// Who speaks in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Speaker {
    Agent,
    Debtor,
    Third,
    Unknown,
}

impl Speaker {
    /// The id, as in transcripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Debtor => "debtor",
            Self::Third => "third",
            Self::Unknown => "unknown",
        }
    }
}

/// One speaker's stretch of a conversation: one row of the transcript sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// The call it belongs to.
    pub call_id: String,
    /// Its place in the conversation as the agency numbers it; only the order matters.
    pub turn_no: u32,
    /// Who speaks.
    pub speaker: Speaker,
    /// What was said, unchanged.
    pub text: String,
    /// Start within the recording, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_ms: Option<u64>,
    /// End within the recording, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_ms: Option<u64>,
}

/// One row of the visit reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The agency's own number for the visit: its natural key.
    pub visit_id: String,
    /// The entrusted case.
    pub case_no: String,
    /// Collector ids (or names, where unique on the register) as written, at least one.
    pub visitors: Vec<String>,
    /// Arrival.
    pub arrived_at: DateTime<Utc>,
    /// Departure, never before arrival.
    pub left_at: DateTime<Utc>,
    /// Where.
    pub address: String,
    /// Whom they met, as written.
    pub person_met: String,
    /// Who that is, seen from the case.
    pub party: Party,
    /// The day planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    /// The day the case was handed over for visiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over_on: Option<NaiveDate>,
    /// An extension as granted, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// Staff badge worn; blank counts as no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge_worn: Option<bool>,
    /// The bank's authorisation shown; blank counts as no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation_shown: Option<bool>,
    /// Went inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<bool>,
    /// Consent came first; blank after entering counts as no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_consent: Option<bool>,
    /// The recording that the report names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_id: Option<String>,
    /// Photo numbers or hashes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
    /// Anything taken or collected, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_taken: Option<String>,
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// The supervisor who reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
    /// When it was reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<DateTime<Utc>>,
    /// The bank's authorisation that was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation_id: Option<String>,
    /// A time agreed for the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_time: Option<AgreedTime>,
    /// Why that time; blank excuses nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_reason: Option<String>,
    /// When that was agreed and put on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_recorded_at: Option<DayOrMoment>,
    /// Whether anybody was touched or force was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force_used: Option<bool>,
    /// Whether anything was posted up or painted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted_up: Option<bool>,
}

/// A day, or a moment of one: registers often say no more than the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DayOrMoment {
    /// A moment.
    Moment(DateTime<Utc>),
    /// A whole day.
    Day(NaiveDate),
}

impl DayOrMoment {
    /// The day at `zone`'s place.
    pub fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Moment(at) => at.with_timezone(&zone).date_naive(),
            Self::Day(day) => day,
        }
    }
}

/// One row of the recording list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The agency's own number for the recording: its natural key.
    pub recording_id: String,
    /// The call it records; exactly one of call and visit is filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<String>,
    /// The visit it records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<String>,
    /// The file's name.
    pub file_name: String,
    /// Its length, s.
    pub duration_s: i64,
    /// When it begins.
    pub recorded_at: DateTime<Utc>,
    /// Hash of the audio file as the agency declares it, lower-case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where the second copy is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_location: Option<String>,
    /// Planned end of keeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retain_until: Option<DayOrMoment>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<DayOrMoment>,
    /// When it was handed in at the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_at: Option<DateTime<Utc>>,
    /// When somebody asked to hear it, as a test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieval_asked_at: Option<DateTime<Utc>>,
    /// When it could be heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<DateTime<Utc>>,
}
