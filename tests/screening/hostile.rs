//! Lines that nobody should send: whatever comes, the screener answers in order, within bounds, and goes on. `fuzz/` does the same for longer.

use crate::{CALLS, RULESETS};
use plumbline::rules::prepared::Desk;
use plumbline::rules::screen::{Outcome, Screener};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Screens `line` by every ruleset and holds what comes out to its bounds.
fn answered(line: &[u8]) -> Result<(), TestCaseError> {
    let mut desk = Desk::default();
    for ruleset in RULESETS.iter() {
        let screener = Screener::new(ruleset, &[]).expect("all rules");
        let mut out = Vec::new();
        let outcome = screener.line(&mut desk, 7, line, &mut out);
        let text = String::from_utf8(out).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let lines: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>().expect("JSON");
        match outcome {
            Outcome::Clean => prop_assert!(lines.is_empty()),
            Outcome::Malformed => prop_assert!(lines.len() == 1 && lines[0]["line"] == 7),
            Outcome::Found => prop_assert!(!lines.is_empty() && lines.iter().all(|line| line["rule_id"].is_string())),
        }
        // A turn takes ten bytes at the least, and a rule has one finding for each turn and one for the call.
        let findings = ruleset.rules.len() * (line.len() / 10 + 2);
        prop_assert!(lines.len() <= findings, "{} findings of {} bytes", lines.len(), line.len());
        prop_assert!(text.len() <= findings * (4096 + 16 * line.len()), "{} bytes", text.len());
    }
    Ok(())
}

/// Values that have the keys of a call now and then.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(vec![
            "agent",
            "debtor",
            "third",
            "unknown",
            "spouse",
            "2026-07-03T21:30:00",
            "老赖，我弄死你"
        ])
        .prop_map(Value::from),
    ];
    let key = prop_oneof![
        3 => proptest::sample::select(vec![
            "call_id", "party", "turns", "speaker", "text", "start_ms", "end_ms", "started_at", "ended_at",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            vec((key.clone(), inner), 0..8).prop_map(|pairs| Value::Object(Map::from_iter(pairs))),
        ]
    })
}

/// A change of a line.
#[derive(Debug, Clone)]
enum Change {
    Put(usize, Vec<u8>),
    Cut(usize, usize),
    Flip(usize, u8),
    Double(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), vec(any::<u8>(), 1..9)).prop_map(|(at, bytes)| Change::Put(at, bytes)),
        (any::<usize>(), any::<String>()).prop_map(|(at, text)| Change::Put(at, text.into_bytes())),
        (any::<usize>(), 1..40_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, bits)| Change::Flip(at, bits)),
        (any::<usize>(), 1..400_usize).prop_map(|(at, length)| Change::Double(at, length)),
    ]
}

fn changed(mut line: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: usize| at % (line.len() + 1);
        let stretch = |at: usize, length: usize| place(at)..(place(at) + length).min(line.len());
        match change {
            Change::Put(at, bytes) => {
                drop(line.splice(place(*at)..place(*at), bytes.iter().copied()).collect::<Vec<_>>())
            }
            Change::Cut(at, length) => drop(line.drain(stretch(*at, *length))),
            Change::Flip(at, bits) => {
                let at = place(*at);
                line.get_mut(at).into_iter().for_each(|byte| *byte ^= bits);
            }
            Change::Double(at, length) => line.extend_from_within(stretch(*at, *length)),
        }
    }
    line
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_answered(line in vec(any::<u8>(), 0..400)) {
        answered(&line)?;
    }

    #[test]
    fn any_json_is_answered(value in json()) {
        answered(value.to_string().as_bytes())?;
    }

    #[test]
    fn any_turns_are_answered(texts in vec((0..4_usize, any::<String>()), 0..12)) {
        let speakers = ["agent", "debtor", "third", "unknown"];
        let turn = |(speaker, text): &(usize, String)| serde_json::json!({"speaker": speakers[*speaker], "text": text});
        let turns: Vec<Value> = texts.iter().map(turn).collect();
        answered(serde_json::json!({"call_id": "C1", "turns": turns}).to_string().as_bytes())?;
    }

    #[test]
    fn spoiled_calls_are_answered(number in any::<usize>(), changes in vec(change(), 1..6)) {
        let line = CALLS[number % CALLS.len()].line.as_bytes().to_vec();
        answered(&changed(line, &changes))?;
    }
}
