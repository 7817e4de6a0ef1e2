//! Jobs: long work that was asked for, and what came of it.

use crate::store::jobs::{Job, JobState};
use crate::store::{Scope, jobs};
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::state::App;
use actix_web::web;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobResource {
    /// Its id.
    pub job_id: String,
    /// What it does.
    pub kind: String,
    /// `queued`, `running`, `done` or `failed`.
    pub state: &'static str,
    /// When it was asked for.
    pub enqueued_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// The submission that came of it, at `/api/v1/submissions/{id}`.
    pub submission_id: Option<String>,
    /// Why it failed, and how to mend it.
    pub error: Option<String>,
}

/// One job
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "submissions", params(("id" = String, Path, description = "Job id")),
    responses((status = 200, body = JobResource), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
) -> Result<web::Json<JobResource>, AppError> {
    let scope = Scope::from(&caller.access);
    let job = app.read(move |db| jobs::get(db, &scope, &id)).await?.ok_or(AppError::NotFound)?;
    Ok(web::Json(job.into()))
}

impl From<Job> for JobResource {
    fn from(job: Job) -> Self {
        let result: Option<serde_json::Value> = job.result.and_then(|result| serde_json::from_str(&result).ok());
        Self {
            job_id: job.id,
            kind: job.kind,
            state: name(job.state),
            enqueued_at: job.enqueued_at,
            finished_at: job.finished_at,
            submission_id: result.and_then(|result| Some(result.get("submission_id")?.as_str()?.to_owned())),
            error: job.error,
        }
    }
}

/// The id of a job's state, as in the API.
pub fn name(state: JobState) -> &'static str {
    match state {
        JobState::Queued => "queued",
        JobState::Running => "running",
        JobState::Done => "done",
        JobState::Failed => "failed",
    }
}
