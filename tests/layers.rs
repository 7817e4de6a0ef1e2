//! Rulesets over rulesets: what they take over, change and leave out; what their digests cover; from when to when their rules are in force;
//! and what differs between two of them.

use plumbline::domain::ids::RulesetId;
use plumbline::domain::lang::Lang;
use plumbline::rules::diff::{diff, said};
use plumbline::rules::engine;
use plumbline::rules::examples::{Evidence, Example};
use plumbline::rules::load::{self, RuleError, Source};
use plumbline::rules::ruleset::Ruleset;
use std::fs;
use std::path::Path;

/// A folder with the built-in rulesets and some files more.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(Path::new("rulesets"), folder.path());
        Self(folder)
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
        self
    }

    fn load(&self, id: &str) -> Result<Ruleset, Vec<RuleError>> {
        load::load(&Source::Folder(self.0.path().to_owned()), &id.parse::<RulesetId>().expect("an id"))
    }

    fn good(&self, id: &str) -> Ruleset {
        self.load(id).unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    fn error(&self, id: &str) -> String {
        let errors = self.load(id).expect_err("an error");
        errors.iter().map(|error| format!("{error}\n")).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

const HOUSE: &str = r#"
id = "house"
extends = "cn-gbt45251-2025"
version = 7
without = ["quarrel", "label"]
[title]
zh-Hans = "本行"
zh-Hant = "本行"
en = "House rules"
"#;

fn house() -> Folder {
    Folder::new().file("house/ruleset.toml", HOUSE).file(
        "house/rules/contact-too-often.toml",
        "severity = \"minor\"\n[check.contact-frequency]\nconsent_days = 3\n",
    )
}

#[test]
fn a_ruleset_over_another_over_another_takes_over_changes_and_leaves_out() {
    let folder = house();
    let (house, below) = (folder.good("house"), folder.good("cn-gbt45251-2025"));
    let ids = |set: &Ruleset| set.rules.iter().map(|rule| rule.id.to_string()).collect::<Vec<_>>();
    let left: Vec<_> = ids(&below).into_iter().filter(|id| id != "quarrel" && id != "label").collect();
    assert_eq!(ids(&house), left);
    assert_eq!((house.version, house.time_zone, house.scheme.sections.len()), (7, below.time_zone, 8));
    let id = "contact-too-often".parse().expect("an id");
    let (mine, theirs) = (house.rule(&id).expect("a rule"), below.rule(&id).expect("a rule"));
    assert_eq!((mine.severity.as_str(), theirs.severity.as_str()), ("minor", "major"));
    assert_eq!(mine.clauses, theirs.clauses);
    let check = mine.parameters["contact-frequency"].as_table().expect("a table");
    assert_eq!(check["consent_days"].as_integer(), Some(3));
    assert_eq!(check["limit"], theirs.parameters["contact-frequency"]["limit"]);
}

#[test]
fn an_abstract_base_only_lends() {
    let folder = Folder::new();
    let common: usize = fs::read_dir("rulesets/common/rules").expect("a folder").count();
    let us = folder.good("us-regf");
    assert!(us.rules.len() < common, "the rules of the base apply only where they are asked for");
    assert!(us.calendar.is_none());
}

#[test]
fn the_digest_covers_every_layer_and_nothing_else() {
    let digest = |folder: Folder| folder.good("house").digest;
    let before = digest(house());
    let with = |path: &str| {
        let text = fs::read_to_string(Path::new("rulesets").join(path)).expect("a file") + "\n# a word\n";
        digest(house().file(path, &text))
    };
    for path in [
        "cn-gbt45251-2025/ruleset.toml",
        "cn-bank-card/rules/contact-too-often.toml",
        "cn-bank-card/ruleset.toml",
        "common/rules/insult.toml",
        "calendars/cn-2025.toml",
    ] {
        assert_ne!(with(path), before, "{path}");
    }
    for path in ["common/rules/quarrel.toml", "tw-minimum-standard/ruleset.toml", "calendars/tw-2025.toml"] {
        assert_eq!(with(path), before, "{path}");
    }
}

#[test]
fn what_can_not_be_extended_or_left_out_is_named_at_its_place() {
    let house = |edit: fn(String) -> String| Folder::new().file("house/ruleset.toml", &edit(HOUSE.to_owned()));
    for (folder, words) in [
        (
            house(|text| text.replace("\"label\"", "\"lable\"")),
            "house/ruleset.toml:5:23: 'lable' is no rule of the ruleset",
        ),
        (
            house(|text| text.replace("cn-gbt45251-2025", "nowhere")),
            "house/ruleset.toml:3:11: it extends what is not there",
        ),
        (house(|text| text.replace("cn-gbt45251-2025", "house")), "house/ruleset.toml:3:11: 'house' extends itself"),
        (
            house(|text| text).file("house/rules/label.toml", "severity = \"minor\"\n"),
            "house/ruleset.toml:5:23: 'label' has a file here all the same",
        ),
        (
            house(|text| text)
                .file("house/rules/insult.toml", "effective_from = 2026-02-01\neffective_to = 2026-01-31\n"),
            "effective_to lies before effective_from",
        ),
        (
            house(|text| text).file(
                "house/rules/contact-outside-hours.toml",
                "[[earlier]]\neffective_to = 2026-07-31\ncheck = { contact-hours = { until = \"late\" } }\n",
            ),
            "house/rules/contact-outside-hours.toml:1:1:",
        ),
        (
            house(|text| text).file(
                "house/rules/insult.toml",
                "[[earlier]]\neffective_to = 2026-07-31\ncheck = { conversation = { party = \"debtor\" } }\n",
            ),
            "what is said has no earlier form",
        ),
    ] {
        let errors = folder.error("house");
        assert!(errors.contains(words), "{words}\nin {errors}");
    }
}

/// What the rule finds in the records of the example whose note it is, and on how many units.
fn judged(ruleset: &Ruleset, rule: &str, example: &Example) -> (Vec<String>, u64) {
    let rule = ruleset.rule_index(&rule.parse().expect("an id")).expect("a rule");
    let Evidence::Records(records) = &example.evidence else { panic!("records are wanted") };
    let judged = engine::records(ruleset, &records.view(), &[rule]);
    (judged.hits.iter().map(|hit| hit.subject.clone()).collect(), judged.exposure.values().sum())
}

const NIGHTS: &str = r#"
[[example]]
kind = "miss"
finds = 0
calls = [
  { started_at = 2026-07-31T23:00:00 },
  { started_at = 2026-08-01T23:00:00 },
  { started_at = 2026-08-31T23:00:00 },
  { started_at = 2026-09-01T23:00:00 },
]
"#;

#[test]
fn evidence_is_judged_by_what_is_in_force_on_its_day() {
    let rule = "contact-outside-hours";
    let path = "house/rules/contact-outside-hours.toml";
    for (dates, found) in [
        ("", vec!["C1", "C2", "C3", "C4"]),
        ("effective_from = 2026-08-01\n", vec!["C2", "C3", "C4"]),
        ("effective_to = 2026-08-31\n", vec!["C1", "C2", "C3"]),
        ("effective_from = 2026-08-01\neffective_to = 2026-08-31\n", vec!["C2", "C3"]),
        ("effective_from = 2026-10-01\n", vec![]),
    ] {
        let ruleset = house().file(path, &format!("{dates}{NIGHTS}")).good("house");
        let example = &ruleset.rule(&rule.parse().expect("an id")).expect("the rule").examples[0];
        assert_eq!(
            judged(&ruleset, rule, example),
            (found.iter().map(|id| id.to_string()).collect(), found.len() as u64),
            "{dates}"
        );
    }
}

#[test]
fn a_change_of_parameters_leaves_the_days_before_it_to_the_old_ones() {
    let rule = "contact-outside-hours";
    // Until the end of July 23:30 was the limit, in August 22:00, from September on the night is free.
    let earlier = r#"
effective_from = 2026-01-01
[check.contact-hours]
until = 23:59:59
[[earlier]]
effective_to = 2026-08-31
check = { contact-hours = { until = 22:00:00 } }
[[earlier]]
effective_to = 2026-07-31
check = { contact-hours = { until = 23:30:00 } }
"#;
    let ruleset = house().file("house/rules/contact-outside-hours.toml", &format!("{earlier}{NIGHTS}")).good("house");
    let found = ruleset.rule(&rule.parse().expect("an id")).expect("the rule");
    assert_eq!(judged(&ruleset, rule, &found.examples[0]), (vec!["C2".to_owned(), "C3".to_owned()], 4));
    let days: Vec<String> = found
        .checks()
        .map(|(days, _)| format!("{} {}", days.from.expect("a day"), days.to.map_or("on".into(), |to| to.to_string())))
        .collect();
    assert_eq!(days, ["2026-09-01 on", "2026-08-01 2026-08-31", "2026-01-01 2026-07-31"]);
}

#[test]
fn what_is_said_is_judged_by_its_day_too() {
    let ruleset = house().file("house/rules/insult.toml", "effective_to = 2026-08-31\n").good("house");
    let rule = ruleset.rule_index(&"insult".parse().expect("an id")).expect("a rule");
    let hit = ruleset.rules[rule].examples.iter().find(|example| example.kind.as_str() == "hit").expect("a hit");
    let Evidence::Conversation(talk) = &hit.evidence else { panic!("a conversation is wanted") };
    for (day, hits) in [("2026-08-31", true), ("2026-09-01", false)] {
        let mut talk = talk.clone();
        let start = format!("{day}T10:00:00+08:00");
        talk.started_at = Some(start.parse().expect("a moment"));
        talk.day = day.parse().expect("a day");
        assert_eq!(!engine::screen_rules(&ruleset, &talk, &[rule]).is_empty(), hits, "{day}");
        talk.started_at = None;
        assert!(
            !engine::screen_rules(&ruleset, &talk, &[rule]).is_empty(),
            "no day is known, so any rule may be meant"
        );
    }
}

#[test]
fn every_kind_of_difference_is_told() {
    let folder = house();
    let below = folder.good("cn-gbt45251-2025");
    let more = fs::read_to_string("rulesets/common/phrases/insult.txt").expect("a list") + "某某新词\n";
    let changed = house()
        .file("house/phrases/insult.txt", &more)
        .file("house/rules/insult.toml", "effective_from = 2026-08-01\nversion = 99\n[cost]\npoints = 5\ntolerance = 1\nlimit = 9\n[title]\nen = \"Rude\"\n")
        .good("house");
    let text = |lang| -> String {
        diff(&below, &changed, lang).iter().map(|difference| said(difference, "GB", "house", lang) + "\n").collect()
    };
    let said = text(Lang::En);
    for words in [
        "version: 1 in GB, 7 in house\n",
        "phrase list insult: house has +1 and −0 against GB\n",
        "only in GB: ",
        "parameter contact-frequency.consent_days: none in GB, 3 in house\n",
        "severity: major in GB, minor in house\n",
        "effective days: open in GB, 2026-08-01 – in house\n",
        "points, tolerance, limit: 25, 0.5, 20 in GB, 5, 1, 9 in house\n",
        "title (en): ",
    ] {
        assert!(said.contains(words), "{words}\nin {said}");
    }
    for lang in [Lang::ZhHans, Lang::ZhHant] {
        assert_eq!(text(lang).lines().count(), said.lines().count());
        assert!(!text(lang).contains('{'), "{}", text(lang));
    }
    assert!(diff(&below, &below, Lang::En).is_empty());
}
