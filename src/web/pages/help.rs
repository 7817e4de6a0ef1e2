//! How to use it, and every key.

use crate::web::error::AppError;
use crate::web::page::Page;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    page: &'a Page,
}

/// `GET /help`
pub async fn show(page: Page) -> Result<HttpResponse, AppError> {
    super::html(&HelpPage { page: &page })
}
