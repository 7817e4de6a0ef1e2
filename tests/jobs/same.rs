//! The same evidence gives the same findings and scorecards on both databases.

use crate::common::Database;
use crate::setup::*;
use plumbline::domain::verdict::{FindingStatus, Verdict};
use plumbline::jobs::{audit, score, verdict};
use plumbline::store::Scope;
use plumbline::store::findings::Filter;

fn story(db: &Database) -> [String; 3] {
    let context = with_agencies(db, &["A2", "A1", "a1"]);
    let rows: Vec<(String, String)> =
        (10..40).map(|n| (format!("C{n}"), format!("2026-07-{:02} 2{}:30:00", n % 28 + 1, n % 2))).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(call, at)| (call.as_str(), at.as_str())).collect();
    let words = format!("{TURNS}C10,1,agent,再不还钱我打断你的腿\nC11,1,agent,您好\nc11,1,agent,你这个人渣\n");
    let mut reports = Vec::new();
    for agency in ["A1", "A2", "a1"] {
        for week in ["2026-W27", "2026-W28"] {
            let files = vec![calls(&rows), file("transcripts.csv", &words)];
            reports.push(hand_in(&context, agency, week, files).report);
        }
        audit::audit(&context, &id(agency), id("2026Q3"), None).unwrap();
    }
    let findings = found(&context, &Filter::default());
    let at = "2026-10-05T00:00:00Z".parse().unwrap();
    for finding in findings.iter().step_by(3) {
        let given =
            Verdict { status: FindingStatus::Confirmed, reason: None, note: String::new(), by: "qa".into(), at };
        verdict::decide(&context, &Scope::Bank, &finding.id, &given).unwrap();
    }
    let cards = score::score_all(&context, id("2026Q3")).unwrap();
    [
        serde_json::to_string(&reports).unwrap(),
        serde_json::to_string(&found(&context, &Filter::default())).unwrap(),
        serde_json::to_string(&cards).unwrap(),
    ]
}

#[test]
fn sqlite_and_postgresql_say_the_same() {
    let [sqlite, postgres] = [Database::sqlite(), Database::postgres()].map(|db| story(&db));
    assert!(sqlite[1].contains("threat-of-violence"));
    assert_eq!(sqlite, postgres);
}
