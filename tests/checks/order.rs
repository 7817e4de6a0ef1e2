//! Findings don't depend on the order in which rows come.

use super::evidence::{Evidence, ruleset};
use plumbline::rules::engine::Audit;
use plumbline::rules::ruleset::Ruleset;
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;

static CN: LazyLock<Ruleset> = LazyLock::new(|| ruleset("cn-bank-card"));

/// Two weeks in which much goes wrong at the same moments, so that ties abound.
fn mess() -> Evidence {
    let mut evidence = Evidence::new().staff(json!({ "collector_id": "E4", "name": "Collector E1" }));
    for n in 1..=12 {
        let day = n % 4 + 1;
        let start = format!("2026-07-0{day}T20:58:00+08:00");
        let end = format!("2026-07-0{day}T21:0{}:00+08:00", n % 3);
        evidence = evidence
            .call(json!({ "started_at": start, "ended_at": end, "collector_id": format!("E{}", n % 3 + 1),
                "recording_id": format!("R{}", n % 5 + 1), "caller_number": if n % 4 == 0 { "13900000009" } else { "02100000001" } }))
            .visit(json!({ "visitors": [format!("E{}", n % 3 + 1), "Collector E2"], "arrived_at": start, "left_at": end }))
            .recording(json!({ "call_id": format!("C{}", n * 2 % 14), "recorded_at": start, "sha256": format!("{}", n % 7) }));
    }
    evidence
}

fn told(audit: &Audit) -> String {
    format!("{:#?}{:?}{:?}", audit.findings, audit.exposure, audit.coverage)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_order_of_rows_gives_the_same_findings(
        calls in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        others in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let straight = mess();
        let mut shuffled = straight.clone();
        shuffled.calls = calls.iter().map(|&at| straight.calls[at].clone()).collect();
        shuffled.visits = others.iter().map(|&at| straight.visits[at].clone()).collect();
        shuffled.recordings = calls.iter().rev().map(|&at| straight.recordings[at].clone()).collect();
        shuffled.staff.reverse();
        let expected = straight.audit(&CN);
        prop_assert!(expected.findings.len() > 20, "the mess is one");
        prop_assert_eq!(told(&expected), told(&shuffled.audit(&CN)));
    }
}
