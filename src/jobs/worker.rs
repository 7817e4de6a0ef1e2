//! Does what the queue asks for, one job after another, until it is told to stop.

use super::import::{self, Request};
use super::queue::{self, Task};
use super::{Context, JobError, audit, score};
use crate::intake::InputFile;
use crate::store::jobs::{self, Job};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long a job is a worker's own without a sign of life.
const LEASE: chrono::Duration = chrono::Duration::seconds(60);
/// A sign of life so often while a job runs.
const BEAT: Duration = Duration::from_secs(15);
/// How long an idle worker sleeps.
const REST: Duration = Duration::from_millis(500);

/// Works until something comes through `stop`, or its other end is dropped. The job at hand is finished first.
pub fn work(context: &Context, name: &str, stop: &Receiver<()>) {
    loop {
        let rest = match once(context, name) {
            Ok(true) => Duration::ZERO,
            Ok(false) => REST,
            Err(error) => {
                tracing::error!(worker = name, %error, "the queue can't be read");
                BEAT
            }
        };
        if !matches!(stop.recv_timeout(rest), Err(RecvTimeoutError::Timeout)) {
            return;
        }
    }
}

/// Does the next job, if there is one.
pub fn once(context: &Context, name: &str) -> Result<bool, JobError> {
    let claimed = context.store.write(|c| jobs::claim(c, name, context.clock.now(), LEASE))?;
    let Some(job) = claimed else { return Ok(false) };
    let outcome = with_heartbeat(context, name, &job, || {
        catch_unwind(AssertUnwindSafe(|| run(context, &job))).unwrap_or(Err(JobError::Fault))
    });
    let now = context.clock.now();
    match outcome {
        Ok(result) => context.store.write(|c| jobs::finish(c, &job.id, name, &result, now))?,
        Err(error) => {
            tracing::error!(job.id = job.id, job.kind = job.kind, %error, "a job failed");
            context.store.write(|c| jobs::fail(c, &job, name, &error.to_string(), error.may_pass(), now))?
        }
    };
    Ok(true)
}

/// Renews the lease while `work` runs, so that a long job is not taken over.
fn with_heartbeat<T>(context: &Context, name: &str, job: &Job, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while waiting.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                let beat = |c: &mut _| jobs::heartbeat(c, &job.id, name, context.clock.now(), LEASE);
                if let Err(error) = context.store.write(beat) {
                    tracing::warn!(job.id = job.id, %error, "a job's lease could not be renewed");
                }
            }
        });
        let outcome = work();
        drop(done);
        outcome
    })
}

/// Does one job; gives what came of it as JSON.
fn run(context: &Context, job: &Job) -> Result<String, JobError> {
    let task: Task = serde_json::from_str(&job.payload).map_err(|error| JobError::Payload(error.to_string()))?;
    match task {
        Task::HandIn { agency, week, files, lang, received_from } => {
            let files = files.into_iter().map(|file| {
                let bytes = context.objects.get(&file.sha256)?;
                Ok(InputFile { name: file.name, bytes })
            });
            let from = Task::handed_in_by(agency.as_ref(), week);
            let files = files.collect::<Result<_, JobError>>()?;
            let request = Request { from, files, lang, received_from, dry_run: false };
            hand_in(context, &request)
        }
        Task::Audit { agency, quarter } => {
            let summary = audit::audit(context, &agency, quarter, None)?;
            let task = Task::Score { quarter, agency: Some(agency) };
            context.store.write(|c| queue::ask(c, &task, "worker", None, context.clock.now()))?;
            Ok(serde_json::json!({ "findings": summary.findings }).to_string())
        }
        Task::Score { quarter, agency } => {
            let scored = match agency {
                Some(agency) => vec![score::score(context, &agency, quarter)?],
                None => score::score_all(context, quarter)?,
            };
            Ok(serde_json::json!({ "scorecards": scored.len() }).to_string())
        }
    }
}

/// Takes a hand-in, and asks for the audits that it calls for.
fn hand_in(context: &Context, request: &Request) -> Result<String, JobError> {
    let imported = import::import(context, request)?;
    context.store.write(|c| {
        for (agency, quarter) in &imported.touched {
            let task = Task::Audit { agency: agency.clone(), quarter: *quarter };
            queue::ask(c, &task, "worker", None, context.clock.now())?;
        }
        Ok(())
    })?;
    serde_json::to_string(&imported.report).map_err(|error| JobError::Payload(error.to_string()))
}
