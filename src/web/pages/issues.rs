//! The full list of a hand-in's problems: what the counts on its page open.

use super::submission::read;
use super::{Pager, html, tone};
use crate::domain::ids::SubmissionId;
use crate::domain::submission::Issue;
use crate::store::Scope;
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    severity: String,
    code: String,
    field: Option<String>,
    page: usize,
}

#[derive(Template)]
#[template(path = "issues.html")]
struct IssuesPage<'a> {
    page: &'a Page,
    id: String,
    title: String,
    list_href: String,
    count: usize,
    issues: Vec<Line<'a>>,
    pager: Pager,
}

struct Line<'a> {
    issue: &'a Issue,
    severity: &'static str,
    tone: &'static str,
}

/// Issues on a page.
const PAGE: usize = 200;

/// `GET /submissions/{id}/issues`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<SubmissionId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let scope = Scope::from(&caller.access);
    let found = app.read(move |connection| read(connection, &scope, &id)).await?.ok_or(AppError::NotFound)?;
    let wanted = |issue: &&Issue| {
        (query.severity.is_empty() || tone::issue_severity(issue.severity) == query.severity)
            && (query.code.is_empty() || issue.code == query.code)
            && query.field.as_ref().is_none_or(|field| issue.field == *field)
    };
    let line =
        |issue| Line { issue, severity: tone::issue_severity(issue.severity), tone: tone::of_issue(issue.severity) };
    let matching: Vec<&Issue> = found.report.issues.iter().filter(wanted).collect();
    let issues = matching.iter().skip(query.page.saturating_mul(PAGE)).take(PAGE).map(|issue| line(*issue)).collect();
    let id = found.submission.id.to_string();
    html(&IssuesPage {
        page: &page,
        title: found.title(&page),
        list_href: found.list_href(),
        count: matching.len(),
        issues,
        pager: pager(&query, &id, matching.len()),
        id,
    })
}

fn pager(query: &Query, id: &str, count: usize) -> Pager {
    let href = |number: usize| {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs([("severity", &query.severity), ("code", &query.code)]);
        pairs.extend_pairs(query.field.iter().map(|field| ("field", field)));
        format!("/submissions/{id}/issues?{}", pairs.append_pair("page", &number.to_string()).finish())
    };
    Pager {
        first: None,
        previous: query.page.checked_sub(1).map(href),
        next: ((query.page + 1).saturating_mul(PAGE) < count).then(|| href(query.page + 1)),
    }
}
