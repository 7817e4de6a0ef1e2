//! `contact-record`: when the debtor was reached, the record of the call says what it has columns for.

use super::found::{Found, blank, told};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Party};
use crate::domain::evidence::EvidenceKind;
use crate::rules::view::View;
use serde::Deserialize;

/// `[check.contact-record]`; a field that the log has no column for is not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactRecord {
    /// What may not be left blank.
    pub fields: Vec<RecordField>,
}

/// A column of the call log that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RecordField {
    CallerNumber,
    Direction,
    Channel,
    ContactName,
    RecordingId,
    Summary,
}

impl RecordField {
    /// The column's id.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CallerNumber => "caller_number",
            Self::Direction => "direction",
            Self::Channel => "channel",
            Self::ContactName => "contact_name",
            Self::RecordingId => "recording_id",
            Self::Summary => "summary",
        }
    }

    fn blank(self, call: &Call) -> bool {
        match self {
            Self::CallerNumber => blank(call.caller_number.as_deref()),
            Self::Direction => call.direction.is_none(),
            Self::Channel => blank(call.channel.as_deref()),
            Self::ContactName => blank(call.contact_name.as_deref()),
            Self::RecordingId => blank(call.recording_id.as_deref()),
            Self::Summary => blank(call.summary.as_deref()),
        }
    }
}

impl Described for ContactRecord {
    fn unit(&self) -> &'static str {
        "connected calls"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("blank", &["call", "day", "fields"])]
    }
}

impl RecordCheck for ContactRecord {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let filled: Vec<_> = self.fields.iter().map(|field| view.calls.iter().any(|call| !field.blank(call))).collect();
        for call in view.calls.iter().filter(|call| call.connected() && call.party == Party::Debtor) {
            let day = view.day(&call.case_no, call.started_at);
            let fields = self.fields.iter().zip(&filled);
            let asked: Vec<_> = fields.filter(|(field, filled)| told(&call.origin, field.as_str(), **filled)).collect();
            if !view.quarter.contains(day) || asked.is_empty() {
                continue;
            }
            sink.expose(day);
            let blank = asked.iter().filter(|(field, _)| field.blank(call));
            let fields: Vec<_> = blank.map(|(field, _)| field.as_str()).collect();
            if !fields.is_empty() {
                let found = Found::new(EvidenceKind::Calls, &call.value.call_id, day, "blank")
                    .value("call", &call.call_id)
                    .value("day", day)
                    .value("fields", fields.join(", "));
                sink.found(found.cells(&call.origin, &fields));
            }
        }
    }
}
