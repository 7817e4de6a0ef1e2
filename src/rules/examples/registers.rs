//! Rows of the registers in an example, completed with harmless defaults: what a dutiful agency and its bank would have written.

use super::records::{sheet, table};
use crate::domain::evidence::{EvidenceKind, Origin, Record};
use crate::domain::register::Registers;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Takes the registers' rows out of the example, each register sorted by natural key; and the first day of which they tell.
pub(super) fn take(written: &mut Table, zone: chrono_tz::Tz) -> Result<(Registers, Option<chrono::NaiveDate>), String> {
    let mut registers = Registers::default();
    let mut first = None;
    for &kind in Registers::KINDS {
        let Some(rows) = written.remove(kind.as_str()) else { continue };
        let rows: Vec<Table> = rows.try_into().map_err(|error| format!("{kind}: {}", error.message()))?;
        let mut sorted = BTreeMap::new();
        for (row, number) in rows.into_iter().zip(1u32..) {
            let mut whole = defaults(kind, number);
            whole.extend(row);
            // A blank text takes a default back.
            whole.retain(|_, value| value.as_str() != Some(""));
            let record =
                Record::read(kind, Value::Table(whole)).map_err(|error| format!("{kind}: {}", error.message()))?;
            let day = record.happened_on(zone);
            first = day.into_iter().chain(first).min();
            sorted.insert(record.natural_key(), (record, number + 1));
        }
        let sheet = sheet(kind);
        for (record, row) in sorted.into_values() {
            let origin = Origin { sheet: sheet.clone(), row };
            registers.push(record, origin).map_err(|record| format!("{kind}: {record:?} belongs elsewhere"))?;
        }
    }
    Ok((registers, first))
}

fn defaults(kind: EvidenceKind, number: u32) -> Table {
    let id = |prefix: &str| format!("{prefix}{number}");
    let (row, yes): (Table, &[&str]) = match kind {
        EvidenceKind::Letters => (letter(&id("L")), &["quality_passed"]),
        EvidenceKind::Collections => (collection(&id("P")), &[]),
        EvidenceKind::Reports => (table([("report_id", &*id("B")), ("report_kind", "weekly-progress")]), &[]),
        EvidenceKind::Incidents => (
            table([
                ("incident_id", &*id("I")),
                ("incident_kind", "system"),
                ("began_at", "2026-07-01T10:00:00+08:00"),
                ("repaired_at", "2026-07-01T12:00:00+08:00"),
            ]),
            &[],
        ),
        EvidenceKind::Trainings => (training(&id("T")), &["passed"]),
        EvidenceKind::Audits => {
            (table([("audit_id", &*id("N")), ("audit_kind", "regular"), ("held_on", "2026-07-01")]), &[])
        }
        EvidenceKind::Complaints => (
            table([
                ("complaint_id", &*id("S")),
                ("received_at", "2026-07-01"),
                ("grounds", "other"),
                ("answered_at", "2026-07-02"),
                ("answered_side", "bank"),
                ("outcome", "rejected"),
            ]),
            &[],
        ),
        EvidenceKind::Inspections => (inspection(&id("item-")), &[]),
        EvidenceKind::Approvals => {
            (table([("approval_id", &*id("A")), ("approval_kind", "other"), ("valid_from", "2025-01-01")]), &[])
        }
        EvidenceKind::Handovers => (handover(), &["counted", "bank_signed", "agency_signed"]),
        EvidenceKind::Reconciliations => (reconciliation(), &["confirmed"]),
        EvidenceKind::Agreements => {
            (table([("agreement_id", &*id("H")), ("starts_on", "2025-01-01"), ("ruleset", "example")]), &[])
        }
        _ => (Table::new(), &[]),
    };
    row.into_iter().chain(yes.iter().map(|field| ((*field).to_owned(), Value::from(true)))).collect()
}

fn letter(id: &str) -> Table {
    table([
        ("letter_id", id),
        ("case_no", "K1"),
        ("template_id", "T1"),
        ("recipient_kind", "debtor"),
        ("delivery", "registered-mail"),
        ("registered_mail_no", "RR000000001CN"),
        ("sent_on", "2026-07-01"),
        ("checked_by", "E9"),
        ("checked_at", "2026-07-01"),
    ])
}

fn collection(id: &str) -> Table {
    let mut row =
        table([("collection_id", id), ("case_no", "K1"), ("method", "bank-account"), ("taken_at", "2026-07-01")]);
    row.insert("amount".into(), Value::from(100_000));
    row
}

fn training(id: &str) -> Table {
    let mut row =
        table([("training_id", id), ("collector_id", "E1"), ("training_kind", "serving"), ("held_on", "2026-07-01")]);
    row.insert("hours".into(), Value::from(800));
    row
}

fn inspection(item: &str) -> Table {
    table([
        ("inspection_id", "X1"),
        ("item_id", item),
        ("inspection_kind", "regular"),
        ("held_on", "2026-07-01"),
        ("result", "pass"),
    ])
}

fn handover() -> Table {
    let mut row = table([
        ("handover_id", "J1"),
        ("case_no", "K1"),
        ("handed_at", "2026-07-01T09:00:00+08:00"),
        ("fetched_at", "2026-07-01T09:30:00+08:00"),
        ("entered_at", "2026-07-01T10:00:00+08:00"),
        ("assigned_at", "2026-07-01T11:00:00+08:00"),
        ("first_act_at", "2026-07-01T12:00:00+08:00"),
    ]);
    row.insert("fetched_by".into(), Value::from(vec!["E1", "E2"]));
    row.insert("backups".into(), Value::from(2));
    row
}

fn reconciliation() -> Table {
    let mut row = table([("month", "2026-07"), ("reconciled_on", "2026-08-03")]);
    for amount in ["agency_amount", "bank_amount"] {
        row.insert(amount.into(), Value::from(1_000_000));
    }
    row
}
