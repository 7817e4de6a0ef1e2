//! What is not left lying about, and the words that have a word of ours.

use crate::sources::{below, hold};

/// Left-overs of work in progress.
const LEFT_OVERS: &[&str] = &["todo!(", "unimplemented!(", "dbg!(", "FIXME", "XXX", "allow(dead_code)", "#[ignore"];

/// One word for one thing: the glossary's word stands beside.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("vendor", "agency"),
    ("borrower", "debtor"),
    ("utterance", "turn"),
    ("blacklist", "phrases"),
    ("infraction", "finding"),
];

const ALL: &[&str] = &["src", "tests", "benches", "docs", "rulesets", "templates", "locales", "assets"];
const TEXTS: &[&str] = &[".rs", ".md", ".toml", ".html", ".ftl", ".js", ".css"];

/// Our own prose; data files may name what others write.
const PROSE: &[&str] = &[".rs", ".md", ".html", ".ftl"];

fn lines_with(words: &[&str], endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in below(ALL, endings) {
        // The page on evidence is made from what others call their columns.
        if source.path.starts_with("tests/tidy/") || source.path == "docs/evidence.md" {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for word in words.iter().filter(|word| line.contains(**word) || lower.contains(**word)) {
                found.push(format!("{}:{} {word}", source.path, number + 1));
            }
        }
    }
    found
}

#[test]
fn nothing_unfinished_is_left() {
    hold(
        "Finish it or take it out: nothing is left half done behind a finished surface.",
        lines_with(LEFT_OVERS, TEXTS),
    );
}

#[test]
fn one_word_for_one_thing() {
    for (word, ours) in OTHER_WORDS {
        hold(&format!("We say '{ours}', not '{word}': one word for one thing."), lines_with(&[word], PROSE));
    }
}

#[test]
fn only_the_clock_asks_for_the_time() {
    let mut broken = Vec::new();
    for source in below(&["src"], &[".rs"]) {
        if source.path != "src/clock.rs" && ["Utc::now(", "Local::now("].iter().any(|call| source.text.contains(call)) {
            broken.push(source.path);
        }
    }
    hold("Time is an argument: take a `Clock`.", broken);
}

#[test]
fn no_page_asks_another_server_for_anything() {
    let mut broken = Vec::new();
    for source in below(&["templates", "assets"], &[".html", ".css", ".js"]) {
        for attribute in ["src=\"http", "href=\"http", "url(http", "url(\"http", "@import", "style=\""] {
            if source.text.contains(attribute) {
                broken.push(format!("{} contains {attribute}", source.path));
            }
        }
    }
    hold(
        "Pages bring everything along and carry no inline style: the content security policy allows nothing else.",
        broken,
    );
}
