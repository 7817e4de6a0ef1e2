//! Appeals: an agency objects to a finding, and somebody who gave no verdict on it decides.

use super::params;
use crate::domain::appeal::{Appeal, Outcome};
use crate::domain::ids::{Digest, SubmissionId};
use crate::domain::lang::Lang;
use crate::domain::verdict::FalseHitReason;
use crate::jobs::queue::JobError;
use crate::jobs::queue::appeal::{self, Appealed, Decision, Objection};
use crate::ledger::moment;
use crate::store::{Scope, submissions};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item, Problem};
use crate::web::page;
use crate::web::state::App;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppeal {
    /// Why the finding does not hold.
    pub reason: String,
    /// What is to prove it: ids of hand-ins and sha256 of files handed in, at most 20.
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A decision about an appeal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// `upheld` makes the finding a false hit; `partly-upheld` and `rejected` keep it.
    pub outcome: String,
    /// Why, for the agency to read.
    pub answer: String,
    /// Why the finding is a false hit, only with `upheld`: as with verdicts; `other` unless said.
    #[serde(default)]
    pub reason: Option<String>,
}

/// One appeal. The agency is not told who of the bank has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealResource {
    /// The appeal's id.
    pub appeal_id: String,
    /// The finding objected to.
    pub finding_id: String,
    /// Who objects.
    pub agency_id: String,
    /// `submitted`, `assigned`, `upheld`, `partly-upheld`, `rejected` or `withdrawn`.
    pub state: String,
    /// Why the agency objects.
    pub reason: String,
    /// What is to prove it.
    pub evidence: Vec<String>,
    /// The account that objected.
    pub submitted_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub submitted_at: String,
    /// Who is to decide it; null for agencies, and while nobody is.
    pub assigned_to: Option<String>,
    /// Who decided or withdrew it; null for agencies where it is the bank's, and until then.
    pub ended_by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
    /// Why it was decided so; empty until then.
    pub answer: String,
}

/// Characters of a reason or an answer at most.
const LONGEST: usize = 4000;
/// References to evidence at most.
const MOST: usize = 20;

