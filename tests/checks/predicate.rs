//! Predicates: what is refused when a ruleset loads, and that every field of the schemas can be named.

use crate::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use plumbline::intake::schema;
use plumbline::rules::checks::predicate;
use plumbline::rules::load::{self, Source};
use serde_json::json;
use std::fs;
use std::path::Path;

/// What is said where the letters' rule holds `wanted`; the line within the rule file stands first.
fn refused(check: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new("rulesets"), folder.path());
    let path = folder.path().join("common/rules/letter-posted-up.toml");
    let rule = fs::read_to_string(&path).expect("the rule");
    let (head, rest) = rule.split_once("[check.predicate]").expect("its check");
    let examples = rest.split_once("[[example]]").expect("its examples").1;
    fs::write(&path, format!("{head}[check.predicate]\nkind = \"letters\"\n{check}\n\n[[example]]{examples}"))
        .expect("written");
    let first = head.lines().count() as u32;
    let loaded = load::load(&Source::Folder(folder.path().into()), &"cn-bank-card".parse().expect("an id"));
    let errors = loaded.err().unwrap_or_default();
    let error = errors.first().expect("it is refused");
    assert_eq!(error.file, "common/rules/letter-posted-up.toml");
    format!("{}:{} {}", error.line - first, error.column, error.message)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn what_can_not_be_judged_is_refused_at_its_place() {
    for (check, said) in [
        ("holds = 'delivry != \"posted-up\"'", "3:10 there is no field 'delivry': did you mean 'delivery'?"),
        ("holds = 'delivery !='", "3:"),
        ("holds = 'delivery'", "3:10 this is a word, where true or false is wanted"),
        ("holds = 'delivery != \"posted-upp\"'", "'posted-upp' is none of its words: did you mean 'posted-up'?"),
        ("holds = 'sent_on <= 7'", "'sent_on' may be blank: ask 'sent_on != null' before"),
        ("holds = 'sent_on != null && sent_on <= 7'", "a day can't be compared with a whole number"),
        ("holds = 'case_no != null'", "'case_no' is never blank: there is nothing to ask"),
        ("holds = 'letter_id.matches(\"L\")'", "'matches' is none of the operators and functions of predicates"),
        ("holds = \"\"\"\ntrue\n|| checked_bye == null\"\"\"", "there is no field 'checked_bye'"),
        (
            "with = [\"case\"]\nholds = 'case.balanc == null'",
            "there is no field 'case.balanc': did you mean 'case.balance'?",
        ),
        (
            "with = [\"case\"]\nholds = 'case.balance == null || case.balance > 1000'",
            "can't be compared with a whole number",
        ),
        ("on = \"delivery\"\nholds = 'true'", "'on' names no day or moment"),
        ("holds = 'true'\nshows = [\"deliverey\"]", "there is no field 'deliverey'"),
        ("holds = 'duration(\"12 hours\") > duration(\"1h\")'", "'12 hours' is no length of time"),
        ("holds = 'true'\nvalues = { delivery = 1 }", "'delivery' is a field"),
    ] {
        let error = refused(check);
        assert!(error.contains(said), "{check}: {error}");
    }
}

#[test]
fn every_field_of_a_schema_can_be_named() {
    for kind in EvidenceKind::ALL {
        let names = predicate::names(kind);
        if names.is_empty() {
            continue;
        }
        for field in &schema::of(kind).fields {
            assert!(names.contains(&field.stored()) || field.id == "agency_id", "{kind}: {}", field.id);
        }
    }
}

#[test]
fn a_finding_shows_its_cells_and_says_why() {
    let evidence = Evidence::new().register(
        EvidenceKind::Letters,
        json!({ "letter_id": "L1", "case_no": "K1", "template_id": "T1", "recipient_kind": "debtor",
                "delivery": "registered-mail", "registered_mail_no": "RR1", "sent_on": "2026-07-03", "checked_by": "E9",
                "checked_at": "2026-07-03" }),
    );
    let other =
        json!({ "approval_id": "A1", "approval_kind": "template", "template_id": "T2", "valid_from": "2026-01-01" });
    let evidence = evidence.register(EvidenceKind::Approvals, other);
    let findings = evidence.audit(&ruleset("cn-bank-card")).findings;
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(
        finding.why_text.en,
        "document L1 of 2026-07-03 was written from template T1, which had no approval on that day"
    );
    assert!(!finding.evidence.is_empty());
}
