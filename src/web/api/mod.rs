//! The HTTP API: one file per resource, described by what its handlers say (`/api/v1/openapi.json`).

use actix_web::HttpResponse;
use utoipa::OpenApi;

/// The description of the API, made from the handlers.
#[derive(OpenApi)]
#[openapi(info(title = "Plumbline", description = "Evidence in, findings and scorecards out."))]
pub struct Description;

/// `GET /api/v1/openapi.json`
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(Description::openapi())
}
