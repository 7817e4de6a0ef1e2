//! Rules as people read them.

use super::params;
use crate::domain::ids::RulesetId;
use crate::domain::lang::{Lang, Texts};
use crate::rules::ruleset::{Rule, RuleStatus, Ruleset};
use crate::scoring::explain;
use crate::store::{Scope, agencies};
use crate::web::access::Caller;
use crate::web::error::{AppError, Problem};
use crate::web::rule_record::{self, Line};
use crate::web::state::App;
use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which ruleset.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The ruleset; the agency's own for an agency, else the first that has the rule.
    ruleset: Option<String>,
}

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleResource {
    /// Its permanent id.
    rule_id: String,
    /// Its version.
    rule_version: u32,
    /// The ruleset it belongs to.
    ruleset: String,
    /// That ruleset's content.
    ruleset_digest: String,
    /// `trial`, `active` or `retired`.
    status: &'static str,
    /// Its category.
    category: String,
    /// `critical`, `major`, `minor` or `observation`.
    severity: &'static str,
    /// Whether confirmed findings cap the grade.
    veto: bool,
    /// Its section of the scorecard.
    section: String,
    /// The clauses it enforces.
    clauses: Vec<String>,
    /// What it is called.
    title: Multilingual,
    /// Why the clause exists.
    rationale: Multilingual,
    /// What to do instead.
    remedy: Multilingual,
    /// What one unit of its exposure is, in English.
    unit: String,
    /// What it judged and found, of the agencies and quarters that the caller may see: four quarters, the latest first.
    record: Vec<RuleRecord>,
}

/// What a rule judged and found of one agency's quarter.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleRecord {
    /// Whose.
    agency_id: String,
    /// When.
    quarter: String,
    /// Units that it judged.
    exposure: u64,
    /// Findings in all.
    findings: u64,
    /// Those that people confirmed.
    confirmed: u64,
    /// Those that wait, or need information.
    open: u64,
    /// Those that people found false.
    false_hits: u64,
    /// Those of them that an appeal made so.
    overturned: u64,
}

/// One text in three languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Multilingual {
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    zh_hans: String,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant")]
    zh_hant: String,
    /// English.
    en: String,
}

/// One rule
#[utoipa::path(get, path = "/api/v1/rules/{id}", tag = "rules", params(("id" = String, Path, description = "Rule id"), Query),
    responses((status = 200, body = RuleResource), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    query: web::Query<Query>,
) -> Result<web::Json<RuleResource>, AppError> {
    let id: crate::domain::ids::RuleId = params::id(&id)?;
    let wanted: Option<RulesetId> = match params::optional("ruleset", query.ruleset.as_deref())? {
        Some(ruleset) => Some(ruleset),
        None => own(&app, &caller).await?,
    };
    let mut rulesets = app.rulesets.iter().filter(|ruleset| wanted.as_ref().is_none_or(|wanted| *wanted == ruleset.id));
    let found = rulesets.find_map(|ruleset| Some((ruleset, ruleset.rules.iter().find(|rule| rule.id == id)?)));
    let (ruleset, rule) = found.ok_or(AppError::NotFound)?;
    let record = rule_record::read(&app, &caller, ruleset.id.clone(), rule.id.clone()).await?;
    Ok(web::Json(resource(ruleset, rule, record)))
}

/// The ruleset of the caller's own agency.
async fn own(app: &App, caller: &Caller) -> Result<Option<RulesetId>, AppError> {
    let Some(id) = caller.access.agency().cloned() else { return Ok(None) };
    let agency = app.read(move |db| agencies::get(db, &Scope::Agency(id.clone()), &id)).await?;
    Ok(agency.map(|agency| agency.ruleset))
}

fn resource(ruleset: &Ruleset, rule: &Rule, record: Vec<Line>) -> RuleResource {
    RuleResource {
        rule_id: rule.id.to_string(),
        rule_version: rule.version,
        ruleset: ruleset.id.to_string(),
        ruleset_digest: ruleset.digest.tagged(),
        status: match rule.status {
            RuleStatus::Trial => "trial",
            RuleStatus::Active => "active",
            RuleStatus::Retired => "retired",
        },
        category: rule.category.clone(),
        severity: rule.severity.as_str(),
        veto: rule.veto.is_some(),
        section: rule.section.clone(),
        clauses: rule.clauses.iter().map(ToString::to_string).collect(),
        title: (&rule.title).into(),
        rationale: (&rule.rationale).into(),
        remedy: (&rule.remedy).into(),
        unit: explain::unit(rule.check.described().unit(), Lang::En),
        record: record.iter().map(RuleRecord::from).collect(),
    }
}

impl From<&Line> for RuleRecord {
    fn from(line: &Line) -> Self {
        Self {
            agency_id: line.agency.id.to_string(),
            quarter: line.quarter.to_string(),
            exposure: line.counts.exposure,
            findings: line.findings(),
            confirmed: line.counts.confirmed,
            open: line.counts.undecided,
            false_hits: line.counts.false_hit,
            overturned: line.overturned,
        }
    }
}

impl From<&Texts> for Multilingual {
    fn from(texts: &Texts) -> Self {
        Self { zh_hans: texts.zh_hans.clone(), zh_hant: texts.zh_hant.clone(), en: texts.en.clone() }
    }
}
