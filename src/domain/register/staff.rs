//! Who collects.

use super::within;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One row of the staff register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the collector does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<StaffRole>,
    /// Whose reports the collector's are approved by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor_id: Option<String>,
    /// First valid day of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_issued_on: Option<NaiveDate>,
    /// Whether one of the five disqualifications holds; blank says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disqualified: Option<bool>,
    /// When that was looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disqualification_checked_on: Option<NaiveDate>,
    /// When the service rules were signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_rules_signed_on: Option<NaiveDate>,
    /// Why the collector left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_reason: Option<LeftReason>,
    /// When a dismissal for violations was reported to the credit register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissal_reported_on: Option<NaiveDate>,
}

impl Staff {
    /// Whether the collector was in service on `day`, first and last day included.
    pub fn in_service(&self, day: NaiveDate) -> bool {
        within(self.hired_on, day, self.left_on)
    }
    /// Whether the certificate was valid on `day`; no certificate never is, and one without an end has none.
    pub fn certified(&self, day: NaiveDate) -> bool {
        self.certificate_no.is_some() && within(self.certificate_issued_on, day, self.certificate_valid_until)
    }
}

words! {
    /// What somebody does at the agency.
    StaffRole { Collector, Visitor, Supervisor, Quality, Support, Head, Other, }

    /// Why somebody left.
    LeftReason { Resigned, DismissedForViolation, ContractEnded, Transferred, Other, }
}
