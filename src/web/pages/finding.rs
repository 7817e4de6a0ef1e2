//! One finding: the conversation or record with the offending place marked, the clause beside, the way from cell to clause, the verdict.

use super::appeal::{self, AppealView};
use super::conversation::{self, TurnView};
use super::filter::Query;
use super::record::{self, RecordView};
use super::titles::{Titles, clauses};
use super::verdict::NOTE_MISSING;
use super::{finding_material as material, html, tone};
use crate::domain::contact::{Call, Party};
use crate::domain::evidence::Record;
use crate::domain::finding::Finding;
use crate::domain::ids::FindingId;
use crate::domain::quarter::{Quarter, Week};
use crate::domain::verdict::{FalseHitReason, Verdict};
use crate::review::appeals::may_judge;
use crate::web::access::Caller;
use crate::web::error::AppError;
use crate::web::page::Page;
use crate::web::state::App;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono_tz::Tz;
use material::Material;

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage<'a> {
    page: &'a Page,
    id: String,
    title: String,
    subject: String,
    kind: &'static str,
    quarter: Quarter,
    week: Week,
    agency_name: String,
    severity: &'static str,
    status: &'static str,
    tone: &'static str,
    headline: Vec<String>,
    lang: &'static str,
    turns: Vec<TurnView>,
    records: Vec<RecordView>,
    back: String,
    verdict: Option<VerdictForm>,
    appeal: Option<AppealView>,
    requirements: Vec<Requirement>,
    clauses: String,
    rationale: String,
    why: String,
    remedy: String,
    made: Made,
    rule_href: Option<String>,
    ways: Vec<Way>,
    fingerprint: String,
    facts: Vec<(String, String)>,
    case_no: String,
    timeline: Vec<Event>,
    history: Vec<String>,
}

/// What made the finding: it stays as it was, whatever the rules say now.
struct Made {
    version: u32,
    ruleset: String,
    digest: String,
    /// The texts beside the finding are of another content of the ruleset than the one that made it.
    changed: bool,
}

/// What a clause asks.
struct Requirement {
    clause: String,
    text: String,
}

/// One address, step by step.
struct Way {
    file: Option<FileLink>,
    cell: String,
    text: Vec<String>,
}

struct FileLink {
    sha256: String,
    short: String,
    name: String,
}

/// A contact of the same case.
struct Event {
    here: bool,
    text: String,
}

struct VerdictForm {
    back: String,
    /// Why no verdict can be given.
    closed: Option<String>,
    reasons: Vec<String>,
    previous: Option<String>,
    next: Option<String>,
    list: String,
    count: u64,
    note_missing: bool,
}

/// Reasons in the order of their keys 1 to 5.
const REASONS: [FalseHitReason; 5] = [
    FalseHitReason::WrongSpeaker,
    FalseHitReason::NegatedOrQuoted,
    FalseHitReason::NotAboutDebt,
    FalseHitReason::TranscriptError,
    FalseHitReason::Other,
];

