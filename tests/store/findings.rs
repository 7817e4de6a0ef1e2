//! Findings, what people decide about them, and the counters that a score reads.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::finding::{Finding, Severity, Why};
use plumbline::domain::ids::{Digest, FindingId, RuleId};
use plumbline::domain::lang::Texts;
use plumbline::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use plumbline::store::counters::{self, Counts, Period};
use plumbline::store::findings::{self, Audited, Before, Filter};
use plumbline::store::{Scope, verdicts};
use std::collections::BTreeMap;

pub fn period(agency: &str, quarter: &str) -> Period {
    Period { agency: id(agency), ruleset: id("cn-bank-card"), quarter: id(quarter) }
}

fn finding(agency: &str, rule: &str, subject: &str, on: &str) -> Finding {
    let fingerprint = Digest::of(format!("{agency} {rule} {subject}").as_bytes());
    Finding {
        id: id(&format!("F-{}", &fingerprint.as_str()[..20])),
        fingerprint,
        agency_id: id(agency),
        ruleset: id("cn-bank-card"),
        ruleset_digest: Digest::of(b"rules"),
        rule_id: id(rule),
        rule_version: 1,
        clauses: vec![id("PL-1")],
        category: "contact-hours".into(),
        severity: if rule == "grave" { Severity::Critical } else { Severity::Minor },
        confidence_permille: 1000,
        kind: EvidenceKind::Calls,
        subject: subject.into(),
        day: day(on),
        spans: Vec::new(),
        why: Why { key: "late".into(), values: BTreeMap::from([("at".into(), "21:30".into())]) },
        why_text: sentence("打得太晚", "打得太晚", "Called late, at 21:30."),
        evidence: Vec::new(),
        status: FindingStatus::Open,
    }
}

