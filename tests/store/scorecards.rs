//! Versions of scorecards are appended, never overwritten.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::domain::score::{Grade, Hundredths, Scorecard, ScorecardState};
use plumbline::store::{Scope, scorecards};

fn card(agency: &str, quarter: &str, score: i64) -> Scorecard {
    Scorecard {
        agency_id: id(agency),
        quarter: id(quarter),
        state: ScorecardState::Provisional,
        version: 1,
        ruleset: id("cn-bank-card"),
        ruleset_digest: "sha256:0".into(),
        scheme_version: 1,
        inputs_digest: format!("sha256:{score}"),
        score: Some(Hundredths(score)),
        interval: None,
        grade: Grade::B,
        grade_before_caps: Grade::B,
        caps: Vec::new(),
        completeness: None,
        completeness_by_kind: Vec::new(),
        sections: Vec::new(),
        deductions: Vec::new(),
    }
}

fn append(db: &Database, card: &Scorecard) -> u32 {
    db.store.write(|c| scorecards::append(c, card, at("2026-10-01T00:00:00"))).expect("appended").version
}

on_both! {
    fn a_version_is_made_only_where_something_changed(db) {
        add_agencies(db, &["A1"]);
        let versions = [8000, 8000, 8100, 8100, 8000].map(|score| append(db, &card("A1", "2026Q3", score)));
        assert_eq!(versions, [1, 1, 2, 2, 3]);
        let first = db.store.read(|c| scorecards::version(c, &Scope::Bank, &id("A1"), id("2026Q3"), 1)).unwrap();
        assert_eq!(first, Some(card("A1", "2026Q3", 8000)));
        let latest = db.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert_eq!(latest.map(|card| (card.version, card.score)), Some((3, Some(Hundredths(8000)))));
        let made = db.store.read(|c| scorecards::versions(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert_eq!(made.len(), 3);
    }

    fn a_published_quarter_does_not_change(db) {
        add_agencies(db, &["A1"]);
        let published = Scorecard { state: ScorecardState::Published, ..card("A1", "2026Q3", 8000) };
        assert_eq!(append(db, &published), 1);
        assert_eq!(append(db, &card("A1", "2026Q3", 9000)), 1);
        let latest = db.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert_eq!(latest, Some(published));
    }

    fn quarters_and_agencies_are_listed_by_their_latest_version(db) {
        add_agencies(db, &["A1", "A2"]);
        for (agency, quarter, score) in
            [("A2", "2026Q3", 7000), ("A1", "2026Q3", 8000), ("A1", "2026Q3", 8100), ("A1", "2026Q2", 6000)]
        {
            append(db, &card(agency, quarter, score));
        }
        let scores = |cards: Vec<Scorecard>| -> Vec<_> { cards.iter().map(|card| card.score.unwrap().0).collect() };
        let of_quarter = |scope: &Scope| scores(db.store.read(|c| scorecards::of_quarter(c, scope, id("2026Q3"))).unwrap());
        assert_eq!(of_quarter(&Scope::Bank), [8100, 7000]);
        assert_eq!(of_quarter(&Scope::Agency(id("A2"))), [7000]);
        let history = |scope: &Scope| scores(db.store.read(|c| scorecards::history(c, scope, &id("A1"))).unwrap());
        assert_eq!(history(&Scope::Bank), [6000, 8100]);
        assert!(history(&Scope::Agency(id("A2"))).is_empty());
        let quarters = db.store.read(|c| scorecards::quarters(c, &Scope::Bank)).unwrap();
        assert_eq!(quarters, [id("2026Q3"), id("2026Q2")]);
        let other = Scope::Agency(id("A2"));
        assert_eq!(db.store.read(|c| scorecards::latest(c, &other, &id("A1"), id("2026Q3"))).unwrap(), None);
    }
}
