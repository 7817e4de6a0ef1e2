//! The appeal on the page of its finding: the agency's form with its last day, the state afterwards, the bank's decision; and what the forms do.

use super::filter::Query;
use super::finding_material::Material;
use super::words::Link;
use super::{see_other, zone};
use crate::domain::appeal::{Appeal, AppealState, Outcome};
use crate::domain::ids::{AppealId, FindingId};
use crate::domain::verdict::FalseHitReason;
use crate::jobs::queue::appeal::{self, Appealed};
use crate::review::appeals as review;
use crate::store::submissions::Submission;
use crate::web::access::Caller;
use crate::web::api::appeals::{NewAppeal, NewDecision, read_decision, step, submit as take};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use chrono_tz::Tz;
use serde::Deserialize;

/// What the page shows.
pub struct AppealView {
    /// Until when the agency may appeal, or that it no longer can.
    pub notice: Option<String>,
    /// The agency's form: the hand-ins that it may point to.
    pub form: Option<Vec<Link>>,
    /// The appeal, where there is one.
    pub standing: Option<StandingAppeal>,
}

/// An appeal that was made.
pub struct StandingAppeal {
    /// Its id.
    pub id: String,
    /// Its state.
    pub state: &'static str,
    /// How that is drawn.
    pub tone: &'static str,
    /// What happened so far.
    pub lines: Vec<String>,
    /// Why the agency objects.
    pub reason: String,
    /// What is to prove it.
    pub evidence: Vec<Link>,
    /// Why it was decided so.
    pub answer: String,
    /// Whether the agency may take it back.
    pub withdraw: bool,
    /// Whether the reader may take it on.
    pub assign: bool,
    /// What the reader may decide.
    pub outcomes: Vec<&'static str>,
    /// Reasons for a false hit, the usual one first.
    pub reasons: Vec<String>,
    /// Why the reader of the bank can't.
    pub refusal: Option<String>,
}

/// Reasons for a false hit, where an appeal is upheld.
const REASONS: [FalseHitReason; 5] = [
    FalseHitReason::Other,
    FalseHitReason::WrongSpeaker,
    FalseHitReason::NegatedOrQuoted,
    FalseHitReason::NotAboutDebt,
    FalseHitReason::TranscriptError,
];

/// What there is to show to the reader; nothing where nobody can object and nobody did.
pub fn view(app: &App, page: &Page, caller: &Caller, found: &Material) -> Option<AppealView> {
    let zone = zone::of_agency(app, &found.agency);
    if let Some(appeal) = &found.standing.appeal {
        let standing = Some(standing(page, caller, zone, found, appeal));
        return Some(AppealView { notice: None, form: None, standing });
    }
    caller.access.agency()?;
    let window = app.appeal_window(&found.agency, &found.standing)?;
    let key = match window.refusal {
        None => "appeal-until",
        Some(review::Refusal::Late) => "appeal-late",
        Some(_) => return None,
    };
    let notice = page.t(key).with("day", window.last_day.to_string()).to_string();
    let form = window.refusal.is_none().then(|| found.hand_ins.iter().map(|it| hand_in(page, zone, it)).collect());
    Some(AppealView { notice: Some(notice), form, standing: None })
}

fn hand_in(page: &Page, zone: Tz, submission: &Submission) -> Link {
    let week = submission.week.map(|week| page.week(&week)).unwrap_or_default();
    let text = page.t("appeal-hand-in").with("week", week).with("version", submission.version);
    let text = text.with("at", page.at(submission.received_at, zone)).to_string();
    Link { href: submission.id.to_string(), text, current: false }
}

fn standing(page: &Page, caller: &Caller, zone: Tz, found: &Material, appeal: &Appeal) -> StandingAppeal {
    let (bank, who) = (caller.access.agency().is_none(), caller.name.as_str());
    let reviewers = &found.standing.reviewers;
    let pending = appeal.state.is_pending();
    let (assign, decide) = (review::may_assign(appeal, reviewers, who), review::may_decide(appeal, reviewers, who));
    let has_it = appeal.assigned.as_ref().is_some_and(|(other, _)| other == who);
    let refusal = assign.or(decide).err().filter(|_| bank && pending);
    StandingAppeal {
        id: appeal.id.to_string(),
        state: appeal.state.as_str(),
        tone: tone(appeal.state),
        lines: lines(page, bank, zone, appeal),
        reason: appeal.reason.clone(),
        evidence: appeal.evidence.iter().map(|reference| evidence(reference)).collect(),
        answer: appeal.answer.clone(),
        withdraw: !bank && pending,
        assign: bank && assign.is_ok() && !has_it,
        outcomes: if bank && decide.is_ok() { Outcome::ALL.map(Outcome::as_str).to_vec() } else { Vec::new() },
        reasons: REASONS.iter().map(|reason| page.name_of(reason)).collect(),
        refusal: refusal.map(|refusal| page.t(&format!("refusal-{code}", code = refusal.code())).to_string()),
    }
}

