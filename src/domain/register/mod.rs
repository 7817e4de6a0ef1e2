//! The registers around the contacts: what the agency keeps (letters, money, staff, training …) and what the bank keeps (cases,
//! complaints, approvals …). One file per kind; its columns in three languages stand in `intake/schema`.

/// A row: fields that every row has, then those that may be blank.
macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$always_doc:meta])* $always:ident: $always_type:ty,)* }
        may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$always_doc])* pub $always: $always_type,)*
            $($(#[$may_doc])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $may: Option<$may_type>,)*
        }
    };
}

/// Words with a fixed meaning; `intake/values/words.toml` has their names and synonyms.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$word_doc])* $word,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$word,)*];
        }
    )*};
}

mod agreement;
mod approval;
mod case;
mod collection;
mod complaint;
mod handover;
mod incident;
mod inspection;
mod internal_audit;
mod letter;
mod line;
mod reconciliation;
mod report;
mod staff;
mod training;

pub use agreement::Agreement;
pub use approval::{Approval, ApprovalKind, Decision};
pub use case::{Case, CaseStatus, DebtorDuty, Dispute};
pub use collection::{Collection, PaymentMethod};
pub use complaint::{Complaint, ComplaintChannel, ComplaintOutcome, Grounds, Side};
pub use handover::Handover;
pub use incident::{Incident, IncidentKind};
pub use inspection::{Inspection, InspectionResult};
pub use internal_audit::{InternalAudit, Regularity};
pub use letter::{Delivery, DocumentKind, Letter, Recipient};
pub use line::{Line, LineKind};
pub use reconciliation::Reconciliation;
pub use report::{Report, ReportKind};
pub use staff::{LeftReason, Staff, StaffRole};
pub use training::{Training, TrainingKind};

use super::contact::DayOrMoment;
use super::evidence::{EvidenceKind, Origin, Record, Sourced};
use chrono::NaiveDate;

/// Whether a day lies between two others, both included; an absent one is no bound.
fn within(first: Option<NaiveDate>, day: NaiveDate, last: Option<NaiveDate>) -> bool {
    first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
}

/// The day of a moment, in UTC where a zone is not at hand.
fn utc_day(at: DayOrMoment) -> NaiveDate {
    at.day(chrono_tz::UTC)
}

macro_rules! registers {
    ($($(#[$doc:meta])* $list:ident: $record:ident in $kind:ident;)*) => {
        /// The registers that one agency's quarter is judged by, each sorted by natural key; staff, lines and cases stand beside them.
        #[derive(Debug, Clone, Default)]
        pub struct Registers {
            $($(#[$doc])* pub $list: Vec<Sourced<$record>>,)*
        }

        impl Registers {
            /// The kinds that are kept here.
            pub const KINDS: &[EvidenceKind] = &[$(EvidenceKind::$kind,)*];

            /// Puts a row at the end of its register; gives back what belongs elsewhere.
            pub fn push(&mut self, record: Record, origin: Origin) -> Result<(), Box<Record>> {
                match record {
                    $(Record::$record(value) => self.$list.push(Sourced { value, origin }),)*
                    other => return Err(Box::new(other)),
                }
                Ok(())
            }
        }
    };
}

registers! {
    /// Letters and other documents sent out.
    letters: Letter in Letters;
    /// Money taken from debtors.
    collections: Collection in Collections;
    /// Reports and requests to the bank.
    reports: Report in Reports;
    /// Failures and leaks.
    incidents: Incident in Incidents;
    /// Trainings, a row for each who took part.
    trainings: Training in Trainings;
    /// The agency's own audits.
    audits: InternalAudit in Audits;
    /// Complaints and enquiries that reached the bank.
    complaints: Complaint in Complaints;
    /// The bank's inspections, a row for each item.
    inspections: Inspection in Inspections;
    /// What the bank has approved or refused.
    approvals: Approval in Approvals;
    /// Cases on their way to the agency and back.
    handovers: Handover in Handovers;
    /// Monthly reconciliations.
    reconciliations: Reconciliation in Reconciliations;
    /// The agreements between bank and agency.
    agreements: Agreement in Agreements;
}

impl Registers {
    /// The agreement in force on `day`; the one that began last where several are.
    pub fn agreement(&self, day: NaiveDate) -> Option<&Sourced<Agreement>> {
        self.agreements.iter().filter(|agreement| agreement.in_force(day)).max_by_key(|agreement| agreement.starts_on)
    }

    /// The approval under that id.
    pub fn approval(&self, id: &str) -> Option<&Sourced<Approval>> {
        self.approvals
            .binary_search_by(|approval| approval.approval_id.as_str().cmp(id))
            .ok()
            .map(|place| &self.approvals[place])
    }
}
