//! The login page.

use crate::web::error::AppError;
use crate::web::page::Page;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// What the address of the login page says.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    /// Where to go afterwards.
    #[serde(default)]
    pub next: String,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    page: &'a Page,
    next: &'a str,
    name: &'a str,
    wrong: bool,
}

/// `GET /login`
pub async fn show(page: Page, query: web::Query<Query>) -> Result<HttpResponse, AppError> {
    render(&page, &query.next, "", false)
}

/// The login page, again with the name that was tried where that was `wrong`.
pub fn render(page: &Page, next: &str, name: &str, wrong: bool) -> Result<HttpResponse, AppError> {
    let html = LoginPage { page, next, name, wrong }.render().map_err(AppError::internal)?;
    let status = if wrong { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}