/// `GET /findings/{id}`
pub async fn show(
    app: web::Data<App>,
    page: Page,
    caller: Caller,
    id: web::Path<FindingId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, AppError> {
    let query = query.into_inner();
    let found = material::read(&app, &caller, id.into_inner(), query.filter()?).await?.ok_or(AppError::NotFound)?;
    html(&build(&app, &page, &caller, &query, &found))
}

fn build<'a>(app: &App, page: &'a Page, caller: &Caller, query: &Query, found: &Material) -> FindingPage<'a> {
    let bank = caller.access.agency().is_none();
    let titles = Titles::new(app, page.lang);
    let finding = &found.finding;
    let rule = titles.rule_of(&finding.ruleset, &finding.rule_id);
    let zone = found.zone(titles.known(&finding.ruleset));
    let text = |pick: fn(&crate::rules::ruleset::Rule) -> &crate::domain::lang::Texts| {
        rule.map(|rule| pick(rule).get(page.lang).to_owned()).unwrap_or_default()
    };
    let talks = found.transcript.as_ref().is_some_and(|transcript| !transcript.turns.is_empty());
    let call = found.call();
    let turns =
        found.transcript.as_ref().map(|it| conversation::turns(page, it, call.map(|it| it.party), &finding.spans));
    let show_record = !talks || finding.spans.is_empty();
    let records = found.records.iter().filter(|_| show_record);
    let records = records.map(|kept| record::view(page, zone, kept, &finding.evidence, &finding.spans)).collect();
    FindingPage {
        page,
        id: finding.id.to_string(),
        title: titles.rule(&finding.ruleset, &finding.rule_id),
        subject: finding.subject.clone(),
        kind: finding.kind.as_str(),
        quarter: Quarter::of(finding.day),
        week: Week::of(finding.day),
        agency_name: found.agency.name.clone(),
        severity: finding.severity.as_str(),
        status: finding.status.as_str(),
        tone: tone::of_status(finding.status),
        headline: headline(page, zone, found, bank),
        lang: titles.text_lang(&finding.ruleset),
        turns: turns.unwrap_or_default(),
        records,
        back: query.filters(),
        verdict: bank.then(|| verdict_form(page, query, found)),
        appeal: appeal::view(app, page, caller, found),
        requirements: requirements(page, &titles, finding),
        clauses: clauses(&finding.clauses),
        rationale: text(|rule| &rule.rationale),
        why: finding.why_text.get(page.lang).to_owned(),
        remedy: text(|rule| &rule.remedy),
        made: made(&titles, finding),
        rule_href: rule.map(|rule| format!("/rules/{}/{}", finding.ruleset, rule.id)),
        ways: ways(page, found),
        fingerprint: finding.fingerprint.as_str().get(..16).unwrap_or_default().to_owned(),
        facts: call.map(|call| facts(page, zone, call, found)).unwrap_or_default(),
        case_no: found.case_no().unwrap_or_default().to_owned(),
        timeline: timeline(page, zone, found),
        history: if bank { found.verdicts.iter().map(|it| history(page, zone, it)).collect() } else { Vec::new() },
    }
}

fn made(titles: &Titles, finding: &Finding) -> Made {
    let known = titles.known(&finding.ruleset);
    Made {
        version: finding.rule_version,
        ruleset: titles.ruleset(&finding.ruleset),
        digest: finding.ruleset_digest.as_str().get(..12).unwrap_or_default().to_owned(),
        changed: known.is_none_or(|ruleset| ruleset.digest != finding.ruleset_digest),
    }
}

fn headline(page: &Page, zone: Tz, found: &Material, bank: bool) -> Vec<String> {
    let mut facts = Vec::new();
    match found.records.first().map(|kept| &kept.record) {
        Some(Record::Call(call)) => {
            facts.push(page.in_zone(span_of(page, zone, call.started_at, call.ended_at), zone));
            facts.push(page.t("headline-collector").with("collector", call.collector_id.clone()).to_string());
            facts.push(page.t("headline-party").with("party", party(page, call.party)).to_string());
        }
        Some(Record::Visit(visit)) => {
            facts.push(page.in_zone(span_of(page, zone, visit.arrived_at, visit.left_at), zone));
            facts.push(page.t("headline-collector").with("collector", visit.visitors.join("、")).to_string());
            facts.push(page.t("headline-party").with("party", party(page, visit.party)).to_string());
        }
        _ => facts.push(found.finding.day.to_string()),
    }
    if bank {
        let confidence = super::permille(found.finding.confidence_permille);
        facts.push(page.t("headline-confidence").with("confidence", confidence).to_string());
    }
    if !found.finding.spans.is_empty() {
        facts.push(page.t("headline-hits").with("count", found.finding.spans.len()).to_string());
    }
    facts
}

/// `2026-07-03 19:42–19:44`; both days where they differ.
fn span_of(page: &Page, zone: Tz, from: chrono::DateTime<chrono::Utc>, to: chrono::DateTime<chrono::Utc>) -> String {
    let (from, to) = (page.at(from, zone), page.at(to, zone));
    match to.split_once(' ') {
        Some((day, time)) if from.starts_with(day) => format!("{from}–{time}"),
        _ => format!("{from} – {to}"),
    }
}

fn party(page: &Page, party: Party) -> String {
    page.term("party", page.name_of(&party))
}

fn requirements(page: &Page, titles: &Titles, finding: &Finding) -> Vec<Requirement> {
    let ruleset = titles.known(&finding.ruleset);
    let requirement = |clause: &crate::domain::ids::ClauseId| {
        let text = ruleset?.clause(clause)?.requirement.get(page.lang).to_owned();
        Some(Requirement { clause: clause.to_string(), text })
    };
    let mut all: Vec<Requirement> = finding.clauses.iter().filter_map(requirement).collect();
    all.dedup_by(|next, kept| {
        let same = next.text == kept.text;
        if same {
            kept.clause = format!("{} · {}", kept.clause, next.clause);
        }
        same
    });
    all
}

