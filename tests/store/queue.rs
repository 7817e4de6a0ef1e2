//! Background work is claimed once, with a lease.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use chrono::{DateTime, Duration, Utc};
use plumbline::store::Scope;
use plumbline::store::jobs::{self, Job, JobState, MOST_ATTEMPTS, NewJob};

const LEASE: Duration = Duration::seconds(60);

fn new(id: &str) -> NewJob<'_> {
    NewJob { id, agency: None, kind: "audit", payload: "{}", owner: "tester", idempotency_key: None, merge_key: None }
}

fn enqueue(db: &Database, job: &NewJob<'_>) -> Job {
    db.store.write(|c| jobs::enqueue(c, job, at("2026-07-01T00:00:00"))).expect("enqueued")
}

fn claim(db: &Database, worker: &str, now: DateTime<Utc>) -> Option<String> {
    db.store.write(|c| jobs::claim(c, worker, now, LEASE)).expect("claimed").map(|job| job.id)
}

fn get(db: &Database, id: &str) -> Job {
    db.store.read(|c| jobs::get(c, &Scope::Bank, id)).expect("read").expect("there")
}

on_both! {
    fn jobs_are_done_in_order(db) {
        for id in ["J1", "J2"] {
            enqueue(db, &new(id));
        }
        let now = at("2026-07-01T00:00:10");
        assert_eq!([claim(db, "w", now), claim(db, "w", now), claim(db, "w", now)], [Some("J1".into()), Some("J2".into()), None]);
        assert!(db.store.write(|c| jobs::finish(c, "J1", "w", "{\"findings\":3}", now)).unwrap());
        let done = get(db, "J1");
        assert_eq!((done.state, done.result.as_deref(), done.finished_at), (JobState::Done, Some("{\"findings\":3}"), Some(now)));
    }

    fn a_lost_workers_job_is_claimed_again_when_its_lease_runs_out(db) {
        enqueue(db, &new("J1"));
        let start = at("2026-07-01T00:01:00");
        assert_eq!(claim(db, "lost", start), Some("J1".into()));
        assert_eq!(claim(db, "next", start + LEASE), None, "the lease still holds");
        assert_eq!(claim(db, "next", start + LEASE + Duration::seconds(1)), Some("J1".into()));
        let finish = |worker| db.store.write(|c| jobs::finish(c, "J1", worker, "{}", start)).unwrap();
        assert!(!finish("lost"), "it is no longer the first worker's");
        assert!(finish("next"));
    }

    fn a_heartbeat_renews_the_lease(db) {
        enqueue(db, &new("J1"));
        let start = at("2026-07-01T00:01:00");
        claim(db, "w", start);
        let later = start + Duration::seconds(50);
        assert!(db.store.write(|c| jobs::heartbeat(c, "J1", "w", later, LEASE)).unwrap());
        assert!(!db.store.write(|c| jobs::heartbeat(c, "J1", "other", later, LEASE)).unwrap());
        assert_eq!(claim(db, "other", start + Duration::seconds(100)), None);
    }

    fn a_job_is_given_up_after_its_last_attempt(db) {
        enqueue(db, &new("J1"));
        let now = at("2026-07-01T00:01:00");
        for attempt in 1..=MOST_ATTEMPTS {
            assert_eq!(claim(db, "w", now), Some("J1".into()), "attempt {attempt}");
            let job = get(db, "J1");
            assert!(db.store.write(|c| jobs::fail(c, &job, "w", "no disk", true, now)).unwrap());
        }
        assert_eq!(claim(db, "w", now), None);
        let failed = get(db, "J1");
        assert_eq!((failed.state, failed.error.as_deref()), (JobState::Failed, Some("no disk")));
    }

    fn a_failure_that_will_not_pass_is_not_tried_again(db) {
        enqueue(db, &new("J1"));
        let now = at("2026-07-01T00:01:00");
        claim(db, "w", now);
        let job = get(db, "J1");
        assert!(db.store.write(|c| jobs::fail(c, &job, "w", "no such agency", false, now)).unwrap());
        assert_eq!((claim(db, "w", now), get(db, "J1").state), (None, JobState::Failed));
    }

    fn a_job_that_kills_every_worker_is_given_up(db) {
        enqueue(db, &new("J1"));
        let mut now = at("2026-07-01T00:01:00");
        for _ in 0..MOST_ATTEMPTS {
            assert_eq!(claim(db, "w", now), Some("J1".into()));
            now += LEASE + Duration::seconds(1);
        }
        assert_eq!((claim(db, "w", now), get(db, "J1").state), (None, JobState::Failed));
    }

    fn the_same_request_twice_is_one_job(db) {
        let asked = |id, owner| {
            let key = Some("upload-1");
            enqueue(db, &NewJob { id, owner, idempotency_key: key, ..new(id) }).id
        };
        assert_eq!((asked("J1", "a"), asked("J2", "a"), asked("J3", "b")), ("J1".into(), "J1".into(), "J3".into()));
        let known = db.store.read(|c| jobs::asked(c, "b", "upload-1")).unwrap().map(|job| job.id);
        assert_eq!(known.as_deref(), Some("J3"));
    }

    fn a_queued_job_stands_for_another_of_its_name_until_it_begins(db) {
        let ask = |id| enqueue(db, &NewJob { merge_key: Some("score 2026Q3"), ..new(id) }).id;
        assert_eq!((ask("J1"), ask("J2")), ("J1".into(), "J1".into()));
        claim(db, "w", at("2026-07-01T00:01:00"));
        assert_eq!(ask("J3"), "J3", "the running one may have read the old state");
    }

    fn an_agency_sees_its_own_jobs_only(db) {
        add_agencies(db, &["A1", "A2"]);
        let a1 = id("A1");
        enqueue(db, &NewJob { agency: Some(&a1), ..new("J1") });
        enqueue(db, &new("J2"));
        let seen = |scope: &Scope, job: &str| db.store.read(|c| jobs::get(c, scope, job)).unwrap().is_some();
        let (own, other) = (Scope::Agency(id("A1")), Scope::Agency(id("A2")));
        assert_eq!([seen(&own, "J1"), seen(&own, "J2"), seen(&other, "J1"), seen(&Scope::Bank, "J2")], [true, false, false, true]);
    }

    fn two_workers_never_get_the_same_job(db) {
        for n in 0..40 {
            enqueue(db, &new(&format!("J{n:02}")));
        }
        let now = at("2026-07-01T00:01:00");
        let mut claimed: Vec<String> = std::thread::scope(|scope| {
            let workers: Vec<_> = ["w1", "w2", "w3", "w4"]
                .map(|worker| scope.spawn(move || std::iter::from_fn(|| claim(db, worker, now)).collect::<Vec<_>>()))
                .into();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        claimed.sort();
        assert_eq!(claimed, (0..40).map(|n| format!("J{n:02}")).collect::<Vec<_>>());
    }
}
