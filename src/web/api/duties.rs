//! Duties of the bank that events bring about: what is to be done or decided, by when, who was told, and what became of it.

use super::params;
use crate::domain::duty::{self, Duty, Step};
use crate::domain::ids::{AgencyId, DutyId};
use crate::domain::lang::Lang;
use crate::jobs::queue::duties::{Entry, write};
use crate::ledger::moment;
use crate::rules::duties::recorded;
use crate::store::{Scope, duties};
use crate::web::access::Caller;
use crate::web::error::{AppError, Item, Problem};
use crate::web::page;
use crate::web::state::App;
use actix_web::{HttpRequest, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which duties.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Only at this agency.
    agency: Option<String>,
    /// Only of this kind, for example `collector-dismissal`.
    kind: Option<String>,
    /// `open`, `settled` or `lapsed`.
    state: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Duties on one page: 1 to 200, 50 unless said.
    limit: Option<usize>,
}

/// One duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyResource {
    /// The duty's id.
    pub duty_id: String,
    /// At which agency.
    pub agency_id: String,
    /// Its kind, for example `collector-dismissal`.
    pub kind: String,
    /// The clauses that lay it on the bank.
    pub clauses: Vec<String>,
    /// What is to be done, in English.
    pub title: String,
    /// What brought it about, in ids.
    pub cause: String,
    /// When that was.
    #[schema(value_type = String, format = Date)]
    pub since: NaiveDate,
    /// The last day for it.
    #[schema(value_type = String, format = Date)]
    pub due: NaiveDate,
    /// `open`, `settled` or `lapsed`.
    pub state: String,
    /// What may be decided; empty where something is to be done.
    pub outcomes: Vec<String>,
    /// What it rests on, as it was when the duty was raised.
    pub facts: Vec<serde_json::Value>,
    /// Every step, first first: raised, noted (who was told, and when), settled, lapsed.
    pub steps: Vec<DutyStep>,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyStep {
    /// `raised`, `noted`, `settled` or `lapsed`.
    pub step: String,
    /// The account, or `plumbline` where the registers say it.
    pub by: String,
    /// When it was written down.
    #[schema(format = DateTime)]
    pub at: String,
    /// What was decided.
    pub outcome: Option<String>,
    /// On which day it was done.
    #[schema(value_type = Option<String>, format = Date)]
    pub done_on: Option<NaiveDate>,
    /// Why, or what was done.
    pub note: String,
}

/// One page of duties.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutiesPage {
    /// By last day, then by id.
    items: Vec<DutyResource>,
    /// Where the next page goes on; null on the last.
    next_cursor: Option<String>,
}

/// What settles a duty.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSettlement {
    /// What is decided: one of the duty's `outcomes`; absent where it has none.
    #[serde(default)]
    pub outcome: Option<String>,
    /// On which day it was done; today unless said.
    #[serde(default)]
    pub done_on: Option<String>,
    /// Why it is decided so, or what was done.
    pub note: String,
}

/// Characters of a note at most.
const LONGEST: usize = 4000;

/// Duties, the one due first first
#[utoipa::path(get, path = "/api/v1/duties", tag = "duties", params(Query),
    responses((status = 200, body = DutiesPage), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    app: web::Data<App>,
    caller: Caller,
    query: web::Query<Query>,
) -> Result<web::Json<DutiesPage>, AppError> {
    let agency: Option<AgencyId> = params::optional("agency", query.agency.as_deref())?;
    let state = params::optional::<State>("state", query.state.as_deref())?;
    let kind = query.kind.as_deref().filter(|kind| !kind.is_empty());
    let limit = params::limit(query.limit)?;
    let scope = Scope::from(&caller.access);
    let mut all = app.read(move |db| duties::list(db, &scope)).await?;
    all.sort_by_cached_key(place);
    let wanted = |duty: &Duty| {
        agency.as_ref().is_none_or(|agency| duty.subject.agency_id == *agency)
            && kind.is_none_or(|kind| duty.subject.kind == kind)
            && state.as_ref().is_none_or(|state| state.0 == state_of(duty))
            && query.cursor.as_deref().is_none_or(|cursor| place(duty).as_str() > cursor)
    };
    let mut items: Vec<Duty> = all.into_iter().filter(wanted).collect();
    let next_cursor = (items.len() > limit).then(|| place(&items[limit - 1]));
    items.truncate(limit);
    Ok(web::Json(DutiesPage { items: items.into_iter().map(resource).collect(), next_cursor }))
}

/// Where it stands in the list.
fn place(duty: &Duty) -> String {
    format!("{}.{}", duty.subject.due, duty.subject.id)
}

