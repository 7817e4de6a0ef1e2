//! Progress of a hand-in that is being worked on; leads on to the submission when it is done.

use super::{html, see_other};
use crate::store::jobs::{self, JobState};
use crate::store::{Scope, jobs::Job};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "job.html")]
struct JobPage<'a> {
    page: &'a Page,
    id: String,
    state: &'static str,
    running: bool,
    error: Option<String>,
}

/// `GET /jobs/{id}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let scope = Scope::from(&caller.access);
    let id = id.into_inner();
    let job = app.read(move |connection| jobs::get(connection, &scope, &id)).await?.ok_or(AppError::NotFound)?;
    if let Some(submission) = submission_of(&job) {
        return Ok(see_other(&format!("/submissions/{submission}")));
    }
    html(&JobPage {
        page: &page,
        state: crate::web::api::jobs::name(job.state),
        running: matches!(job.state, JobState::Queued | JobState::Running),
        id: job.id,
        error: job.error,
    })
}

fn submission_of(job: &Job) -> Option<String> {
    let result: serde_json::Value = serde_json::from_str(job.result.as_deref()?).ok()?;
    Some(result.get("submission_id")?.as_str()?.to_owned())
}
