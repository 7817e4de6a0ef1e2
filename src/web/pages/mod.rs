//! One file per page; `words` what all of them ask of their page.

pub mod error;
pub mod help;
pub mod login;
pub mod words;

use crate::web::error::AppError;
use actix_web::HttpResponse;

/// Answers with a page.
fn html(template: &impl askama::Template) -> Result<HttpResponse, AppError> {
    let html = template.render().map_err(AppError::internal)?;
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html))
}

/// Leads on to another page after a form (303).
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((actix_web::http::header::LOCATION, to)).finish()
}
