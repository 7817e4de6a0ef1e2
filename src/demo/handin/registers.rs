//! Rows of the registers → rows of a sheet: every column from the schema, every value in the agency's hand.

use super::headers;
use super::pen::Pen;
use super::table::{TableRow, Value};
use crate::demo::diary::at;
use crate::demo::draft::RegisterRow;
use crate::domain::evidence::EvidenceKind;
use crate::intake::schema::{self, Field, FieldType};
use crate::intake::values::words;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The kinds that come from `registers.toml`: all that have no writer of their own, and cases entrusted later.
pub fn kinds() -> impl Iterator<Item = EvidenceKind> {
    use EvidenceKind::{Calls, Lines, Recordings, Staff, Transcripts, Visits};
    let written = [Calls, Transcripts, Visits, Recordings, Staff, Lines];
    EvidenceKind::ALL.into_iter().filter(move |kind| !written.contains(kind))
}

/// One sheet's rows: the columns that any of them fills, in the template's order.
pub fn rows<'a>(kind: EvidenceKind, rows: impl Iterator<Item = &'a RegisterRow>, pen: &mut Pen<'_>) -> Vec<TableRow> {
    let rows: Vec<&RegisterRow> = rows.collect();
    let filled = |field: &&Field| rows.iter().any(|row| row.values.contains_key(&field.id));
    let fields: Vec<&'static Field> = schema::of(kind).fields.iter().filter(filled).collect();
    let row = |row: &&RegisterRow| TableRow {
        values: fields.iter().map(|field| (field.id.as_str(), value(row, field, pen))).collect(),
        spaced: false,
        bad: None,
    };
    rows.iter().map(row).collect()
}

fn value(row: &RegisterRow, field: &Field, pen: &mut Pen<'_>) -> Value {
    let written = row.values.get(&field.id).map_or("", String::as_str);
    if written.is_empty() {
        return Value::Blank;
    }
    let read = match field.field_type {
        FieldType::Word => {
            let lang = headers::lang(&pen.style.headers);
            words::name_of(field, written, lang).map(|word| Value::Text(word.to_owned()))
        }
        FieldType::YesNo => Some(pen.yes_no(Some(written == "yes"))),
        FieldType::Money | FieldType::Number | FieldType::Count => written.parse().ok().map(Value::Number),
        FieldType::Moment | FieldType::Day | FieldType::DayStart | FieldType::DayOrMoment => {
            let moment = moment(row, written, pen.zone).map(|moment| pen.moment(moment));
            moment.or_else(|| day(row, written).map(|day| pen.day(Some(day))))
        }
        _ => Some(Value::Text(written.to_owned())),
    };
    read.unwrap_or_else(|| panic!("registers.toml: '{written}' is no value of {}.{}", row.kind, field.id))
}

/// `+3`, counted from the row's Monday, or a day of the calendar.
fn day(row: &RegisterRow, written: &str) -> Option<NaiveDate> {
    if written.starts_with(['+', '-']) && !written.contains(' ') {
        return Some(row.monday + TimeDelta::days(written.parse().ok()?));
    }
    written.parse().ok()
}

/// `+3 09:30:00`, in the ruleset's zone.
fn moment(row: &RegisterRow, written: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let (on, time) = written.split_once(' ')?;
    Some(at(zone, day(row, on)?, time.parse::<NaiveTime>().ok()?))
}
