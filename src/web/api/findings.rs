//! Findings: what the rules say about the evidence, with the way from cell to clause.

use super::appeals::AppealResource;
use super::params;
use crate::domain::finding::Finding;
use crate::store::{Scope, agencies, appeals, findings};
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::state::App;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Only of this agency.
    agency: Option<String>,
    /// Only of this quarter, for example `2026Q3`.
    quarter: Option<String>,
    /// Only of this rule.
    rule: Option<String>,
    /// `open`, `confirmed`, `false-hit` or `needs-information`.
    status: Option<String>,
    /// `pending`: only those whose appeal waits for its decision.
    appeal: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Findings on one page: 1 to 200, 50 unless said.
    limit: Option<usize>,
}

/// The one state of appeals that can be asked for.
struct Pending;

impl std::str::FromStr for Pending {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "pending" { Ok(Self) } else { Err(format!("'{text}' can't be asked for: pending")) }
    }
}

/// One finding: the line of `plumbline screen`, and whose it is, what it rests on, where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingResource {
    /// The finding's id.
    pub finding_id: String,
    /// Whose evidence.
    pub agency_id: String,
    /// The kind of evidence it concerns, for example `calls`.
    pub kind: String,
    /// The natural key of what it concerns.
    pub subject: String,
    /// The local day that it counts on.
    #[schema(value_type = String, format = Date)]
    pub day: chrono::NaiveDate,
    /// The call; null where it concerns none.
    pub call_id: Option<String>,
    /// Which rule.
    pub rule_id: String,
    /// In which version.
    pub rule_version: u32,
    /// Which ruleset.
    pub ruleset: String,
    /// In which content.
    pub ruleset_digest: String,
    /// What the rule cites.
    pub clauses: Vec<String>,
    /// The rule's category.
    pub category: String,
    /// `critical`, `major`, `minor` or `observation`.
    pub severity: String,
    /// 0 to 1.
    pub confidence: f64,
    /// The turn, counted from 0; null where the whole is meant.
    pub turn: Option<u32>,
    /// First character within the turn's original text.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
    /// The original characters.
    pub excerpt: Option<String>,
    /// What was matched after normalisation.
    pub normalised: Option<String>,
    /// Every stretch of text, the first repeated above.
    pub spans: Vec<Span>,
    /// Which condition held, in English, as the rule said it when the finding was made.
    pub why: String,
    /// The cells it rests on, the decisive one first.
    pub evidence: Vec<Cell>,
    /// What people decided.
    pub status: String,
    /// The same for the same thing found again, whatever the ruleset's version.
    pub fingerprint: String,
}

/// A stretch of text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Span {
    /// The turn; null in a visit's report.
    pub turn: Option<u32>,
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The original characters.
    pub excerpt: String,
    /// What was matched.
    pub normalised: String,
}

/// Where a cell stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cell {
    /// The original file.
    pub file_sha256: String,
    /// The sheet.
    pub sheet: String,
    /// `D418`, or `L17` for a line.
    pub cell: String,
}

/// One finding with what the agency may and did object.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingDetail {
    /// The finding.
    #[serde(flatten)]
    finding: FindingResource,
    /// The last day on which it may be appealed, by the agency's calendar; null where it can't be any more.
    #[schema(value_type = Option<String>, format = Date)]
    appeal_until: Option<chrono::NaiveDate>,
    /// The appeal, where there is one: a finding has one at most.
    appeals: Vec<AppealResource>,
}

/// One page of findings.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingsPage {
    /// Gravest first, then by day and id.
    items: Vec<FindingResource>,
    /// Where the next page goes on; null on the last.
    next_cursor: Option<String>,
}

