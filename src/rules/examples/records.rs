//! Rows of a record example, completed with harmless defaults.

use super::times::as_text;
use crate::domain::agency::Agency;
use crate::domain::contact::{Call, Recording, Visit};
use crate::domain::elsewhere::Elsewhere;
use crate::domain::evidence::{EvidenceKind, Origin, SheetRef, Sourced};
use crate::domain::ids::Digest;
use crate::domain::quarter::Quarter;
use crate::domain::register::{Case, Line, Registers, Staff};
use crate::rules::view::View;
use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use toml::{Table, Value};

/// One agency's quarter, complete.
#[derive(Debug, Clone)]
pub struct Records {
    agency: Agency,
    quarter: Quarter,
    zone: Tz,
    calls: Vec<Sourced<Call>>,
    visits: Vec<Sourced<Visit>>,
    recordings: Vec<Sourced<Recording>>,
    staff: Vec<Sourced<Staff>>,
    lines: Vec<Sourced<Line>>,
    cases: BTreeMap<String, Sourced<Case>>,
    registers: Registers,
    elsewhere: Elsewhere,
    transcribed: HashSet<String>,
    call_index: HashMap<String, usize>,
    visit_index: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    agency: Table,
    quarter: Option<Quarter>,
    #[serde(default)]
    calls: Vec<Table>,
    #[serde(default)]
    visits: Vec<Table>,
    #[serde(default)]
    recordings: Vec<Table>,
    staff: Option<Vec<Table>>,
    lines: Option<Vec<Table>>,
    cases: Option<Vec<Table>>,
    /// Ids of the calls whose transcript is there; every connected call's where absent.
    transcribed: Option<HashSet<String>>,
    /// What the bank knows from its other agencies; nothing where absent.
    #[serde(default)]
    elsewhere: Elsewhere,
}

impl Records {
    pub(super) fn complete(written: Table, zone: Tz) -> Result<Self, String> {
        let Value::Table(mut written) = as_text(Value::Table(written), zone)? else {
            unreachable!("a table stays one")
        };
        let (registers, told) = super::registers::take(&mut written, zone)?;
        let written: Written = written.try_into().map_err(|error| error.message().to_owned())?;
        let calls: Vec<Call> = each(written.calls, "calls", call_defaults, zone)?;
        let visits: Vec<Visit> = each(written.visits, "visits", visit_defaults, zone)?;
        let recorded_at = |row: &Table| {
            let named = |key| row.get(key).and_then(Value::as_str);
            let call = named("call_id").and_then(|id| calls.iter().find(|call| call.call_id == id));
            let visit = named("visit_id").and_then(|id| visits.iter().find(|visit| visit.visit_id == id));
            call.map(|call| call.started_at).or(visit.map(|visit| visit.arrived_at))
        };
        let recordings: Vec<Recording> = each(
            written.recordings,
            "recordings",
            |row, number, zone| recording_defaults(row, number, recorded_at(row).map(|at| at.with_timezone(&zone))),
            zone,
        )?;
        let staff = written.staff.unwrap_or_else(|| (1..=9).map(|_| Table::new()).collect());
        let lines = written.lines.unwrap_or_else(|| vec![Table::new()]);
        let cases = written.cases.unwrap_or_else(|| (1..=3).map(|_| Table::new()).collect());
        let staff: Vec<Staff> = each(staff, "staff", staff_defaults, zone)?;
        let lines: Vec<Line> = each(lines, "lines", line_defaults, zone)?;
        let cases: Vec<Case> = each(cases, "cases", case_defaults, zone)?;
        let first = calls.iter().map(|call| call.started_at).chain(visits.iter().map(|visit| visit.arrived_at)).next();
        let first = first.or(recordings.first().map(|recording| recording.recorded_at));
        let day = first.map(|at| at.with_timezone(&zone).date_naive()).or(told).unwrap_or_default();
        let all = || calls.iter().filter(|call| call.connected()).map(|call| call.call_id.clone()).collect();
        Ok(Self {
            agency: agency(written.agency)?,
            quarter: written.quarter.unwrap_or(Quarter::of(day)),
            zone,
            transcribed: written.transcribed.unwrap_or_else(all),
            call_index: calls.iter().enumerate().map(|(index, call)| (call.call_id.clone(), index)).collect(),
            visit_index: visits.iter().enumerate().map(|(index, visit)| (visit.visit_id.clone(), index)).collect(),
            calls: sourced(calls, EvidenceKind::Calls),
            visits: sourced(visits, EvidenceKind::Visits),
            recordings: sourced(recordings, EvidenceKind::Recordings),
            staff: sourced(staff, EvidenceKind::Staff),
            lines: sourced(lines, EvidenceKind::Lines),
            registers,
            elsewhere: written.elsewhere,
            cases: sourced(cases, EvidenceKind::Cases).into_iter().map(|case| (case.case_no.clone(), case)).collect(),
        })
    }

    /// The quarter as checks see it.
    pub fn view(&self) -> View<'_> {
        View {
            agency: &self.agency,
            quarter: self.quarter,
            ruleset_zone: self.zone,
            calls: &self.calls,
            visits: &self.visits,
            recordings: &self.recordings,
            staff: &self.staff,
            lines: &self.lines,
            cases: &self.cases,
            registers: &self.registers,
            elsewhere: &self.elsewhere,
            transcribed: &self.transcribed,
            call_index: &self.call_index,
            visit_index: &self.visit_index,
        }
    }
}

