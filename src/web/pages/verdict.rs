//! The verdict form: decides, then leads to the next finding of the same list.

use super::filter::Query;
use super::see_other;
use crate::domain::ids::FindingId;
use crate::store::{Scope, findings};
use crate::web::access::Caller;
use crate::web::api::verdicts::{NewVerdict, read};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// The form.
#[derive(Debug, Deserialize)]
pub struct Form {
    /// The status, for a false hit followed by ':' and the reason.
    decision: String,
    /// The reviewer's words.
    #[serde(default)]
    note: String,
    /// The filter of the list that the reviewer works through.
    #[serde(default)]
    back: String,
}

/// End of the address that asks for the note of a false hit for 'something else'.
pub const NOTE_MISSING: &str = "&note=missing";

/// `POST /findings/{id}/verdict`
pub async fn decide(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<FindingId>,
    form: web::Form<Form>,
) -> Result<HttpResponse, AppError> {
    let (id, form) = (id.into_inner(), form.into_inner());
    let (status, reason) = form.decision.split_once(':').unwrap_or((&form.decision, ""));
    let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    let taken_back = status == "open";
    if reason.as_deref() == Some("other") && form.note.trim().is_empty() {
        return Ok(see_other(&format!("/findings/{id}?{}{NOTE_MISSING}", Query::parse(&form.back).filters())));
    }
    let verdict = read(NewVerdict { status: status.to_owned(), reason, note: form.note }, page.lang, &caller, &app)?;
    let query = Query::parse(&form.back);
    let filter = query.filter()?;
    let decided = app.decide(&caller, id, verdict, page.lang).await?.ok_or(AppError::NotFound)?;
    let filters = query.filters();
    if taken_back {
        return Ok(see_other(&format!("/findings/{}?{filters}", decided.id)));
    }
    let scope = Scope::from(&caller.access);
    let next = app.read(move |connection| Ok(findings::neighbours(connection, &scope, &filter, &decided)?.1)).await?;
    Ok(see_other(&match next {
        Some(next) => format!("/findings/{next}?{filters}"),
        None => format!("/findings?{filters}"),
    }))
}
