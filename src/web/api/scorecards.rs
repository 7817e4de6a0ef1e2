//! Scorecards. The structs describe them; `domain::score` writes them.

use super::params;
use crate::domain::score::Scorecard as Card;
use crate::store::{Scope, scorecards};
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::state::App;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// The scorecards of a quarter that the caller may see
#[utoipa::path(get, path = "/api/v1/scorecards/{quarter}", tag = "scorecards",
    params(("quarter" = String, Path, description = "For example 2026Q3")),
    responses((status = 200, body = Scorecards), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn list(
    app: web::Data<App>,
    caller: Caller,
    quarter: web::Path<String>,
) -> Result<web::Json<Cards>, AppError> {
    let quarter = params::id(&quarter)?;
    let scope = Scope::from(&caller.access);
    let items = app.read(move |db| scorecards::of_quarter(db, &scope, quarter)).await?;
    Ok(web::Json(Cards { items, next_cursor: None }))
}

/// One agency's scorecard: the latest version
#[utoipa::path(get, path = "/api/v1/scorecards/{quarter}/{agency}", tag = "scorecards",
    params(("quarter" = String, Path, description = "For example 2026Q3"), ("agency" = String, Path, description = "Agency id")),
    responses((status = 200, body = Scorecard), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<web::Json<Card>, AppError> {
    let (quarter, agency) = (params::id(&path.0)?, params::id(&path.1)?);
    let scope = Scope::from(&caller.access);
    let card = app.read(move |db| scorecards::latest(db, &scope, &agency, quarter)).await?;
    Ok(web::Json(card.ok_or(AppError::NotFound)?))
}

/// One page of scorecards: a quarter has one for each agency, so there is no second.
#[derive(Serialize)]
pub struct Cards {
    items: Vec<Card>,
    next_cursor: Option<String>,
}

/// One agency's quarter.
#[derive(Serialize, ToSchema)]
pub struct Scorecard {
    /// Whose.
    agency_id: String,
    /// When.
    #[schema(example = "2026Q3")]
    quarter: String,
    /// `provisional` until the quarter is closed, then `published`.
    state: String,
    /// Counted up whenever its inputs changed.
    version: u32,
    /// The code of conduct it was scored by.
    ruleset: String,
    /// `sha256:…` of that code's content.
    ruleset_digest: String,
    /// Version of the scoring scheme.
    scheme_version: u32,
    /// `sha256:…` of everything that went into the score.
    inputs_digest: String,
    /// 0 to 100, exact to 0.01; null where nothing could be assessed.
    score: Option<f64>,
    /// 95 % interval of the score.
    interval: Option<[f64; 2]>,
    /// After caps: A, B, C, D, or N where not gradable.
    grade: String,
    /// Before caps.
    grade_before_caps: String,
    /// Why the grade is lower than the score.
    caps: Vec<Cap>,
    /// Share of expected evidence handed in and linked, exact to 0.0001; null where none was expected.
    completeness: Option<f64>,
    /// What that share is made of: each kind of evidence that was expected.
    completeness_by_kind: Vec<KindCompleteness>,
    /// Each section of the scheme.
    sections: Vec<Section>,
    /// Each rule with findings, costliest first.
    deductions: Vec<Deduction>,
}

/// How much of one kind of evidence is there.
#[derive(Serialize, ToSchema)]
pub struct KindCompleteness {
    /// What was expected: `recordings`, `transcripts`.
    kind: String,
    /// How many pieces.
    expected: u64,
    /// Of them handed in and linked.
    present: u64,
    /// Their share, exact to 0.0001.
    share: f64,
}

/// A bound on the grade.
#[derive(Serialize, ToSchema)]
pub struct Cap {
    /// `veto:<rule-id>`, `completeness-below-95` or `completeness-below-80`.
    reason: String,
    /// At most this grade.
    grade: String,
    /// The findings behind it; absent where there are none.
    finding_ids: Option<Vec<String>>,
}

/// One section.
#[derive(Serialize, ToSchema)]
pub struct Section {
    /// The section's id.
    id: String,
    /// Its weight, out of 100.
    weight: u32,
    /// 100 minus losses, not below 0; null where not assessed.
    score: Option<f64>,
}

/// What one rule cost.
#[derive(Serialize, ToSchema)]
pub struct Deduction {
    /// Which rule.
    rule_id: String,
    /// What it cites.
    clauses: Vec<String>,
    /// In which section.
    section: String,
    /// Units it could have failed on.
    exposure: u64,
    /// Confirmed findings.
    violations: u64,
    /// Findings still open or in need of information.
    open: u64,
    /// Violations per 1000 units.
    rate_per_1000: f64,
    /// 95 % interval of the rate.
    interval: [f64; 2],
    /// Points lost.
    points: f64,
    /// The findings that count.
    finding_ids: Vec<String>,
}

/// The scorecards of one quarter.
#[derive(Serialize, ToSchema)]
pub struct Scorecards {
    /// By agency id.
    items: Vec<Scorecard>,
    /// Where the next page goes on; null on the last.
    next_cursor: Option<String>,
}
