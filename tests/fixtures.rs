//! `fixtures/compliant` raises nothing; each file of `fixtures/violating` raises the rule that it is named after, on exactly the rows whose
//! number begins with `BAD`. Both come in as JSON Lines, by the same door as a hand-in, under every ruleset that has the rule.

use plumbline::domain::agency::Agency;
use plumbline::domain::contact::{Call, Recording, Turn, Visit};
use plumbline::domain::elsewhere::Elsewhere;
use plumbline::domain::evidence::{Record, Row, Sourced};
use plumbline::domain::lang::Lang;
use plumbline::domain::register::{Case, Line, Registers, Staff};
use plumbline::intake::{self, Context, InputFile, Sender};
use plumbline::rules::engine;
use plumbline::rules::load::{Source, list, load};
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::view::{Conversation, ConversationTurn, View};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<_> = folder.read_dir().expect("the folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// Those of the places in which the fixtures happen.
fn rulesets() -> Vec<Ruleset> {
    let ids = list(&Source::Embedded).expect("the rulesets are listed");
    let all = ids.iter().map(|id| load(&Source::Embedded, id).expect("the ruleset loads"));
    all.filter(|ruleset| ruleset.time_zone.name().starts_with("Asia/")).collect()
}

/// The rows of a set, by kind and sorted by number as the audit reads them.
#[derive(Default)]
struct Rows {
    calls: BTreeMap<String, Sourced<Call>>,
    visits: BTreeMap<String, Sourced<Visit>>,
    recordings: BTreeMap<String, Sourced<Recording>>,
    staff: BTreeMap<String, Sourced<Staff>>,
    lines: BTreeMap<String, Sourced<Line>>,
    cases: BTreeMap<String, Sourced<Case>>,
    registers: Registers,
    turns: BTreeMap<String, BTreeMap<u32, Sourced<Turn>>>,
}

impl Rows {
    fn read(set: &Path, ruleset: &Ruleset) -> Self {
        let mut paths = fixtures("registers");
        paths.push(set.to_owned());
        let file = |path: &PathBuf| InputFile {
            name: path.file_name().expect("a name").to_string_lossy().into_owned(),
            bytes: std::fs::read(path).expect("it is readable"),
        };
        let context = Context {
            sender: Sender::Preflight,
            zone: ruleset.time_zone,
            encoding: None,
            lang: Lang::En,
            parser: PathBuf::new(),
        };
        let read = intake::read(&paths.iter().map(file).collect::<Vec<_>>(), &context);
        assert!(read.issues.is_empty(), "{}: {:#?}", set.display(), read.issues);
        let mut rows = Self::default();
        read.rows.into_iter().for_each(|(_, row)| rows.take(row));
        rows
    }

    fn take(&mut self, Row { record, origin, .. }: Row) {
        let key = record.natural_key();
        match record {
            Record::Call(value) => drop(self.calls.insert(key, Sourced { value, origin })),
            Record::Visit(value) => drop(self.visits.insert(key, Sourced { value, origin })),
            Record::Recording(value) => drop(self.recordings.insert(key, Sourced { value, origin })),
            Record::Staff(value) => drop(self.staff.insert(key, Sourced { value, origin })),
            Record::Line(value) => drop(self.lines.insert(key, Sourced { value, origin })),
            Record::Case(value) => drop(self.cases.insert(key, Sourced { value, origin })),
            Record::Turn(value) => {
                let turns = self.turns.entry(value.call_id.clone()).or_default();
                turns.insert(value.turn_no, Sourced { value, origin });
            }
            other => self.registers.push(other, origin).expect("a register"),
        }
    }

    /// Rule and number of each finding.
    fn found(self, ruleset: &Ruleset) -> BTreeSet<(String, String)> {
        let agency: Agency = serde_json::from_str(
            r#"{ "id": "A1", "name": "Example", "ruleset": "cn-bank-card", "agreement_from": "2024-01-01",
                 "agreement_to": "2027-12-31", "time_zone": null, "encoding": null }"#,
        )
        .expect("an agency");
        let index = |(at, id): (usize, &String)| (id.clone(), at);
        let (call_index, visit_index) =
            (self.calls.keys().enumerate().map(index).collect(), self.visits.keys().enumerate().map(index).collect());
        let transcribed = self.turns.keys().cloned().collect();
        let calls: Vec<_> = self.calls.into_values().collect();
        let view = View {
            agency: &agency,
            quarter: "2026Q3".parse().expect("a quarter"),
            ruleset_zone: ruleset.time_zone,
            calls: &calls,
            visits: &self.visits.into_values().collect::<Vec<_>>(),
            recordings: &self.recordings.into_values().collect::<Vec<_>>(),
            staff: &self.staff.into_values().collect::<Vec<_>>(),
            lines: &self.lines.into_values().collect::<Vec<_>>(),
            cases: &self.cases,
            registers: &self.registers,
            elsewhere: &Elsewhere::default(),
            transcribed: &transcribed,
            call_index: &call_index,
            visit_index: &visit_index,
        };
        let talks: Vec<_> = calls.iter().filter_map(|call| talk(&view, call, self.turns.get(&call.call_id)?)).collect();
        let audit = engine::audit(ruleset, &view, &mut talks.into_iter());
        audit.findings.into_iter().map(|finding| (finding.rule_id.to_string(), finding.subject)).collect()
    }
}

fn talk(view: &View<'_>, call: &Sourced<Call>, turns: &BTreeMap<u32, Sourced<Turn>>) -> Option<Conversation<'static>> {
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&view.zone(&call.case_no)).fixed_offset();
    let turn = |turn: &Sourced<Turn>| ConversationTurn {
        speaker: turn.speaker,
        text: turn.text.clone().into(),
        start_ms: turn.start_ms,
        end_ms: turn.end_ms,
        cell: Some(turn.origin.cell("text")),
    };
    Some(Conversation {
        call_id: call.call_id.clone(),
        party: Some(call.party),
        started_at: Some(local(call.started_at)),
        ended_at: Some(local(call.ended_at)),
        day: view.day(&call.case_no, call.started_at),
        turns: turns.values().map(turn).collect(),
        party_cell: Some(call.origin.cell("party")),
    })
}

#[test]
fn compliant_evidence_raises_nothing() {
    for ruleset in rulesets() {
        for set in fixtures("compliant") {
            let found = Rows::read(&set, &ruleset).found(&ruleset);
            assert!(found.is_empty(), "{} under {}: {found:?}", set.display(), ruleset.id);
        }
    }
}

#[test]
fn violating_evidence_raises_its_rule_on_its_bad_rows_and_nothing_else() {
    let rulesets = rulesets();
    for set in fixtures("violating") {
        let rule = set.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut held = 0;
        for ruleset in rulesets.iter().filter(|ruleset| ruleset.rules.iter().any(|known| known.id.as_str() == rule)) {
            let rows = Rows::read(&set, ruleset);
            let numbers = rows.calls.keys().chain(rows.visits.keys()).chain(rows.recordings.keys());
            let bad = numbers.filter(|id| id.starts_with("BAD")).map(|id| (rule.clone(), id.clone())).collect();
            let found = rows.found(ruleset);
            assert_eq!(found, bad, "{} under {}", set.display(), ruleset.id);
            held += 1;
        }
        assert!(held > 0, "no ruleset has the rule {rule}");
    }
}
