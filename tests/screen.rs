//! `plumbline screen`, line by line.

use plumbline::rules::load::{self, Source};
use plumbline::rules::prepared::Desk;
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::screen::{Outcome, Screener};
use serde_json::Value;

fn ruleset() -> Ruleset {
    load::load(&Source::Embedded, &"cn-bank-card".parse().expect("an id")).expect("a good ruleset")
}

fn screened(line: &str) -> (Outcome, Vec<Value>) {
    let ruleset = ruleset();
    let screener = Screener::new(&ruleset, &[]).expect("all rules");
    let mut out = Vec::new();
    let outcome = screener.line(&mut Desk::default(), 17, line.as_bytes(), &mut out);
    let lines = String::from_utf8(out).expect("UTF-8");
    (outcome, lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

#[test]
fn a_finding_has_every_field_of_the_interface() {
    let (outcome, found) = screened(
        r#"{"call_id":"C1","agency_id":"A1","case_no":"K9","party":"debtor","extra":[1],
            "turns":[{"speaker":"debtor","text":"喂？"},{"speaker":"agent","start_ms":0,"end_ms":900,"text":"听好，我弄 死 你。"}]}"#,
    );
    assert_eq!(outcome, Outcome::Found);
    assert_eq!(found.len(), 1, "{found:?}");
    let found = &found[0];
    assert_eq!(found["call_id"], "C1");
    assert_eq!(found["rule_id"], "threat-of-violence");
    let ruleset = ruleset();
    let rule = ruleset.rule(&"threat-of-violence".parse().expect("an id")).expect("a rule");
    assert_eq!(found["rule_version"], rule.version);
    assert_eq!(found["ruleset"], "cn-bank-card");
    assert!(found["ruleset_digest"].as_str().is_some_and(|digest| digest.starts_with("sha256:") && digest.len() == 71));
    assert_eq!(found["clauses"], serde_json::json!(["PL-1", "CC-3"]));
    assert_eq!(found["category"], "violence-threat");
    assert_eq!(found["severity"], "critical");
    assert_eq!(found["confidence"], 0.9);
    assert_eq!((&found["turn"], &found["start"], &found["end"]), (&1.into(), &3.into(), &9.into()));
    assert_eq!(found["excerpt"], "我弄 死 你");
    assert_eq!(found["normalised"], "我弄死你");
    assert_eq!(found["why"], "In turn 2 the collector said '我弄 死 你'.");
}

#[test]
fn offsets_count_scalar_values_of_the_original() {
    let (_, found) =
        screened(r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"😀👍🏽ｅ\u0301你就是個　老\u200b賴"}]}"#);
    assert_eq!(found[0]["excerpt"], "你就是個\u{3000}老\u{200b}賴");
    assert_eq!((&found[0]["start"], &found[0]["end"]), (&5.into(), &13.into()));
}

#[test]
fn malformed_lines_give_one_error_each() {
    let cases = [
        "{",
        "[]",
        "{\"call_id\":1,\"turns\":[]}",
        "{\"call_id\":\"C1\"}",
        "{\"call_id\":\"C1\",\"turns\":[{\"speaker\":\"agent\"}]}",
        "{\"call_id\":\"C1\",\"turns\":[{\"speaker\":\"robot\",\"text\":\"\"}]}",
        "{\"call_id\":\"C1\",\"party\":\"stranger\",\"turns\":[]}",
        "{\"call_id\":\"C1\",\"started_at\":\"yesterday\",\"turns\":[]}",
        "not json",
    ];
    for line in cases {
        let (outcome, found) = screened(line);
        assert_eq!(outcome, Outcome::Malformed, "{line}");
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!(found[0]["call_id"], Value::Null);
        assert_eq!(found[0]["line"], 17);
        assert!(found[0]["error"].as_str().is_some_and(|error| !error.is_empty()));
    }
    let ruleset = ruleset();
    let mut out = Vec::new();
    let outcome = Screener::new(&ruleset, &[]).expect("all rules").line(
        &mut Desk::default(),
        3,
        b"{\"call_id\":\"\xff\"}",
        &mut out,
    );
    assert_eq!(outcome, Outcome::Malformed);
}

#[test]
fn what_may_be_missing_may_be_null_too() {
    for line in [
        r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"您好"}]}"#,
        r#"{"call_id":"C1","party":null,"started_at":null,"ended_at":null,"turns":[{"speaker":"unknown","start_ms":null,"text":"您好"}]}"#,
        r#"{"call_id":"C1","turns":[]}"#,
        "",
        "   ",
    ] {
        assert_eq!(screened(line), (Outcome::Clean, vec![]), "{line}");
    }
}

#[test]
fn hours_are_judged_by_the_offset_of_the_start() {
    let at = |start: &str, end: &str| {
        let line = format!(r#"{{"call_id":"C1","started_at":"{start}","ended_at":"{end}","turns":[]}}"#);
        let (_, found) = screened(&line);
        found.iter().map(|found| (found["category"].clone(), found["turn"].clone())).collect::<Vec<_>>()
    };
    let late = [("contact-hours".into(), Value::Null)];
    assert_eq!(at("2026-07-03T21:30:00+08:00", "2026-07-03T21:31:00+08:00"), late);
    assert_eq!(at("2026-07-03T20:59:00+08:00", "2026-07-03T21:00:00+08:00"), []);
    assert_eq!(at("2026-07-03T20:59:00+08:00", "2026-07-03T21:00:01+08:00"), late);
    assert_eq!(at("2026-07-03T08:00:00+08:00", "2026-07-03T08:01:00+08:00"), []);
    assert_eq!(at("2026-07-03T07:59:59+08:00", "2026-07-03T08:01:00+08:00"), late);
    assert_eq!(at("2026-07-03T09:30:00+09:00", "2026-07-03T09:31:00+09:00"), []);
    assert_eq!(at("2026-07-03 21:30:00", "2026-07-03 21:31:00"), late);
}

#[test]
fn several_stretches_of_a_turn_are_one_finding() {
    let (_, found) = screened(r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"老赖，赖皮狗。"}]}"#);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["excerpt"], "老赖");
    assert_eq!(found[0]["spans"].as_array().map(Vec::len), Some(2));
}

#[test]
fn only_the_rules_asked_for_run_and_an_unknown_one_is_named() {
    let ruleset = ruleset();
    let label = "label".parse().expect("an id");
    let screener = Screener::new(&ruleset, &[label]).expect("a rule");
    let mut out = Vec::new();
    let line = r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"老赖，我弄死你。"}]}"#;
    screener.line(&mut Desk::default(), 1, line.as_bytes(), &mut out);
    assert_eq!(String::from_utf8(out).expect("UTF-8").lines().count(), 1);
    let error = Screener::new(&ruleset, &["no-such-rule".parse().expect("an id")]).err().expect("an error");
    assert!(error.contains("no-such-rule") && error.contains("label"), "{error}");
}
