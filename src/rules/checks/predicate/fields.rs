//! The fields that a predicate may name: those of the registers, under the names of their schema.

use crate::domain::contact::{DayOrMoment, Party};
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::RulesetId;
use crate::domain::quarter::Month;
use crate::domain::register::*;
use cel::Value;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use std::sync::Arc;

/// What an expression or a field is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Type {
    Bool,
    Count,
    /// Hundredths, shown with two decimals.
    Amount,
    Text,
    /// One of these.
    Word(fn() -> Vec<String>),
    Day,
    Moment,
    Duration,
    List,
    Null,
}

/// One field of a record.
#[derive(Debug)]
pub(super) struct Field {
    /// As in the schema.
    pub name: &'static str,
    /// As it is named beside another record: `case.balance`.
    pub joined: &'static str,
    pub holds: Type,
    /// Whether it may be blank.
    pub optional: bool,
}

/// A record whose fields can be asked by name.
pub(super) trait Row {
    /// What the field holds; null where it is blank. Days are those of `zone`.
    fn value(&self, field: &str, zone: Tz) -> Value;
}

trait Cell {
    const HOLDS: Type;
    const OPTIONAL: bool = false;
    fn read(&self, zone: Tz) -> Value;
}

impl<C: Cell> Cell for Option<C> {
    const HOLDS: Type = C::HOLDS;
    const OPTIONAL: bool = true;
    fn read(&self, zone: Tz) -> Value {
        self.as_ref().map_or(Value::Null, |cell| cell.read(zone))
    }
}

macro_rules! cells {
    ($($type:ty: $holds:ident |$cell:ident, $zone:ident| $value:expr;)*) => {$(
        impl Cell for $type {
            const HOLDS: Type = Type::$holds;
            fn read(&self, $zone: Tz) -> Value {
                let $cell = self;
                $value
            }
        }
    )*};
}

cells! {
    bool: Bool |cell, _zone| Value::Bool(*cell);
    i64: Amount |cell, _zone| Value::Int(*cell);
    u64: Count |cell, _zone| Value::Int(i64::try_from(*cell).unwrap_or(i64::MAX));
    String: Text |cell, _zone| if cell.trim().is_empty() { Value::Null } else { text(cell) };
    RulesetId: Text |cell, _zone| text(cell.as_str());
    Tz: Text |cell, _zone| text(cell.name());
    Month: Day |cell, _zone| midnight(cell.first_day());
    NaiveDate: Day |cell, _zone| midnight(*cell);
    DayOrMoment: Day |cell, zone| midnight(cell.day(zone));
    DateTime<Utc>: Moment |cell, _zone| Value::Timestamp(cell.fixed_offset());
    Vec<String>: List |cell, _zone| Value::List(Arc::new(cell.iter().map(|item| text(item)).collect()));
}

macro_rules! words {
    ($($word:ident [$($all:tt)*];)*) => {$(
        impl Cell for $word {
            const HOLDS: Type = Type::Word(|| $($all)*.iter().map(written).collect());
            fn read(&self, _zone: Tz) -> Value {
                text(&written(self))
            }
        }
    )*};
    ($($word:ident),*) => { words! { $($word [$word::ALL];)* } };
}

words! {
    Recipient, Delivery, DocumentKind, PaymentMethod, StaffRole, LeftReason, IncidentKind, ApprovalKind, Decision, CaseStatus, DebtorDuty,
    Dispute, TrainingKind, Grounds, ComplaintChannel, ComplaintOutcome, Side, Regularity, ReportKind, InspectionResult
}

words! {
    Party [[
        Self::Debtor, Self::Spouse, Self::Parent, Self::Relative, Self::Colleague, Self::Friend, Self::Neighbour, Self::Guarantor,
        Self::Other, Self::Unknown,
    ]];
}

