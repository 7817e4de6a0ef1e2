//! Clauses on one record or one batch: handed in by five, sifted in days by its size, reviewed by somebody else, complaints against contacts,
//! audits of both sorts, and what is judged only where the bank or the agency keeps a list.

use super::evidence::{Evidence, ruleset};
use chrono_tz::Tz;
use plumbline::domain::evidence::EvidenceKind;
use serde_json::{Value, json};

/// What one rule of `cn-bank-card` finds.
fn found(evidence: &Evidence, rule: &str) -> Vec<String> {
    let all = evidence.found(&ruleset("cn-bank-card"));
    all.into_iter().filter_map(|found| Some(found.strip_prefix(rule)?.trim().to_owned())).collect()
}

/// The units that it counted.
fn units(evidence: &Evidence, rule: &str) -> u64 {
    let cn = ruleset("cn-bank-card");
    let index = cn.rule_index(&rule.parse().expect("an id")).expect("a rule");
    evidence.audit(&cn).exposure.iter().filter(|((of, _), _)| *of == index).map(|(_, units)| units).sum()
}

#[test]
fn records_are_handed_in_by_five_at_the_agency() {
    let call = |start: &str, end: &str, filed: &str| json!({ "started_at": format!("{start}+08:00"), "ended_at": format!("{end}+08:00"), "filed_at": format!("{filed}+08:00") });
    for (start, end, filed, zone, late) in [
        ("2026-07-03T16:50:00", "2026-07-03T17:00:00", "2026-07-03T17:00:00", "Asia/Shanghai", false),
        ("2026-07-03T16:50:00", "2026-07-03T17:00:00", "2026-07-03T17:00:01", "Asia/Shanghai", true),
        // A second later it could not be handed in by five: Monday will do, and the Monday after is too late.
        ("2026-07-03T16:50:00", "2026-07-03T17:00:01", "2026-07-06T17:00:00", "Asia/Shanghai", false),
        ("2026-07-03T16:50:00", "2026-07-03T17:00:01", "2026-07-06T17:00:01", "Asia/Shanghai", true),
        // The last working day before the holidays of October: the next one is the 8th.
        ("2026-09-30T17:30:00", "2026-09-30T17:31:00", "2026-10-08T17:00:00", "Asia/Shanghai", false),
        ("2026-09-30T17:30:00", "2026-09-30T17:31:00", "2026-10-08T17:00:01", "Asia/Shanghai", true),
        // Two hours to the west it is not five yet.
        ("2026-07-03T16:50:00", "2026-07-03T17:00:00", "2026-07-03T19:00:00", "Asia/Urumqi", false),
        ("2026-07-03T16:50:00", "2026-07-03T17:00:00", "2026-07-03T19:00:01", "Asia/Urumqi", true),
    ] {
        let zone: Tz = zone.parse().expect("a zone");
        let evidence = Evidence::new().in_zone(zone).call(call(start, end, filed));
        let expected: &[&str] = if late { &["C1 late"] } else { &[] };
        assert_eq!(found(&evidence, "records-filed-late"), expected, "{end} {filed} {zone}");
        assert_eq!(units(&evidence, "records-filed-late"), 1);
    }
    let without = Evidence::new().call(json!({})).recording(json!({ "call_id": "C1" }));
    assert_eq!(units(&without, "records-filed-late"), 0, "the sheets have no place for the time");
}

fn batch(cases: usize, sifted_on: &str) -> Evidence {
    (1..=cases).fold(Evidence::new(), |all, n| {
        let sifted = if n == cases { sifted_on } else { "2026-07-01" };
        let row = json!({ "handover_id": "J1", "case_no": format!("K{n:03}"), "handed_at": "2026-07-01T09:00:00+08:00",
            "fetched_by": ["E1", "E2"], "fetched_at": "2026-07-01T09:30:00+08:00", "sifted_at": format!("{sifted}T20:00:00+08:00") });
        all.register(EvidenceKind::Handovers, row)
    })
}

#[test]
fn larger_batches_have_more_days() {
    for (cases, last, after) in [
        (1, "2026-07-03", "2026-07-04"),
        (300, "2026-07-03", "2026-07-04"),
        (301, "2026-07-04", "2026-07-05"),
        (500, "2026-07-04", "2026-07-05"),
        (501, "2026-07-05", "2026-07-06"),
    ] {
        assert_eq!(found(&batch(cases, last), "cases-sifted-late"), [""; 0], "{cases} {last}");
        let late = batch(cases, after);
        assert_eq!(found(&late, "cases-sifted-late"), [format!("J1#K{cases:03} late")], "{cases} {after}");
        assert_eq!(units(&late, "cases-sifted-late"), 1, "one batch is one unit");
    }
}

#[test]
fn a_case_that_was_called_was_sifted() {
    let list = |row: Value| {
        let mut whole = json!({ "handover_id": "J1", "case_no": "K1", "handed_at": "2026-07-01T09:00:00+08:00",
            "fetched_by": ["E1", "E2"], "fetched_at": "2026-07-01T09:30:00+08:00" });
        row.as_object().into_iter().flatten().for_each(|(field, value)| whole[field] = value.clone());
        Evidence::new().register(EvidenceKind::Handovers, whole)
    };
    let call = |case: &str, day: &str| json!({ "case_no": case, "started_at": format!("{day}T10:00:00+08:00"), "ended_at": format!("{day}T10:01:00+08:00") });
    let late = ["J1#K1 late"];
    let rule = "cases-sifted-late";
    assert_eq!(found(&list(json!({})), rule), [""; 0], "nothing says that the days are over");
    assert_eq!(found(&list(json!({})).call(call("K9", "2026-07-04")), rule), late, "they are");
    assert_eq!(found(&list(json!({})).call(call("K1", "2026-07-03")), rule), [""; 0]);
    assert_eq!(found(&list(json!({})).call(call("K1", "2026-07-04")), rule), late);
    let before = list(json!({})).call(call("K1", "2026-06-30")).call(call("K9", "2026-07-04"));
    assert_eq!(found(&before, rule), late, "a call of an earlier mandate shows nothing");
    let unfetched = list(json!({ "fetched_at": null })).call(call("K9", "2026-07-09"));
    assert_eq!(units(&unfetched, rule), 0);
}

