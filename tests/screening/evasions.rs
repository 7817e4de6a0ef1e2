//! How words are written to hide them, and which words that is done to.

use crate::{RULESETS, root};
use plumbline::rules::evasions::{Evasion, of_examples, run};
use plumbline::rules::load::{self, Source};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A way, the words, and what is written for them.
const WRITTEN: &[(Evasion, &str, &[&str])] = &[
    (Evasion::FullWidth, "cnm 1", &["ｃｎｍ １"]),
    (Evasion::FullWidth, "老赖", &[]),
    (Evasion::LetterCase, "Sb", &["sB"]),
    (Evasion::OtherScript, "讨债的", &["討債的"]),
    (Evasion::OtherScript, "討債的", &["讨债的"]),
    (Evasion::Variants, "小鸡", &["⼩鸡", "小鷄", "⼩鷄"]),
    (Evasion::Spaces, "打死你", &["打 死 你", "打\u{3000}死\u{3000}你"]),
    (Evasion::Punctuation, "打死你", &["打·死*你", "打.死.你"]),
    (Evasion::Stops, "打死你", &["打，死、你", "打。死。你"]),
    (Evasion::Emoji, "打死你", &["打😀死🔥你"]),
    (Evasion::ZeroWidth, "打死", &["打\u{200b}死"]),
    (Evasion::Combining, "打死", &["打\u{301}死"]),
    (Evasion::Repeated, "打死", &["打打打死", "打死死死", "打打死死"]),
    (Evasion::Repeated, "4111", &[]),
    (Evasion::Signs, "打死", &["d死", "打4", "打s"]),
    (Evasion::OneHomophone, "打死", &["大死", "达死", "打四", "打司"]),
    (Evasion::AllHomophones, "打死", &["大四", "达司"]),
    (Evasion::NearHomophone, "打死", &["打是"]),
    (Evasion::LookAlike, "老狗", &["考狗", "老苟", "老拘"]),
    (Evasion::Split, "打狗", &["扌丁狗", "打犭句", "扌丁犭句"]),
    (Evasion::Pinyin, "打死", &["dasi", "da si", "da死", "打si"]),
    (Evasion::Initials, "打死你", &["DSN", "dsn"]),
    (Evasion::Initials, "打死", &[]),
];

#[test]
fn words_are_written_as_people_write_them_to_hide_them() {
    for (evasion, words, expected) in WRITTEN {
        let written: Vec<String> = evasion.write(words).into_iter().map(|written| written.text).collect();
        assert_eq!(written, *expected, "{} of {words}", evasion.as_str());
    }
    let halves = Evasion::TwoTurns.write("打断你的腿").remove(0);
    assert_eq!((halves.text.as_str(), halves.next_turn.as_deref()), ("打断", Some("你的腿")));
    assert_eq!(Evasion::TwoTurns.write("打"), []);
}

#[test]
fn every_way_has_a_word_of_its_own() {
    let words: BTreeSet<&str> = Evasion::ALL.iter().map(|evasion| evasion.as_str()).collect();
    assert_eq!(words.len(), Evasion::ALL.len());
}

#[test]
fn what_is_tried_leads_back_to_an_example() {
    for ruleset in RULESETS.iter() {
        let tried = run(ruleset, &of_examples(ruleset)).expect("examples that can be read");
        assert!(tried.len() > 500, "{} tried {}", ruleset.id, tried.len());
        for tried in &tried {
            assert!(ruleset.rule(&tried.rule).is_some());
            assert!(tried.place.contains(".toml:") && tried.words != tried.written, "{tried:?}");
        }
    }
}

/// The ways that were tried on what the rule finds, where its only list begins with `first_line`.
fn tried_on_a_list_that_begins(first_line: &str) -> BTreeSet<&'static str> {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("rulesets"), folder.path());
    let list = folder.path().join("common/phrases/label.txt");
    fs::write(list, format!("{first_line}\n老赖\n")).expect("a list");
    let signal = folder.path().join("common/signals/labelled.toml");
    fs::write(signal, "speaker = \"agent\"\n\n[[find]]\nany = [\"@label\"]\n").expect("a signal");
    let ruleset = load::load(&Source::Folder(folder.path().to_path_buf()), &"cn-bank-card".parse().expect("an id"));
    let ruleset = ruleset.expect("a good ruleset");
    let rule = ruleset.rule_index(&"label".parse().expect("an id")).expect("a rule");
    let mut material = of_examples(&ruleset);
    material.retain(|material| material.rule == rule);
    run(&ruleset, &material).expect("examples that can be read").iter().map(|tried| tried.evasion.as_str()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

#[test]
fn a_list_is_held_to_the_disguises_that_it_asks_for() {
    let without = tried_on_a_list_that_begins("");
    let with = tried_on_a_list_that_begins("%disguises homophone pinyin");
    assert!(without.contains("spaces") && without.contains("two-turns"), "{without:?}");
    let more: Vec<&str> = with.difference(&without).copied().collect();
    assert_eq!(more, ["all-homophones", "near-homophone", "one-homophone", "pinyin"]);
}
