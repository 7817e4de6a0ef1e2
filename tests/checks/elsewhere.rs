//! What the bank knows from its other agencies: debtors with two of them, hashes that came from somebody else before.

use super::evidence::{Evidence, ruleset};
use plumbline::domain::debtor;
use plumbline::domain::elsewhere::{Elsewhere, photo_hash};
use plumbline::domain::register::Case;
use serde_json::{Value, json};

fn found(evidence: &Evidence, rule: &str) -> Vec<String> {
    let all = evidence.found(&ruleset("cn-bank-card"));
    all.into_iter().filter_map(|found| Some(found.strip_prefix(rule)?.trim().to_owned())).collect()
}

fn known(value: Value) -> Elsewhere {
    serde_json::from_value(value).expect("what is known elsewhere")
}

#[test]
fn a_debtor_is_with_both_from_the_day_of_entrusting_to_the_day_before_the_end() {
    for (when, day, both) in [
        (json!({}), "2026-07-03", true),
        (json!({ "from": "2026-07-03T16:00:00Z" }), "2026-07-03", false),
        (json!({ "from": "2026-07-03T15:59:59Z" }), "2026-07-03", true),
        (json!({ "ended": "2026-07-03" }), "2026-07-03", false),
        (json!({ "ended": "2026-07-04" }), "2026-07-03", true),
        (json!({ "expires": "2026-07-03" }), "2026-07-03", true),
        (json!({ "expires": "2026-07-02" }), "2026-07-03", false),
    ] {
        let mut evidence = Evidence::new().case(json!({ "case_no": "K1" })).call(json!({
            "started_at": format!("{day}T10:00:00+08:00"), "ended_at": format!("{day}T10:03:00+08:00") }));
        evidence.elsewhere = known(json!({ "entrusted": { "K1": [when] } }));
        let expected: &[&str] = if both { &["K1 elsewhere"] } else { &[] };
        assert_eq!(found(&evidence, "worked-by-two-agencies"), expected, "{when}");
    }
}

#[test]
fn debtors_are_told_by_the_banks_number_or_by_name_and_telephone() {
    let case = |value: Value| serde_json::from_value::<Case>(value).expect("a case");
    let one =
        case(json!({ "case_no": "K1", "debtor_no": "D7", "debtor_name": "王女士", "phones": ["+8613900000001"] }));
    for (other, same) in [
        (json!({ "debtor_no": "D7" }), true),
        (json!({ "debtor_no": "D8", "debtor_name": "王女士", "phones": ["13900000001"] }), false),
        (json!({ "debtor_name": "王女士" }), false),
        (json!({ "debtor_name": "李女士", "phones": ["13900000001"] }), false),
        (json!({ "debtor_name": " 王女士", "phones": ["02100000001", "008613900000001"] }), true),
    ] {
        let mut row = other.clone();
        row["case_no"] = json!("K9");
        let other = case(row);
        let keys = debtor::keys(&one);
        let shared = debtor::keys(&other).iter().any(|key| keys.contains(key)) && debtor::may_be_one(&one, &other);
        assert_eq!(shared, same, "{other:?}");
    }
}

#[test]
fn a_hash_is_told_from_a_number() {
    let hash = "0123456789abcdef0123456789ABCDEF";
    assert_eq!(photo_hash(&format!(" md5: {hash} ")), Some(hash.to_lowercase()));
    for number in ["P-0001", "20260703001", &hash[1..], "0123456789abcdef0123456789ABCDEG"] {
        assert_eq!(photo_hash(number), None, "{number}");
    }
}

#[test]
fn a_finding_names_nothing_of_the_other_agency() {
    let hash = "c".repeat(64);
    let mut evidence = Evidence::new()
        .call(json!({}))
        .recording(json!({ "call_id": "C1", "sha256": hash }))
        .visit(json!({ "photos": ["P1", hash] }));
    evidence.elsewhere = known(json!({ "recordings": ["R1"], "photos": [["V1", hash]] }));
    assert_eq!(found(&evidence, "recording-from-another-agency"), ["R1 seen"]);
    assert_eq!(found(&evidence, "photo-from-another-agency"), ["V1 seen"]);
    let audit = evidence.audit(&ruleset("cn-bank-card"));
    let ours = audit.findings.iter().filter(|finding| finding.rule_id.as_str().ends_with("from-another-agency"));
    for finding in ours {
        let named: Vec<&str> = finding.why.values.keys().map(String::as_str).collect();
        assert!(named == ["recording", "sha256"] || named == ["photo", "visit"], "{named:?}");
        assert_eq!(finding.evidence.len(), 1);
    }
}