/// Completes each row, reads it into its type and sorts by natural key (the first column of every default).
fn each<T: DeserializeOwned>(
    rows: Vec<Table>,
    name: &str,
    defaults: impl Fn(&Table, usize, Tz) -> Table,
    zone: Tz,
) -> Result<Vec<T>, String> {
    let mut complete = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let mut whole = defaults(&row, index + 1, zone);
        whole.extend(row);
        let key = ["recording_id", "visit_id", "call_id", "collector_id", "line_number", "case_no"]
            .iter()
            .filter(|key| natural(name) == **key)
            .find_map(|key| whole.get(*key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned();
        let value = whole.try_into().map_err(|error: toml::de::Error| format!("{name}: {}", error.message()))?;
        complete.push((key, value));
    }
    complete.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(complete.into_iter().map(|(_, value)| value).collect())
}

fn natural(name: &str) -> &'static str {
    match name {
        "calls" => "call_id",
        "visits" => "visit_id",
        "recordings" => "recording_id",
        "staff" => "collector_id",
        "lines" => "line_number",
        _ => "case_no",
    }
}

/// A sheet of the example's workbook.
pub(super) fn sheet(kind: EvidenceKind) -> Arc<SheetRef> {
    Arc::new(SheetRef {
        file_sha256: Digest::of(b"example"),
        file_name: "example.xlsx".into(),
        sheet: kind.as_str().into(),
        columns: BTreeMap::new(),
    })
}

fn sourced<T>(values: Vec<T>, kind: EvidenceKind) -> Vec<Sourced<T>> {
    let sheet = sheet(kind);
    let origin = |row: usize| Origin { sheet: sheet.clone(), row: row as u32 };
    values.into_iter().enumerate().map(|(index, value)| Sourced { value, origin: origin(index + 2) }).collect()
}

fn agency(written: Table) -> Result<Agency, String> {
    let mut whole =
        table([("id", "A1"), ("name", "Example"), ("ruleset", "example"), ("agreement_from", "2025-01-01")]);
    whole.extend(written);
    whole.try_into().map_err(|error| format!("agency: {}", error.message()))
}

pub(super) fn table<const N: usize>(values: [(&str, &str); N]) -> Table {
    values.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect()
}

/// Three minutes after `start`, which every default contact begins on.
const DEFAULT_START: &str = "2026-07-01T10:00:00";

fn start_and_end(row: &Table, start: &str, zone: Tz, minutes: i64) -> (String, String) {
    let default = || super::times::moment(&Value::from(DEFAULT_START), zone).expect("an ordinary morning");
    let given = row.get(start).and_then(Value::as_str).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let start = given.unwrap_or_else(default);
    (start.to_rfc3339(), (start + TimeDelta::minutes(minutes)).to_rfc3339())
}

fn call_defaults(row: &Table, number: usize, zone: Tz) -> Table {
    let (started_at, ended_at) = start_and_end(row, "started_at", zone, 3);
    table([
        ("call_id", format!("C{number}").as_str()),
        ("case_no", "K1"),
        ("collector_id", "E1"),
        ("called_number", "13900000001"),
        ("caller_number", "02100000001"),
        ("party", "debtor"),
        ("outcome", "connected"),
        ("started_at", &started_at),
        ("ended_at", &ended_at),
    ])
}

fn visit_defaults(row: &Table, number: usize, zone: Tz) -> Table {
    let (arrived_at, left_at) = start_and_end(row, "arrived_at", zone, 30);
    let mut whole = table([
        ("visit_id", format!("V{number}").as_str()),
        ("case_no", "K1"),
        ("address", "1 Example Road"),
        ("person_met", "Debtor"),
        ("party", "debtor"),
        ("arrived_at", &arrived_at),
        ("left_at", &left_at),
    ]);
    whole.insert("visitors".into(), Value::from(vec!["E1", "E2"]));
    for yes in ["badge_worn", "authorisation_shown"] {
        whole.insert(yes.into(), Value::from(true));
    }
    whole.insert("entered".into(), Value::from(false));
    whole
}

fn recording_defaults(row: &Table, number: usize, recorded_at: Option<DateTime<Tz>>) -> Table {
    let mut whole = table([
        ("recording_id", format!("R{number}").as_str()),
        ("file_name", format!("R{number}.wav").as_str()),
        ("backup_location", "second site"),
    ]);
    if let Some(at) = recorded_at {
        whole.insert("recorded_at".into(), Value::from(at.to_rfc3339()));
    }
    let seconds = if row.contains_key("visit_id") { 1800 } else { 180 };
    whole.insert("duration_s".into(), Value::from(seconds));
    whole
}

fn staff_defaults(_: &Table, number: usize, _: Tz) -> Table {
    table([("collector_id", format!("E{number}").as_str()), ("name", format!("Collector {number}").as_str())])
}

fn line_defaults(_: &Table, _: usize, _: Tz) -> Table {
    let mut whole = table([("line_number", "02100000001"), ("kind", "fixed")]);
    whole.insert("recorded".into(), Value::from(true));
    whole
}

fn case_defaults(_: &Table, number: usize, _: Tz) -> Table {
    table([("case_no", format!("K{number}").as_str())])
}
