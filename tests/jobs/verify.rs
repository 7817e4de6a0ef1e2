//! Everything on record is held against the ledger, and whatever was changed behind the program's back is named.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use crate::verdict::{one_finding, verdict};
use chrono::TimeDelta;
use plumbline::clock::Clock;
use plumbline::domain::appeal::Outcome;
use plumbline::domain::verdict::{FalseHitReason, FindingStatus};
use plumbline::jobs::appeal::{self, Decision, Objection};
use plumbline::jobs::verdict::decide;
use plumbline::jobs::verify::{Verified, verify};
use plumbline::jobs::{Context, audit};
use plumbline::store::{Scope, ledger};

/// Two hand-ins, conversations among them, an audit, a scorecard, a verdict and an appeal.
fn history(db: &Database) -> Context {
    let context = with_agencies(db, &["A1"]);
    let turns = format!("{TURNS}C1,1,agent,hello\nC1,2,debtor,yes\n");
    hand_in(&context, "A1", "2026-W27", vec![calls(&[("C0", "2026-07-01 11:00:00")]), file("transcripts.csv", &turns)]);
    let finding = one_finding(&context);
    decide(&context, &Scope::Bank, &finding.id, &verdict(FindingStatus::Confirmed, None)).unwrap().unwrap();
    let objection = Objection { reason: "No.".into(), evidence: Vec::new(), by: "ann".into() };
    let made = appeal::submit(&context, &Scope::Agency(id("A1")), &finding.id, objection).unwrap().unwrap();
    let decision = Decision { outcome: Outcome::Upheld, answer: "Yes.".into(), reason: FalseHitReason::Other };
    appeal::decide(&context, &Scope::Bank, &made.appeal.id, decision, "sue").unwrap().unwrap();
    context
}

fn verified(context: &Context) -> Verified {
    verify(context, None, None, &mut |_| {}).expect("verified")
}

fn difference(context: &Context) -> String {
    verified(context).difference.map(|difference| difference.to_string()).unwrap_or_default()
}

