//! The lines that calls are made from.

use super::within;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        within(self.registered_on, day, self.removed_on)
    }
}
