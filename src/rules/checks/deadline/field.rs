//! The fields that a deadline may name, `handovers.assigned_at`: those of `intake/schema`, each with the way to read it from its record.

use crate::domain::contact::{DayOrMoment, Party, Visit};
use crate::domain::evidence::{EvidenceKind, Origin, Record, Sourced};
use crate::domain::quarter::Month;
use crate::domain::register::*;
use crate::rules::view::View;
use crate::text::distance::edit_distance;
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::value::{Error as Unknown, StrDeserializer};
use serde::de::{Error, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Blank,
    Time(DayOrMoment),
    Number(i64),
    Text(String),
}

/// What sort of thing a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Time,
    Number,
    Text,
}

/// A type of a record's field.
trait Read {
    const SORT: Sort;

    fn cell(&self) -> Cell;

    /// Whether `text` is a value that the field can have.
    fn takes(text: &str) -> Result<(), String>;
}

impl<T: Read> Read for Option<T> {
    const SORT: Sort = T::SORT;

    fn cell(&self) -> Cell {
        self.as_ref().map_or(Cell::Blank, T::cell)
    }

    fn takes(text: &str) -> Result<(), String> {
        T::takes(text)
    }
}

macro_rules! read {
    ($($type:ty: $sort:ident |$value:ident| $cell:expr;)*) => {$(
        impl Read for $type {
            const SORT: Sort = Sort::$sort;

            fn cell(&self) -> Cell {
                let $value = self;
                $cell
            }

            fn takes(_: &str) -> Result<(), String> {
                Ok(())
            }
        }
    )*};
}

read! {
    DateTime<Utc>: Time |at| Cell::Time(DayOrMoment::Moment(*at));
    NaiveDate: Time |day| Cell::Time(DayOrMoment::Day(*day));
    DayOrMoment: Time |at| Cell::Time(*at);
    Month: Time |month| Cell::Time(DayOrMoment::Day(month.last_day()));
    i64: Number |number| Cell::Number(*number);
    u64: Number |number| Cell::Number(i64::try_from(*number).unwrap_or(i64::MAX));
    String: Text |text| if text.trim().is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
}

macro_rules! read_words {
    ($($type:ty)*) => {$(
        impl Read for $type {
            const SORT: Sort = Sort::Text;

            fn cell(&self) -> Cell {
                word(self)
            }

            fn takes(text: &str) -> Result<(), String> {
                let text: StrDeserializer<'_, Unknown> = text.into_deserializer();
                <$type>::deserialize(text).map(drop).map_err(|error| error.to_string())
            }
        }
    )*};
}

read_words! {
    CaseStatus DebtorDuty Dispute PaymentMethod Party Grounds ComplaintOutcome Side IncidentKind ApprovalKind Decision ReportKind
    Regularity InspectionResult
}

impl Read for bool {
    const SORT: Sort = Sort::Text;

    fn cell(&self) -> Cell {
        Cell::Text(self.to_string())
    }

    fn takes(text: &str) -> Result<(), String> {
        text.parse::<bool>().map(drop).map_err(|_| format!("'{text}' is neither true nor false"))
    }
}

/// A word as it is written in files.
fn word(value: &impl Serialize) -> Cell {
    match toml::Value::try_from(value) {
        Ok(toml::Value::String(text)) => Cell::Text(text),
        _ => Cell::Blank,
    }
}

/// One field of one kind of evidence.
pub(super) struct Field {
    pub kind: EvidenceKind,
    pub name: &'static str,
    pub sort: Sort,
    takes: fn(&str) -> Result<(), String>,
    read: fn(&Row<'_>) -> Cell,
}

macro_rules! fields {
    ($($kind:ident $record:ident |$view:ident| $rows:expr, |$row:ident| $case:expr => { $($field:ident)* })*) => {
        /// A record that has deadlines.
        #[derive(Clone, Copy)]
        pub(super) enum Row<'a> { $($kind(&'a Sourced<$record>),)* }

        impl<'a> Row<'a> {
            /// All records of `kind`, in the order of their natural keys.
            pub fn all(kind: EvidenceKind, view: &View<'a>) -> Vec<Self> {
                match kind {
                    $(EvidenceKind::$kind => { let $view = view; $rows.map(Self::$kind).collect() })*
                    _ => Vec::new(),
                }
            }

            /// The natural key.
            pub fn key(&self) -> String {
                match self { $(Self::$kind(row) => Record::$record(row.value.clone()).natural_key(),)* }
            }

            /// The case that it names.
            pub fn case_no(&self) -> Option<&'a str> {
                $(if let Self::$kind(row) = self { let case: fn(&'a $record) -> Option<&'a str> = |$row| $case; return case(&row.value); })*
                None
            }

            /// Where it stands.
            pub fn origin(&self) -> &'a Origin {
                match self { $(Self::$kind(row) => &row.origin,)* }
            }
        }

        static FIELDS: &[Field] = &[$($(Field {
            kind: EvidenceKind::$kind,
            name: stringify!($field),
            sort: sort(|record: &$record| &record.$field),
            takes: |text| takes(|record: &$record| &record.$field, text),
            read: |row| match row { Row::$kind(row) => row.value.$field.cell(), _ => Cell::Blank },
        },)*)*];
    };
}

