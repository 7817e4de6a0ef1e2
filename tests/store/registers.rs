//! The registers that an audit of a quarter gets to see.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::evidence::{EvidenceKind, Record};
use plumbline::domain::register::Registers;
use plumbline::store::Scope;
use plumbline::store::evidence;
use serde_json::{Value, json};

fn row(kind: EvidenceKind, fields: Value) -> Record {
    Record::read(kind, fields).unwrap_or_else(|error| panic!("{kind}: {error}"))
}

fn letter(id: &str, sent_on: &str) -> Record {
    let fields = json!({ "letter_id": id, "case_no": "K1", "template_id": "T1", "recipient_kind": "debtor",
        "delivery": "registered-mail", "sent_on": sent_on });
    row(EvidenceKind::Letters, fields)
}

fn handover(batch: &str, case_no: &str, handed_at: &str) -> Record {
    row(EvidenceKind::Handovers, json!({ "handover_id": batch, "case_no": case_no, "handed_at": handed_at }))
}

fn approval(id: &str) -> Record {
    row(EvidenceKind::Approvals, json!({ "approval_id": id, "approval_kind": "template", "valid_from": "2020-01-01" }))
}

fn agreement(id: &str, starts_on: &str, ends_on: Option<&str>) -> Record {
    let fields = json!({ "agreement_id": id, "starts_on": starts_on, "ends_on": ends_on, "ruleset": "cn-bank-card" });
    row(EvidenceKind::Agreements, fields)
}

/// One row of each register, in the third quarter where it has a day.
fn one_of_each() -> Vec<Record> {
    vec![
        letter("L1", "2026-07-01"),
        row(
            EvidenceKind::Collections,
            json!({ "collection_id": "P1", "case_no": "K1", "amount": 120_050, "method": "cash", "taken_at": "2026-07-01" }),
        ),
        row(
            EvidenceKind::Reports,
            json!({ "report_id": "B1", "report_kind": "weekly-progress", "due_on": "2026-07-06" }),
        ),
        row(
            EvidenceKind::Incidents,
            json!({ "incident_id": "I1", "incident_kind": "system", "began_at": "2026-07-01T10:00:00Z" }),
        ),
        row(
            EvidenceKind::Trainings,
            json!({ "training_id": "T1", "collector_id": "E1", "training_kind": "entry", "held_on": "2026-07-01", "hours": 800 }),
        ),
        row(EvidenceKind::Audits, json!({ "audit_id": "N1", "audit_kind": "regular", "held_on": "2026-07-01" })),
        row(
            EvidenceKind::Complaints,
            json!({ "complaint_id": "S1", "received_at": "2026-07-01T10:00:00Z", "grounds": "harassment" }),
        ),
        row(
            EvidenceKind::Inspections,
            json!({ "inspection_id": "X1", "item_id": "TW-1.2", "inspection_kind": "regular", "held_on": "2026-07-01", "result": "pass" }),
        ),
        approval("A1"),
        handover("J1", "K1", "2026-07-01T01:00:00Z"),
        row(EvidenceKind::Reconciliations, json!({ "month": "2026-07", "agency_amount": 100, "bank_amount": 100 })),
        agreement("H1", "2025-01-01", None),
    ]
}

fn registers(db: &Database, scope: &Scope) -> Registers {
    db.store.read(|c| evidence::quarter(c, scope, &id("A1"), id("2026Q3"))).expect("loaded").registers
}

fn letters(db: &Database) -> Vec<String> {
    registers(db, &Scope::Bank).letters.iter().map(|letter| letter.letter_id.clone()).collect()
}

on_both! {
    fn every_register_is_seen_typed_and_with_its_address(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", one_of_each()).send(db);
        let seen = registers(db, &Scope::Bank);
        let counts = [
            seen.letters.len(), seen.collections.len(), seen.reports.len(), seen.incidents.len(), seen.trainings.len(),
            seen.audits.len(), seen.complaints.len(), seen.inspections.len(), seen.approvals.len(), seen.handovers.len(),
            seen.reconciliations.len(), seen.agreements.len(),
        ];
        assert_eq!(counts, [1; 12]);
        assert_eq!((seen.collections[0].amount, seen.reconciliations[0].month.to_string().as_str()), (120_050, "2026-07"));
        let address = seen.letters[0].origin.cell("party");
        assert_eq!((address.sheet.as_str(), address.cell.as_str()), ("letters", "E2"));
        assert_eq!(seen.approval("A1").map(|found| found.in_force(day("2026-07-01"))), Some(true));
        assert!(seen.approval("A2").is_none());
    }

    fn events_reach_back_a_year_and_a_few_days(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![
            letter("too-old", "2025-06-25"),
            letter("first", "2025-06-26"),
            letter("last", "2026-10-08"),
            letter("too-new", "2026-10-09"),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        assert_eq!(letters(db), ["first", "last"]);
    }

    fn what_belongs_to_a_case_is_seen_however_old(db) {
        add_agencies(db, &["A1"]);
        let rows = vec![
            handover("J1", "K2", "2020-01-01T00:00:00Z"),
            handover("J1", "K1", "2020-01-01T00:00:00Z"),
            row(
                EvidenceKind::Collections,
                json!({ "collection_id": "P1", "case_no": "K1", "amount": 1, "method": "cash", "taken_at": "2020-01-01" }),
            ),
            approval("A2"),
            approval("A1"),
        ];
        parcel("A1", "2026-W27", "one", rows).send(db);
        let seen = registers(db, &Scope::Bank);
        let cases: Vec<&str> = seen.handovers.iter().map(|row| row.case_no.as_str()).collect();
        let approvals: Vec<&str> = seen.approvals.iter().map(|row| row.approval_id.as_str()).collect();
        assert_eq!((cases, approvals, seen.collections.len()), (vec!["K1", "K2"], vec!["A1", "A2"], 1));
    }

    fn an_agreement_is_a_record_with_versions(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", vec![agreement("H1", "2025-01-01", None)]).send(db);
        let second = vec![agreement("H1", "2025-01-01", Some("2026-08-31")), agreement("H2", "2026-09-01", None)];
        let changes = parcel("A1", "2026-W27", "two", second).send(db).changes;
        assert_eq!((changes.len(), changes[0].fields[0].field.as_str()), (1, "ends_on"));
        let versions =
            db.store.read(|c| evidence::versions(c, &Scope::Bank, &id("A1"), EvidenceKind::Agreements, "H1")).unwrap();
        assert_eq!(versions.iter().filter(|kept| kept.until.is_none()).count(), 1);
        assert_eq!(versions.len(), 2);
        let seen = registers(db, &Scope::Bank);
        let on = |date: &str| seen.agreement(day(date)).map(|found| found.agreement_id.as_str());
        assert_eq!(
            [on("2024-12-31"), on("2025-01-01"), on("2026-08-31"), on("2026-09-01")],
            [None, Some("H1"), Some("H1"), Some("H2")]
        );
    }

    fn the_same_again_says_nothing_new(db) {
        add_agencies(db, &["A1"]);
        parcel("A1", "2026-W27", "one", one_of_each()).send(db);
        let again = parcel("A1", "2026-W27", "two", one_of_each()).send(db);
        assert_eq!(counts(&again), [12, 0, 0, 0, 12]);
    }

    fn an_agency_sees_no_register_of_another(db) {
        add_agencies(db, &["A1", "A2"]);
        parcel("A1", "2026-W27", "one", one_of_each()).send(db);
        assert!(registers(db, &Scope::Agency(id("A2"))).letters.is_empty());
    }
}
