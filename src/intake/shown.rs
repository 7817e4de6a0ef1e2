//! A record back to cells: what exports and pages show of it. What is written here reads back as the same record.

use super::schema::{self, Field, FieldType};
use super::values::words;
use crate::domain::contact::AgreedTime;
use crate::domain::evidence::Record;
use crate::domain::lang::Lang;
use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value};

/// How cells are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The language of words.
    pub lang: Lang,
    /// Where clocks show the times.
    pub zone: Tz,
    /// Whether times carry their offset, so that they read the same anywhere.
    pub offset: bool,
}

/// The record's filled fields in the schema's order, as cells.
pub fn cells(record: &Record, style: Style) -> Vec<(&'static Field, String)> {
    let stored = fields(record);
    let schema = schema::of(record.kind());
    let filled = schema.fields.iter().filter_map(|field| Some((field, stored.get(field.stored())?)));
    filled.map(|(field, value)| (field, style.cell(field, value))).collect()
}

/// The record as an object of JSON Lines: ids for words, plain numbers and truth values, the rest as texts.
pub fn object(record: &Record, zone: Tz) -> Map<String, Value> {
    let style = Style { lang: Lang::En, zone, offset: true };
    let stored = fields(record);
    let schema = schema::of(record.kind());
    let mut object = Map::new();
    for field in &schema.fields {
        let Some(value) = stored.get(field.stored()) else { continue };
        let plain = matches!(
            field.field_type,
            FieldType::Word | FieldType::YesNo | FieldType::Count | FieldType::Millis | FieldType::Duration
        ) || value.is_array();
        let value = if plain { value.clone() } else { style.cell(field, value).into() };
        object.insert(field.id.clone(), value);
    }
    object
}

/// The record's fields by their stored names, without the name of its kind around them.
fn fields(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(named)) => match named.into_iter().next() {
            Some((_, Value::Object(fields))) => fields,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

impl Style {
    fn cell(self, field: &Field, value: &Value) -> String {
        match (field.field_type, value) {
            (FieldType::YesNo, Value::Bool(yes)) => self.word(field, if *yes { "yes" } else { "no" }),
            (FieldType::Word, Value::String(id)) => self.word(field, id),
            (FieldType::Money, Value::Number(number)) => hundredths(number.as_i64(), true),
            (FieldType::Number, Value::Number(number)) => hundredths(number.as_i64(), false),
            (FieldType::Duration, Value::Number(number)) => clock(number.as_i64().unwrap_or(0)),
            (FieldType::Moment | FieldType::DayStart | FieldType::DayOrMoment, Value::String(text)) => {
                self.moment(text)
            }
            (FieldType::Agreed, value) => {
                serde_json::from_value(value.clone()).map_or_else(|_| value.to_string(), |agreed| self.agreed(agreed))
            }
            (_, Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
            (_, Value::String(text)) => text.clone(),
            (_, value) => value.to_string(),
        }
    }

    fn word(self, field: &Field, id: &str) -> String {
        words::name_of(field, id, self.lang).unwrap_or(id).to_owned()
    }

    /// A moment at the zone's place; a day as it is.
    fn moment(self, text: &str) -> String {
        DateTime::parse_from_rfc3339(text).map_or_else(|_| text.to_owned(), |at| self.at(at.to_utc()))
    }

    fn at(self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        match self.offset {
            true => local.to_rfc3339_opts(SecondsFormat::Secs, false),
            false => local.format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }

    fn agreed(self, agreed: AgreedTime) -> String {
        match agreed {
            AgreedTime::At(time) => time_of_day(time),
            AgreedTime::Moment(at) => self.at(at),
            AgreedTime::Window(from, to) => format!("{}-{}", time_of_day(from), time_of_day(to)),
            AgreedTime::Moments(from, to) => format!("{}~{}", self.at(from), self.at(to)),
        }
    }
}

fn time_of_day(time: NaiveTime) -> String {
    time.format("%H:%M:%S").to_string()
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `1200.50`; a number that isn't money without the zeros that say nothing.
fn hundredths(number: Option<i64>, money: bool) -> String {
    let number = number.unwrap_or(0);
    let text = format!("{}.{:02}", number / 100, number % 100);
    if money { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}
