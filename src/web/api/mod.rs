//! The HTTP API: one file per resource, described by what its handlers say (`/api/v1/openapi.json`).

pub mod appeals;
pub mod duties;
pub mod findings;
pub mod jobs;
pub mod kinds;
pub mod ledger;
mod params;
pub mod report;
pub mod rules;
pub mod scorecards;
pub mod submissions;

pub mod verdicts;

use actix_web::HttpResponse;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The description of the API, made from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plumbline",
        description = "Evidence of outsourced debt collection in, findings and scorecards out. Times are RFC 3339 with offset; lists come \
            in pages: pass `next_cursor` as `cursor`. The schemas `evidence.<kind>` are the rows of files handed in as JSON Lines. Refusals are RFC 9457 problems whose `errors` are never empty."
    ),
    paths(
        submissions::create, submissions::list, submissions::show, submissions::annotated, submissions::refused, jobs::show, findings::list,
        findings::show, verdicts::create, appeals::create, appeals::assign, appeals::decide, appeals::withdraw, duties::list, duties::show, duties::note, duties::settle, scorecards::list, scorecards::show, rules::show,
        ledger::checkpoint, kinds::list, openapi
    ),
    security(("key" = []), ("session" = [])),
    modifiers(&Security)
)]
pub struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key, made with `plumbline user key add`."));
        components.add_security_scheme("key", SecurityScheme::Http(bearer.build()));
        let cookie = ApiKeyValue::with_description(
            crate::web::session::SESSION_COOKIE,
            "A browser's session; changes want its CSRF token in the header X-CSRF-Token.",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        kinds::describe(components);
    }
}

/// This description
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "description", security(()),
    responses((status = 200, description = "The OpenAPI document", content_type = "application/json")))]
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(Description::openapi())
}
