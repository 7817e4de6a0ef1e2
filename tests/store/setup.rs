//! Small evidence, handed in as intake would.

use crate::common::Database;
use chrono::{DateTime, NaiveDate, Utc};
use plumbline::domain::agency::Agency;
use plumbline::domain::contact::{Call, Outcome, Party, Recording, Speaker, Turn, Visit};
use plumbline::domain::evidence::{EvidenceKind, Origin, Record, Row, SheetRef};
use plumbline::domain::ids::{AgencyId, Digest};
use plumbline::domain::register::Staff;
use plumbline::domain::submission::{FileOutcome, ImportReport, Intake, Issue, IssueSeverity, SheetOutcome};
use plumbline::store::agencies;
use plumbline::store::submissions::{self, Amendment, HandIn, Original};
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().expect("a time like 2026-07-06T10:00:00")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day like 2026-07-06")
}

pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

pub fn agency(name: &str) -> Agency {
    Agency {
        id: id(name),
        name: format!("Agency {name}"),
        ruleset: id("cn-bank-card"),
        agreement_from: day("2025-01-01"),
        agreement_to: None,
        time_zone: None,
        encoding: None,
    }
}

pub fn add_agencies(db: &Database, names: &[&str]) {
    for name in names {
        db.store.write(|c| agencies::add(c, &agency(name))).expect("an agency");
    }
}

pub fn call(call_id: &str, started_at: &str) -> Record {
    Record::Call(Call {
        call_id: call_id.into(),
        case_no: "K1".into(),
        collector_id: "E1".into(),
        called_number: "13800000000".into(),
        party: Party::Debtor,
        started_at: at(started_at),
        ended_at: at(started_at) + chrono::Duration::seconds(60),
        outcome: Outcome::Connected,
        caller_number: None,
        direction: None,
        channel: None,
        contact_name: None,
        recording_id: None,
        agreed_time: None,
        agreed_reason: None,
        promise_date: None,
        summary: None,
        agreement_recorded_at: None,
        contact_refused: None,
        filed_at: None,
    })
}

pub fn call_with_recording(call_id: &str, started_at: &str, recording_id: &str) -> Record {
    let Record::Call(call) = call(call_id, started_at) else { unreachable!() };
    Record::Call(Call { recording_id: Some(recording_id.into()), ..call })
}

pub fn visit(visit_id: &str, arrived_at: &str) -> Record {
    Record::Visit(Visit {
        visit_id: visit_id.into(),
        case_no: "K1".into(),
        visitors: vec!["E1".into(), "E2".into()],
        arrived_at: at(arrived_at),
        left_at: at(arrived_at) + chrono::Duration::minutes(10),
        address: "Example Street 1".into(),
        person_met: "the debtor".into(),
        party: Party::Debtor,
        planned_on: None,
        handed_over_on: None,
        extension: None,
        badge_worn: None,
        authorisation_shown: None,
        entered: None,
        entry_consent: None,
        recording_id: None,
        photos: Vec::new(),
        items_taken: None,
        narrative: None,
        reviewed_by: None,
        reviewed_at: None,
        authorisation_id: None,
        agreed_time: None,
        agreed_reason: None,
        agreement_recorded_at: None,
        force_used: None,
        posted_up: None,
    })
}

pub fn recording(recording_id: &str, call_id: &str, recorded_at: &str) -> Recording {
    Recording {
        recording_id: recording_id.into(),
        call_id: Some(call_id.into()),
        visit_id: None,
        file_name: format!("{recording_id}.wav"),
        duration_s: 60,
        recorded_at: at(recorded_at),
        sha256: None,
        backup_location: None,
        retain_until: None,
        deleted_at: None,
        filed_at: None,
        retrieval_asked_at: None,
        retrieved_at: None,
    }
}

pub fn staff(collector_id: &str, name: &str) -> Record {
    Record::Staff(Staff { collector_id: collector_id.into(), name: name.into(), ..Staff::default() })
}

pub fn turn(call_id: &str, turn_no: u32, text: &str) -> Record {
    let speaker = if turn_no % 2 == 1 { Speaker::Agent } else { Speaker::Debtor };
    Record::Turn(Turn { call_id: call_id.into(), turn_no, speaker, text: text.into(), start_ms: None, end_ms: None })
}

/// A hand-in of one file whose bytes are `file`, with one sheet for each kind of record.
pub struct Parcel {
    pub agency: Option<AgencyId>,
    pub week: Option<&'static str>,
    pub file: String,
    pub intake: Intake,
}

/// An agency's parcel for a week. Rows count from 2 on each sheet.
pub fn parcel(agency: &str, week: &'static str, file: &str, records: Vec<Record>) -> Parcel {
    let rows = records.into_iter().map(|record| (None, record)).collect();
    Parcel { agency: Some(id(agency)), week: Some(week), file: file.into(), intake: intake(file, rows) }
}

/// The bank's parcel, each row with its agency.
pub fn bank_parcel(file: &str, rows: Vec<(&str, Record)>) -> Parcel {
    let rows = rows.into_iter().map(|(agency, record)| (Some(id(agency)), record)).collect();
    Parcel { agency: None, week: None, file: file.into(), intake: intake(file, rows) }
}

