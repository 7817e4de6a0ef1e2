//! `screen` and `rules` from outside: order, threads, exit codes, errors.

use crate::program::Desk;
use serde_json::Value;

const CLEAN: &str = r#"{"call_id":"C0","turns":[{"speaker":"agent","text":"您好，请问方便说话吗？"}]}"#;
const LABEL: &str = r#"{"call_id":"C1","turns":[{"speaker":"agent","text":"你这个老赖。"}]}"#;

#[test]
fn the_exit_code_says_whether_something_was_found_or_refused() {
    let desk = Desk::new();
    desk.file("clean.jsonl", CLEAN);
    desk.file("found.jsonl", &format!("{CLEAN}\n{LABEL}\n"));
    desk.file("broken.jsonl", &format!("{CLEAN}\n{{\n{CLEAN}"));
    desk.file("empty.jsonl", "");
    assert_eq!(desk.run("screen --ruleset cn-bank-card clean.jsonl").clean(), "");
    assert_eq!(desk.run("screen --ruleset tw-minimum-standard empty.jsonl").clean(), "");
    assert_eq!(desk.run("screen --ruleset cn-bank-card found.jsonl").code, 1);
    assert_eq!(desk.run("screen --ruleset cn-bank-card --rule profanity found.jsonl").clean(), "");
    assert_eq!(desk.run("screen --ruleset cn-bank-card --rule profanity label found.jsonl").code, 1);
    assert_eq!(desk.run("screen --ruleset cn-bank-card --rule profanity --rule insult found.jsonl").clean(), "");
    let broken = desk.run("screen --ruleset cn-bank-card broken.jsonl");
    assert_eq!(broken.code, 1);
    let line: Value = serde_json::from_str(&broken.out).expect("one line of JSON");
    assert_eq!((&line["call_id"], &line["line"]), (&Value::Null, &2.into()));
    desk.run("screen --ruleset nowhere clean.jsonl").refused(&["nowhere", "cn-bank-card"]);
    desk.run("screen --ruleset cn-bank-card --rule no-such-rule clean.jsonl").refused(&["no-such-rule", "label"]);
    desk.run("screen --ruleset cn-bank-card nowhere.jsonl").refused(&["nowhere.jsonl"]);
}

#[test]
fn the_order_of_the_input_holds_with_any_number_of_threads() {
    let desk = Desk::new();
    let lines: Vec<String> = (0..6000)
        .map(|number| match number % 7 {
            0 => "{".to_owned(),
            1 => CLEAN.to_owned(),
            _ => {
                LABEL.replace("C1", &format!("C{number}")).replace("老赖", &format!("{}老赖", "嗯".repeat(number % 50)))
            }
        })
        .collect();
    desk.file("calls.jsonl", &lines.join("\n"));
    let one = desk.run("screen --ruleset cn-bank-card --threads 1 calls.jsonl");
    for threads in ["2", "5"] {
        let several = desk.run(&format!("screen --ruleset cn-bank-card --threads {threads} calls.jsonl"));
        assert!(one.out == several.out && several.code == 1, "{threads} threads");
    }
    let places: Vec<u64> = one
        .out
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let call = line["call_id"].as_str().and_then(|id| id[1..].parse().ok());
            call.or_else(|| line["line"].as_u64().map(|line| line - 1)).expect("a place")
        })
        .collect();
    assert!(places.is_sorted() && places.len() > 5000);
}

#[test]
fn a_line_beyond_all_measure_is_refused_and_the_stream_goes_on() {
    let desk = Desk::new();
    let long = LABEL.replace("老赖", &"赖".repeat(4 * 1024 * 1024));
    desk.file("calls.jsonl", &format!("{LABEL}\n{long}\n{LABEL}\n"));
    let ran = desk.run("screen --ruleset cn-bank-card calls.jsonl");
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (&lines[0]["rule_id"], &lines[1]["line"], &lines[2]["rule_id"]),
        (&"label".into(), &2.into(), &"label".into())
    );
}

#[test]
fn the_rules_commands_say_what_is_there() {
    let desk = Desk::new();
    let listed: Vec<Value> =
        serde_json::from_str(&desk.run("rules list --ruleset cn-bank-card --format json").clean()).expect("an array");
    assert!(listed.iter().any(|rule| rule["rule_id"] == "label" && rule["clauses"][0] == "RQ-2"));
    let warnings = desk.run("rules check").clean();
    assert!(warnings.contains("find nothing that a shorter one does not"), "{warnings}");
    desk.run("rules test").clean();
    assert!(desk.run("rules show label --lang zh-Hant").clean().contains("催收員給債務人貼標籤"));
    desk.run("rules show no-such-rule").refused(&["no-such-rule", "rules list"]);
    desk.file("calls.jsonl", LABEL);
    let steps = desk.run("rules explain C1 label calls.jsonl --ruleset cn-bank-card").clean();
    assert!(steps.contains("the signal is heard 2 times") && steps.contains("finding:"), "{steps}");
    desk.run("rules docs -o pages").clean();
    assert!(desk.path("pages/label.md").is_file());
    desk.run("rules list --rulesets nowhere").refused(&["nowhere"]);
}