const fn sort<R, T: Read>(_: fn(&R) -> &T) -> Sort {
    T::SORT
}

fn takes<R, T: Read>(_: fn(&R) -> &T, text: &str) -> Result<(), String> {
    T::takes(text)
}

fields! {
    Cases Case |view| view.cases.values(), |row| Some(row.case_no.as_str()) => {
        entrusted_at due_at returned_at withdrawn_at settled_at extended_to dispute_raised_at dispute_reported_at dispute_answered_at
        denial_signed_on denial_confirmed_on status debtor_duty local dispute product balance
    }
    Visits Visit |view| view.visits.iter(), |row| Some(row.case_no.as_str()) => {
        arrived_at left_at planned_on handed_over_on reviewed_at agreement_recorded_at extension party entered reviewed_by
    }
    Collections Collection |view| view.registers.collections.iter(), |row| Some(row.case_no.as_str()) => {
        taken_at deposited_on method payer_party amount deposited_amount authorisation_id receipt_no account
    }
    Reports Report |view| view.registers.reports.iter(), |row| row.case_no.as_deref() => {
        period_from period_to requested_at due_on submitted_at approved_at report_kind written_by approved_by
    }
    Incidents Incident |view| view.registers.incidents.iter(), |_row| None => {
        began_at repaired_at backup_started_at approved_at reported_at incident_kind approval_id approved_by
    }
    Complaints Complaint |view| view.registers.complaints.iter(), |row| row.case_no.as_deref() => {
        received_at answered_at taken_over_on police_reported_on grounds answered_side answered_by outcome agency_refused
    }
    Approvals Approval |view| view.registers.approvals.iter(), |row| row.case_no.as_deref() => {
        valid_from valid_to requested_at approved_at approval_kind decision requested_by approved_by
    }
    Handovers Handover |view| view.registers.handovers.iter(), |row| Some(row.case_no.as_str()) => {
        handed_at fetched_at entered_at sifted_at assigned_at first_act_at first_round_at returned_at special_reason counted bank_signed
        agency_signed backups assigned_to return_complete copies_destroyed
    }
    Audits InternalAudit |view| view.registers.audits.iter(), |_row| None => {
        held_on mend_by mended_on audit_kind defects open_defects auditor
    }
    Inspections Inspection |view| view.registers.inspections.iter(), |_row| None => {
        held_on mend_by mended_on inspection_kind result inspector
    }
    Reconciliations Reconciliation |view| view.registers.reconciliations.iter(), |_row| None => {
        month refunded_on reconciled_on over_collected refunded_amount confirmed
    }
}

/// Times that are set beforehand: they say nothing of how far the evidence reaches.
const PLANS: [&str; 6] = ["due_at", "due_on", "extended_to", "mend_by", "planned_on", "valid_to"];

impl Field {
    /// Whether it tells of something that has happened.
    pub fn tells(&self) -> bool {
        !PLANS.contains(&self.name)
    }

    /// What `row` has in it; blank where it belongs to another kind.
    pub fn of(&self, row: &Row<'_>) -> Cell {
        (self.read)(row)
    }

    /// The time that `row` has in it.
    pub fn time(&self, row: &Row<'_>) -> Option<DayOrMoment> {
        match self.of(row) {
            Cell::Time(at) => Some(at),
            _ => None,
        }
    }

    /// Whether `text` is a value that it can have.
    pub fn takes(&self, text: &str) -> Result<(), String> {
        (self.takes)(text)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind, self.name)
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The field called so; the message names the nearest where there is none.
pub(super) fn find(name: &str) -> Result<&'static Field, String> {
    let nearest = || FIELDS.iter().min_by_key(|field| edit_distance(&field.to_string(), name));
    FIELDS.iter().find(|field| field.to_string() == name).ok_or_else(|| {
        let nearest = nearest().map(ToString::to_string).unwrap_or_default();
        format!("'{name}' is no field that a deadline knows: the nearest is '{nearest}'")
    })
}

/// Reads the name of any field.
pub(super) fn any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Field, D::Error> {
    find(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Reads the name of a field that holds a day or a moment.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Field, D::Error> {
    let field = any(deserializer)?;
    if field.sort == Sort::Time {
        return Ok(field);
    }
    let times = FIELDS.iter().filter(|other| other.kind == field.kind && other.sort == Sort::Time);
    let nearest = times.min_by_key(|other| edit_distance(other.name, field.name)).map(ToString::to_string);
    let nearest = nearest.unwrap_or_default();
    Err(D::Error::custom(format!("'{field}' is no day or time: the nearest that is one is '{nearest}'")))
}

/// The same, where it may be left out.
pub(super) fn time_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static Field>, D::Error> {
    time(deserializer).map(Some)
}