on_both! {
    fn nothing_differs_where_nothing_was_changed(db) {
        let context = history(db);
        let verified = verified(&context);
        assert_eq!(verified.difference, None);
        let seen = &verified.seen;
        // Two hand-ins, one audit, three scorecards, two verdicts, three steps of the appeal.
        assert_eq!((seen.entries, seen.records, seen.replaced), (11, 11, 0), "{seen:?}");
        assert_eq!((seen.files, seen.scorecards, seen.scorecards_skipped), (4, 1, 0), "{seen:?}");
        assert_eq!(verified.checkpoint, context.store.read(ledger::checkpoint).unwrap());
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let later = verify(&context, None, None, &mut |_| {}).unwrap();
        assert_eq!((later.difference, later.seen.replaced), (None, 1), "the first audit was replaced by the second");
    }

    fn whatever_is_changed_is_named(db) {
        let context = history(db);
        for (sql, back, expected) in [
            ("UPDATE ledger SET subject = 'x' WHERE sequence = 3", "", "entry 3 was altered"),
            ("DELETE FROM ledger WHERE sequence = 5", "", "entry 5 is missing"),
            ("UPDATE verdicts SET note = 'never said' WHERE seq = 1", "UPDATE verdicts SET note = '' WHERE seq = 1", "verdict F-"),
            ("UPDATE verdicts SET seq = 9 WHERE seq = 1", "UPDATE verdicts SET seq = 1 WHERE seq = 9", "is gone: entry"),
            ("UPDATE appeals SET answer = 'No.'", "UPDATE appeals SET answer = 'Yes.'", "appeal-decided P-"),
            ("UPDATE appeals SET reason = 'Well.'", "UPDATE appeals SET reason = 'No.'", "appeal-submitted P-"),
            ("UPDATE evidence SET row_no = row_no + 1", "UPDATE evidence SET row_no = row_no - 1", "hand-in S-"),
            ("UPDATE scorecards SET grade = 'z' WHERE version = 2", "", "scorecard A1 2026Q3 2"),
            ("UPDATE findings SET found_at = '2020-01-01 00:00:00'", "", "audit A1 2026Q3 cn-bank-card"),
        ] {
            let kept = back.is_empty().then(|| Copy::of(db));
            db.tamper(sql);
            let said = difference(&context);
            assert!(said.contains(expected), "{sql}: {said}");
            match kept {
                Some(copy) => copy.restore(db),
                None => db.tamper(back),
            }
            assert_eq!(difference(&context), "", "after {back}");
        }
    }

    fn what_no_entry_tells_of_is_named(db) {
        let context = history(db);
        let columns = "agency_id, fingerprint, finding_id, status, reason, note, decided_by, decided_at";
        db.tamper(&format!("INSERT INTO verdicts ({columns}, seq) SELECT {columns}, 7 FROM verdicts WHERE seq = 1"));
        let said = difference(&context);
        assert!(said.starts_with("verdict F-") && said.ends_with(" 7 is not in the ledger"), "{said}");
    }

    fn statuses_and_counters_are_what_verdicts_and_findings_say(db) {
        let context = history(db);
        db.tamper("UPDATE findings SET status = 'open' WHERE status = 'false-hit'");
        assert!(difference(&context).contains("the status that the verdicts gave"));
        db.tamper("UPDATE findings SET status = 'false-hit' WHERE rule_id = 'contact-outside-hours'");
        assert_eq!(difference(&context), "");
        db.tamper("UPDATE counters SET undecided = undecided + 1");
        assert!(difference(&context).contains("the counters of A1 2026Q3"));
    }

    fn files_are_read_and_a_changed_or_lost_one_is_named(db) {
        let context = history(db);
        let objects = db.folder.path().join("objects");
        let file = std::fs::read_dir(&objects).unwrap().flatten().flat_map(|folder| std::fs::read_dir(folder.path()).unwrap().flatten()).next().unwrap().path();
        let content = std::fs::read(&file).unwrap();
        std::fs::write(&file, b"something else").unwrap();
        assert!(difference(&context).contains("was altered: its content no longer has this sha256"));
        std::fs::remove_file(&file).unwrap();
        assert!(difference(&context).contains("is missing"));
        std::fs::write(&file, content).unwrap();
        assert_eq!(difference(&context), "");
    }

    fn a_checkpoint_written_down_is_found_again(db) {
        let context = history(db);
        let checkpoint = context.store.read(ledger::checkpoint).unwrap();
        let noted = |sequence: u64, digest: &str| {
            let noted = (sequence, digest.to_owned());
            verify(&context, None, Some(&noted), &mut |_| {}).unwrap().difference.map(|difference| difference.to_string())
        };
        assert_eq!(noted(checkpoint.sequence, checkpoint.digest.as_str()), None);
        assert_eq!(noted(checkpoint.sequence, &checkpoint.digest.tagged()), None);
        assert!(noted(checkpoint.sequence - 1, checkpoint.digest.as_str()).is_some(), "another entry's digest");
        assert!(noted(checkpoint.sequence + 1, checkpoint.digest.as_str()).is_some(), "an entry that is gone");
    }

    fn what_is_older_than_the_ledger_is_left_alone(db) {
        let context = history(db);
        while !db.store.revert_last_migration().unwrap().contains("20260701001100") {}
        db.store.migrate().unwrap();
        assert_eq!((difference(&context).as_str(), verified(&context).seen.entries), ("", 0));
        let later = Context { clock: Clock::Fixed(context.clock.now() + TimeDelta::days(1)), ..context };
        hand_in(&later, "A1", "2026-W28", vec![calls(&[("C9", "2026-07-08 11:00:00")])]);
        assert_eq!((difference(&later).as_str(), verified(&later).seen.records), ("", 1));
    }

    fn another_quarter_is_left_alone(db) {
        let context = history(db);
        db.tamper("UPDATE verdicts SET note = 'never said'");
        assert_eq!(verify(&context, Some(id("2026Q2")), None, &mut |_| {}).unwrap().difference, None);
        assert!(verify(&context, Some(id("2026Q3")), None, &mut |_| {}).unwrap().difference.is_some());
    }
}

/// A copy of the tables that a test can't put back by hand.
struct Copy;

const COPIED: [&str; 3] = ["ledger", "scorecards", "findings"];

impl Copy {
    fn of(db: &Database) -> Self {
        for table in COPIED {
            db.tamper(&format!("CREATE TABLE copy_of_{table} AS SELECT * FROM {table}"));
        }
        Self
    }

    fn restore(self, db: &Database) {
        for table in COPIED {
            db.tamper(&format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM copy_of_{table}; DROP TABLE copy_of_{table}"
            ));
        }
    }
}
