//! Loading rulesets: digests, and errors that name their place.

use plumbline::domain::ids::RulesetId;
use plumbline::domain::lang::Lang;
use plumbline::rules::load::{self, Source};
use std::fs;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

/// A folder of rulesets in which `path` has been changed by `edit`.
fn edited(path: &str, edit: impl Fn(String) -> String) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new("rulesets"), folder.path());
    let file = folder.path().join(path);
    fs::write(&file, edit(fs::read_to_string(&file).expect("the file"))).expect("written");
    let source = Source::Folder(folder.path().to_owned());
    (folder, source)
}

const ALL: [&str; 4] = ["cn-bank-card", "cn-gbt45251-2025", "tw-minimum-standard", "us-regf"];

fn cn() -> RulesetId {
    "cn-bank-card".parse().expect("an id")
}

fn digest(source: &Source) -> String {
    load::load(source, &cn()).expect("a good ruleset").digest.tagged()
}

#[test]
fn every_ruleset_loads_and_the_base_is_not_listed() {
    let ids = load::list(&Source::Embedded).expect("a list");
    assert_eq!(ids.iter().map(RulesetId::as_str).collect::<Vec<_>>(), ALL);
    for id in ids {
        let ruleset = load::load(&Source::Embedded, &id).unwrap_or_else(|errors| panic!("{errors:?}"));
        let weights: u32 = ruleset.scheme.sections.iter().map(|section| section.weight).sum();
        assert_eq!(weights, 100);
        let terms = ruleset.terms();
        assert!(terms.rules.windows(2).all(|pair| pair[0].id < pair[1].id));
        for clause in &ruleset.clauses {
            for lang in Lang::ALL {
                assert!(!clause.requirement.get(lang).is_empty(), "{:?} has no {lang} text", clause.ids);
            }
        }
    }
}

/// What is written into a rule file, and the error at its place.
#[test]
fn what_is_built_in_on_trust_stands_the_checks_of_a_folder() {
    let folder = Source::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets"));
    for id in load::list(&folder).expect("the rulesets") {
        let checked = load::load(&folder, &id).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(checked.digest, load::load(&Source::Embedded, &id).expect("it is built in").digest);
    }
}

#[test]
fn errors_name_file_line_column_and_how_to_mend() {
    let base = "common/rules/label.toml";
    let own = "cn-bank-card/rules/label.toml";
    let signal = "common/signals/labelled.toml";
    let calendar = "calendars/cn-2026.toml";
    type Edit = fn(String) -> String;
    let cases: &[(&str, Edit, &str)] = &[
        (
            own,
            |text| text.replace("conduct-words", "words"),
            "cn-bank-card/rules/label.toml:1:11: the scorecard has no section 'words'",
        ),
        (
            own,
            |text| text.replace("RQ-2", "RQ-99"),
            "cn-bank-card/rules/label.toml:2:12: 'RQ-99' is no clause of clauses.toml",
        ),
        (own, |text| text + "colour = 1\n", "cn-bank-card/rules/label.toml:3:1: unknown field `colour`"),
        (own, |text| text + "[[\n", "cn-bank-card/rules/label.toml:3:"),
        (base, |text| text.replace("\"label\"", "\"lable\""), "common/rules/label.toml:3:12: 'lable' is no category"),
        (signal, |text| text.replace("@label\"", "@lables\""), "there is no phrase list phrases/lables.txt"),
        (base, |text| text.replace("speaker =", "speeker ="), "unknown field `speeker`"),
        (base, |text| text.replace("{words}", "{word}"), "there is no value {word}"),
        (base, |text| text.replace("kind = \"hit\"", "kind = \"miss\""), "a hit finds something"),
        (base, |text| text.replace("agent: ", "agnet: "), "is no turn"),
        (
            "cn-bank-card/ruleset.toml",
            |text| text.replace("\"cn\"", "\"xx\""),
            "cn-bank-card/ruleset.toml:11:12: there is no calendar 'xx'; known: cn, tw",
        ),
        (calendar, |text| text.replace("2026-01-01", "2025-01-01"), "2025-01-01 is not of 2026"),
        (calendar, |text| text.replace("2026-01-04", "2026-01-05"), "2026-01-05 is a Mon: people work then anyway"),
        (calendar, |text| text.replace("2026-01-04", "2026-01-03"), "2026-01-03 is off and working"),
        (calendar, |text| text.replace("2026-01-04", "2026-01-44"), "cn-2026.toml:39:1: '2026-01-44' is no day"),
    ];
    for (path, edit, expected) in cases {
        let (_folder, source) = edited(path, edit);
        let errors = load::load(&source, &cn()).expect_err("an error");
        let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(shown.iter().any(|error| error.contains(expected)), "{expected}\nin {shown:#?}");
    }
}

#[test]
fn every_error_comes_at_once() {
    let (_folder, source) =
        edited("cn-bank-card/rules/label.toml", |_| "section = \"x\"\nclauses = [\"RQ-98\", \"RQ-99\"]\n".into());
    assert_eq!(load::load(&source, &cn()).expect_err("errors").len(), 3);
}

#[test]
fn the_digest_follows_the_content_and_nothing_else() {
    let before = digest(&Source::Embedded);
    let same = [
        edited("cn-bank-card/ruleset.toml", |text| text),
        edited("cn-bank-card/ruleset.toml", |text| text.replace('\n', "\r\n")),
        edited("tw-minimum-standard/ruleset.toml", |text| text + "\n# elsewhere\n"),
    ];
    for (_folder, source) in &same {
        assert_eq!(digest(source), before);
    }
    let changed = [
        edited("cn-bank-card/rules/label.toml", |text| text + "# a word\n"),
        edited("common/rules/label.toml", |text| text + "# a word\n"),
        edited("common/phrases/label.txt", |text| text + "某某\n"),
        edited("clauses.toml", |text| text + "# a word\n"),
        edited("calendars/cn-2026.toml", |text| text + "# a word\n"),
    ];
    for (_folder, source) in &changed {
        assert_ne!(digest(source), before);
    }
}

#[test]
fn an_unknown_ruleset_names_those_that_are_there() {
    let errors = load::load(&Source::Embedded, &"nowhere".parse().expect("an id")).expect_err("an error");
    assert!(errors[0].message.contains("cn-bank-card"), "{errors:?}");
}
