//! The rules of a ruleset, by section of the scorecard.

use super::titles::clauses;
use super::words::Link;
use super::{html, see_other};
use crate::domain::ids::RulesetId;
use crate::domain::lang::Lang;
use crate::rules::ruleset::{Rule, Ruleset};
use crate::store::{Scope, agencies};
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'a> {
    page: &'a Page,
    ruleset: String,
    ruleset_title: String,
    version: u32,
    digest: String,
    count: usize,
    quarters: Vec<Link>,
    sections: Vec<SectionLine>,
}

struct SectionLine {
    title: String,
    weight: u32,
    rules: Vec<RuleLine>,
}

struct RuleLine {
    severity: &'static str,
    title: String,
    href: String,
    veto: bool,
    clauses: String,
    category: String,
    status: &'static str,
}

/// `GET /rules`: an agency's own ruleset, else the first.
pub async fn first(app: web::Data<App>, caller: Caller) -> Result<HttpResponse, AppError> {
    let own = match caller.access.agency().cloned() {
        Some(id) => app.read(move |connection| agencies::get(connection, &Scope::Agency(id.clone()), &id)).await?,
        None => None,
    };
    let first = app.rulesets.first().map(|ruleset| ruleset.id.clone());
    let ruleset = own.map(|agency| agency.ruleset).or(first).ok_or(AppError::NotFound)?;
    Ok(see_other(&format!("/rules/{ruleset}")))
}

/// `GET /rules/{ruleset}`
pub async fn show(app: web::Data<App>, page: Page, id: web::Path<RulesetId>) -> Result<HttpResponse, AppError> {
    let ruleset = app.ruleset(&id).ok_or(AppError::NotFound)?;
    let lang = page.lang;
    let section = |section: &crate::domain::scheme::Section| SectionLine {
        title: section.title.get(lang).to_owned(),
        weight: section.weight,
        rules: ruleset
            .rules
            .iter()
            .filter(|rule| rule.section == section.id)
            .map(|rule| line(ruleset, rule, lang))
            .collect(),
    };
    let link = |other: &Ruleset| Link {
        href: format!("/rules/{}", other.id),
        text: other.title.get(lang).to_owned(),
        current: other.id == ruleset.id,
    };
    html(&RulesPage {
        page: &page,
        ruleset: ruleset.id.to_string(),
        ruleset_title: ruleset.title.get(lang).to_owned(),
        version: ruleset.version,
        digest: ruleset.digest.as_str().get(..12).unwrap_or_default().to_owned(),
        count: ruleset.rules.len(),
        quarters: app.rulesets.iter().map(|other| link(other)).collect(),
        sections: ruleset.scheme.sections.iter().map(section).collect(),
    })
}

fn line(ruleset: &Ruleset, rule: &Rule, lang: Lang) -> RuleLine {
    RuleLine {
        severity: rule.severity.as_str(),
        title: rule.title.get(lang).to_owned(),
        href: format!("/rules/{}/{}", ruleset.id, rule.id),
        veto: rule.veto.is_some(),
        clauses: clauses(&rule.clauses),
        category: rule.category.clone(),
        status: rule.status.as_str(),
    }
}
