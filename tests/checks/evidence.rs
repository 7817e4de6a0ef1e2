//! A quarter of evidence written short: rows of JSON laid over harmless defaults, and what the rules make of them.

use chrono_tz::Tz;
use plumbline::domain::agency::Agency;
use plumbline::domain::contact::{Call, Recording, Visit};
use plumbline::domain::elsewhere::Elsewhere;
use plumbline::domain::evidence::{EvidenceKind, Origin, Record, SheetRef, Sourced};
use plumbline::domain::ids::Digest;
use plumbline::domain::register::{Case, Line, Registers, Staff};
use plumbline::rules::engine::{self, Audit};
use plumbline::rules::load::{Source, load};
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::view::View;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// One agency's quarter; every row is what a clean agency would write unless the test says otherwise.
#[derive(Clone)]
pub struct Evidence {
    pub agency: Agency,
    pub quarter: &'static str,
    pub calls: Vec<Sourced<Call>>,
    pub visits: Vec<Sourced<Visit>>,
    pub recordings: Vec<Sourced<Recording>>,
    pub staff: Vec<Sourced<Staff>>,
    pub lines: Vec<Sourced<Line>>,
    pub cases: Vec<Sourced<Case>>,
    pub registers: Vec<Sourced<Record>>,
    pub elsewhere: Elsewhere,
}

/// The ruleset that the program carries under `id`.
pub fn ruleset(id: &str) -> Ruleset {
    load(&Source::Embedded, &id.parse().expect("an id")).expect("the ruleset loads")
}

impl Evidence {
    /// An agency with three collectors and one recorded line, and nothing done yet.
    pub fn new() -> Self {
        let agency = json!({ "id": "A1", "name": "Example", "ruleset": "cn-bank-card", "agreement_from": "2025-01-01",
            "agreement_to": null, "time_zone": null, "encoding": null });
        let none = Self {
            agency: read(agency),
            quarter: "2026Q3",
            calls: vec![],
            visits: vec![],
            recordings: vec![],
            staff: vec![],
            lines: vec![],
            cases: vec![],
            registers: vec![],
            elsewhere: Elsewhere::default(),
        };
        let staffed = ["E1", "E2", "E3"]
            .into_iter()
            .fold(none, |all, id| all.staff(json!({ "collector_id": id, "name": format!("Collector {id}") })));
        staffed.line(json!({ "line_number": "02100000001", "recorded": true }))
    }

    pub fn call(mut self, row: Value) -> Self {
        let id = format!("C{}", self.calls.len() + 1);
        let defaults = json!({ "call_id": id, "case_no": "K1", "collector_id": "E1", "called_number": "13900000001",
            "caller_number": "02100000001", "party": "debtor", "outcome": "connected",
            "started_at": "2026-07-03T10:00:00+08:00", "ended_at": "2026-07-03T10:03:00+08:00" });
        self.calls.push(sourced(EvidenceKind::Calls, self.calls.len(), over(defaults, row)));
        self
    }

    pub fn visit(mut self, row: Value) -> Self {
        let id = format!("V{}", self.visits.len() + 1);
        let defaults = json!({ "visit_id": id, "case_no": "K1", "visitors": ["E1", "E2"], "address": "1 Example Road",
            "person_met": "Debtor", "party": "debtor", "badge_worn": true, "authorisation_shown": true, "entered": false,
            "arrived_at": "2026-07-03T14:00:00+08:00", "left_at": "2026-07-03T14:30:00+08:00" });
        self.visits.push(sourced(EvidenceKind::Visits, self.visits.len(), over(defaults, row)));
        self
    }

    pub fn recording(mut self, row: Value) -> Self {
        let id = format!("R{}", self.recordings.len() + 1);
        let defaults = json!({ "recording_id": id, "file_name": format!("{id}.wav"), "duration_s": 180,
            "recorded_at": "2026-07-03T10:00:00+08:00", "backup_location": "second site" });
        self.recordings.push(sourced(EvidenceKind::Recordings, self.recordings.len(), over(defaults, row)));
        self
    }

    /// Somebody who is certified and has signed, unless `row` says otherwise.
    pub fn staff(mut self, row: Value) -> Self {
        let mut whole = json!({ "certificate_no": "Z1", "service_rules_signed_on": "2025-01-01",
            "confidentiality_signed_on": "2025-01-01" });
        for (field, value) in row.as_object().into_iter().flatten() {
            whole[field] = value.clone();
        }
        let row = whole;
        self.staff.push(sourced(EvidenceKind::Staff, self.staff.len(), row));
        self
    }

