//! The checklist of an agency's ruleset as a form for the inspector on site; what is sent is handed in like any list of the bank's.

use super::inspection_rows::{Draft, RESULTS, rows};
use super::{attachments, form_again, html, see_other, zone};
use crate::domain::agency::Agency;
use crate::domain::attachment::Attachment;
use crate::domain::ids::AgencyId;
use crate::domain::register::Regularity;
use crate::rules::checklist::Item as Listed;
use crate::rules::ruleset::Ruleset;
use crate::secrets;
use crate::store::{Scope, agencies};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item};
use crate::web::hand_in;
use crate::web::page::Page;
use crate::web::state::App;
use crate::web::upload::Upload;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Query {
    agency: AgencyId,
    kind: Regularity,
}

#[derive(Template)]
#[template(path = "inspection_form.html")]
struct FormPage<'a> {
    page: &'a Page,
    agency: &'a Agency,
    kind: Regularity,
    today: NaiveDate,
    draft: Draft,
    sections: Vec<Section<'a>>,
    count: usize,
    wrong: Vec<Item>,
}

/// The items of one section of the scorecard.
struct Section<'a> {
    title: &'a str,
    items: Vec<Entry<'a>>,
}

/// One item.
struct Entry<'a> {
    rule: &'a str,
    title: &'a str,
    look: &'a str,
    proof: &'a str,
    clauses: String,
    result: String,
    remark: String,
    evidence: String,
    files: Vec<Attachment>,
}

impl FormPage<'_> {
    /// What is wrong with a field.
    fn wrong_with(&self, part: &str, rule: &str) -> Option<&Item> {
        let field = if rule.is_empty() { part.to_owned() } else { format!("{part}.{rule}") };
        self.wrong.iter().find(|item| item.field == field)
    }
}

/// `GET /inspections/new`
pub async fn show(app: web::Data<App>, page: Page, query: web::Query<Query>) -> Result<HttpResponse, AppError> {
    let Query { agency, kind } = query.into_inner();
    let agency = agency_of(&app, agency).await?;
    let today = zone::today(&app, &agency);
    // The number is the form's own: sent twice it is one inspection, and no other form has it.
    let mark = secrets::token();
    let mark: String = mark.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let fields = [
        ("inspection_id", format!("X-{}-{}", today.format("%Y%m%d"), mark.to_uppercase())),
        ("held_on", today.to_string()),
        ("inspector", page.user.as_ref().map(|user| user.display_name.clone()).unwrap_or_default()),
    ];
    let draft = Draft::of(fields.map(|(name, value)| (name.to_owned(), value)).into());
    html(&form(&app, &page, &agency, kind, today, draft, Vec::new())?)
}

/// `POST /inspections`: hands the inspection in, or shows the form again with what is wrong.
pub async fn send(app: web::Data<App>, page: Page, caller: Caller, upload: Upload) -> Result<HttpResponse, AppError> {
    let (draft, mut wrong) = attachments::take(&app, upload, page.lang).await?;
    let agency = draft.get("agency").parse().map_err(|_| AppError::NotFound)?;
    let agency = agency_of(&app, agency).await?;
    let (today, items) = (zone::today(&app, &agency), ruleset(&app, &agency)?.checklist());
    let rows = rows(&draft, &items, today, page.lang).unwrap_or_else(|more| {
        wrong.extend(more);
        Vec::new()
    });
    if !wrong.is_empty() {
        let kind = draft.kind().unwrap_or(Regularity::Regular);
        return form_again(&form(&app, &page, &agency, kind, today, draft, wrong)?);
    }
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let name = format!("inspections-{}.jsonl", draft.get("inspection_id"));
    let job = hand_in::filled_in(&app, &caller, agency.id, name, lines.into_bytes(), page.lang).await?;
    Ok(see_other(&format!("/jobs/{}", job.id)))
}

async fn agency_of(app: &App, id: AgencyId) -> Result<Agency, AppError> {
    let found = app.read(move |connection| agencies::get(connection, &Scope::Bank, &id)).await?;
    found.ok_or(AppError::NotFound)
}

fn ruleset<'a>(app: &'a App, agency: &Agency) -> Result<&'a Ruleset, AppError> {
    app.ruleset(&agency.ruleset).ok_or(AppError::NotFound)
}

fn form<'a>(
    app: &'a App,
    page: &'a Page,
    agency: &'a Agency,
    kind: Regularity,
    today: NaiveDate,
    draft: Draft,
    wrong: Vec<Item>,
) -> Result<FormPage<'a>, AppError> {
    let ruleset = ruleset(app, agency)?;
    let items = ruleset.checklist();
    let of = |section: &str| items.iter().filter(|item| item.rule.section == section).collect::<Vec<_>>();
    let sections = ruleset.scheme.sections.iter().map(|section| Section {
        title: section.title.get(page.lang),
        items: of(&section.id).into_iter().map(|item| entry(page, &draft, *item)).collect(),
    });
    let sections = sections.filter(|section| !section.items.is_empty()).collect();
    Ok(FormPage { page, agency, kind, today, sections, count: items.len(), draft, wrong })
}

fn entry<'a>(page: &Page, draft: &Draft, item: Listed<'a>) -> Entry<'a> {
    let rule = item.rule.id.as_str();
    let clauses: Vec<_> = item.rule.clauses.iter().map(|clause| clause.as_str()).collect();
    Entry {
        rule,
        title: item.rule.title.get(page.lang),
        look: item.look.get(page.lang),
        proof: item.proof.get(page.lang),
        clauses: clauses.join(", "),
        result: draft.about("result", rule).to_owned(),
        remark: draft.about("remark", rule).to_owned(),
        evidence: draft.about("evidence", rule).to_owned(),
        files: draft.files(rule).to_vec(),
    }
}