fn ways(page: &Page, found: &Material) -> Vec<Way> {
    let finding = &found.finding;
    let spans = finding.spans.iter().map(|span| {
        let characters = page.t("way-characters").with("from", span.start + 1).with("to", span.end).to_string();
        let turn = span.turn.map(|turn| page.t("way-turn").with("turn", turn + 1).to_string());
        turn.into_iter().chain([characters]).collect::<Vec<_>>()
    });
    let mut spans: Vec<_> = spans.collect();
    let way = |(index, address): (usize, &crate::domain::evidence::Address)| Way {
        file: found.files.get(&address.file_sha256).map(|name| FileLink {
            sha256: address.file_sha256.to_string(),
            short: address.file_sha256.as_str().get(..6).unwrap_or_default().to_owned(),
            name: name.clone(),
        }),
        cell: format!("{}!{}", address.sheet, address.cell),
        text: if index == 0 && !spans.is_empty() { spans.remove(0) } else { Vec::new() },
    };
    finding.evidence.iter().enumerate().map(way).collect()
}

fn facts(page: &Page, zone: Tz, call: &Call, found: &Material) -> Vec<(String, String)> {
    let name = |field: &str| page.term("field", field);
    let moment = span_of(page, zone, call.started_at, call.ended_at);
    let recording = match found.recording() {
        Some(recording) => {
            let length = page.t("seconds").with("count", recording.duration_s).to_string();
            format!("{} · {} · {length}", recording.recording_id, recording.file_name)
        }
        None => page.t("recording-none").to_string(),
    };
    vec![
        (name("started_at"), page.in_zone(moment, zone)),
        (name("duration"), page.t("seconds").with("count", call.seconds()).to_string()),
        (name("party"), party(page, call.party)),
        (name("outcome"), page.term("outcome", page.name_of(&call.outcome))),
        (name("called_number"), call.called_number.clone()),
        (name("recording_id"), recording),
    ]
}

fn timeline(page: &Page, zone: Tz, found: &Material) -> Vec<Event> {
    let event = |kept: &crate::store::evidence::Kept| {
        let (at, what) = match &kept.record {
            Record::Call(call) => {
                let outcome = page.term("outcome", page.name_of(&call.outcome));
                (
                    call.started_at,
                    format!("{} · {} · {outcome}", page.term("kind-one", "calls"), party(page, call.party)),
                )
            }
            Record::Visit(visit) => {
                (visit.arrived_at, format!("{} · {}", page.term("kind-one", "visits"), party(page, visit.party)))
            }
            _ => return None,
        };
        let key = kept.record.natural_key();
        Some(Event { here: key == found.finding.subject, text: format!("{} · {what} · {key}", page.at(at, zone)) })
    };
    found.around.iter().filter_map(event).collect()
}

fn history(page: &Page, zone: Tz, verdict: &Verdict) -> String {
    let key = if verdict.reason.is_some() { "verdict-line-reason" } else { "verdict-line" };
    let line = page
        .t(key)
        .with("at", page.at(verdict.at, zone))
        .with("by", verdict.by.clone())
        .with("status", page.term("status", verdict.status.as_str()))
        .with("reason", verdict.reason.map(|it| page.term("reason", page.name_of(&it))).unwrap_or_default())
        .to_string();
    if verdict.note.is_empty() { line } else { format!("{line} {}", verdict.note) }
}

fn verdict_form(page: &Page, query: &Query, found: &Material) -> VerdictForm {
    let filters = query.filters();
    let href = |id: &FindingId| format!("/findings/{id}?{filters}");
    let closed = may_judge(&found.standing).err();
    VerdictForm {
        closed: closed.map(|refusal| page.t(&format!("refusal-{code}", code = refusal.code())).to_string()),
        reasons: REASONS.iter().map(|reason| page.name_of(reason)).collect(),
        previous: found.previous.as_ref().map(href),
        next: found.next.as_ref().map(href),
        list: format!("/findings?{filters}"),
        count: found.count,
        back: filters,
        note_missing: page.path.ends_with(NOTE_MISSING),
    }
}