    pub fn line(mut self, row: Value) -> Self {
        self.lines.push(sourced(EvidenceKind::Lines, self.lines.len(), row));
        self
    }

    pub fn case(mut self, row: Value) -> Self {
        self.cases.push(sourced(EvidenceKind::Cases, self.cases.len(), row));
        self
    }

    /// A row of one of the registers, complete.
    pub fn register(mut self, kind: EvidenceKind, row: Value) -> Self {
        let Sourced { value, origin } = sourced::<Value>(kind, self.registers.len(), row);
        let value = Record::read(kind, value).unwrap_or_else(|error| panic!("{kind}: {error}"));
        self.registers.push(Sourced { value, origin });
        self
    }

    /// Every connected call has its transcript.
    pub fn audit(&self, ruleset: &Ruleset) -> Audit {
        let transcribed = self.calls.iter().map(|call| call.call_id.clone()).collect();
        self.audit_with(ruleset, &transcribed)
    }

    /// The audit where the transcripts of `transcribed` were handed in.
    pub fn audit_with(&self, ruleset: &Ruleset, transcribed: &HashSet<String>) -> Audit {
        let mut sorted = self.clone();
        sorted.calls.sort_by(|one, other| one.call_id.cmp(&other.call_id));
        sorted.visits.sort_by(|one, other| one.visit_id.cmp(&other.visit_id));
        sorted.recordings.sort_by(|one, other| one.recording_id.cmp(&other.recording_id));
        sorted.staff.sort_by(|one, other| one.collector_id.cmp(&other.collector_id));
        sorted.lines.sort_by(|one, other| one.line_number.cmp(&other.line_number));
        sorted.registers.sort_by_key(|row| row.value.natural_key());
        let mut registers = Registers::default();
        for Sourced { value, origin } in sorted.registers {
            registers.push(value, origin).expect("a register");
        }
        let at = |(at, id): (usize, String)| (id, at);
        let call_index: HashMap<_, _> =
            sorted.calls.iter().map(|row| row.call_id.clone()).enumerate().map(at).collect();
        let visit_index: HashMap<_, _> =
            sorted.visits.iter().map(|row| row.visit_id.clone()).enumerate().map(at).collect();
        let cases: BTreeMap<_, _> = sorted.cases.iter().map(|row| (row.case_no.clone(), row.clone())).collect();
        let view = View {
            agency: &sorted.agency,
            quarter: sorted.quarter.parse().expect("a quarter"),
            ruleset_zone: ruleset.time_zone,
            calls: &sorted.calls,
            visits: &sorted.visits,
            recordings: &sorted.recordings,
            staff: &sorted.staff,
            lines: &sorted.lines,
            cases: &cases,
            registers: &registers,
            elsewhere: &sorted.elsewhere,
            transcribed,
            call_index: &call_index,
            visit_index: &visit_index,
        };
        engine::audit(ruleset, &view, &mut std::iter::empty())
    }

    /// `rule subject why`, sorted: what the rules find.
    pub fn found(&self, ruleset: &Ruleset) -> Vec<String> {
        let audit = self.audit(ruleset);
        let mut found: Vec<_> = audit
            .findings
            .iter()
            .map(|finding| format!("{} {} {}", finding.rule_id, finding.subject, finding.why.key))
            .collect();
        found.sort();
        found
    }

    /// Sets the agency's zone.
    pub fn in_zone(mut self, zone: Tz) -> Self {
        self.agency.time_zone = Some(zone);
        self
    }
}

fn over(mut defaults: Value, row: Value) -> Value {
    let (Value::Object(whole), Value::Object(row)) = (&mut defaults, row) else { panic!("rows are objects") };
    whole.extend(row);
    defaults
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {value}"))
}

/// A row of a sheet whose columns are the row's own fields.
fn sourced<T: DeserializeOwned>(kind: EvidenceKind, index: usize, row: Value) -> Sourced<T> {
    let fields = row.as_object().expect("an object").keys().cloned();
    let sheet = SheetRef {
        file_sha256: Digest::of(b"week.xlsx"),
        file_name: "week.xlsx".into(),
        sheet: kind.as_str().into(),
        columns: fields.zip(0..).collect(),
    };
    Sourced { value: read(row), origin: Origin { sheet: Arc::new(sheet), row: index as u32 + 2 } }
}