fn intake(file: &str, records: Vec<(Option<AgencyId>, Record)>) -> Intake {
    let sha256 = Digest::of(file.as_bytes());
    let mut intake = Intake::default();
    let mut sheets: BTreeMap<EvidenceKind, (usize, Arc<SheetRef>)> = BTreeMap::new();
    for (agency, record) in records {
        let kind = record.kind();
        let next = sheets.len();
        let (index, sheet) = sheets.entry(kind).or_insert_with(|| {
            intake.sheets.push(SheetOutcome {
                file: "week.xlsx".into(),
                sheet: kind.to_string(),
                kind: Some(kind),
                rows: 0,
                accepted: 0,
                refused: 0,
                duplicates: 0,
                unchanged: 0,
            });
            let columns = BTreeMap::from([("text".to_owned(), 3), ("party".to_owned(), 4)]);
            let sheet = SheetRef {
                file_sha256: sha256.clone(),
                file_name: "week.xlsx".into(),
                sheet: kind.to_string(),
                columns,
            };
            (next, Arc::new(sheet))
        });
        let outcome = &mut intake.sheets[*index];
        outcome.rows += 1;
        outcome.accepted += 1;
        let origin = Origin { sheet: Arc::clone(sheet), row: u32::try_from(outcome.rows).expect("few rows") + 1 };
        intake.rows.push((*index, Row { agency, record, extra: BTreeMap::new(), origin }));
    }
    intake.files.push(FileOutcome { name: "week.xlsx".into(), sha256, bytes: file.len() as u64, refused: false });
    intake
}

impl Parcel {
    /// Adds a column without a known name to the first row.
    pub fn with_extra(mut self, header: &str, value: &str) -> Self {
        self.intake.rows[0].1.extra.insert(header.into(), value.into());
        self
    }

    /// Adds a row that intake refused.
    pub fn with_refused_row(mut self) -> Self {
        if self.intake.sheets.is_empty() {
            self.intake.sheets.push(SheetOutcome {
                file: "week.xlsx".into(),
                sheet: "calls".into(),
                kind: Some(EvidenceKind::Calls),
                rows: 0,
                accepted: 0,
                refused: 0,
                duplicates: 0,
                unchanged: 0,
            });
        }
        self.intake.sheets[0].rows += 1;
        self.intake.sheets[0].refused += 1;
        self.intake.issues.push(remark("date-invalid", IssueSeverity::Error));
        self
    }

    fn originals(&self) -> Vec<Original> {
        vec![Original {
            name: "week.xlsx".into(),
            sha256: Digest::of(self.file.as_bytes()),
            bytes: self.file.len() as u64,
        }]
    }

    fn hand_in<T>(&self, work: impl FnOnce(&HandIn<'_>) -> T) -> T {
        let remark = |amendment: &Amendment<'_>| Issue {
            value: format!("{} of {}", amendment.key, amendment.week),
            ..remark("amends-other-week", IssueSeverity::Warning)
        };
        work(&HandIn {
            agency: self.agency.as_ref(),
            from_bank: self.week.is_none(),
            week: self.week.map(id),
            originals: &self.originals(),
            intake: &self.intake,
            received_at: at("2026-08-01T00:00:00"),
            received_from: "tester",
            remark: &remark,
        })
    }

    /// Takes it on record.
    pub fn send(&self, db: &Database) -> ImportReport {
        self.hand_in(|hand_in| db.store.write(|c| submissions::hand_in(c, &db.objects, hand_in))).expect("taken")
    }

    /// Looks what would come of it.
    pub fn preview(&self, db: &Database) -> ImportReport {
        self.hand_in(|hand_in| db.store.read(|c| submissions::preview(c, &db.objects, hand_in))).expect("previewed")
    }

    /// Looks whether the same files were handed in before.
    pub fn seen(&self, db: &Database) -> Option<submissions::Same> {
        let (agency, week) = (self.agency.as_ref(), self.week.map(id));
        let originals = self.originals();
        db.store.read(|c| submissions::find_same(c, agency, self.week.is_none(), week, &originals)).expect("looked up")
    }
}

fn remark(code: &str, severity: IssueSeverity) -> Issue {
    Issue {
        file: "week.xlsx".into(),
        sheet: "calls".into(),
        cell: "F2".into(),
        field: String::new(),
        code: code.into(),
        value: String::new(),
        message: String::new(),
        hint: String::new(),
        severity,
    }
}

/// rows, accepted, refused, duplicates, unchanged over all sheets.
pub fn counts(report: &ImportReport) -> [u64; 5] {
    let of = |count: fn(&SheetOutcome) -> u64| report.sheets.iter().map(count).sum();
    [
        of(|sheet| sheet.rows),
        of(|sheet| sheet.accepted),
        of(|sheet| sheet.refused),
        of(|sheet| sheet.duplicates),
        of(|sheet| sheet.unchanged),
    ]
}