/// What happened so far. The agency is not told who of the bank has it.
fn lines(page: &Page, bank: bool, zone: Tz, appeal: &Appeal) -> Vec<String> {
    let at = |at| page.in_zone(page.at(at, zone), zone);
    let line = |key: &str, who: &str, when, state: AppealState| {
        let state = page.term("appeal-state", state.as_str());
        page.t(key).with("at", at(when)).with("by", who.to_owned()).with("state", state).to_string()
    };
    let mut lines = vec![line("appeal-line-by", &appeal.submitted_by, appeal.submitted_at, AppealState::Submitted)];
    if let Some((who, when)) = appeal.assigned.as_ref().filter(|_| bank) {
        lines.push(line("appeal-line-by", who, *when, AppealState::Assigned));
    }
    if let Some((who, when)) = &appeal.ended {
        let named = bank || appeal.state == AppealState::Withdrawn;
        lines.push(line(if named { "appeal-line-by" } else { "appeal-line" }, who, *when, appeal.state));
    }
    lines
}

/// A hand-in by its id, a file by the beginning of its sha256.
fn evidence(reference: &str) -> Link {
    let (href, text) = match reference.parse::<crate::domain::ids::Digest>() {
        Ok(_) => (format!("/files/{reference}"), format!("{}…", reference.get(..12).unwrap_or_default())),
        Err(_) => (format!("/submissions/{reference}"), reference.to_owned()),
    };
    Link { href, text, current: false }
}

fn tone(state: AppealState) -> &'static str {
    match state {
        AppealState::Submitted | AppealState::Assigned => "major",
        AppealState::Upheld => "good",
        AppealState::PartlyUpheld | AppealState::Rejected => "critical",
        AppealState::Withdrawn => "quiet",
    }
}

/// The agency's form.
#[derive(Debug, Deserialize)]
pub struct Objection {
    reason: String,
    /// One hand-in, or none.
    #[serde(default)]
    evidence: String,
    /// The filter of the list that the reader came from.
    #[serde(default)]
    back: String,
}

/// The forms that say nothing but where to go on.
#[derive(Debug, Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// The bank's form.
#[derive(Debug, Deserialize)]
pub struct Decision {
    outcome: String,
    answer: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    back: String,
}

/// `POST /findings/{id}/appeal`
pub async fn submit(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<FindingId>,
    form: web::Form<Objection>,
) -> Result<HttpResponse, AppError> {
    let Objection { reason, evidence, back } = form.into_inner();
    let evidence = Some(evidence).filter(|evidence| !evidence.is_empty()).into_iter().collect();
    let appealed = take(&app, &caller, page.lang, id.into_inner(), NewAppeal { reason, evidence }).await?;
    Ok(to_finding(&appealed, &back))
}

/// `POST /appeals/{id}/assignment`
pub async fn assign(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<AppealId>,
    form: web::Form<Back>,
) -> Result<HttpResponse, AppError> {
    let id = id.into_inner();
    let appealed =
        step(&app, &caller, page.lang, move |jobs, scope, who| appeal::assign(jobs, scope, &id, who)).await?;
    Ok(to_finding(&appealed, &form.back))
}

/// `POST /appeals/{id}/decision`
pub async fn decide(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<AppealId>,
    form: web::Form<Decision>,
) -> Result<HttpResponse, AppError> {
    let (id, Decision { outcome, answer, reason, back }) = (id.into_inner(), form.into_inner());
    // The form has one select for all three buttons; only one of them has to do with it.
    let reason = reason.filter(|_| outcome == Outcome::Upheld.as_str());
    let decision = read_decision(NewDecision { outcome, answer, reason }, page.lang)?;
    let appealed =
        step(&app, &caller, page.lang, move |jobs, scope, who| appeal::decide(jobs, scope, &id, decision, who)).await?;
    Ok(to_finding(&appealed, &back))
}

/// `POST /appeals/{id}/withdrawal`
pub async fn withdraw(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<AppealId>,
    form: web::Form<Back>,
) -> Result<HttpResponse, AppError> {
    let id = id.into_inner();
    let appealed =
        step(&app, &caller, page.lang, move |jobs, scope, who| appeal::withdraw(jobs, scope, &id, who)).await?;
    Ok(to_finding(&appealed, &form.back))
}

fn to_finding(appealed: &Appealed, back: &str) -> HttpResponse {
    see_other(&format!("/findings/{}?{}", appealed.finding.id, Query::parse(back).filters()))
}
