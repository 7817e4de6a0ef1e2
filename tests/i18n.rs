//! Page texts: the same keys with the same placeholders in each language, none missing, none left over, none written into a template.
#![cfg(feature = "server")]

use fluent_bundle::FluentResource;
use plumbline::domain::account::Role;
use plumbline::domain::duty::Step;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::finding::Severity;
use plumbline::domain::lang::Lang;
use plumbline::domain::verdict::FindingStatus;
use plumbline::i18n::{knows, phrase, thousands};
use plumbline::review::settlement::Refusal;
use plumbline::rules::load::{self, Source};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files below `folder` whose names end in `end`, in order.
fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_string_lossy().ends_with(end) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text file of the project")
}

/// Key → placeholders, of one language.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let placeholder = Regex::new(r"\$([a-z]+)").expect("a pattern");
    let mut messages = BTreeMap::new();
    let mut key = String::new();
    for path in files(&format!("locales/{lang}"), ".ftl") {
        for line in read(&path).lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
                assert!(messages.insert(name.to_owned(), BTreeSet::new()).is_none(), "{lang} has '{name}' twice");
                key = name.to_owned();
            }
            if let Some(placeholders) = messages.get_mut(&key) {
                placeholders.extend(placeholder.captures_iter(line).map(|found| found[1].to_owned()));
            }
        }
    }
    messages
}

/// Everything that may ask for a text: templates and code.
fn sources() -> Vec<(PathBuf, String)> {
    let all = files("templates", ".html").into_iter().chain(files("src", ".rs"));
    all.map(|path| (path.clone(), read(&path))).collect()
}

#[test]
fn every_file_is_valid_fluent() {
    for path in files("locales", ".ftl") {
        if let Err((_, errors)) = FluentResource::try_new(read(&path)) {
            panic!("{}: {errors:?}", path.display());
        }
    }
}

#[test]
fn each_language_has_the_same_keys_with_the_same_placeholders() {
    let reference = messages(Lang::ZhHans);
    for lang in [Lang::ZhHant, Lang::En] {
        let other = messages(lang);
        let missing: Vec<_> = reference.keys().filter(|key| !other.contains_key(*key)).collect();
        let surplus: Vec<_> = other.keys().filter(|key| !reference.contains_key(*key)).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{lang}: missing {missing:?}, surplus {surplus:?}");
        for (key, placeholders) in &reference {
            assert_eq!(&other[key], placeholders, "the placeholders of '{key}' in {lang}");
        }
    }
}

#[test]
fn every_key_asked_for_exists() {
    let asked = Regex::new(r#"\bt\("([^"]+)"\)"#).expect("a pattern");
    let known = messages(Lang::ZhHans);
    let mut missing = BTreeSet::new();
    for (path, text) in sources() {
        let asked = asked.captures_iter(&text).map(|found| found[1].to_owned());
        missing.extend(asked.filter(|key| !known.contains_key(key)).map(|key| (path.clone(), key)));
    }
    assert!(missing.is_empty(), "asked for without a text: {missing:?}");
}

#[test]
fn no_key_is_left_over() {
    let literal = Regex::new(r#""([A-Za-z0-9_-]+)(\{[a-z]+\})?""#).expect("a pattern");
    let group = Regex::new(r#"(?:term|named)\("([a-z-]+)""#).expect("a pattern");
    let (mut whole, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in sources() {
        for found in literal.captures_iter(&text) {
            match found.get(2) {
                Some(_) => prefixes.insert(found[1].to_owned()),
                None => whole.insert(found[1].to_owned()),
            };
        }
        prefixes.extend(group.captures_iter(&text).map(|found| format!("{}-", &found[1])));
    }
    let used = |key: &String| whole.contains(key) || prefixes.iter().any(|prefix| key.starts_with(prefix.as_str()));
    let left: Vec<_> = messages(Lang::ZhHans).into_keys().filter(|key| !used(key)).collect();
    assert!(left.is_empty(), "nobody asks for {left:?}");
}

#[test]
fn templates_hold_no_text_of_their_own() {
    let code = Regex::new(r"(?s)\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}").expect("a pattern");
    let tag = Regex::new(r#"(?s)<(?:[^>"]|"[^"]*")*>"#).expect("a pattern");
    let attribute = Regex::new(r#"[a-z-]+="[^"]*""#).expect("a pattern");
    let keys = Regex::new(r"<kbd>[^<]*</kbd>").expect("a pattern");
    let spoken = Regex::new(r#"(?:aria-label|title|placeholder|alt)="([^"]*)""#).expect("a pattern");
    for path in files("templates", ".html") {
        let bare = code.replace_all(&read(&path), "").into_owned();
        let mut words: Vec<String> = spoken.captures_iter(&bare).map(|found| found[1].to_owned()).collect();
        let text = keys.replace_all(&bare, " ").into_owned();
        let text = attribute.replace_all(&tag.replace_all(&text, " "), " ").into_owned();
        words.extend(text.split_whitespace().map(str::to_owned));
        words.retain(|word| word.chars().any(char::is_alphabetic) && !["Plumbline", "sha256"].contains(&word.as_str()));
        assert!(words.is_empty(), "{} says {words:?}: put it into locales/", path.display());
    }
}

#[test]
fn everything_that_is_shown_by_its_id_has_a_name() {
    let mut keys = Vec::new();
    keys.extend(FindingStatus::ALL.map(|status| format!("status-{}", status.as_str())));
    keys.extend(Severity::ALL.map(|severity| format!("severity-{}", severity.as_str())));
    keys.extend(Role::ALL.map(|role| format!("role-{role}")));
    keys.extend(EvidenceKind::ALL.map(|kind| format!("kind-{kind}")));
    keys.extend(Step::ALL.map(|step| format!("duty-step-{}", step.as_str())));
    for code in Refusal::ALL.map(Refusal::code) {
        keys.extend([format!("refusal-{code}"), format!("refusal-hint-{code}")]);
    }
    keys.extend(EvidenceKind::ALL.map(|kind| format!("kind-one-{kind}")));
    for id in load::list(&Source::Embedded).expect("rulesets") {
        let ruleset = load::load(&Source::Embedded, &id).expect("a ruleset");
        keys.extend(ruleset.rules.iter().map(|rule| format!("category-{}", rule.category)));
    }
    for key in keys {
        for lang in Lang::ALL {
            assert!(knows(lang, &key), "{lang} has no text '{key}'");
        }
    }
}

#[test]
fn placeholders_are_filled_and_counts_have_their_plural() {
    let count = |lang, count: u64| phrase(lang, "findings-count").with("count", count).to_string();
    assert_eq!(count(Lang::En, 1), "One finding");
    assert_eq!(count(Lang::En, 2), "2 findings");
    assert_eq!(count(Lang::ZhHans, 3412), "共 3\u{202f}412 条");
    assert_eq!(count(Lang::ZhHant, 1), "共 1 筆");
}

#[test]
fn a_key_without_a_text_shows_itself() {
    assert_eq!(phrase(Lang::En, "no-such-text").to_string(), "no-such-text");
}

#[test]
fn thousands_are_set_apart_by_thin_spaces() {
    for (count, shown) in [(0, "0"), (999, "999"), (1000, "1\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")] {
        assert_eq!(thousands(count), shown);
    }
}
