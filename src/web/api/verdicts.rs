//! Verdicts: what a person decides about a finding.

use super::findings::{FindingResource, resource};
use super::params;
use crate::domain::lang::Lang;
use crate::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item, Problem};
use crate::web::page;
use crate::web::state::App;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerdict {
    /// `confirmed`, `false-hit`, `needs-information`, or `open` to take an earlier verdict back.
    pub status: String,
    /// Why it is a false hit: `wrong-speaker`, `negated-or-quoted`, `not-about-debt`, `transcript-error` or `other`.
    #[serde(default)]
    pub reason: Option<String>,
    /// The reviewer's words; required with the reason `other`.
    #[serde(default)]
    pub note: String,
}

/// Characters of a note at most.
const LONGEST_NOTE: usize = 4000;

/// Decide a finding; the score changes at once
#[utoipa::path(post, path = "/api/v1/findings/{id}/verdicts", tag = "findings", request_body = NewVerdict,
    params(("id" = String, Path, description = "Finding id")),
    responses((status = 201, body = FindingResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
    body: web::Json<NewVerdict>,
) -> Result<HttpResponse, AppError> {
    let id = params::id(&id)?;
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    let verdict = read(body.into_inner(), lang, &caller, &app)?;
    let finding = app.decide(&caller, id, verdict, lang).await?.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Created().json(resource(finding)))
}

/// Reads a decision, of a page's form or of the API: what it needs, and nothing that contradicts itself.
pub fn read(new: NewVerdict, lang: Lang, caller: &Caller, app: &App) -> Result<Verdict, AppError> {
    let refuse = |field, code| Err(AppError::Refused(Item::refusal(lang, field, code), Vec::new()));
    let Ok(status) = new.status.parse::<FindingStatus>() else { return refuse("status", "status-unknown") };
    let named = new.reason.filter(|reason| !reason.is_empty());
    let reason: Option<FalseHitReason> = match named.map(|reason| serde_json::from_value(reason.into())) {
        Some(Err(_)) => return refuse("reason", "reason-unknown"),
        Some(Ok(reason)) => Some(reason),
        None => None,
    };
    let note = new.note.trim().to_owned();
    match (status, reason) {
        (FindingStatus::FalseHit, None) => refuse("reason", "reason-missing"),
        (FindingStatus::FalseHit, Some(FalseHitReason::Other)) if note.is_empty() => refuse("note", "note-missing"),
        (FindingStatus::Open | FindingStatus::Confirmed | FindingStatus::NeedsInformation, Some(_)) => {
            refuse("reason", "reason-unwanted")
        }
        _ if note.chars().count() > LONGEST_NOTE => refuse("note", "note-too-long"),
        _ => Ok(Verdict { status, reason, note, by: caller.name.clone(), at: app.clock.now() }),
    }
}
