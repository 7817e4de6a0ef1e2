//! The inspection on site: each item has its rule, what does not apply is no unit, and the words are there in three languages.

use crate::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::lang::Lang;
use plumbline::rules::clauses::How;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn row(item: &str, result: &str, held_on: &str) -> Value {
    json!({ "inspection_id": "X1", "item_id": item, "inspection_kind": "regular", "held_on": held_on, "result": result,
        "remark": "the door stood open" })
}

#[test]
fn passed_and_failed_items_count_and_a_fail_says_what_was_seen() {
    let tw = ruleset("tw-minimum-standard");
    let evidence = [
        row("TW-1.3.1", "fail", "2026-07-01"),
        row("tw-1.3.2", "pass", "2026-09-30"),
        row("TW-1.3.3", "not-applicable", "2026-07-01"),
        row("TW-1.2", "fail", "2026-06-30"),
        row("TW-9.9", "fail", "2026-07-01"),
    ];
    let evidence = evidence.into_iter().fold(Evidence::new(), |all, row| all.register(EvidenceKind::Inspections, row));
    let audit = evidence.audit(&tw);
    let units = |id: &str| -> u64 {
        let index = tw.rule_index(&id.parse().expect("an id")).expect("a rule");
        audit.exposure.iter().filter(|((rule, _), _)| *rule == index).map(|(_, units)| units).sum()
    };
    assert_eq!(units("rooms-not-secured"), 1);
    assert_eq!(units("data-not-shielded"), 1, "the id is known in any case");
    assert_eq!(units("systems-inadequate"), 0, "what does not apply could not have failed");
    assert_eq!(units("written-process-missing"), 0, "the quarter before");
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    assert_eq!((finding.rule_id.as_str(), finding.subject.as_str()), ("rooms-not-secured", "X1#TW-1.3.1"));
    assert!(finding.why_text.en.ends_with("do not hold: the door stood open"), "{}", finding.why_text.en);
    assert!(!finding.evidence.is_empty());
}

/// A clause that the code of conduct leaves to the inspector has its item in each ruleset of its source.
#[test]
fn every_clause_that_is_checked_on_site_has_its_item() {
    for id in ["cn-bank-card", "tw-minimum-standard"] {
        let ruleset = ruleset(id);
        let items = ruleset.checklist();
        let cited: BTreeSet<&str> =
            items.iter().flat_map(|item| &item.rule.clauses).map(|clause| clause.as_str()).collect();
        let wanted = ruleset.clauses.iter().filter(|clause| clause.how.contains(&How::Check));
        let wanted = wanted.flat_map(|clause| &clause.ids).map(|clause| clause.as_str());
        let ours = |clause: &&str| ruleset.sources.iter().any(|source| clause.split('-').next() == Some(source));
        let missing: Vec<_> = wanted.filter(ours).filter(|clause| !cited.contains(clause)).collect();
        assert!(missing.is_empty(), "{id}: {missing:?}");
        for item in items {
            let rule = item.rule.id.as_str();
            assert!(
                item.rule.clauses.iter().any(|clause| clause.as_str() == item.id),
                "{rule}: {} is not its own",
                item.id
            );
            for lang in Lang::ALL {
                assert!(!item.look.get(lang).is_empty() && !item.proof.get(lang).is_empty(), "{rule}");
                assert!(item.look.get(lang).chars().count() <= 1000, "{rule}: longer than a register's cell");
            }
        }
    }
}