#[test]
fn a_visit_is_reviewed_by_somebody_who_was_not_there() {
    let at = "2026-07-04T09:00:00+08:00";
    for (row, why) in [
        (json!({ "reviewed_by": "E3", "reviewed_at": at }), None),
        (json!({ "reviewed_by": "Supervisor of the other branch", "reviewed_at": at }), None),
        (json!({ "reviewed_by": "E3", "reviewed_at": null }), Some("missing")),
        (json!({ "reviewed_by": " ", "reviewed_at": at }), Some("missing")),
        (json!({ "reviewed_by": "Collector E1", "reviewed_at": at }), Some("own")),
        (json!({ "visitors": ["Collector E1", "E2"], "reviewed_by": "E1", "reviewed_at": at }), Some("own")),
        (json!({ "reviewed_by": "E3", "reviewed_at": "2026-07-03T14:30:00+08:00" }), None),
        (json!({ "reviewed_by": "E3", "reviewed_at": "2026-07-03T14:29:59+08:00" }), Some("early")),
        // A sheet without room for the time.
        (json!({ "reviewed_by": "E3" }), None),
        (json!({}), None),
    ] {
        let evidence = Evidence::new().visit(row.clone());
        let expected: Vec<String> = why.iter().map(|why| format!("V1 {why}")).collect();
        assert_eq!(found(&evidence, "visit-report-not-reviewed"), expected, "{row}");
    }
    assert_eq!(units(&Evidence::new().visit(json!({})), "visit-report-not-reviewed"), 0);
}

#[test]
fn complaints_are_rated_against_contacts() {
    let complaint = |id: &str, outcome: &str, on: &str| json!({ "complaint_id": id, "received_at": on, "grounds": "insult", "outcome": outcome });
    let evidence = Evidence::new()
        .call(json!({}))
        .call(json!({ "started_at": "2026-07-03T11:00:00+08:00", "ended_at": "2026-07-03T11:01:00+08:00", "outcome": "no-answer" }))
        .visit(json!({}))
        .register(EvidenceKind::Complaints, complaint("S1", "upheld", "2026-09-30"))
        .register(EvidenceKind::Complaints, complaint("S2", "rejected", "2026-07-02"))
        .register(EvidenceKind::Complaints, complaint("S3", "partly-upheld", "2026-07-01"))
        .register(EvidenceKind::Complaints, complaint("S4", "upheld", "2026-10-01"));
    assert_eq!(found(&evidence, "complaint-upheld"), ["S1 upheld", "S3 upheld"]);
    assert_eq!(units(&evidence, "complaint-upheld"), 2, "an answered call and a visit");
}

#[test]
fn a_template_is_held_against_a_list_only_where_the_bank_keeps_one() {
    let letter = json!({ "letter_id": "L1", "case_no": "K1", "template_id": "T9", "recipient_kind": "debtor", "delivery": "in-person",
        "sent_on": "2026-07-03", "checked_by": "E3", "checked_at": "2026-07-03" });
    let evidence = Evidence::new().register(EvidenceKind::Letters, letter);
    let rule = "letter-template-not-approved";
    assert_eq!((found(&evidence, rule).len(), units(&evidence, rule)), (0, 0));
    // The only template on the list has lapsed: the list is kept all the same.
    let lapsed = json!({ "approval_id": "A1", "approval_kind": "template", "template_id": "T9", "valid_from": "2025-01-01",
        "valid_to": "2026-07-02" });
    let evidence = evidence.register(EvidenceKind::Approvals, lapsed);
    assert_eq!(found(&evidence, rule), ["L1 broken"]);
}

#[test]
fn audits_of_both_sorts_are_held_within_six_months() {
    let rule = "internal-audit-overdue";
    let evidence = |audits: &[(&str, &str)]| {
        let call = json!({ "started_at": "2026-08-31T10:00:00+08:00", "ended_at": "2026-08-31T10:01:00+08:00" });
        audits.iter().zip(1..).fold(Evidence::new().call(call), |all, ((kind, day), n): (_, usize)| {
            all.register(
                EvidenceKind::Audits,
                json!({ "audit_id": format!("N{n}"), "audit_kind": kind, "held_on": day }),
            )
        })
    };
    for (audits, expected) in [
        // Six months before 31 August is 28 February.
        (vec![("regular", "2026-03-01"), ("unannounced", "2026-08-31")], vec![]),
        (vec![("regular", "2026-02-28"), ("unannounced", "2026-08-31")], vec!["N2 regular"]),
        (vec![("regular", "2026-03-01"), ("unannounced", "2026-09-01")], vec!["N1 unannounced"]),
        (vec![("unannounced", "2025-12-01")], vec!["N1 regular", "N1 unannounced"]),
        (vec![], vec![]),
    ] {
        assert_eq!(found(&evidence(&audits), rule), expected, "{audits:?}");
    }
    assert_eq!(units(&evidence(&[("regular", "2026-03-01")]), rule), 2);
    assert_eq!(units(&evidence(&[]), rule), 0, "no register at all");
}
