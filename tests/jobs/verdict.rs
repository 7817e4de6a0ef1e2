//! A verdict changes the provisional score at once.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use plumbline::jobs::verdict::decide;
use plumbline::jobs::{Context, JobError, audit, score, worker};
use plumbline::store::findings::Filter;
use plumbline::store::{Scope, jobs, scorecards};

pub fn verdict(status: FindingStatus, reason: Option<FalseHitReason>) -> Verdict {
    let at = "2026-10-05T00:00:00Z".parse().expect("a time");
    Verdict { status, reason, note: String::new(), by: "qa".into(), at }
}

/// One call too late, audited and scored.
pub fn one_finding(context: &Context) -> plumbline::domain::finding::Finding {
    let rows = [("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 21:30:00")];
    hand_in(context, "A1", "2026-W27", vec![calls(&rows)]);
    audit::audit(context, &id("A1"), id("2026Q3"), None).unwrap();
    score::score(context, &id("A1"), id("2026Q3")).unwrap();
    let filter = Filter { rule: Some(id("contact-outside-hours")), ..Filter::default() };
    found(context, &filter).remove(0)
}

on_both! {
    fn a_false_hit_lifts_the_score_at_once_and_open_takes_it_back(db) {
        let context = with_agencies(db, &["A1"]);
        let finding = one_finding(&context);
        let before = context.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap().unwrap();
        let false_hit = verdict(FindingStatus::FalseHit, Some(FalseHitReason::Other));
        let decided = decide(&context, &Scope::Bank, &finding.id, &false_hit).unwrap().unwrap();
        let after = decided.scorecard.expect("scored at once");
        assert_eq!(decided.finding.status, FindingStatus::FalseHit);
        assert!(after.score > before.score, "{:?} {:?}", before.score, after.score);
        assert_eq!(after.version, before.version + 1);
        let back = decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Open, None)).unwrap().unwrap();
        assert_eq!(back.scorecard.unwrap().score, before.score);
    }

    fn a_verdict_survives_the_next_audit(db) {
        let context = with_agencies(db, &["A1"]);
        let finding = one_finding(&context);
        decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let filter = Filter { status: Some(FindingStatus::Confirmed), ..Filter::default() };
        assert_eq!(found(&context, &filter).len(), 1);
    }

    fn only_a_false_hit_takes_a_reason_and_it_needs_one(db) {
        let context = with_agencies(db, &["A1"]);
        let finding = one_finding(&context);
        let give = |verdict| decide(&context, &Scope::Bank, &finding.id, &verdict);
        assert!(matches!(give(verdict(FindingStatus::FalseHit, None)), Err(JobError::ReasonMissing)));
        let confirmed = verdict(FindingStatus::Confirmed, Some(FalseHitReason::Other));
        assert!(matches!(give(confirmed), Err(JobError::ReasonUnwanted)));
    }

    fn a_finding_of_another_agency_does_not_exist(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        let finding = one_finding(&context);
        let other = Scope::Agency(id("A2"));
        let given = decide(&context, &other, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        assert_eq!(given, None);
    }

    fn other_agencies_scores_follow_through_the_queue(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        let finding = one_finding(&context);
        for _ in 0..2 {
            decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        }
        assert_eq!(context.store.read(jobs::waiting).unwrap(), 1, "one job for both verdicts");
        while worker::once(&context, "w").unwrap() {}
        let cards = context.store.read(|c| scorecards::of_quarter(c, &Scope::Bank, id("2026Q3"))).unwrap();
        assert_eq!(cards.len(), 2);
    }
}
