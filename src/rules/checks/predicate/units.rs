//! The registers whose records a predicate can judge, and what can stand beside a record.

use super::fields::{self, Contacts, Field, Lists, Row};
use crate::domain::evidence::{EvidenceKind, Origin, Record, Sourced};
use crate::domain::register::{Agreement, Approval, ApprovalKind, Case, Staff};
use crate::rules::checks::staff_register::StaffRegister;
use crate::rules::view::View;
use cel::Value;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::HashMap;

/// One record on its way past the predicate.
pub(super) struct Unit<'a> {
    pub row: &'a dyn Row,
    pub origin: &'a Origin,
    /// Makes its natural key.
    pub key: &'a dyn Fn() -> String,
}

/// Shows each record of a quarter to a judge.
type Each = fn(&View<'_>, &mut dyn FnMut(Unit<'_>));

/// A register, as predicates see it.
#[derive(Debug)]
pub(super) struct Register {
    pub kind: EvidenceKind,
    pub fields: &'static [Field],
    /// The field whose day counts, unless the rule names another.
    pub dated: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// Shows each record.
    pub each: Each,
}

macro_rules! registers {
    ($($kind:ident of $record:ident: $fields:ident by $dated:literal, $unit:literal: |$view:ident| $rows:expr;)*) => {
        static REGISTERS: &[Register] = &[$(Register {
            kind: EvidenceKind::$kind,
            fields: fields::$fields,
            dated: $dated,
            unit: $unit,
            each: |$view, judge| {
                for row in $rows {
                    let key = || Record::$record(row.value.clone()).natural_key();
                    judge(Unit { row: &row.value, origin: &row.origin, key: &key });
                }
            },
        },)*];
    };
}

registers! {
    Letters of Letter: LETTERS by "sent_on", "letters": |view| &view.registers.letters;
    Collections of Collection: COLLECTIONS by "taken_at", "payments": |view| &view.registers.collections;
    Reports of Report: REPORTS by "submitted_at", "reports": |view| &view.registers.reports;
    Incidents of Incident: INCIDENTS by "began_at", "incidents": |view| &view.registers.incidents;
    Trainings of Training: TRAININGS by "held_on", "trainings": |view| &view.registers.trainings;
    Audits of InternalAudit: AUDITS by "held_on", "internal audits": |view| &view.registers.audits;
    Complaints of Complaint: COMPLAINTS by "received_at", "complaints": |view| &view.registers.complaints;
    Inspections of Inspection: INSPECTIONS by "held_on", "items inspected": |view| &view.registers.inspections;
    Handovers of Handover: HANDOVERS by "handed_at", "cases handed over": |view| &view.registers.handovers;
    Reconciliations of Reconciliation: RECONCILIATIONS by "month", "months reconciled": |view| &view.registers.reconciliations;
    Approvals of Approval: APPROVALS by "valid_from", "approvals": |view| &view.registers.approvals;
    Agreements of Agreement: AGREEMENTS by "starts_on", "agreements": |view| &view.registers.agreements;
    Staff of Staff: STAFF by "contacts.first", "staff in contact with debtors": |view| view.staff;
    Cases of Case: CASES by "entrusted_at", "cases": |view| view.cases.values();
}

impl Register {
    /// That of `kind`; none for calls, visits and what else has checks of its own.
    pub fn of(kind: EvidenceKind) -> Option<&'static Self> {
        REGISTERS.iter().find(|register| register.kind == kind)
    }

    /// The ids of all of them.
    pub fn kinds() -> Vec<&'static str> {
        REGISTERS.iter().map(|register| register.kind.as_str()).collect()
    }
}

/// Another record that can stand beside the one that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// The case of its `case_no`.
    Case,
    /// The agreement in force on its day.
    Agreement,
    /// The approval that it names (`authorisation_id`, `approval_id`), or that of its template; only one that is in force on its day.
    Approval,
    /// The collector of its `collector_id` or `taken_by`.
    Staff,
    /// When the collector was in contact with debtors in the quarter, first and last.
    Contacts,
    /// What the bank keeps lists of at all, so that nothing is held against a list that is not kept.
    Lists,
}