/// A word as it stands in rule files and in the API.
fn written(word: &impl Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

/// A day, as the one moment that stands for it wherever it is compared.
fn midnight(day: NaiveDate) -> Value {
    Value::Timestamp(day.and_time(NaiveTime::MIN).and_utc().fixed_offset())
}

const fn holds<R, C: Cell>(_: fn(&R) -> &C) -> (Type, bool) {
    (C::HOLDS, C::OPTIONAL)
}

macro_rules! rows {
    ($($fields:ident: $row:ident $name:literal { $($field:ident),* $(,)? })*) => {$(
        pub(super) static $fields: &[Field] = &[$({
            let (holds, optional) = holds(|row: &$row| &row.$field);
            Field { name: stringify!($field), joined: concat!($name, ".", stringify!($field)), holds, optional }
        },)*];

        impl Row for $row {
            fn value(&self, field: &str, zone: Tz) -> Value {
                match field {
                    $(stringify!($field) => self.$field.read(zone),)*
                    _ => Value::Null,
                }
            }
        }
    )*};
}

/// When somebody was in contact with debtors in the quarter.
pub(super) struct Contacts {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// What the bank keeps lists of.
pub(super) struct Lists {
    /// Templates on its register of approvals, whatever came of them.
    pub templates: u64,
}

rows! {
    LETTERS: Letter "letter" {
        letter_id, serial_no, case_no, document_kind, template_id, recipient, recipient_kind, address, delivery, registered_mail_no, sent_on,
        collector_id, checked_by, checked_at, quality_passed, voided_on, void_reason, returned_on, remark,
    }
    COLLECTIONS: Collection "collection" {
        collection_id, case_no, amount, method, payer, payer_party, taken_by, taken_at, authorisation_id, receipt_no, deposited_on,
        deposited_amount, account, fee, remark,
    }
    REPORTS: Report "report" {
        report_id, report_kind, case_no, period_from, period_to, requested_at, due_on, submitted_at, written_by, approved_by, approved_at,
        summary,
    }
    INCIDENTS: Incident "incident" {
        incident_id, incident_kind, began_at, repaired_at, backup_started_at, approval_id, approved_by, approved_at, reported_at, description,
    }
    TRAININGS: Training "training" {
        training_id, collector_id, training_kind, topic, held_on, hours, trainer, mean_score, passed, file_no, retain_until, destroyed_on,
    }
    AUDITS: InternalAudit "audit" {
        audit_id, audit_kind, held_on, auditor, scope, defects, open_defects, mend_by, mended_on, file_no, remark,
    }
    COMPLAINTS: Complaint "complaint" {
        complaint_id, received_at, channel, complainant, party, case_no, collector_id, call_id, grounds, detail, answered_at, answered_by,
        answered_side, outcome, agency_refused, taken_over_on, police_reported_on, remark,
    }
    INSPECTIONS: Inspection "inspection" {
        inspection_id, item_id, item, inspection_kind, held_on, inspector, result, remark, evidence, mend_by, mended_on,
    }
    HANDOVERS: Handover "handover" {
        handover_id, case_no, handed_at, handed_by, fetched_at, fetched_by, special_reason, counted, bank_signed, agency_signed, entered_at,
        backups, sifted_at, assigned_at, assigned_to, first_act_at, first_round_at, returned_at, return_complete, copies_destroyed, remark,
    }
    RECONCILIATIONS: Reconciliation "reconciliation" {
        month, agency_amount, bank_amount, over_collected, refunded_amount, refunded_on, reconciled_on, confirmed, remark,
    }
    STAFF: Staff "staff" {
        collector_id, name, role, supervisor_id, hired_on, left_on, left_reason, certificate_no, certificate_issued_on,
        certificate_valid_until, disqualified, disqualification_checked_on, service_rules_signed_on, confidentiality_signed_on,
        dismissal_reported_on,
    }
    CASES: Case "case" {
        case_no, debtor_name, phones, balance, entrusted_at, due_at, returned_at, withdrawn_at, settled_at, time_zone, status, product,
        debtor_no, debtor_duty, co_debtors, other_contacts, local, extended_to, dispute, dispute_raised_at, dispute_reported_at,
        dispute_answered_at, denial_signed_on, denial_confirmed_on,
    }
    AGREEMENTS: Agreement "agreement" {
        agreement_id, starts_on, ends_on, signed_on, ruleset, department, scope, dismissal_threshold, termination_threshold, deposit_account,
        deposit_days, terminated_on, termination_reason, termination_reported_on, remark,
    }
    APPROVALS: Approval "approval" {
        approval_id, approval_kind, decision, valid_from, valid_to, template_id, case_no, collector_id, visit_id, amount, account,
        requested_by, requested_at, approved_by, approved_at, remark,
    }
    CONTACTS: Contacts "contacts" { first, last }
    LISTS: Lists "lists" { templates }
}

/// Names of the fields of a kind that predicates judge; none for other kinds.
pub fn names(kind: EvidenceKind) -> Vec<&'static str> {
    super::units::Register::of(kind)
        .map_or(Vec::new(), |register| register.fields.iter().map(|field| field.name).collect())
}
