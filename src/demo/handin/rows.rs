//! Records → rows of a sheet.

use super::pen::Pen;
use super::table::{TableRow, Value};
use crate::demo::draft::Spoken;
use crate::domain::contact::{Call, Recording, Visit};
use crate::domain::ids::AgencyId;
use crate::domain::register::{Case, Line, Staff};

fn row(values: Vec<(&'static str, Value)>) -> TableRow {
    TableRow { values, spaced: false, bad: None }
}

fn text(value: &str) -> Value {
    Value::text(Some(value))
}

pub fn call(call: &Call, pen: &mut Pen<'_>) -> TableRow {
    let end = if pen.style.durations.is_empty() {
        ("ended_at", pen.moment(call.ended_at))
    } else {
        ("duration", pen.duration(call.seconds()))
    };
    let mut row = row(vec![
        ("call_id", text(&call.call_id)),
        ("case_no", text(&call.case_no)),
        ("collector_id", text(&call.collector_id)),
        ("called_number", text(&call.called_number)),
        ("party", pen.party(call.party)),
        ("contact_name", Value::text(call.contact_name.as_deref())),
        ("started_at", pen.moment(call.started_at)),
        end,
        ("outcome", pen.outcome(call.outcome)),
        ("caller_number", Value::text(call.caller_number.as_deref())),
        ("direction", pen.direction(call.direction)),
        ("channel", Value::text(call.channel.as_deref())),
        ("recording_id", Value::text(call.recording_id.as_deref())),
        ("agreed_time", pen.agreed(call.agreed_time)),
        ("agreed_reason", Value::text(call.agreed_reason.as_deref())),
        ("promise_date", pen.day(call.promise_date)),
        ("summary", Value::text(call.summary.as_deref())),
    ]);
    row.values.extend(call.filed_at.map(|at| ("filed_at", pen.moment(at))));
    row
}

/// One row a turn, or one row a call with a line a turn.
pub fn transcript(call_id: &str, talk: &[Spoken], pen: &Pen<'_>) -> Vec<TableRow> {
    if pen.style.transcripts == "cell" {
        let lines: Vec<String> = talk
            .iter()
            .map(|turn| match pen.speaker(turn.speaker) {
                Value::Text(speaker) => format!("{speaker}：{}", turn.text),
                _ => turn.text.clone(),
            })
            .collect();
        return vec![row(vec![("call_id", text(call_id)), ("text", Value::Text(lines.join("\n")))])];
    }
    talk.iter()
        .enumerate()
        .map(|(n, turn)| {
            row(vec![
                ("call_id", text(call_id)),
                ("turn_no", Value::Number(n as f64 + 1.0)),
                ("speaker", pen.speaker(turn.speaker)),
                ("text", text(&turn.text)),
            ])
        })
        .collect()
}

pub fn visit(visit: &Visit, pen: &mut Pen<'_>) -> TableRow {
    let separator = *pen.prng.pick(&["、", ",", "，", " / ", "；"]);
    row(vec![
        ("visit_id", text(&visit.visit_id)),
        ("case_no", text(&visit.case_no)),
        ("visitors", text(&visit.visitors.join(separator))),
        ("arrived_at", pen.moment(visit.arrived_at)),
        ("left_at", pen.moment(visit.left_at)),
        ("address", text(&visit.address)),
        ("person_met", text(&visit.person_met)),
        ("party", pen.party(visit.party)),
        ("planned_on", pen.day(visit.planned_on)),
        ("handed_over_on", pen.day(visit.handed_over_on)),
        ("badge_worn", pen.yes_no(visit.badge_worn)),
        ("authorisation_shown", pen.yes_no(visit.authorisation_shown)),
        ("entered", pen.yes_no(visit.entered)),
        ("entry_consent", pen.yes_no(visit.entry_consent)),
        ("recording_id", Value::text(visit.recording_id.as_deref())),
        ("photos", text(&visit.photos.join(separator))),
        ("items_taken", Value::text(visit.items_taken.as_deref())),
        ("narrative", Value::text(visit.narrative.as_deref())),
        ("reviewed_by", Value::text(visit.reviewed_by.as_deref())),
        ("reviewed_at", visit.reviewed_at.map_or(Value::Blank, |moment| pen.moment(moment))),
    ])
}

pub fn recording(recording: &Recording, pen: &mut Pen<'_>) -> TableRow {
    let mut row = row(vec![
        ("recording_id", text(&recording.recording_id)),
        ("call_id", Value::text(recording.call_id.as_deref())),
        ("visit_id", Value::text(recording.visit_id.as_deref())),
        ("file_name", text(&recording.file_name)),
        ("duration", pen.duration(recording.duration_s)),
        ("recorded_at", pen.moment(recording.recorded_at)),
        ("sha256", Value::text(recording.sha256.as_deref())),
        ("backup_location", Value::text(recording.backup_location.as_deref())),
        ("retain_until", pen.day_or_moment(recording.retain_until)),
        ("deleted_at", pen.day_or_moment(recording.deleted_at)),
    ]);
    row.values.extend(recording.filed_at.map(|at| ("filed_at", pen.moment(at))));
    row
}

pub fn staff(staff: &Staff, pen: &mut Pen<'_>) -> TableRow {
    row(vec![
        ("collector_id", text(&staff.collector_id)),
        ("name", text(&staff.name)),
        ("hired_on", pen.day(staff.hired_on)),
        ("left_on", pen.day(staff.left_on)),
        ("certificate_no", Value::text(staff.certificate_no.as_deref())),
        ("certificate_valid_until", pen.day(staff.certificate_valid_until)),
        ("confidentiality_signed_on", pen.day(staff.confidentiality_signed_on)),
        ("disqualified", pen.yes_no(staff.disqualified)),
    ])
}

pub fn line(line: &Line, pen: &mut Pen<'_>) -> TableRow {
    row(vec![
        ("line_number", text(&line.line_number)),
        ("kind", pen.line_kind(line.kind)),
        ("recorded", pen.yes_no(line.recorded)),
        ("registered_on", pen.day(line.registered_on)),
        ("removed_on", pen.day(line.removed_on)),
    ])
}

pub fn case(agency: &AgencyId, case: &Case, pen: &mut Pen<'_>) -> TableRow {
    row(vec![
        ("agency_id", text(agency.as_str())),
        ("case_no", text(&case.case_no)),
        ("debtor_name", Value::text(case.debtor_name.as_deref())),
        ("phones", text(&case.phones.join("、"))),
        ("balance", case.balance.map_or(Value::Blank, |cents| Value::Number(cents as f64 / 100.0))),
        ("entrusted_at", case.entrusted_at.map_or(Value::Blank, |moment| pen.moment(moment))),
        ("due_at", pen.day_or_moment(case.due_at)),
        ("withdrawn_at", pen.day_or_moment(case.withdrawn_at)),
        ("settled_at", pen.day_or_moment(case.settled_at)),
        ("time_zone", case.time_zone.map_or(Value::Blank, |zone| text(zone.name()))),
    ])
}