/// Appeal a finding: in time, and once
#[utoipa::path(post, path = "/api/v1/findings/{id}/appeals", tag = "appeals", request_body = NewAppeal,
    params(("id" = String, Path, description = "Finding id")),
    responses((status = 201, body = AppealResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
    body: web::Json<NewAppeal>,
) -> Result<HttpResponse, AppError> {
    let appealed = submit(&app, &caller, lang(&req), params::id(&id)?, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(resource(&caller, appealed.appeal)))
}

/// Take an appeal on, to decide it
#[utoipa::path(post, path = "/api/v1/appeals/{id}/assignment", tag = "appeals",
    params(("id" = String, Path, description = "Appeal id")),
    responses((status = 200, body = AppealResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn assign(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
) -> Result<web::Json<AppealResource>, AppError> {
    let id = params::id(&id)?;
    let appealed =
        step(&app, &caller, lang(&req), move |jobs, scope, who| appeal::assign(jobs, scope, &id, who)).await?;
    Ok(web::Json(resource(&caller, appealed.appeal)))
}

/// Decide an appeal; where it is upheld, the score changes at once
#[utoipa::path(post, path = "/api/v1/appeals/{id}/decision", tag = "appeals", request_body = NewDecision,
    params(("id" = String, Path, description = "Appeal id")),
    responses((status = 200, body = AppealResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn decide(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
    body: web::Json<NewDecision>,
) -> Result<web::Json<AppealResource>, AppError> {
    let (id, lang) = (params::id(&id)?, lang(&req));
    let decision = read_decision(body.into_inner(), lang)?;
    let decide = move |jobs: &_, scope: &_, who: &str| appeal::decide(jobs, scope, &id, decision, who);
    let appealed = step(&app, &caller, lang, decide).await?;
    Ok(web::Json(resource(&caller, appealed.appeal)))
}

/// Take one's own appeal back; the finding can't be appealed again
#[utoipa::path(post, path = "/api/v1/appeals/{id}/withdrawal", tag = "appeals",
    params(("id" = String, Path, description = "Appeal id")),
    responses((status = 200, body = AppealResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn withdraw(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
) -> Result<web::Json<AppealResource>, AppError> {
    let id = params::id(&id)?;
    let withdraw = move |jobs: &_, scope: &_, who: &str| appeal::withdraw(jobs, scope, &id, who);
    let appealed = step(&app, &caller, lang(&req), withdraw).await?;
    Ok(web::Json(resource(&caller, appealed.appeal)))
}

fn lang(req: &HttpRequest) -> Lang {
    page::accepted(req).unwrap_or(Lang::En)
}

/// Takes an appeal, of a page's form or of the API.
pub async fn submit(
    app: &App,
    caller: &Caller,
    lang: Lang,
    finding: crate::domain::ids::FindingId,
    new: NewAppeal,
) -> Result<Appealed, AppError> {
    let objection = read_objection(app, caller, lang, new).await?;
    step(app, caller, lang, move |jobs, scope, _| appeal::submit(jobs, scope, &finding, objection)).await
}

/// Takes one step, on a thread that may wait; a step that can't be taken is a conflict with its reason.
pub async fn step(
    app: &App,
    caller: &Caller,
    lang: Lang,
    take: impl FnOnce(&crate::jobs::queue::Context, &Scope, &str) -> Result<Option<Appealed>, JobError> + Send + 'static,
) -> Result<Appealed, AppError> {
    let (jobs, scope, who) = (app.jobs.clone(), Scope::from(&caller.access), caller.name.clone());
    let taken = app.blocking(move || take(&jobs, &scope, &who).map_err(|error| AppError::of_job(error, lang))).await?;
    taken.ok_or(AppError::NotFound)
}

/// Reads an objection: its words, and evidence that is really there.
async fn read_objection(app: &App, caller: &Caller, lang: Lang, new: NewAppeal) -> Result<Objection, AppError> {
    let reason = words(lang, "reason", &new.reason)?;
    let evidence: Vec<String> = new.evidence.iter().map(|reference| reference.trim().to_owned()).collect();
    if evidence.len() > MOST {
        return Err(refused(lang, "evidence", "appeal-evidence-many"));
    }
    let (scope, named) = (Scope::from(&caller.access), evidence.clone());
    let known = app.read(move |c| {
        for reference in named {
            let there = match (reference.parse::<Digest>(), reference.parse::<SubmissionId>()) {
                (Ok(sha256), _) => submissions::file(c, &scope, &sha256)?.is_some(),
                (_, Ok(id)) => submissions::get(c, &scope, &id)?.is_some(),
                _ => false,
            };
            if !there {
                return Ok(false);
            }
        }
        Ok(true)
    });
    if !known.await? {
        return Err(refused(lang, "evidence", "appeal-evidence-unknown"));
    }
    Ok(Objection { reason, evidence, by: caller.name.clone() })
}

/// Reads a decision, of a page's form or of the API.
pub fn read_decision(new: NewDecision, lang: Lang) -> Result<Decision, AppError> {
    let Ok(outcome) = new.outcome.parse::<Outcome>() else {
        return Err(refused(lang, "outcome", "appeal-outcome-unknown"));
    };
    let named = new.reason.filter(|reason| !reason.is_empty());
    let reason = match named.map(|reason| serde_json::from_value::<FalseHitReason>(reason.into())) {
        Some(Err(_)) => return Err(refused(lang, "reason", "reason-unknown")),
        Some(Ok(_)) if outcome != Outcome::Upheld => return Err(refused(lang, "reason", "reason-unwanted")),
        Some(Ok(reason)) => reason,
        None => FalseHitReason::Other,
    };
    Ok(Decision { outcome, answer: words(lang, "answer", &new.answer)?, reason })
}

fn words(lang: Lang, field: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(refused(lang, field, "appeal-words-missing")),
        1..=LONGEST => Ok(text.to_owned()),
        _ => Err(refused(lang, field, "note-too-long")),
    }
}

fn refused(lang: Lang, field: &str, code: &str) -> AppError {
    AppError::Refused(Item::refusal(lang, field, code), Vec::new())
}

/// The appeal as the caller reads it.
pub fn resource(caller: &Caller, appeal: Appeal) -> AppealResource {
    let agency = caller.access.agency().is_some();
    let withdrawn = appeal.state == crate::domain::appeal::AppealState::Withdrawn;
    let (ended_by, ended_at) = appeal.ended.map_or((None, None), |(who, at)| (Some(who), Some(moment(at))));
    AppealResource {
        appeal_id: appeal.id.into(),
        finding_id: appeal.finding_id.into(),
        agency_id: appeal.agency_id.into(),
        state: appeal.state.as_str().to_owned(),
        reason: appeal.reason,
        evidence: appeal.evidence,
        submitted_by: appeal.submitted_by,
        submitted_at: moment(appeal.submitted_at),
        assigned_to: appeal.assigned.map(|(who, _)| who).filter(|_| !agency),
        ended_by: ended_by.filter(|_| !agency || withdrawn),
        ended_at,
        answer: appeal.answer,
    }
}
