//! The page of every refusal and failure.

use crate::web::error::Problem;
use crate::web::page::Page;
use askama::Template;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    problem: &'a Problem,
}

/// The page that tells of `problem`.
pub fn render(page: &Page, problem: &Problem) -> String {
    ErrorPage { page, problem }.render().unwrap_or_else(|_| problem.title.clone())
}