#[test]
fn coverage_names_what_enforces_each_clause_and_counts_what_nothing_does() {
    let desk = Desk::new();
    let all = desk.run("rules coverage");
    let last = all.out.lines().last().unwrap_or_default().to_owned();
    assert!(last.ends_with("clauses without anything that enforces them"), "{last}");
    assert_eq!(all.code, i32::from(!last.starts_with("0 of ")), "{last}");
    let json = desk.run("rules coverage --format json");
    assert_eq!(json.code, all.code);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("JSON");
    let row = |id: &str| rows.iter().find(|row| row["clause"] == id).unwrap_or_else(|| panic!("no row of {id}"));
    assert_eq!(row("PL-2a")["rules"][0], "contact-outside-hours");
    assert_eq!(row("TW-3.2.1.5")["how"][0], "check");
    assert_eq!(row("TW-2.6")["duties"], serde_json::json!(["half-yearly-inspection"]));
    assert_eq!(row("MS-8")["enforced"], true);
    // What an inspector or a single record decides has its item and its rule.
    for way in ["check", "auto"] {
        let open =
            rows.iter().filter(|row| row["lacks"].as_array().is_some_and(|lacks| lacks.iter().any(|it| it == way)));
        let open: Vec<_> = open.map(|row| row["clause"].as_str().unwrap_or_default()).collect();
        assert!(open.iter().all(|clause| ["PF-3d", "PF-promise"].contains(clause)), "{way}: {open:?}");
    }
    let without = rows.iter().filter(|row| row["enforced"] == false).count();
    assert!(last.starts_with(&format!("{without} of {} ", rows.len())), "{last}");
    let us = desk.run("rules coverage --ruleset us-regf").clean();
    assert!(us.contains("RF-1006.14.b.2") && us.contains("contact-too-often") && !us.contains("TW-"), "{us}");
    assert!(us.ends_with("0 of 8 clauses without anything that enforces them\n"), "{us}");
}

#[test]
fn a_difference_is_said_in_words() {
    let desk = Desk::new();
    assert_eq!(desk.run("rules diff cn-bank-card cn-bank-card").clean(), "");
    let ran = desk.run("rules diff cn-bank-card cn-gbt45251-2025");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for words in [
        "  parameter contact-hours.until: 21:00:00 in cn-bank-card, 22:00:00 in cn-gbt45251-2025\n",
        "contact-person-called\n  only in cn-gbt45251-2025: Contact person called without need\n",
        "  clauses: PL-2a in cn-bank-card, GB-5.3-hours in cn-gbt45251-2025\n",
        "weight of the section conduct-time: 15 in cn-bank-card, 20 in cn-gbt45251-2025\n",
    ] {
        assert!(ran.out.contains(words), "{words}\nin {}", ran.out);
    }
    for (lang, words) in [("zh-Hans", "只在 cn-gbt45251-2025 中有"), ("zh-Hant", "僅 cn-gbt45251-2025 有")] {
        let said = desk.run(&format!("rules diff cn-bank-card cn-gbt45251-2025 --lang {lang}")).out;
        assert!(said.contains(words), "{said}");
    }
    let json = desk.run("rules diff cn-bank-card us-regf --format json");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("JSON");
    assert!(rows.iter().any(|row| row["what"] == "time-zone" && row["other"] == "America/New_York"), "{rows:?}");
    assert!(rows.iter().any(|row| row["what"] == "rule" && row["rule_id"] == "quarrel" && row["other"].is_null()));
    desk.run("rules diff cn-bank-card nowhere").refused(&["no ruleset 'nowhere'"]);
}

#[test]
fn an_agency_can_be_held_to_every_ruleset() {
    let desk = Desk::new();
    for (id, ruleset) in
        [("A1", "cn-bank-card"), ("A2", "cn-gbt45251-2025"), ("A3", "tw-minimum-standard"), ("A4", "us-regf")]
    {
        let terms = format!("agency add --id {id} --name Example --agreement-from 2025-01-01 --ruleset {ruleset}");
        assert_eq!(desk.run(&terms).clean(), format!("{id} added.\n"));
    }
    desk.run("agency add --id A5 --name Example --agreement-from 2025-01-01 --ruleset common").refused(&["us-regf"]);
}
