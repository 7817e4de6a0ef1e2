//! One duty of the bank: what it rests on, who was told, and the form that settles it.

use super::record::{self, RecordView};
use super::titles::Titles;
use super::words::Link;
use super::{html, see_other, zone};
use crate::domain::agency::Agency;
use crate::domain::duty::{Act, Duty, Fact, PRODUCT, Recorded, Step};
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::finding::Finding;
use crate::domain::ids::{DutyId, FindingId};
use crate::domain::lang::Lang;
use crate::jobs::queue::duties::Entry;
use crate::rules::duties::recorded;
use crate::store::evidence::{self, Kept};
use crate::store::{DbConnection, Scope, StoreError, agencies, duties, findings};
use crate::web::access::Caller;
use crate::web::api::duties::{NewSettlement, enter, read, state_of};
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "duty.html")]
struct DutyPage<'a> {
    page: &'a Page,
    agency: &'a Agency,
    duty: &'a Duty,
    title: &'a str,
    text: &'a str,
    clauses: String,
    state: &'static str,
    overdue: bool,
    today: NaiveDate,
    reasons: Vec<Reason>,
    records: Vec<RecordView>,
    outcomes: Vec<(&'a str, &'a str)>,
    steps: Vec<StepView>,
    /// Whether the reader took note of it already.
    noted: bool,
}

/// Why the duty is there.
struct Reason {
    /// In a sentence.
    text: String,
    /// The findings that it counts.
    links: Vec<Link>,
}

/// Findings that one reason links to at most.
const MOST_LINKS: usize = 20;

struct StepView {
    line: String,
    note: String,
}

/// `GET /duties/{id}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<DutyId>,
) -> Result<HttpResponse, AppError> {
    let id = id.into_inner();
    let read = app.read(move |connection| load(connection, &id)).await?;
    let Loaded { duty, agency, kept, found } = read.ok_or(AppError::NotFound)?;
    let titles = Titles::new(&app, page.lang);
    let (kind, record) = recorded(&duty.subject.kind).ok_or(AppError::NotFound)?;
    let (zone, today) = (zone::of_agency(&app, &agency), zone::today(&app, &agency));
    let clauses: Vec<_> = kind.clauses.iter().map(|clause| clause.as_str()).collect();
    let facts = duty.raised().map(|act| act.facts.as_slice()).unwrap_or_default();
    let outcomes = record.outcomes.iter().map(|it| (it.id.as_str(), it.name.get(page.lang))).collect();
    let mut reasons: Vec<Reason> = facts.iter().filter_map(|fact| reason(&page, &titles, fact, &found)).collect();
    if kind.id == "amount-told" {
        reasons.extend(kept.iter().filter_map(|kept| owed(&page, &kept.record)));
    }
    html(&DutyPage {
        page: &page,
        agency: &agency,
        title: record.title.get(page.lang),
        text: record.text.get(page.lang),
        clauses: clauses.join(", "),
        state: state_of(&duty),
        overdue: duty.is_open() && duty.subject.due < today,
        today,
        reasons,
        records: kept.iter().map(|kept| record::view(&page, zone, kept, &[], &[])).collect(),
        outcomes,
        steps: duty.acts.iter().map(|act| step(&page, zone, record, act)).collect(),
        noted: duty.told().any(|act| act.by == caller.name),
        duty: &duty,
    })
}

/// A duty with what it rests on, as it stands now.
struct Loaded {
    duty: Duty,
    agency: Agency,
    kept: Vec<Kept>,
    found: Vec<Finding>,
}

fn load(connection: &mut DbConnection, id: &DutyId) -> Result<Option<Loaded>, StoreError> {
    let Some(duty) = duties::get(connection, &Scope::Bank, id)? else { return Ok(None) };
    let id = &duty.subject.agency_id;
    let Some(agency) = agencies::get(connection, &Scope::Bank, id)? else { return Ok(None) };
    let (mut kept, mut found) = (Vec::new(), Vec::new());
    for fact in duty.raised().iter().flat_map(|act| &act.facts) {
        for (kind, key) in rows(fact) {
            kept.extend(evidence::get(connection, &Scope::Bank, id, kind, key)?);
        }
        if let Fact::Findings { finding_ids, .. } = fact {
            for finding in finding_ids.iter().take(MOST_LINKS) {
                found.extend(findings::get(connection, &Scope::Bank, finding)?);
            }
        }
    }
    found.sort_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
    found.dedup_by(|one, other| one.id == other.id);
    Ok(Some(Loaded { duty, agency, kept, found }))
}

