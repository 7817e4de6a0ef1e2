//! The registers around the contacts: staff, phone lines, entrusted cases.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::contact::DayOrMoment;

/// One row of the staff register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The collector's id: the natural key.
    pub collector_id: String,
    /// The collector's name.
    pub name: String,
    /// First day of service; in service from the beginning where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hired_on: Option<NaiveDate>,
    /// Last day of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Training or test certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_no: Option<String>,
    /// Its last valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_valid_until: Option<NaiveDate>,
    /// When the confidentiality pledge was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidentiality_signed_on: Option<NaiveDate>,
}

impl Staff {
    /// Whether the collector was in service on `day`, first and last day included.
    pub fn in_service(&self, day: NaiveDate) -> bool {
        self.hired_on.is_none_or(|first| first <= day) && self.left_on.is_none_or(|last| day <= last)
    }
}

/// What a phone line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum LineKind {
    Fixed,
    Mobile,
    Voip,
    Other,
}

/// One row of the line register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The number, digits and leading '+' only: the natural key.
    pub line_number: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<LineKind>,
    /// Attached to the recording system; blank counts as no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<bool>,
    /// First day on the register; from the beginning where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_on: Option<NaiveDate>,
    /// Last day on the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_on: Option<NaiveDate>,
}

impl Line {
    /// Whether it was on the register on `day`, first and last day included.
    pub fn registered(&self, day: NaiveDate) -> bool {
        self.registered_on.is_none_or(|first| first <= day) && self.removed_on.is_none_or(|last| day <= last)
    }
}

/// One row of the bank's list of entrusted cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The bank's number: the natural key within the agency.
    pub case_no: String,
    /// Who owes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_name: Option<String>,
    /// The debtor's own numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Amount entrusted, in hundredths of the currency unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<i64>,
    /// When it was entrusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrusted_at: Option<DateTime<Utc>>,
    /// When the mandate expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DayOrMoment>,
    /// When the agency gave it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<DayOrMoment>,
    /// When the bank took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DayOrMoment>,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DayOrMoment>,
    /// Where the debtor lives; the agency's zone where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Tz>,
}
