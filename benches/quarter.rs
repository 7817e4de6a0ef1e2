//! The checks over records, one agency's quarter: how time and memory grow with its calls.
//!
//! `cargo bench --bench quarter [--no-default-features] [-- CALLS…]` (100,000, 300,000 and 1,000,000 if none is named). Each size runs in a
//! process of its own, so that what it holds in memory is its own. Calls, recordings, cases, staff and lines are as regular as an agency's
//! that keeps the code, and one call in a thousand breaks it.

use chrono::{DateTime, TimeDelta, Utc};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use plumbline::domain::agency::Agency;
use plumbline::domain::contact::{Call, Outcome, Recording};
use plumbline::domain::elsewhere::Elsewhere;
use plumbline::domain::evidence::{Origin, SheetRef, Sourced};
use plumbline::domain::ids::Digest;
use plumbline::domain::register::{Case, Line, Registers, Staff};
use plumbline::rules::engine::{records, running};
use plumbline::rules::load::{self, Source};
use plumbline::rules::view::View;
use serde_json::{from_value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::process::Command;
use std::sync::Arc;

/// Calls of one collector in a quarter, and of one case.
const OF_COLLECTOR: usize = 4_000;
const OF_CASE: usize = 8;
/// Working days that the calls are spread over, from the first.
const DAYS: usize = 60;
const FIRST_DAY: &str = "2026-07-01T01:00:00Z";

fn main() {
    let named: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if let (Ok(_), [calls]) = (std::env::var("PLUMBLINE_BENCH_ALONE"), named.as_slice()) {
        return alone(*calls);
    }
    let sizes = if named.is_empty() { vec![100_000, 300_000, 1_000_000] } else { named };
    println!(
        "{:>10} {:>12} {:>14} {:>16} {:>10} {:>14}",
        "calls", "evidence, MB", "checks, CPU s", "us per 1 call", "findings", "at most, MB"
    );
    for size in sizes {
        let program = std::env::current_exe().expect("this program");
        let mut command = Command::new(program);
        let status = command.arg(size.to_string()).env("PLUMBLINE_BENCH_ALONE", "1").status();
        assert!(status.expect("it runs").success(), "{size} calls");
    }
}

/// One size: makes the quarter, then runs every check over records.
fn alone(calls: usize) {
    let ruleset = load::load(&Source::Embedded, &"cn-bank-card".parse().expect("an id")).expect("the ruleset");
    let before = resident();
    let quarter = Quarter::of(calls);
    let held = resident() - before;
    let started = seconds();
    let judged = records(&ruleset, &quarter.view(), &running(&ruleset));
    let spent = seconds() - started;
    let (mega, each) = (1_000_000.0, spent * 1e6 / calls as f64);
    let findings = judged.hits.len();
    let most = resident() as f64 / mega;
    println!("{calls:>10} {:>12.0} {spent:>14.2} {each:>16.2} {findings:>10} {most:>14.0}", held as f64 / mega);
}

/// Evidence of one agency.
struct Quarter {
    agency: Agency,
    calls: Vec<Sourced<Call>>,
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

impl Quarter {
    fn of(count: usize) -> Self {
        let sheet = Arc::new(SheetRef {
            file_sha256: Digest::of(b"a file"),
            file_name: "calls.xlsx".into(),
            sheet: "calls".into(),
            columns: ["call_id", "started_at", "ended_at", "called_number"]
                .iter()
                .map(|name| (*name).to_owned())
                .zip(0..)
                .collect(),
        });
        let row = |number: usize| Origin { sheet: sheet.clone(), row: number as u32 + 2 };
        let calls: Vec<_> = (0..count).map(|at| Sourced { value: call(at), origin: row(at) }).collect();
        let connected = || calls.iter().enumerate().filter(|(_, call)| call.connected());
        let recordings =
            connected().map(|(at, call)| Sourced { value: recording(at, call), origin: row(at) }).collect();
        let transcribed = connected().map(|(_, call)| call.call_id.clone()).collect();
        let collectors = count.div_ceil(OF_COLLECTOR);
        let each = |template: fn(usize) -> serde_json::Value| (0..collectors).map(template);
        let staff = each(
            |at| json!({ "collector_id": collector(at), "name": format!("甲{at}"), "certificate_no": "C1", "hired_on": "2025-01-01" }),
        );
        let lines = each(|at| json!({ "line_number": line(at), "kind": "fixed", "recorded": true }));
        Self {
            agency: from_value(
                json!({ "id": "QA01", "name": "QA01", "ruleset": "cn-bank-card", "agreement_from": "2025-01-01" }),
            )
            .expect("an agency"),
            staff: staff
                .enumerate()
                .map(|(at, it)| Sourced { value: from_value(it).expect("a collector"), origin: row(at) })
                .collect(),
            lines: lines
                .enumerate()
                .map(|(at, it)| Sourced { value: from_value(it).expect("a line"), origin: row(at) })
                .collect(),
            cases: (0..count.div_ceil(OF_CASE))
                .map(|at| (case_no(at), Sourced { value: case(at), origin: row(at) }))
                .collect(),
            call_index: calls.iter().enumerate().map(|(at, call)| (call.call_id.clone(), at)).collect(),
            visit_index: HashMap::new(),
            registers: Registers::default(),
            elsewhere: Elsewhere::default(),
            calls,
            recordings,
            transcribed,
        }
    }

    fn view(&self) -> View<'_> {
        View {
            agency: &self.agency,
            quarter: "2026Q3".parse().expect("a quarter"),
            ruleset_zone: chrono_tz::Asia::Shanghai,
            calls: &self.calls,
            visits: &[],
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

fn collector(at: usize) -> String {
    format!("C{at:05}")
}

fn line(at: usize) -> String {
    format!("021{at:08}")
}

fn case_no(at: usize) -> String {
    format!("K{at:08}")
}

/// The `at`-th call: a collector's calls of a day follow one another; a case is called every few days.
fn call(at: usize) -> Call {
    let (who, nth) = (at / OF_COLLECTOR, at % OF_COLLECTOR);
    let a_day = OF_COLLECTOR.div_ceil(DAYS);
    let (day, place) = (nth / a_day, nth % a_day);
    // One in a thousand comes at night.
    let hours = if at % 1000 == 999 { 14 } else { 0 };
    let first: DateTime<Utc> = FIRST_DAY.parse().expect("a moment");
    let started_at =
        first + TimeDelta::days(day as i64) + TimeDelta::hours(hours) + TimeDelta::minutes(7 * place as i64);
    let connected = at % 5 < 3;
    let case = who * (OF_COLLECTOR / OF_CASE) + nth % (OF_COLLECTOR / OF_CASE);
    from_parts(at, case, who, started_at, connected)
}

fn from_parts(at: usize, case: usize, who: usize, started_at: DateTime<Utc>, connected: bool) -> Call {
    thread_local! {
        static TEMPLATE: Call = from_value(json!({
            "call_id": "", "case_no": "", "collector_id": "", "called_number": "", "party": "debtor",
            "started_at": FIRST_DAY, "ended_at": FIRST_DAY, "outcome": "no-answer", "direction": "outbound", "channel": "phone",
        })).expect("a call");
    }
    let mut call = TEMPLATE.with(Clone::clone);
    call.call_id = format!("QA01-{at:08}");
    call.case_no = case_no(case);
    call.collector_id = collector(who);
    call.called_number = format!("139{case:08}");
    call.caller_number = Some(line(who));
    call.started_at = started_at;
    call.ended_at = started_at + TimeDelta::seconds(if connected { 180 } else { 20 });
    if connected {
        call.outcome = Outcome::Connected;
        call.recording_id = Some(format!("R{at:08}"));
    }
    call
}

fn recording(at: usize, call: &Call) -> Recording {
    thread_local! {
        static TEMPLATE: Recording = from_value(json!({
            "recording_id": "", "file_name": "", "duration_s": 180, "recorded_at": FIRST_DAY, "retain_until": "2033-12-31", "backup_location": "B",
        })).expect("a recording");
    }
    let mut recording = TEMPLATE.with(Clone::clone);
    recording.recording_id = format!("R{at:08}");
    recording.call_id = Some(call.call_id.clone());
    recording.file_name = format!("R{at:08}.wav");
    recording.recorded_at = call.started_at;
    recording.sha256 = Some(Digest::of(call.call_id.as_bytes()).as_str().to_owned());
    recording
}

fn case(at: usize) -> Case {
    from_value(json!({ "case_no": case_no(at), "debtor_name": format!("乙{at}"), "phones": [format!("139{at:08}")], "balance": 500_000 })).expect("a case")
}

/// CPU seconds of this process.
fn seconds() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("the kernel tells");
    (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6
}

/// The most memory that this process has had, bytes.
fn resident() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).expect("the kernel tells").max_rss() * 1024
}
