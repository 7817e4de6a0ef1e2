//! Submissions: an agency's week as it was handed in, and what came of it.

use super::jobs::JobResource;
use super::params;
use super::report::Report;
use crate::domain::ids::SubmissionId;
use crate::domain::lang::Lang;
use crate::domain::submission::ImportReport;
use crate::jobs::queue::{self, Extent};
use crate::store::submissions::{self, Submission};
use crate::store::{Scope, StoreError};
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::hand_in::hand_in;
use crate::web::page;
use crate::web::state::App;
use crate::web::upload::Upload;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An upload.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the form that `Upload` reads")]
pub struct NewSubmission {
    /// Whose evidence; an agency's own where absent.
    agency: Option<String>,
    /// Which week, for example `2026-W30`.
    week: Option<String>,
    /// `bank` for what the bank hands in (supervisors only): no week, rows may name their agency.
    r#as: Option<String>,
    /// The files: workbooks, CSV, JSON Lines, or a .zip of them.
    #[schema(format = Binary)]
    files: Vec<String>,
}

/// Which submissions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Only of this agency.
    agency: Option<String>,
    /// Only for this week.
    week: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Submissions on one page: 1 to 200, 50 unless said.
    limit: Option<usize>,
}

/// One hand-in in one version.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionHead {
    /// Its id.
    submission_id: String,
    /// Whose evidence; null for a list of the bank's that names the agency row by row.
    agency_id: Option<String>,
    /// For which week; null for the bank's.
    week: Option<String>,
    /// 1 for the first of its agency and week.
    version: u32,
    /// `accepted`, `partly-accepted`, `rejected` or `superseded`.
    #[schema(value_type = String)]
    state: crate::domain::submission::SubmissionState,
    /// The later version that took its place.
    superseded_by: Option<String>,
    /// When it came.
    received_at: DateTime<Utc>,
    /// Data rows.
    rows: u64,
    /// New or changed rows taken.
    accepted: u64,
    /// Rows not taken.
    refused: u64,
    /// Issues that did not keep a row out.
    warnings: u64,
}

/// One page of submissions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionsPage {
    /// Newest first.
    items: Vec<SubmissionHead>,
    /// Where the next page goes on; null on the last.
    next_cursor: Option<String>,
}

/// A submission with its report.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionResource {
    /// The report of the import.
    #[serde(flatten)]
    #[schema(value_type = Report)]
    report: ImportReport,
    /// The later version that took its place.
    superseded_by: Option<String>,
    /// When it came.
    received_at: DateTime<Utc>,
}

/// Hand in an agency's week; the job says what came of it
#[utoipa::path(post, path = "/api/v1/submissions", tag = "submissions",
    request_body(content = NewSubmission, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "The sender's name for this upload, 1 to 200 printable ASCII \
        characters: sent again with the same upload it gives the same job"),
        ("Accept-Language" = Option<String>, Header, description = "Language of messages and hints; English unless said")),
    responses((status = 202, body = JobResource, headers(("Location" = String, description = "The job"))),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 408, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    upload: Upload,
) -> Result<HttpResponse, AppError> {
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    let job = hand_in(&app, &caller, upload, lang, idempotency_key(&req)?).await?;
    let location = format!("/api/v1/jobs/{}", job.id);
    Ok(HttpResponse::Accepted().insert_header((header::LOCATION, location)).json(JobResource::from(job)))
}

fn idempotency_key(req: &HttpRequest) -> Result<Option<String>, AppError> {
    let Some(sent) = req.headers().get("idempotency-key") else { return Ok(None) };
    let key = sent.to_str().ok().map(str::trim).filter(|key| (1..=200).contains(&key.len()));
    let key = key.ok_or_else(|| {
        let message = "The idempotency key is not 1 to 200 printable ASCII characters.";
        AppError::invalid("Idempotency-Key", message, "Take a UUID, for example.")
    })?;
    Ok(Some(key.to_owned()))
}

