//! A row of evidence on the page: its fields in the sheet's order, those that a rule points at marked.

use super::conversation::{Part, parts};
use crate::domain::attachment::Attachment;
use crate::domain::contact::{AgreedTime, Call, DayOrMoment, Recording, Visit};
use crate::domain::evidence::{Address, EvidenceKind, Record};
use crate::domain::finding::Span;
use crate::domain::lang::Lang;
use crate::domain::register::{Case, Inspection, Line};
use crate::intake::schema;
use crate::intake::shown::{Style, cells};
use crate::store::evidence::Kept;
use crate::web::page::Page;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;

/// A row of evidence.
pub struct RecordView {
    /// Its kind's id.
    pub kind: &'static str,
    /// Its natural key.
    pub key: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Files attached to it, for the bank's people.
    pub files: Vec<Attachment>,
}

/// One field.
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// Its cell, where it has one.
    pub cell: String,
    /// Whether a rule points at it.
    pub marked: bool,
    /// Its value.
    pub parts: Vec<Part>,
}

/// The fields of `kept`; those whose cells are in `evidence`, and the characters of `spans` in a narrative, are marked.
pub fn view(page: &Page, zone: Tz, kept: &Kept, evidence: &[Address], spans: &[Span]) -> RecordView {
    let spans: Vec<_> = spans.iter().filter(|span| span.turn.is_none()).collect();
    let field = |(name, value): (&'static str, String)| {
        let address = kept.origin.cell(name);
        let has_column = kept.origin.sheet.columns.contains_key(name);
        let of_text: &[&Span] = if name == "narrative" { &spans } else { &[] };
        FieldView {
            name: name_of(page, kept.record.kind(), name),
            cell: if has_column { address.cell.clone() } else { String::new() },
            marked: has_column && evidence.contains(&address),
            parts: parts(&value, of_text),
        }
    };
    let fields = fields(&Shown { page, zone }, &kept.record);
    let filled = fields.into_iter().map(field).filter(|field| field.marked || !field.parts.is_empty());
    let (kind, key) = (kept.record.kind().as_str(), kept.record.natural_key());
    RecordView { kind, key, fields: filled.collect(), files: files(page, &kept.record) }
}

/// What an inspector attached: the agency reads that it is there, the bank may open it.
fn files(page: &Page, record: &Record) -> Vec<Attachment> {
    match record {
        Record::Inspection(row) if !page.is("agency") => row.evidence.iter().filter_map(|it| it.parse().ok()).collect(),
        _ => Vec::new(),
    }
}

type Fields = Vec<(&'static str, String)>;

/// Who is behind a case is nobody's business here: the number is enough.
const KEPT_BACK: [&str; 6] = ["debtor_name", "phones", "balance", "time_zone", "co_debtors", "other_contacts"];

/// The fields that a reviewer looks for, blank ones named where blank says something; then all others that are filled.
fn fields(shown: &Shown<'_>, record: &Record) -> Fields {
    let mut fields = match record {
        Record::Call(call) => call_fields(shown, call),
        Record::Visit(visit) => visit_fields(shown, visit),
        Record::Recording(recording) => recording_fields(shown, recording),
        Record::Line(line) => line_fields(shown, line),
        Record::Case(case) => case_fields(shown, case),
        _ => Vec::new(),
    };
    let style = Style { lang: shown.page.lang, zone: shown.zone, offset: false };
    for (field, value) in cells(&brief(record), style) {
        let id = field.id.as_str();
        if !KEPT_BACK.contains(&id) && fields.iter().all(|(known, _)| *known != id) {
            fields.push((id, value));
        }
    }
    fields
}

/// The record with attached files named by the beginning of their digests.
fn brief(record: &Record) -> Cow<'_, Record> {
    let Record::Inspection(row) = record else { return Cow::Borrowed(record) };
    let short = |name: &String| name.parse().map_or_else(|_| name.clone(), |file: Attachment| file.short());
    let evidence = row.evidence.iter().map(short).collect();
    Cow::Owned(Record::Inspection(Inspection { evidence, ..row.clone() }))
}

/// The pages' own name of the field, else the header of its column; in English as a word rather than an id.
fn name_of(page: &Page, kind: EvidenceKind, id: &str) -> String {
    // What came of a complaint is no result of a call.
    let named = if id == "outcome" && kind != EvidenceKind::Calls { id.to_owned() } else { page.term("field", id) };
    let header = schema::of(kind).field(id).map(|field| field.header.get(page.lang));
    match header.filter(|_| named == id) {
        Some(header) if page.lang == Lang::En => {
            let words = header.replace('_', " ");
            words[..1].to_uppercase() + &words[1..]
        }
        Some(header) => header.to_owned(),
        None => named,
    }
}