impl Beside {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Agreement => "agreement",
            Self::Approval => "approval",
            Self::Staff => "staff",
            Self::Contacts => "contacts",
            Self::Lists => "lists",
        }
    }

    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::Case => fields::CASES,
            Self::Agreement => fields::AGREEMENTS,
            Self::Approval => fields::APPROVALS,
            Self::Staff => fields::STAFF,
            Self::Contacts => fields::CONTACTS,
            Self::Lists => fields::LISTS,
        }
    }
}

/// What can stand beside the records of one quarter.
pub(super) struct Neighbours<'a> {
    view: &'a View<'a>,
    contacts: HashMap<&'a str, Contacts>,
    lists: Lists,
}

impl<'a> Neighbours<'a> {
    /// Looks for contacts only where they are wanted.
    pub fn new(view: &'a View<'a>, besides: &[Beside]) -> Self {
        let approvals = view.registers.approvals.iter();
        let templates = approvals.filter(|approval| approval.approval_kind == ApprovalKind::Template).count();
        let mut neighbours = Self { view, contacts: HashMap::new(), lists: Lists { templates: templates as u64 } };
        if besides.contains(&Beside::Contacts) {
            neighbours.note_contacts();
        }
        neighbours
    }

    fn note_contacts(&mut self) {
        let view = self.view;
        for call in view.calls.iter().filter(|call| call.connected()) {
            self.note(call.collector_id.trim(), view.day(&call.case_no, call.started_at));
        }
        let register = StaffRegister::new(view.staff);
        for visit in view.visits {
            for visitor in register.visitors(visit).known {
                self.note(visitor.value.collector_id.trim(), view.day(&visit.case_no, visit.arrived_at));
            }
        }
    }

    fn note(&mut self, collector: &'a str, day: NaiveDate) {
        if self.view.quarter.contains(day) {
            let contacts = self.contacts.entry(collector).or_insert(Contacts { first: day, last: day });
            contacts.first = contacts.first.min(day);
            contacts.last = contacts.last.max(day);
        }
    }

    /// The record beside `row`, and where it stands; `day` is that of `row`, where it has one.
    pub fn find(
        &self,
        beside: Beside,
        row: &dyn Row,
        day: Option<NaiveDate>,
    ) -> Option<(&dyn Row, Option<&'a Origin>)> {
        let registers = self.view.registers;
        let id = |fields: &[&str]| fields.iter().find_map(|field| text(row.value(field, Tz::UTC)));
        match beside {
            Beside::Case => shown::<Case>(self.view.cases.get(&id(&["case_no"])?)),
            Beside::Agreement => shown::<Agreement>(registers.agreement(day?)),
            Beside::Approval => {
                let day = day?;
                let named = id(&["authorisation_id", "approval_id"]).and_then(|id| registers.approval(&id));
                let of_template = || {
                    let template = id(&["template_id"])?;
                    registers.approvals.iter().find(|approval| {
                        approval.approval_kind == ApprovalKind::Template
                            && approval.template_id.as_deref() == Some(template.as_str())
                            && approval.in_force(day)
                    })
                };
                shown::<Approval>(named.filter(|approval| approval.in_force(day)).or_else(of_template))
            }
            Beside::Staff => {
                let id = id(&["collector_id", "taken_by"])?;
                let place = self.view.staff.binary_search_by(|staff| staff.collector_id.as_str().cmp(&id)).ok()?;
                shown::<Staff>(self.view.staff.get(place))
            }
            Beside::Contacts => {
                let id = id(&["collector_id"])?;
                self.contacts.get(id.trim()).map(|contacts| (contacts as &dyn Row, None))
            }
            Beside::Lists => Some((&self.lists as &dyn Row, None)),
        }
    }
}

fn shown<R: Row>(row: Option<&Sourced<R>>) -> Option<(&dyn Row, Option<&Origin>)> {
    row.map(|row| (&row.value as &dyn Row, Some(&row.origin)))
}

/// What a field says, where it is text.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}
