//! An agency objects in time and once; somebody else than the reviewer decides, and the score follows.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use crate::verdict::{one_finding, verdict};
use chrono::TimeDelta;
use plumbline::clock::Clock;
use plumbline::domain::appeal::{AppealState, Outcome};
use plumbline::domain::finding::Finding;
use plumbline::domain::ids::AppealId;
use plumbline::domain::verdict::{FalseHitReason, FindingStatus};
use plumbline::jobs::appeal::{self, Appealed, Decision, Objection};
use plumbline::jobs::verdict::decide;
use plumbline::jobs::{Context, JobError, audit};
use plumbline::review::appeals::Refusal;
use plumbline::store::{Scope, scorecards, verdicts};

/// One finding of agency A1, and its scope.
fn situation(db: &Database) -> (Context, Finding, Scope) {
    let context = with_agencies(db, &["A1", "A2"]);
    let finding = one_finding(&context);
    (context, finding, Scope::Agency(id("A1")))
}

fn objection() -> Objection {
    Objection { reason: "The debtor had asked for that hour.".into(), evidence: Vec::new(), by: "ann".into() }
}

fn submit(context: &Context, finding: &Finding) -> Appealed {
    appeal::submit(context, &Scope::Agency(id("A1")), &finding.id, objection()).unwrap().expect("taken")
}

fn decision(outcome: Outcome) -> Decision {
    Decision { outcome, answer: "The agreement is on record.".into(), reason: FalseHitReason::Other }
}

fn days_later(context: &Context, days: i64) -> Context {
    Context { clock: Clock::Fixed(context.clock.now() + TimeDelta::days(days)), ..context.clone() }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, JobError>, refusal: Refusal) {
    match outcome {
        Err(JobError::Appeal(given)) => assert_eq!(given, refusal),
        other => panic!("{other:?} instead of {refusal:?}"),
    }
}

