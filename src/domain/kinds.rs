//! The kinds of evidence: one line each says whose it is, what its rows are, and what makes two of them versions of the same thing.

use super::contact::{Call, DayOrMoment, Recording, Turn, Visit};
use super::register::{
    Agreement, Approval, Case, Collection, Complaint, Handover, Incident, Inspection, InternalAudit, Letter, Line,
    Reconciliation, Report, Staff, Training,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};

/// Who hands a kind in, and whether its rows belong to the week that they are handed in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The agency, week by week.
    Weekly,
    /// The agency; a register that goes on.
    Agency,
    /// The bank.
    Bank,
}

macro_rules! kinds {
    ($($kind:ident $id:literal $from:ident $record:ident |$row:ident| $key:expr, $happened:expr;)*) => {
        /// A kind of evidence: one sheet of the weekly workbook, one table of the validator.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum EvidenceKind { $($kind,)* }

        impl EvidenceKind {
            /// All of them, in the order of the template's sheets.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$kind,)*];

            /// The kind's id, as in the API and in file names.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $id,)* }
            }

            fn from(self) -> From {
                match self { $(Self::$kind => From::$from,)* }
            }
        }

        /// A typed row.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum Record { $($record($record),)* }

        impl Record {
            /// Which sheet it belongs on.
            pub fn kind(&self) -> EvidenceKind {
                match self { $(Self::$record(_) => EvidenceKind::$kind,)* }
            }

            /// The id that makes two rows versions of the same thing. Turns: `call_id#turn_no`.
            pub fn natural_key(&self) -> String {
                match self { $(Self::$record($row) => $key,)* }
            }

            /// When it happened, where that is known: what decides its week and its quarter.
            #[allow(unused_variables, reason = "not every kind tells when it happened")]
            pub fn happened(&self) -> Option<DayOrMoment> {
                match self { $(Self::$record($row) => $happened,)* }
            }

            /// Reads a row of `kind` from its fields.
            pub fn read<'d, D: Deserializer<'d>>(kind: EvidenceKind, fields: D) -> Result<Self, D::Error> {
                match kind { $(EvidenceKind::$kind => $record::deserialize(fields).map(Self::$record),)* }
            }
        }
    };
}

kinds! {
    Calls "calls" Weekly Call |row| row.call_id.clone(), moment(row.started_at);
    Transcripts "transcripts" Weekly Turn |row| format!("{}#{}", row.call_id, row.turn_no), None;
    Visits "visits" Weekly Visit |row| row.visit_id.clone(), moment(row.arrived_at);
    Recordings "recordings" Weekly Recording |row| row.recording_id.clone(), moment(row.recorded_at);
    Letters "letters" Weekly Letter |row| row.letter_id.clone(), day(row.sent_on.or(row.voided_on));
    Staff "staff" Agency Staff |row| row.collector_id.clone(), None;
    Lines "lines" Agency Line |row| row.line_number.clone(), None;
    Collections "collections" Weekly Collection |row| row.collection_id.clone(), Some(row.taken_at);
    Reports "reports" Weekly Report |row| row.report_id.clone(), row.submitted_at.or(row.requested_at).or(day(row.due_on));
    Incidents "incidents" Agency Incident |row| row.incident_id.clone(), moment(row.began_at);
    Trainings "trainings" Agency Training |row| pair(&row.training_id, &row.collector_id), day(Some(row.held_on));
    Audits "audits" Agency InternalAudit |row| row.audit_id.clone(), day(Some(row.held_on));
    Cases "cases" Bank Case |row| row.case_no.clone(), None;
    Complaints "complaints" Bank Complaint |row| row.complaint_id.clone(), Some(row.received_at);
    Inspections "inspections" Bank Inspection |row| pair(&row.inspection_id, &row.item_id), day(Some(row.held_on));
    Approvals "approvals" Bank Approval |row| row.approval_id.clone(), None;
    Handovers "handovers" Bank Handover |row| pair(&row.handover_id, &row.case_no), moment(row.handed_at);
    Reconciliations "reconciliations" Bank Reconciliation |row| row.month.to_string(), day(Some(row.month.first_day()));
    Agreements "agreements" Bank Agreement |row| row.agreement_id.clone(), None;
}

fn moment(at: DateTime<Utc>) -> Option<DayOrMoment> {
    Some(DayOrMoment::Moment(at))
}

fn day(day: Option<NaiveDate>) -> Option<DayOrMoment> {
    day.map(DayOrMoment::Day)
}

/// A key of two ids; the first one's own '#' is written otherwise, so that no two pairs make the same key.
fn pair(first: &str, second: &str) -> String {
    format!("{}#{second}", first.replace('%', "%25").replace('#', "%23"))
}

impl EvidenceKind {
    /// Whether the bank hands it in rather than the agency.
    pub fn from_bank(self) -> bool {
        self.from() == From::Bank
    }

    /// Whether its rows belong to the week that they are handed in for; registers that go on hold rows of any time.
    pub fn is_weekly(self) -> bool {
        self.from() == From::Weekly
    }
}

impl Record {
    /// The moment at which it happened, where that is known.
    pub fn happened_at(&self) -> Option<DateTime<Utc>> {
        match self.happened()? {
            DayOrMoment::Moment(at) => Some(at),
            DayOrMoment::Day(_) => None,
        }
    }

    /// The day on which it happened, at `zone`'s place.
    pub fn happened_on(&self, zone: Tz) -> Option<NaiveDate> {
        self.happened().map(|at| at.day(zone))
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EvidenceKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("'{text}' is no kind of evidence: {}", known.join(", "))
        })
    }
}
