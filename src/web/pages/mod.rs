//! One file per page; `words` what all of them ask of their page, `titles` names of rules, `tone` colours, `zone` clocks, `chart` drawings, `filter` the
//! findings filter, `conversation` and `record` evidence as it is shown, `parameters` those of a rule,
//! `inspection_rows` what the form of an inspection says.

pub mod appeal;
pub mod attachments;
pub mod chart;
pub mod conversation;
pub mod duties;
pub mod duty;
pub mod error;
pub mod files;
pub mod filter;
pub mod finding;
pub mod finding_material;
pub mod findings;
pub mod hand_ins;
pub mod help;
pub mod home;
pub mod inspection;
pub mod inspection_form;
pub mod inspection_rows;
pub mod inspections;
pub mod issues;
pub mod job;
pub mod login;
pub mod parameters;
pub mod record;
pub mod rule;
pub mod rules;
pub mod scorecard;
pub mod scorecards;
pub mod submission;
pub mod submissions;
pub mod template;
pub mod titles;
pub mod tone;
pub mod upload;
pub mod user;
pub mod users;
pub mod verdict;
pub mod words;
pub mod zone;

use crate::web::error::AppError;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

/// Answers with a page.
fn html(template: &impl askama::Template) -> Result<HttpResponse, AppError> {
    let html = template.render().map_err(AppError::internal)?;
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html))
}

/// Shows a form again that can't be taken as it was filled in (422).
fn form_again(template: &impl askama::Template) -> Result<HttpResponse, AppError> {
    let mut response = html(template)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Leads on to another page after a form (303).
fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// The ways on from a page of a list.
struct Pager {
    /// The first page, where this is another.
    first: Option<String>,
    /// The page before.
    previous: Option<String>,
    /// The page after.
    next: Option<String>,
}

impl Pager {
    /// Whether there is any other page.
    fn any(&self) -> bool {
        self.first.is_some() || self.previous.is_some() || self.next.is_some()
    }
}

/// A confidence of 930 as `0.93`.
fn permille(confidence: u16) -> String {
    format!("{}.{:02}", confidence / 1000, confidence % 1000 / 10)
}