fn sentence(zh_hans: &str, zh_hant: &str, en: &str) -> Texts {
    Texts { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}

pub fn audit(db: &Database, period: &Period, found: &[Finding]) {
    let rules: Vec<RuleId> = vec![id("grave"), id("late")];
    let exposure = rules.into_iter().map(|rule| ((rule, day("2026-07-06")), 100)).collect();
    let coverage = BTreeMap::from([((EvidenceKind::Recordings, day("2026-07-06")), (10, 9))]);
    let (digest, at) = (Digest::of(b"rules"), at("2026-10-01T00:00:00"));
    let audited =
        Audited { period, ruleset_digest: &digest, findings: found, exposure: &exposure, coverage: &coverage, at };
    db.store.write(|c| findings::replace(c, &audited)).expect("kept");
}

pub fn three(agency: &str) -> Vec<Finding> {
    vec![
        finding(agency, "late", "C1", "2026-07-06"),
        finding(agency, "late", "C2", "2026-07-07"),
        finding(agency, "grave", "C3", "2026-07-08"),
    ]
}

pub fn decide(db: &Database, finding: &FindingId, status: FindingStatus) -> Option<Finding> {
    let reason = (status == FindingStatus::FalseHit).then_some(FalseHitReason::WrongSpeaker);
    let verdict = Verdict { status, reason, note: "heard it".into(), by: "qa".into(), at: at("2026-10-02T00:00:00") };
    db.store.write(|c| verdicts::append(c, &Scope::Bank, finding, &verdict)).expect("kept")
}

fn listed(db: &Database, scope: &Scope, filter: &Filter) -> Vec<Finding> {
    db.store.read(|c| findings::list(c, scope, filter, None, 100)).expect("listed").items
}

fn totals(db: &Database, period: &Period, rule: &str) -> Counts {
    let totals = db.store.read(|c| counters::totals(c, &Scope::Bank, period)).expect("counted");
    totals.get(&id::<RuleId>(rule)).copied().unwrap_or_default()
}

/// Counters and rows must agree on everything but exposure, which is in no row.
fn agree(db: &Database, period: &Period) {
    let mut kept = db.store.read(|c| counters::daily(c, &Scope::Bank, period)).unwrap();
    for counts in kept.values_mut() {
        counts.exposure = 0;
    }
    kept.retain(|_, counts| *counts != Counts::default());
    assert_eq!(kept, db.store.read(|c| counters::recount(c, period)).unwrap());
}

on_both! {
    fn findings_come_back_gravest_first(db) {
        add_agencies(db, &["A1"]);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        let subjects: Vec<_> =
            listed(db, &Scope::Bank, &Filter::default()).into_iter().map(|finding| finding.subject).collect();
        assert_eq!(subjects, ["C3", "C1", "C2"]);
        let first = &three("A1")[0];
        let kept = db.store.read(|c| findings::get(c, &Scope::Bank, &first.id)).unwrap();
        assert_eq!(kept.as_ref(), Some(first));
    }

    fn a_finding_of_an_older_program_gets_its_bare_values_for_a_sentence(db) {
        add_agencies(db, &["A1"]);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        while !db.store.revert_last_migration().unwrap().contains("20260701000600") {}
        db.store.migrate().unwrap();
        let bare = Finding { why_text: sentence("at: 21:30", "at: 21:30", "at: 21:30"), ..three("A1").remove(0) };
        assert_eq!(db.store.read(|c| findings::get(c, &Scope::Bank, &bare.id)).unwrap(), Some(bare));
    }

    fn an_audit_run_again_leaves_everything_as_it_was(db) {
        add_agencies(db, &["A1"]);
        let period = period("A1", "2026Q3");
        audit(db, &period, &three("A1"));
        let before = (listed(db, &Scope::Bank, &Filter::default()), totals(db, &period, "late"));
        audit(db, &period, &three("A1"));
        assert_eq!((listed(db, &Scope::Bank, &Filter::default()), totals(db, &period, "late")), before);
        agree(db, &period);
    }

    fn a_verdict_changes_status_and_counters_at_once(db) {
        add_agencies(db, &["A1"]);
        let period = period("A1", "2026Q3");
        audit(db, &period, &three("A1"));
        let first = &three("A1")[0].id;
        for (status, expected) in [
            (FindingStatus::Confirmed, (1, 1, 0)),
            (FindingStatus::NeedsInformation, (2, 0, 0)),
            (FindingStatus::FalseHit, (1, 0, 1)),
            (FindingStatus::Open, (2, 0, 0)),
        ] {
            assert_eq!(decide(db, first, status).expect("there").status, status);
            let counts = totals(db, &period, "late");
            assert_eq!((counts.undecided, counts.confirmed, counts.false_hit), expected, "{status:?}");
            assert_eq!(counts.exposure, 100);
            agree(db, &period);
        }
        let given = db.store.read(|c| verdicts::list(c, &Scope::Bank, first)).unwrap();
        let statuses: Vec<_> = given.iter().map(|verdict| verdict.status.as_str()).collect();
        assert_eq!(statuses, ["confirmed", "needs-information", "false-hit", "open"], "none is deleted");
        assert_eq!((given[2].reason, given[2].note.as_str(), given[2].by.as_str()), (Some(FalseHitReason::WrongSpeaker), "heard it", "qa"));
    }

    fn a_verdict_survives_a_re_audit_even_where_the_finding_was_away(db) {
        add_agencies(db, &["A1"]);
        let period = period("A1", "2026Q3");
        audit(db, &period, &three("A1"));
        let first = three("A1")[0].id.clone();
        decide(db, &first, FindingStatus::Confirmed);
        audit(db, &period, &three("A1")[1..]);
        assert_eq!(db.store.read(|c| findings::get(c, &Scope::Bank, &first)).unwrap(), None);
        audit(db, &period, &three("A1"));
        let kept = db.store.read(|c| findings::get(c, &Scope::Bank, &first)).unwrap().expect("found again");
        assert_eq!(kept.status, FindingStatus::Confirmed);
        assert_eq!(totals(db, &period, "late").confirmed, 1);
        agree(db, &period);
    }

    fn a_quarters_audit_leaves_other_quarters_alone(db) {
        add_agencies(db, &["A1"]);
        audit(db, &period("A1", "2026Q2"), &[finding("A1", "late", "C0", "2026-05-06")]);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        audit(db, &period("A1", "2026Q3"), &[]);
        assert_eq!(listed(db, &Scope::Bank, &Filter::default()).len(), 1);
        let audited = db.store.read(|c| findings::quarters(c, &Scope::Bank, &id("A1"))).unwrap();
        assert_eq!(audited, [id("2026Q2"), id("2026Q3")]);
        assert_eq!(totals(db, &period("A1", "2026Q3"), "late"), Counts { exposure: 100, ..Counts::default() });
    }

    fn filters_narrow_the_list(db) {
        add_agencies(db, &["A1", "A2"]);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        audit(db, &period("A2", "2026Q3"), &three("A2"));
        decide(db, &three("A1")[1].id, FindingStatus::Confirmed);
        let all = Filter::default;
        for (filter, expected) in [
            (all(), 6),
            (Filter { agency: Some(id("A1")), ..all() }, 3),
            (Filter { quarter: Some(id("2026Q2")), ..all() }, 0),
            (Filter { rule: Some(id("late")), ..all() }, 4),
            (Filter { severity: Some(Severity::Critical), ..all() }, 2),
            (Filter { status: Some(FindingStatus::Confirmed), ..all() }, 1),
            (Filter { status: Some(FindingStatus::Open), agency: Some(id("A1")), ..all() }, 2),
            (Filter { category: Some("contact-hours".into()), ..all() }, 6),
            (Filter { category: Some("insult".into()), ..all() }, 0),
            (Filter { kind: Some(EvidenceKind::Visits), ..all() }, 0),
            (Filter { subject: Some("C2".into()), ..all() }, 2),
            (Filter { ruleset: Some(id("tw-minimum-standard")), ..all() }, 0),
        ] {
            assert_eq!(listed(db, &Scope::Bank, &filter).len(), expected, "{filter:?}");
            let count = db.store.read(|c| findings::count(c, &Scope::Bank, &filter)).unwrap();
            assert_eq!(count, expected as u64, "{filter:?}");
        }
    }

    fn pages_join_into_the_whole_list(db) {
        add_agencies(db, &["A1"]);
        let found: Vec<_> = (0..23).map(|n| finding("A1", "late", &format!("C{n}"), "2026-07-06")).collect();
        audit(db, &period("A1", "2026Q3"), &found);
        let (mut joined, mut after) = (Vec::new(), None::<String>);
        loop {
            let page =
                db.store.read(|c| findings::list(c, &Scope::Bank, &Filter::default(), after.as_deref(), 5)).unwrap();
            joined.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(joined, listed(db, &Scope::Bank, &Filter::default()));
        let nonsense = db.store.read(|c| findings::list(c, &Scope::Bank, &Filter::default(), Some("x"), 5));
        assert!(nonsense.is_err());
    }

    fn the_way_back_leads_over_the_same_pages(db) {
        add_agencies(db, &["A1"]);
        let found: Vec<_> = (0..23).map(|n| finding("A1", "late", &format!("C{n}"), "2026-07-06")).collect();
        audit(db, &period("A1", "2026Q3"), &found);
        let filter = Filter::default();
        let page = |after: Option<&str>| db.store.read(|c| findings::list(c, &Scope::Bank, &filter, after, 5)).unwrap();
        let before = |first: &Finding| db.store.read(|c| findings::before(c, &Scope::Bank, &filter, first, 5)).unwrap();
        let mut cursors = vec![None::<String>];
        while let Some(next) = page(cursors.last().unwrap().as_deref()).next {
            cursors.push(Some(next));
        }
        assert_eq!(cursors.len(), 5);
        for number in 1..cursors.len() {
            let first = &page(cursors[number].as_deref()).items[0];
            let expected = Before { count: 5 * number as u64, after: cursors[number - 1].clone() };
            assert_eq!(before(first), expected, "page {number}");
        }
        assert_eq!(before(&page(None).items[0]), Before::default());
        let third = &page(None).items[2];
        assert_eq!(before(third), Before { count: 2, after: None }, "less than a page before it");
        let sixth = &page(cursors[1].as_deref()).items[0];
        let other = db.store.read(|c| findings::before(c, &Scope::Agency(id("A2")), &filter, sixth, 5)).unwrap();
        assert_eq!(other, Before::default(), "another agency's list is empty");
    }

    fn an_agency_sees_nothing_of_another(db) {
        add_agencies(db, &["A1", "A2"]);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        let first = &three("A1")[0].id;
        let (own, other) = (Scope::Agency(id("A1")), Scope::Agency(id("A2")));
        assert_eq!((listed(db, &own, &Filter::default()).len(), listed(db, &other, &Filter::default()).len()), (3, 0));
        let get = |scope: &Scope| db.store.read(|c| findings::get(c, scope, first)).unwrap();
        assert_eq!((get(&own).is_some(), get(&other).is_some()), (true, false));
        let asked = Filter { agency: Some(id("A1")), ..Filter::default() };
        assert_eq!(listed(db, &other, &asked), []);
        let verdict = Verdict { status: FindingStatus::Confirmed, reason: None, note: String::new(), by: "x".into(), at: at("2026-10-02T00:00:00") };
        assert_eq!(db.store.write(|c| verdicts::append(c, &other, first, &verdict)).unwrap(), None);
        assert_eq!(db.store.read(|c| verdicts::list(c, &other, first)).unwrap(), []);
        assert!(db.store.read(|c| counters::totals(c, &other, &period("A1", "2026Q3"))).unwrap().is_empty());
        assert!(db.store.read(|c| counters::coverage(c, &other, &period("A1", "2026Q3"))).unwrap().is_empty());
    }

    fn precision_is_measured_over_all_agencies_and_four_quarters(db) {
        add_agencies(db, &["A1", "A2"]);
        for (agency, quarter, on, status) in [
            ("A1", "2026Q3", "2026-07-06", FindingStatus::Confirmed),
            ("A2", "2026Q3", "2026-07-06", FindingStatus::FalseHit),
            ("A1", "2025Q4", "2025-11-06", FindingStatus::Confirmed),
            ("A2", "2025Q3", "2025-08-06", FindingStatus::Confirmed),
        ] {
            let found = finding(agency, "late", &format!("C {quarter}"), on);
            audit(db, &period(agency, quarter), std::slice::from_ref(&found));
            decide(db, &found.id, status);
        }
        let decisions = db.store.read(|c| counters::decisions(c, &id("cn-bank-card"), id("2026Q3"))).unwrap();
        assert_eq!(decisions.get(&id::<RuleId>("late")), Some(&(3, 2)), "2025Q3 is too old");
    }

    fn coverage_is_summed_by_kind(db) {
        add_agencies(db, &["A1"]);
        audit(db, &period("A1", "2026Q3"), &[]);
        let coverage = db.store.read(|c| counters::coverage(c, &Scope::Bank, &period("A1", "2026Q3"))).unwrap();
        assert_eq!(coverage, BTreeMap::from([(EvidenceKind::Recordings, (10, 9))]));
    }
}