fn call_fields(shown: &Shown<'_>, call: &Call) -> Fields {
    vec![
        ("call_id", call.call_id.clone()),
        ("case_no", call.case_no.clone()),
        ("collector_id", call.collector_id.clone()),
        ("called_number", call.called_number.clone()),
        ("caller_number", shown.text(&call.caller_number)),
        ("party", shown.named("party", &call.party)),
        ("contact_name", shown.text(&call.contact_name)),
        ("started_at", shown.at(call.started_at)),
        ("ended_at", shown.at(call.ended_at)),
        ("outcome", shown.named("outcome", &call.outcome)),
        ("direction", call.direction.map(|it| shown.named("direction", &it)).unwrap_or_default()),
        ("channel", shown.text(&call.channel)),
        ("recording_id", shown.text(&call.recording_id)),
        ("agreed_time", call.agreed_time.map(|time| shown.agreed(time)).unwrap_or_default()),
        ("agreed_reason", shown.text(&call.agreed_reason)),
        ("promise_date", shown.day(call.promise_date)),
        ("summary", shown.text(&call.summary)),
    ]
}

fn visit_fields(shown: &Shown<'_>, visit: &Visit) -> Fields {
    vec![
        ("visit_id", visit.visit_id.clone()),
        ("case_no", visit.case_no.clone()),
        ("visitors", visit.visitors.join("、")),
        ("arrived_at", shown.at(visit.arrived_at)),
        ("left_at", shown.at(visit.left_at)),
        ("address", visit.address.clone()),
        ("person_met", visit.person_met.clone()),
        ("party", shown.named("party", &visit.party)),
        ("planned_on", shown.day(visit.planned_on)),
        ("handed_over_on", shown.day(visit.handed_over_on)),
        ("extension", shown.text(&visit.extension)),
        ("badge_worn", shown.yes_no(visit.badge_worn)),
        ("authorisation_shown", shown.yes_no(visit.authorisation_shown)),
        ("entered", shown.yes_no(visit.entered)),
        ("entry_consent", shown.yes_no(visit.entry_consent)),
        ("recording_id", shown.text(&visit.recording_id)),
        ("photos", visit.photos.join("、")),
        ("items_taken", shown.text(&visit.items_taken)),
        ("narrative", shown.text(&visit.narrative)),
        ("reviewed_by", shown.text(&visit.reviewed_by)),
        ("reviewed_at", visit.reviewed_at.map(|at| shown.at(at)).unwrap_or_default()),
    ]
}

fn recording_fields(shown: &Shown<'_>, recording: &Recording) -> Fields {
    vec![
        ("recording_id", recording.recording_id.clone()),
        ("call_id", shown.text(&recording.call_id)),
        ("visit_id", shown.text(&recording.visit_id)),
        ("file_name", recording.file_name.clone()),
        ("duration", shown.page.t("seconds").with("count", recording.duration_s).to_string()),
        ("recorded_at", shown.at(recording.recorded_at)),
        ("sha256", shown.text(&recording.sha256)),
        ("backup_location", shown.text(&recording.backup_location)),
        ("retain_until", shown.day_or_moment(recording.retain_until)),
        ("deleted_at", shown.day_or_moment(recording.deleted_at)),
    ]
}

fn line_fields(shown: &Shown<'_>, line: &Line) -> Fields {
    vec![
        ("line_number", line.line_number.clone()),
        ("kind", line.kind.map(|kind| shown.named("line-kind", &kind)).unwrap_or_default()),
        ("recorded", shown.yes_no(line.recorded)),
        ("registered_on", shown.day(line.registered_on)),
        ("removed_on", shown.day(line.removed_on)),
    ]
}

fn case_fields(shown: &Shown<'_>, case: &Case) -> Fields {
    vec![
        ("case_no", case.case_no.clone()),
        ("entrusted_at", case.entrusted_at.map(|at| shown.at(at)).unwrap_or_default()),
        ("due_at", shown.day_or_moment(case.due_at)),
        ("returned_at", shown.day_or_moment(case.returned_at)),
        ("withdrawn_at", shown.day_or_moment(case.withdrawn_at)),
        ("settled_at", shown.day_or_moment(case.settled_at)),
    ]
}

/// How values are written: in the page's language, at the debtor's place.
struct Shown<'a> {
    page: &'a Page,
    zone: Tz,
}

impl Shown<'_> {
    fn text(&self, value: &Option<String>) -> String {
        value.clone().unwrap_or_default()
    }

    fn at(&self, moment: DateTime<Utc>) -> String {
        moment.with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn day(&self, day: Option<NaiveDate>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }

    fn day_or_moment(&self, value: Option<DayOrMoment>) -> String {
        match value {
            Some(DayOrMoment::Day(day)) => day.to_string(),
            Some(DayOrMoment::Moment(moment)) => self.at(moment),
            None => String::new(),
        }
    }

    fn yes_no(&self, value: Option<bool>) -> String {
        let key = match value {
            Some(true) => "yes",
            Some(false) => "no",
            None => "blank",
        };
        self.page.t(key).to_string()
    }

    fn named(&self, group: &str, value: &impl serde::Serialize) -> String {
        self.page.term(group, self.page.name_of(value))
    }

    fn agreed(&self, time: AgreedTime) -> String {
        match time {
            AgreedTime::At(time) => time.format("%H:%M").to_string(),
            AgreedTime::Moment(moment) => self.at(moment),
            AgreedTime::Window(from, to) => format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")),
            AgreedTime::Moments(from, to) => format!("{} – {}", self.at(from), self.at(to)),
        }
    }
}
