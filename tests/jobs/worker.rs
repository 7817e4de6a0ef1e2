//! The worker does what the queue asks for.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::lang::Lang;
use plumbline::domain::submission::ImportReport;
use plumbline::jobs::queue::{FileRef, Task, ask};
use plumbline::jobs::{Context, worker};
use plumbline::store::jobs::{self, Job, JobState};
use plumbline::store::{Scope, scorecards};
use std::sync::mpsc::channel;

fn enqueue(context: &Context, task: &Task) -> Job {
    context.store.write(|c| ask(c, task, "tester", None, context.clock.now())).unwrap()
}

fn job(context: &Context, id: &str) -> Job {
    context.store.read(|c| jobs::get(c, &Scope::Bank, id)).unwrap().expect("there")
}

fn upload(context: &Context, agency: &str) -> Task {
    let file = calls(&[("C1", "2026-07-06 21:30:00")]);
    let sha256 = context.objects.put(&file.bytes).unwrap();
    Task::HandIn {
        agency: Some(id(agency)),
        week: Some(id("2026-W28")),
        files: vec![FileRef { name: file.name, sha256 }],
        lang: Lang::ZhHans,
        received_from: "uploader".into(),
    }
}

on_both! {
    fn an_upload_is_taken_audited_and_scored(db) {
        let context = with_agencies(db, &["A1"]);
        let asked = enqueue(&context, &upload(&context, "A1"));
        assert_eq!((asked.state, asked.kind.as_str()), (JobState::Queued, "hand-in"));
        assert!(worker::once(&context, "w").unwrap());
        let done = job(&context, &asked.id);
        assert_eq!(done.state, JobState::Done);
        let report: ImportReport = serde_json::from_str(&done.result.expect("a report")).unwrap();
        assert_eq!(counts(&report.sheets), [("calls".to_owned(), [1, 1, 0, 0, 0])]);
        while worker::once(&context, "w").unwrap() {}
        assert_eq!(subjects(&context, "contact-outside-hours"), ["C1"]);
        let card = context.store.read(|c| scorecards::latest(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert!(card.is_some());
    }

    fn the_same_job_again_changes_nothing(db) {
        let context = with_agencies(db, &["A1"]);
        for _ in 0..2 {
            enqueue(&context, &upload(&context, "A1"));
            while worker::once(&context, "w").unwrap() {}
        }
        let versions = context.store.read(|c| scorecards::versions(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert_eq!((versions.len(), subjects(&context, "contact-outside-hours").len()), (1, 1));
    }

    fn a_job_that_can_not_succeed_fails_with_its_reason(db) {
        let context = with_agencies(db, &["A1"]);
        let asked = enqueue(&context, &upload(&context, "A9"));
        assert!(worker::once(&context, "w").unwrap());
        let failed = job(&context, &asked.id);
        assert_eq!((failed.state, failed.attempts), (JobState::Failed, 1));
        assert!(failed.error.unwrap().contains("no agency A9"));
    }

    fn a_worker_stops_when_asked_with_its_job_done(db) {
        let context = with_agencies(db, &["A1"]);
        let asked = enqueue(&context, &upload(&context, "A1"));
        let (stop, stopped) = channel();
        stop.send(()).unwrap();
        worker::work(&context, "w", &stopped);
        assert_eq!(job(&context, &asked.id).state, JobState::Done);
    }
}
