//! How words are written to hide them, and which words that is done to.

use crate::{RULESETS, root};
use plumbline::rules::engine::screen;
use plumbline::rules::evasions::{Evasion, of_examples, run};
use plumbline::rules::load::{self, Source};
use plumbline::rules::screen::Screener;
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
    (Evasion::AllHomophones, "狗", &[]),
    (Evasion::OneHomophone, "狗", &[]),
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

/// A rule, what an agent says, and the words that it finds there in disguise.
const SAID: &[(&str, &str, Option<&str>)] = &[
    // Too little is left of the phrase: another part of the find stands before it, a person is named before it, or nothing.
    ("posing-as-court", "我是率时，準備對你提告。", Some("我是率时")),
    ("insult", "你就是个非无。", Some("非无")),
    ("insult", "这里非无很多。", None),
    ("profanity", "你个杀比，滚远点。", Some("杀比")),
    ("profanity", "附近有个杀比", None),
    ("legal-threat", "再不还让你作老。", Some("作老")),
    // A common word is none, nor are the smallest ones.
    ("third-party-demand", "您去海碗居吃饭吧。", None),
    ("third-party-disclosure", "您请接待一下。", None),
    ("legal-threat", "您再看一下鱼。", None),
    // A phrase that stands there as it is explains what it covers alone.
    ("beyond-claim", "你要交三百块上门贵。", Some("上门贵")),
    ("threat-of-violence", "我弄4你全家。", Some("弄4你全家")),
    // A longer phrase with a part in disguise, and a pattern that names the phrase.
    ("posing-as-police", "我们排出所已经立案了。", Some("我们排出所")),
    ("posing-as-courier", "您好，债级边，有您的包裹。", Some("债级边")),
    // Two characters of one sound side by side, written with one character.
    ("label", "你就是前前不还。", Some("前前不还")),
];

#[test]
fn what_little_is_left_of_a_phrase_is_believed_beside_something_else() {
    let mut wrong = Vec::new();
    for (rule, text, expected) in SAID {
        let party = if rule.starts_with("third-party") { "spouse" } else { "debtor" };
        let call = serde_json::json!({
            "call_id": "1", "party": party, "turns": [{ "speaker": "agent", "text": text }],
        });
        let screener = Screener::new(&RULESETS[0], &[rule.parse().expect("an id")]).expect("a rule");
        let line = call.to_string();
        let call = screener.read(line.as_bytes()).expect("a call");
        let hits = screen(&RULESETS[0], &call);
        let hits = hits.iter().filter(|hit| RULESETS[0].rules[hit.rule].id.as_str() == *rule);
        let disguised = hits.filter(|hit| hit.why.values.contains_key("disguises"));
        let found: Vec<&str> = disguised.flat_map(|hit| &hit.spans).map(|span| span.excerpt.as_str()).collect();
        let fits = match expected {
            None => found.is_empty(),
            Some(words) => found.iter().any(|found| found.contains(words)),
        };
        if !fits {
            wrong.push(format!("{rule}: {text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
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
