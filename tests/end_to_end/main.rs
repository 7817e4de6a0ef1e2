//! The whole way: the demo's hand-ins go in, findings and scorecards come out. Twice over, by the program itself: on SQLite in one time
//! zone, on PostgreSQL in another; then what is in each database is held against the manifest of what was planted.

#![cfg(feature = "server")]

mod bank;

use bank::{Demo, demos};
use chrono::Datelike;
use plumbline::domain::evidence::{EvidenceKind, Record};
use plumbline::domain::finding::Finding;
use plumbline::domain::quarter::Quarter;
use plumbline::domain::register::Regularity;
use plumbline::domain::submission::IssueSeverity;
use plumbline::domain::verdict::FindingStatus;
use std::collections::{BTreeMap, BTreeSet};

/// Agency, quarter, rule, kind, subject, turn.
type Place = (String, String, String, String, String, Option<u32>);

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let demos = demos();
    let [one, other] = &demos;
    assert!(one.printed == other.printed, "{} and {} print other scorecards", one.name, other.name);
    the_ledgers_are_the_same(one, other);
    for demo in &demos {
        scorecards(demo);
        findings(demo);
        refused_cells(demo);
        counts_add_up(demo);
        counters_agree_with_a_recount(demo);
        inspected_and_agreed(demo);
        run_again_it_says_the_same(demo);
        demo.verified();
    }
    let said = other.start_another();
    assert!(said.contains("already holds agencies") && said.contains("--database-url"), "{said}");
    assert!(!other.files().is_empty(), "a refused demo leaves the first one whole");
}

/// The same acts give the same chain on both databases, and everything on record is what the chain says.
fn the_ledgers_are_the_same(one: &Demo, other: &Demo) {
    let (one, other) = (one.verified(), other.verified());
    eprintln!("{one}");
    assert_eq!(one, other);
    assert_eq!(one["replaced"], 0);
    assert!(one["files"].as_u64() > Some(100) && one["scorecards"].as_u64() > Some(10), "{one}");
}

/// One scorecard for each agency, of the demo's quarter.
fn scorecards(demo: &Demo) {
    let cards: serde_json::Value = serde_json::from_str(&demo.printed).expect("an array of scorecards");
    let cards = cards.as_array().expect("an array");
    let agencies: Vec<_> = cards.iter().map(|card| card["agency_id"].as_str().expect("an id")).collect();
    let expected: Vec<_> = demo.made.bank.agencies.iter().map(|agency| agency.id.as_str()).collect();
    let mut sorted = expected.clone();
    sorted.sort_unstable();
    assert_eq!(agencies, sorted);
    assert!(cards.iter().all(|card| card["quarter"] == demo.made.bank.quarter.to_string()));
}

fn place(finding: &Finding) -> Place {
    (
        finding.agency_id.to_string(),
        Quarter::of(finding.day).to_string(),
        finding.rule_id.to_string(),
        finding.kind.to_string(),
        finding.subject.clone(),
        finding.spans.first().and_then(|span| span.turn),
    )
}