on_both! {
    fn an_upheld_appeal_makes_a_false_hit_and_the_score_follows(db) {
        let (context, finding, _) = situation(db);
        decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        let before = context.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap().unwrap();
        let made = submit(&context, &finding);
        assert_eq!((made.appeal.state, made.finding.status), (AppealState::Submitted, FindingStatus::Confirmed));
        let upheld = appeal::decide(&context, &Scope::Bank, &made.appeal.id, decision(Outcome::Upheld), "sue").unwrap().unwrap();
        assert_eq!((upheld.appeal.state, upheld.finding.status), (AppealState::Upheld, FindingStatus::FalseHit));
        assert_eq!(upheld.appeal.assigned.as_ref().map(|(who, _)| who.as_str()), Some("sue"), "deciding takes it on");
        let after = context.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap().unwrap();
        assert!(after.score > before.score && after.version == before.version + 1);
        let given = context.store.read(|c| verdicts::list(c, &Scope::Bank, &finding.id)).unwrap();
        let last = given.last().unwrap();
        assert_eq!((given.len(), last.by.as_str(), last.note.as_str()), (2, "sue", "The agreement is on record."));
        refused(decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)), Refusal::Final);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let filter = plumbline::store::findings::Filter { status: Some(FindingStatus::FalseHit), ..Default::default() };
        assert_eq!(found(&context, &filter).len(), 1, "it survives the next audit");
    }

    fn rejected_and_partly_upheld_keep_the_finding_and_say_why(db) {
        let (context, finding, scope) = situation(db);
        decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        let made = submit(&context, &finding);
        let partly = decision(Outcome::PartlyUpheld);
        let decided = appeal::decide(&context, &Scope::Bank, &made.appeal.id, partly, "sue").unwrap().unwrap();
        assert_eq!((decided.appeal.state, decided.finding.status), (AppealState::PartlyUpheld, FindingStatus::Confirmed));
        assert_eq!(decided.appeal.answer, "The agreement is on record.");
        for outcome in Outcome::ALL {
            refused(appeal::decide(&context, &Scope::Bank, &made.appeal.id, decision(outcome), "sue"), Refusal::Ended);
        }
        refused(appeal::withdraw(&context, &scope, &made.appeal.id, "ann"), Refusal::Ended);
        refused(appeal::submit(&context, &scope, &finding.id, objection()), Refusal::Exists);
        refused(decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Open, None)), Refusal::Final);
    }

    fn whoever_gave_a_verdict_does_not_decide(db) {
        let (context, finding, _) = situation(db);
        decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap();
        let id = submit(&context, &finding).appeal.id;
        refused(appeal::decide(&context, &Scope::Bank, &id, decision(Outcome::Rejected), "qa"), Refusal::OwnVerdict);
        refused(appeal::assign(&context, &Scope::Bank, &id, "qa"), Refusal::OwnVerdict);
        appeal::assign(&context, &Scope::Bank, &id, "sue").unwrap().unwrap();
        refused(appeal::decide(&context, &Scope::Bank, &id, decision(Outcome::Rejected), "tom"), Refusal::AssignedToOther);
        let taken_over = appeal::assign(&context, &Scope::Bank, &id, "tom").unwrap().unwrap();
        assert_eq!(taken_over.appeal.state, AppealState::Assigned);
        appeal::decide(&context, &Scope::Bank, &id, decision(Outcome::Rejected), "tom").unwrap().unwrap();
    }

    fn while_it_waits_there_is_no_other_verdict_and_the_agency_may_take_it_back(db) {
        let (context, finding, scope) = situation(db);
        let id = submit(&context, &finding).appeal.id;
        refused(decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)), Refusal::Pending);
        let back = appeal::withdraw(&context, &scope, &id, "ann").unwrap().unwrap();
        assert_eq!(back.appeal.state, AppealState::Withdrawn);
        decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap().unwrap();
        refused(appeal::submit(&context, &scope, &finding.id, objection()), Refusal::Exists);
    }

    fn the_time_runs_from_the_finding_and_anew_from_its_confirmation(db) {
        let (context, finding, scope) = situation(db);
        let audit_again = |context: &Context| audit::audit(context, &id("A1"), id("2026Q3"), None).unwrap();
        audit_again(&days_later(&context, 10));
        let late = days_later(&context, 15);
        refused(appeal::submit(&late, &scope, &finding.id, objection()), Refusal::Late);
        let confirmed = plumbline::domain::verdict::Verdict { at: late.clock.now(), ..verdict(FindingStatus::Confirmed, None) };
        decide(&late, &Scope::Bank, &finding.id, &confirmed).unwrap().unwrap();
        refused(appeal::submit(&days_later(&context, 30), &scope, &finding.id, objection()), Refusal::Late);
        appeal::submit(&days_later(&context, 29), &scope, &finding.id, objection()).unwrap().unwrap();
    }

    fn what_is_a_false_hit_already_is_not_appealed(db) {
        let (context, finding, scope) = situation(db);
        let false_hit = verdict(FindingStatus::FalseHit, Some(FalseHitReason::Other));
        decide(&context, &Scope::Bank, &finding.id, &false_hit).unwrap();
        refused(appeal::submit(&context, &scope, &finding.id, objection()), Refusal::NothingToAppeal);
    }

    fn an_appeal_of_another_agency_does_not_exist(db) {
        let (context, finding, _) = situation(db);
        let other = Scope::Agency(id("A2"));
        assert_eq!(appeal::submit(&context, &other, &finding.id, objection()).unwrap(), None);
        let made = submit(&context, &finding);
        assert_eq!(appeal::withdraw(&context, &other, &made.appeal.id, "bob").unwrap(), None);
        let nowhere: AppealId = id("P-00000000000000000000");
        assert_eq!(appeal::assign(&context, &Scope::Bank, &nowhere, "sue").unwrap(), None);
    }

    fn many_at_once_appeal_once(db) {
        let (context, finding, scope) = situation(db);
        let taken: Vec<bool> = std::thread::scope(|threads| {
            let all: Vec<_> = (0..8)
                .map(|_| threads.spawn(|| match appeal::submit(&context, &scope, &finding.id, objection()) {
                    Ok(Some(_)) => true,
                    Err(JobError::Appeal(Refusal::Exists)) => false,
                    other => panic!("{other:?}"),
                }))
                .collect();
            all.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
    }
}