/// Submissions that the caller may see
#[utoipa::path(get, path = "/api/v1/submissions", tag = "submissions", params(Query),
    responses((status = 200, body = SubmissionsPage), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(
    app: web::Data<App>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<SubmissionsPage>, AppError> {
    let filter = submissions::Filter {
        agency: params::optional("agency", query.agency.as_deref())?,
        week: params::optional("week", query.week.as_deref())?,
        ..submissions::Filter::default()
    };
    let limit = params::limit(query.limit)?;
    let cursor = query.into_inner().cursor.filter(|cursor| !cursor.is_empty());
    let scope = Scope::from(&caller.access);
    let page = app.read(move |db| submissions::list(db, &scope, &filter, cursor.as_deref(), limit)).await?;
    let items = page.items.into_iter().map(head).collect();
    Ok(web::Json(SubmissionsPage { items, next_cursor: page.next }))
}

fn head(submission: Submission) -> SubmissionHead {
    SubmissionHead {
        submission_id: submission.id.into(),
        agency_id: submission.agency.map(String::from),
        week: submission.week.map(String::from),
        version: submission.version,
        state: submission.state,
        superseded_by: submission.superseded_by.map(String::from),
        received_at: submission.received_at,
        rows: submission.rows,
        accepted: submission.accepted,
        refused: submission.refused,
        warnings: submission.warnings,
    }
}

/// One submission with its report
#[utoipa::path(get, path = "/api/v1/submissions/{id}", tag = "submissions",
    params(("id" = String, Path, description = "Submission id")),
    responses((status = 200, body = SubmissionResource), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
) -> Result<web::Json<SubmissionResource>, AppError> {
    let id = params::id(&id)?;
    let scope = Scope::from(&caller.access);
    let found = app
        .read(move |db| {
            let Some(submission) = submissions::get(db, &scope, &id)? else { return Ok::<_, StoreError>(None) };
            Ok(submissions::report(db, &scope, &id)?.map(|report| (submission, report)))
        })
        .await?;
    let (submission, report) = found.ok_or(AppError::NotFound)?;
    let superseded_by = submission.superseded_by.map(String::from);
    Ok(web::Json(SubmissionResource { report, superseded_by, received_at: submission.received_at }))
}

/// The files as one workbook, each bad cell marked
#[utoipa::path(get, path = "/api/v1/submissions/{id}/annotated", tag = "submissions",
    params(("id" = String, Path, description = "Submission id"),
        ("Accept-Language" = Option<String>, Header, description = "Language of headings; English unless said")),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = XLSX), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn annotated(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    download(&app, &caller, &id, Extent::Whole, lang).await
}

/// Only the refused rows as one workbook, each with what is wrong
#[utoipa::path(get, path = "/api/v1/submissions/{id}/refused", tag = "submissions",
    params(("id" = String, Path, description = "Submission id"),
        ("Accept-Language" = Option<String>, Header, description = "Language of headings; English unless said")),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = XLSX), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn refused(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    download(&app, &caller, &id, Extent::Refused, lang).await
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The annotated workbook of a submission, for the API and for pages.
pub async fn download(
    app: &App,
    caller: &Caller,
    id: &str,
    extent: Extent,
    lang: Lang,
) -> Result<HttpResponse, AppError> {
    let id: SubmissionId = params::id(id)?;
    let name = format!("attachment; filename=\"{id}-{}.xlsx\"", extent.suffix());
    let (jobs, scope) = (app.jobs.clone(), Scope::from(&caller.access));
    let _turn = app.heavy.acquire().await.map_err(AppError::internal)?;
    let workbook = app.blocking(move || queue::annotated(&jobs, &scope, &id, extent, lang)).await?;
    let workbook = workbook.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok().content_type(XLSX).insert_header((header::CONTENT_DISPOSITION, name)).body(workbook))
}