/// A state that can be asked for.
struct State(&'static str);

impl std::str::FromStr for State {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = ["open", "settled", "lapsed"].into_iter().find(|state| *state == text);
        found.map(Self).ok_or_else(|| format!("'{text}' is no state of a duty: open, settled or lapsed"))
    }
}

/// One duty
#[utoipa::path(get, path = "/api/v1/duties/{id}", tag = "duties", params(("id" = String, Path, description = "Duty id")),
    responses((status = 200, body = DutyResource), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
) -> Result<web::Json<DutyResource>, AppError> {
    let (id, scope) = (params::id(&id)?, Scope::from(&caller.access));
    let duty = app.read(move |db| duties::get(db, &scope, &id)).await?;
    Ok(web::Json(resource(duty.ok_or(AppError::NotFound)?)))
}

/// Take note of a duty: from then on the record says who was told, and when
#[utoipa::path(post, path = "/api/v1/duties/{id}/notes", tag = "duties", params(("id" = String, Path, description = "Duty id")),
    responses((status = 200, body = DutyResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn note(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
) -> Result<web::Json<DutyResource>, AppError> {
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    let duty = enter(&app, &caller, params::id(&id)?, Entry::Note, lang).await?;
    Ok(web::Json(resource(duty)))
}

/// Settle a duty: what was done, or what is decided and why
#[utoipa::path(post, path = "/api/v1/duties/{id}/settlement", tag = "duties", request_body = NewSettlement,
    params(("id" = String, Path, description = "Duty id")),
    responses((status = 200, body = DutyResource), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn settle(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    req: HttpRequest,
    body: web::Json<NewSettlement>,
) -> Result<web::Json<DutyResource>, AppError> {
    let lang = page::accepted(&req).unwrap_or(Lang::En);
    let entry = read(body.into_inner(), lang)?;
    let duty = enter(&app, &caller, params::id(&id)?, entry, lang).await?;
    Ok(web::Json(resource(duty)))
}

/// Reads a settlement, of a page's form or of the API.
pub fn read(new: NewSettlement, lang: Lang) -> Result<Entry, AppError> {
    let refused = |field: &str, code: &str| AppError::Refused(Item::refusal(lang, field, code), Vec::new());
    let note = new.note.trim().to_owned();
    if note.is_empty() {
        return Err(refused("note", "duty-words-missing"));
    }
    if note.chars().count() > LONGEST {
        return Err(refused("note", "note-too-long"));
    }
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let done_on = filled(new.done_on).map(|day| day.trim().parse()).transpose();
    let done_on = done_on.map_err(|_| refused("done_on", "duty-day"))?;
    Ok(Entry::Settlement { outcome: filled(new.outcome), done_on, note })
}

/// Writes it down, on a thread that may wait; a step that can't be taken is a conflict with its reason.
pub async fn enter(app: &App, caller: &Caller, id: DutyId, entry: Entry, lang: Lang) -> Result<Duty, AppError> {
    let (jobs, scope, who) = (app.jobs.clone(), Scope::from(&caller.access), caller.name.clone());
    let work = move || write(&jobs, &scope, &id, entry, &who).map_err(|error| AppError::of_job(error, lang));
    app.blocking(work).await?.ok_or(AppError::NotFound)
}

/// `open`, `settled` or `lapsed`.
pub fn state_of(duty: &Duty) -> &'static str {
    match duty.standing().map(|act| act.step) {
        Some(Step::Settled) => "settled",
        Some(Step::Lapsed) => "lapsed",
        _ => "open",
    }
}

fn resource(duty: Duty) -> DutyResource {
    let state = state_of(&duty).to_owned();
    let facts = duty.raised().map(|act| act.facts.as_slice()).unwrap_or_default();
    let facts = facts.iter().filter_map(|fact| serde_json::to_value(fact).ok()).collect();
    let known = recorded(&duty.subject.kind);
    let outcomes = known.map(|(_, record)| record.outcomes.iter().map(|outcome| outcome.id.clone()).collect());
    let duty::Subject { id, agency_id, kind, cause, since, due } = duty.subject;
    DutyResource {
        duty_id: id.into(),
        agency_id: agency_id.into(),
        clauses: known.map(|(kind, _)| kind.clauses.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        title: known.map_or_else(|| kind.clone(), |(_, record)| record.title.get(Lang::En).to_owned()),
        kind,
        cause,
        since,
        due,
        state,
        outcomes: outcomes.unwrap_or_default(),
        facts,
        steps: duty.acts.into_iter().map(step).collect(),
    }
}

fn step(act: duty::Act) -> DutyStep {
    DutyStep {
        step: act.step.as_str().to_owned(),
        by: act.by,
        at: moment(act.at),
        outcome: act.outcome,
        done_on: act.done_on,
        note: act.note,
    }
}
