//! The page of every refusal and failure.

use crate::web::error::{Item, Problem};
use crate::web::page::Page;
use askama::Template;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    problem: &'a Problem,
    reasons: Vec<String>,
}

/// The page that tells of `problem`.
pub fn render(page: &Page, problem: &Problem) -> String {
    let reasons = problem.errors.iter().filter(|_| problem.lists_reasons()).filter_map(|item| reason(page, item));
    ErrorPage { page, problem, reasons: reasons.collect() }.render().unwrap_or_else(|_| problem.title.clone())
}

/// What is wrong and how to mend it, in the page's language; nothing where there are only a program's words.
fn reason(page: &Page, item: &Item) -> Option<String> {
    match item.on_pages {
        Some(text) => Some(page.t(&format!("invalid-{text}")).with("field", item.field.clone()).to_string()),
        None if item.code == "invalid" => None,
        None => Some(format!("{} {}", item.message, item.hint)),
    }
}