/// Per rule: all planted ones, no others; and each leads to cells of a file that was handed in.
fn findings(demo: &Demo) {
    let found = demo.findings();
    let mut balance: BTreeMap<Place, i64> = BTreeMap::new();
    for planted in &demo.made.manifest.violations {
        let place = (
            planted.agency.to_string(),
            planted.quarter.to_string(),
            planted.rule_id.to_string(),
            planted.kind.to_string(),
            planted.subject.clone(),
            planted.turn,
        );
        *balance.entry(place).or_default() -= 1;
    }
    for finding in &found {
        *balance.entry(place(finding)).or_default() += 1;
    }
    let wrong: Vec<String> = balance
        .iter()
        .filter(|(_, count)| **count != 0)
        .map(|(place, count)| {
            let what = if *count < 0 { "planted, not found" } else { "found, not planted" };
            let said = found.iter().find(|finding| self::place(finding) == *place);
            let said = said.map(|finding| format!("{:?} {:?}", finding.why.values, finding.spans)).unwrap_or_default();
            format!("{what}: {place:?} {said}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}: {} differences\n{}", demo.name, wrong.len(), wrong.join("\n"));
    let files = demo.files();
    for finding in &found {
        assert!(!finding.evidence.is_empty(), "{finding:?} leads to no cell");
        for address in &finding.evidence {
            assert!(files.contains(&address.file_sha256), "{address:?} is in no file handed in");
        }
        let decided = demo.made.manifest.violations.iter().find(|planted| {
            planted.agency == finding.agency_id
                && planted.rule_id == finding.rule_id
                && planted.subject == finding.subject
        });
        let false_hit = decided.is_some_and(|planted| planted.false_hit.is_some());
        assert!(finding.status != FindingStatus::FalseHit || false_hit, "{finding:?} was no false hit");
    }
}

/// Exactly the cells of the manifest are refused, each in its file.
fn refused_cells(demo: &Demo) {
    let mut expected: Vec<_> = demo
        .made
        .manifest
        .refused
        .iter()
        .map(|cell| {
            (cell.agency.to_string(), cell.week.to_string(), cell.version, cell.sheet.clone(), cell.cell.clone())
        })
        .collect();
    let mut refused = Vec::new();
    for report in demo.reports() {
        for issue in report.issues.iter().filter(|issue| issue.severity == IssueSeverity::Error) {
            assert!(!issue.message.is_empty() && !issue.hint.is_empty(), "{issue:?} says too little");
            let agency = report.agency_id.as_ref().map(ToString::to_string).unwrap_or_default();
            let week = report.week.map(|week| week.to_string()).unwrap_or_default();
            refused.push((agency, week, report.version, issue.sheet.clone(), issue.cell.clone()));
        }
    }
    expected.sort();
    refused.sort();
    assert_eq!(refused, expected, "{}", demo.name);
}

/// Every agency has its regular inspection in each half-year, with every item of its checklist judged; and its agreement, which for some
/// was changed later, the version before still to be read.
fn inspected_and_agreed(demo: &Demo) {
    let mut changed = 0;
    for agency in &demo.made.bank.agencies {
        let mut judged: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for kept in demo.register(&agency.id, EvidenceKind::Inspections) {
            let Record::Inspection(row) = kept.record else { panic!("{kept:?}") };
            assert!(row.remark.is_some_and(|remark| !remark.is_empty()), "{} {}", row.inspection_id, row.item_id);
            if row.inspection_kind == Regularity::Regular {
                let half = if row.held_on.month() <= 6 { "first" } else { "second" };
                judged.entry((row.inspection_id, half.to_owned())).or_default().insert(row.item_id);
            }
        }
        let checklist = demo.ruleset(&agency.ruleset);
        let items: BTreeSet<String> = checklist.checklist().iter().map(|item| item.id.to_owned()).collect();
        assert_eq!(
            judged.keys().map(|(_, half)| half.as_str()).collect::<Vec<_>>(),
            ["first", "second"],
            "{}",
            agency.id
        );
        assert!(judged.values().all(|judged| *judged == items), "{}: {judged:?} of {items:?}", agency.id);

        let versions = demo.versions(&agency.id, EvidenceKind::Agreements, &format!("H-{}", agency.id));
        let standing = versions.iter().find(|kept| kept.until.is_none()).map(|kept| &kept.record);
        let Some(Record::Agreement(agreement)) = standing else {
            panic!("{} has no agreement: {versions:?}", agency.id)
        };
        assert_eq!((agreement.starts_on, agreement.ends_on), (agency.agreement[0], Some(agency.agreement[1])));
        assert_eq!(agreement.ruleset, agency.ruleset);
        assert!(
            agreement.dismissal_threshold.is_some()
                && agreement.termination_threshold.is_some()
                && agreement.scope.is_some()
        );
        changed += versions.len() - 1;
    }
    assert_eq!(changed, 2, "{}", demo.name);
}

/// rows = accepted + refused + duplicates + unchanged, on every sheet; and no file was refused.
fn counts_add_up(demo: &Demo) {
    let reports = demo.reports();
    assert_eq!(reports.len(), demo.made.hand_ins.len());
    for report in &reports {
        assert!(report.files.iter().all(|file| !file.refused), "{report:?}");
        for sheet in &report.sheets {
            let sum = sheet.accepted + sheet.refused + sheet.duplicates + sheet.unchanged;
            assert_eq!(sheet.rows, sum, "{} {:?} {:?}", demo.name, report.submission_id, sheet);
            assert!(sheet.kind.is_some(), "{sheet:?} was not recognised");
        }
        // The bank's second hand-in is no correction: it brings its registers.
        if report.version > 1 && report.week.is_some() {
            let accepted: u64 = report.sheets.iter().map(|sheet| sheet.accepted).sum();
            let rows: u64 = report.sheets.iter().map(|sheet| sheet.rows).sum();
            assert!(0 < accepted && accepted < rows / 10, "a correction changes a few rows: {accepted} of {rows}");
        }
    }
}

/// What the counters say is what a count of the findings says.
fn counters_agree_with_a_recount(demo: &Demo) {
    for period in demo.periods() {
        let (mut kept, counted) = demo.counters(&period);
        kept.values_mut().for_each(|counts| counts.exposure = 0);
        kept.retain(|_, counts| *counts != Default::default());
        assert_eq!(kept, counted, "{} {period:?}", demo.name);
    }
}

/// Audit and score again: the same findings, the same scorecards in the same version.
fn run_again_it_says_the_same(demo: &Demo) {
    let before = demo.findings();
    let again = demo.audit_and_score_again();
    assert_eq!(again, demo.printed, "{}", demo.name);
    assert_eq!(before, demo.findings(), "{}", demo.name);
}