fn rows(fact: &Fact) -> Vec<(EvidenceKind, &str)> {
    match fact {
        Fact::Complaint { complaint_id, case_no, .. } => {
            let case = case_no.iter().map(|case| (EvidenceKind::Cases, case.as_str()));
            std::iter::once((EvidenceKind::Complaints, complaint_id.as_str())).chain(case).collect()
        }
        Fact::Leaver { collector_id, .. } | Fact::Collector { collector_id } => {
            vec![(EvidenceKind::Staff, collector_id.as_str())]
        }
        Fact::Agreement { agreement_id, .. } => vec![(EvidenceKind::Agreements, agreement_id.as_str())],
        Fact::Complaints { complaint_ids, .. } => {
            complaint_ids.iter().map(|id| (EvidenceKind::Complaints, id.as_str())).collect()
        }
        Fact::Findings { .. } | Fact::Grade { .. } => Vec::new(),
    }
}

/// A threshold that was reached, in a sentence; what rests on one row shows the row instead.
pub fn sentence(page: &Page, fact: &Fact) -> Option<String> {
    let phrase = match fact {
        Fact::Complaints { quarter, count, at_least, .. } => {
            let phrase = page.t("duty-complaints").with("count", *count).with("least", *at_least);
            phrase.with("quarter", page.quarter(quarter))
        }
        Fact::Findings { quarter, count, at_least, severity, veto, .. } => {
            let phrase = if *veto { page.t("duty-findings-veto") } else { page.t("duty-findings") };
            let phrase = phrase.with("count", *count).with("least", *at_least);
            phrase.with("severity", page.term("severity", severity.as_str())).with("quarter", page.quarter(quarter))
        }
        Fact::Grade { quarter, grade } => {
            page.t("duty-grade").with("quarter", page.quarter(quarter)).with("grade", page.grade(grade))
        }
        Fact::Complaint { .. } | Fact::Leaver { .. } | Fact::Collector { .. } | Fact::Agreement { .. } => return None,
    };
    Some(phrase.to_string())
}

/// The same with the way to each finding.
fn reason(page: &Page, titles: &Titles<'_>, fact: &Fact, found: &[Finding]) -> Option<Reason> {
    let counted: &[FindingId] = match fact {
        Fact::Findings { finding_ids, .. } => finding_ids,
        _ => &[],
    };
    let link = |finding: &Finding| Link {
        href: format!("/findings/{}", finding.id),
        text: format!("{} {}", titles.rule(&finding.ruleset, &finding.rule_id), finding.day),
        current: false,
    };
    let links = found.iter().filter(|finding| counted.contains(&finding.id)).map(link).collect();
    Some(Reason { text: sentence(page, fact)?, links })
}

/// What the case's list says is owed: the answer to the question.
fn owed(page: &Page, record: &Record) -> Option<Reason> {
    let Record::Case(case) = record else { return None };
    let balance = case.balance?;
    let amount = format!("{}.{:02}", balance / 100, balance % 100);
    let text = page.t("duty-owed").with("case", case.case_no.clone()).with("amount", amount).to_string();
    Some(Reason { text, links: Vec::new() })
}

fn step(page: &Page, zone: Tz, record: &Recorded, act: &Act) -> StepView {
    let at = page.in_zone(page.at(act.at, zone), zone);
    let by = if act.by == PRODUCT { page.t("duty-by-product").to_string() } else { act.by.clone() };
    let line = page.t("duty-step").with("at", at).with("by", by);
    let line = line.with("step", page.term("duty-step", act.step.as_str())).to_string();
    let day = act.done_on.map(|day| page.t("duty-done-on").with("day", day.to_string()).to_string());
    let outcome = act.outcome.as_deref().map(|id| outcome(record, id, page.lang));
    let more: Vec<_> = [day, outcome.map(str::to_owned)].into_iter().flatten().collect();
    let settled = act.step == Step::Settled;
    let line = if settled && !more.is_empty() { format!("{line} · {}", more.join(" · ")) } else { line };
    StepView { line, note: act.note.clone() }
}

/// What an outcome is called; one that the kind no longer has shows as its id.
fn outcome<'a>(record: &'a Recorded, id: &'a str, lang: Lang) -> &'a str {
    record.outcomes.iter().find(|outcome| outcome.id == id).map_or(id, |outcome| outcome.name.get(lang))
}

/// `POST /duties/{id}/note`
pub async fn note(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<DutyId>,
) -> Result<HttpResponse, AppError> {
    let duty = enter(&app, &caller, id.into_inner(), Entry::Note, page.lang).await?;
    Ok(see_other(&format!("/duties/{}", duty.subject.id)))
}

/// The form that settles.
#[derive(Debug, Deserialize)]
pub struct Form {
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    done_on: Option<String>,
    #[serde(default)]
    note: String,
}

/// `POST /duties/{id}/settlement`
pub async fn settle(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<DutyId>,
    form: web::Form<Form>,
) -> Result<HttpResponse, AppError> {
    let Form { outcome, done_on, note } = form.into_inner();
    let entry = read(NewSettlement { outcome, done_on, note }, page.lang)?;
    let duty = enter(&app, &caller, id.into_inner(), entry, page.lang).await?;
    Ok(see_other(&format!("/duties/{}", duty.subject.id)))
}