/// Findings that the caller may see
#[utoipa::path(get, path = "/api/v1/findings", tag = "findings", params(Query),
    responses((status = 200, body = FindingsPage), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(
    app: web::Data<App>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<FindingsPage>, AppError> {
    let filter = findings::Filter {
        agency: params::optional("agency", query.agency.as_deref())?,
        quarter: params::optional("quarter", query.quarter.as_deref())?,
        rule: params::optional("rule", query.rule.as_deref())?,
        status: params::optional("status", query.status.as_deref())?,
        appealed: params::optional::<Pending>("appeal", query.appeal.as_deref())?.is_some(),
        ..findings::Filter::default()
    };
    let limit = params::limit(query.limit)?;
    let cursor = query.into_inner().cursor.filter(|cursor| !cursor.is_empty());
    let scope = Scope::from(&caller.access);
    let page = app.read(move |db| findings::list(db, &scope, &filter, cursor.as_deref(), limit)).await?;
    let items = page.items.into_iter().map(resource).collect();
    Ok(web::Json(FindingsPage { items, next_cursor: page.next }))
}

/// One finding
#[utoipa::path(get, path = "/api/v1/findings/{id}", tag = "findings", params(("id" = String, Path, description = "Finding id")),
    responses((status = 200, body = FindingDetail), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
) -> Result<web::Json<FindingDetail>, AppError> {
    let id = params::id(&id)?;
    let scope = Scope::from(&caller.access);
    let read = app.read(move |db| {
        let Some(finding) = findings::get(db, &scope, &id)? else { return Ok(None) };
        let Some(agency) = agencies::get(db, &scope, &finding.agency_id)? else { return Ok(None) };
        let standing = appeals::standing(db, &scope, &finding)?;
        Ok(Some((finding, agency, standing)))
    });
    let (finding, agency, standing) = read.await?.ok_or(AppError::NotFound)?;
    let open = app.appeal_window(&agency, &standing).filter(|window| window.refusal.is_none());
    Ok(web::Json(FindingDetail {
        finding: resource(finding),
        appeal_until: open.map(|window| window.last_day),
        appeals: standing.appeal.into_iter().map(|appeal| super::appeals::resource(&caller, appeal)).collect(),
    }))
}

/// The finding as others read it.
pub fn resource(finding: Finding) -> FindingResource {
    let first = finding.spans.first();
    let is_call = matches!(finding.kind.as_str(), "calls" | "transcripts");
    FindingResource {
        call_id: is_call.then(|| finding.subject.clone()),
        turn: first.and_then(|span| span.turn),
        start: first.map(|span| span.start),
        end: first.map(|span| span.end),
        excerpt: first.map(|span| span.excerpt.clone()),
        normalised: first.map(|span| span.normalised.clone()),
        why: finding.why_text.en,
        finding_id: finding.id.into(),
        agency_id: finding.agency_id.into(),
        kind: finding.kind.to_string(),
        subject: finding.subject,
        day: finding.day,
        rule_id: finding.rule_id.into(),
        rule_version: finding.rule_version,
        ruleset: finding.ruleset.into(),
        ruleset_digest: finding.ruleset_digest.tagged(),
        clauses: finding.clauses.into_iter().map(String::from).collect(),
        category: finding.category,
        severity: finding.severity.as_str().to_owned(),
        confidence: f64::from(finding.confidence_permille) / 1000.0,
        spans: finding.spans.into_iter().map(Span::from).collect(),
        evidence: finding.evidence.into_iter().map(Cell::from).collect(),
        status: finding.status.as_str().to_owned(),
        fingerprint: finding.fingerprint.into(),
    }
}

impl From<crate::domain::finding::Span> for Span {
    fn from(span: crate::domain::finding::Span) -> Self {
        let crate::domain::finding::Span { turn, start, end, excerpt, normalised } = span;
        Self { turn, start, end, excerpt, normalised }
    }
}

impl From<crate::domain::evidence::Address> for Cell {
    fn from(address: crate::domain::evidence::Address) -> Self {
        Self { file_sha256: address.file_sha256.into(), sheet: address.sheet, cell: address.cell }
    }
}
