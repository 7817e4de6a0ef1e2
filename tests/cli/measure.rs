//! `rules test --corpus` and `--evasions` from outside.

use crate::program::Desk;
use serde_json::Value;

/// Three calls: one found, one missed, one flagged that should not be.
fn desk() -> Desk {
    let desk = Desk::new();
    let call = |id: &str, kind: &str, about: &str, label: &str, text: &str| {
        let labels: Vec<&str> = label.split_whitespace().collect();
        serde_json::json!({
            "call_id": id, "kind": kind, "about": about, "labels": labels, "script": "hans", "style": "plain",
            "party": "debtor", "turns": [{"speaker": "agent", "text": text}],
        })
        .to_string()
    };
    std::fs::create_dir_all(desk.path("corpus/develop")).unwrap();
    std::fs::create_dir_all(desk.path("corpus/measure")).unwrap();
    let found = call("d-1", "violating", "label", "label", "你就是个老赖。");
    let missed = call("d-2", "violating", "label", "label", "您好，请问方便吗？");
    let falsely = call("m-1", "clean", "clean", "", "你这个老赖。");
    desk.file("corpus/develop/label.jsonl", &format!("{found}\n{missed}\n"));
    desk.file("corpus/measure/clean.jsonl", &falsely);
    desk
}

fn rows(json: &str) -> Vec<Value> {
    serde_json::from_str(json).expect("an array")
}

#[test]
fn the_shares_are_counted_by_part_and_category() {
    let printed = desk().run("rules test --corpus corpus --ruleset cn-bank-card --format json").clean();
    let rows = rows(&printed);
    let label = |part: &str| {
        let of = |row: &&Value| row["part"] == part && row["category"] == "label";
        rows.iter().find(of).expect("a row").clone()
    };
    let develop = label("develop");
    assert_eq!((&develop["labelled"], &develop["found"], &develop["recall"]), (&2.into(), &1.into(), &0.5.into()));
    assert_eq!((&develop["precision"], &develop["per_1000_clean_calls"]), (&1.0.into(), &Value::Null));
    let measure = label("measure");
    assert_eq!((&measure["recall"], &measure["precision"]), (&Value::Null, &0.0.into()));
    assert_eq!(measure["per_1000_clean_calls"], 1000.0);
    assert_eq!(measure["per_1000_clean_turns"], 1000.0);
}

#[test]
fn misses_are_listed_and_those_of_the_measuring_part_only_when_asked_for() {
    let desk = desk();
    let list = |more: &str| {
        let ran = desk.run(&format!("rules test --corpus corpus --misses --ruleset cn-bank-card --format json {more}"));
        assert_eq!(ran.code, 1);
        rows(&ran.out)
    };
    let develop = list("");
    assert_eq!(develop.len(), 1);
    assert_eq!((&develop[0]["what"], &develop[0]["call_id"]), (&"missed".into(), &"d-2".into()));
    assert_eq!(develop[0]["rule_id"], serde_json::json!(["label"]));
    assert_eq!(develop[0]["excerpt"], "agent: 您好，请问方便吗？");
    let measure = list("--part measure");
    assert_eq!((&measure[0]["what"], &measure[0]["turn"]), (&"false".into(), &0.into()));
    assert_eq!((&measure[0]["excerpt"], &measure[0]["place"]), (&"你这个老赖".into(), &"measure/clean.jsonl:1".into()));
}

#[test]
fn evasions_are_tried_on_examples_and_with_a_corpus_on_its_calls() {
    let desk = desk();
    let spaces = |arguments: &str| {
        let rows = rows(&desk.run(&format!("rules test {arguments} --ruleset cn-bank-card --format json")).clean());
        let row = rows.iter().find(|row| row["evasion"] == "spaces").expect("a row").clone();
        (row["tried"].as_u64().expect("a number"), row["recall"].as_f64().expect("a share"))
    };
    let (examples, recall) = spaces("--evasions");
    assert!(examples > 50 && recall > 0.9, "{examples} {recall}");
    assert_eq!(spaces("--evasions --corpus corpus").0, examples + 2);
    let csv = desk.run("rules test --evasions --ruleset us-regf --format csv").clean();
    assert!(csv.starts_with("ruleset,evasion,tried,found,recall\n"), "{csv}");
}

#[test]
fn a_corpus_that_is_not_there_or_is_broken_is_told() {
    let desk = desk();
    desk.run("rules test --corpus").refused(&["fixtures/corpus", "--corpus DIR"]);
    desk.run("rules test --corpus nowhere").refused(&["nowhere"]);
    desk.run("rules test --part develop").refused(&["--corpus"]);
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.run("rules test --corpus empty").refused(&["empty", "develop/*.jsonl"]);
    desk.file("corpus/develop/label.jsonl", "{\"call_id\":\"d-1\"}\n");
    desk.run("rules test --corpus corpus").refused(&["develop/label.jsonl:1", "kind"]);
}
