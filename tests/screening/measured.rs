//! The tables that `plumbline rules test` prints, as they are today. After a change that is meant: `INSTA_UPDATE=always cargo nextest run
//! --test screening`.

use crate::{MEASURED, root};
use std::process::Command;

/// What the program prints of the measured rulesets of this folder; the built-in ones could be older.
fn printed(arguments: &str) -> String {
    let rulesets = tempfile::tempdir().expect("a folder");
    for name in MEASURED.into_iter().chain(["common", "calendars", "clauses.toml"]) {
        std::os::unix::fs::symlink(root().join("rulesets").join(name), rulesets.path().join(name)).expect("a link");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(arguments.split_whitespace())
        .arg("--rulesets")
        .arg(rulesets.path())
        .current_dir(root())
        .env_clear()
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn what_the_rules_find_in_labelled_calls() {
    insta::assert_snapshot!("labelled-calls", printed("rules test --corpus"));
}

#[test]
fn what_the_rules_find_in_words_that_are_written_to_hide_them() {
    insta::assert_snapshot!("evasions", printed("rules test --evasions"));
}
