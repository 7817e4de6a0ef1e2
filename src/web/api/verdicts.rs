//! Verdicts: what a person decides about a finding.

use super::findings::{FindingResource, resource};
use super::params;
use crate::domain::verdict::{FalseHitReason, FindingStatus, Verdict};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item, Problem};
use crate::web::state::App;
use actix_web::{HttpResponse, web};
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
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: web::Json<NewVerdict>,
) -> Result<HttpResponse, AppError> {
    let id = params::id(&id)?;
    let verdict = read(body.into_inner(), &caller, &app)?;
    let finding = app.decide(&caller, id, verdict).await?.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Created().json(resource(&app, finding)))
}

/// Reads a decision, of a page's form or of the API: what it needs, and nothing that contradicts itself.
pub fn read(new: NewVerdict, caller: &Caller, app: &App) -> Result<Verdict, AppError> {
    let status: FindingStatus = new.status.parse().map_err(|error: String| refused("status", error, STATUSES))?;
    let reason = match new.reason.as_deref().filter(|reason| !reason.is_empty()) {
        Some(reason) => Some(reason_of(reason)?),
        None => None,
    };
    let note = new.note.trim().to_owned();
    if status == FindingStatus::FalseHit && reason.is_none() {
        return Err(refused("reason", "A false hit needs its reason.".into(), REASONS));
    }
    if status != FindingStatus::FalseHit && reason.is_some() {
        return Err(refused("reason", "Only a false hit has a reason.".into(), "Leave the reason out."));
    }
    if reason == Some(FalseHitReason::Other) && note.is_empty() {
        return Err(refused("note", "The reason 'other' needs a note.".into(), "Say why in the note."));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(refused("note", "The note is too long.".into(), "Use at most 4000 characters."));
    }
    Ok(Verdict { status, reason, note, by: caller.name.clone(), at: app.clock.now() })
}

const STATUSES: &str = "Send confirmed, false-hit, needs-information or open.";
const REASONS: &str = "Send wrong-speaker, negated-or-quoted, not-about-debt, transcript-error or other.";

fn reason_of(text: &str) -> Result<FalseHitReason, AppError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| refused("reason", format!("'{text}' is no reason for a false hit."), REASONS))
}

fn refused(field: &str, message: String, hint: &str) -> AppError {
    AppError::Refused(Item::field(field, "invalid", message, hint), Vec::new())
}
