//! A cell as its record keeps it: the one place that says what each type of field reads.

use super::{Fault, Reading, agreed, date, duration, list, month, number, phone, text, words, zone};
use crate::domain::ids::RulesetId;
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::schema::{Field, FieldType};
use serde::Serialize;
use serde_json::Value as Json;

/// Reads the cell.
pub fn json(value: &Value, field: &Field, reading: Reading) -> Result<Json, Fault> {
    let zone_at = reading.zone;
    let written = || date::written(value, reading);
    match field.field_type {
        FieldType::Id | FieldType::Agency => kept(text::id(value)),
        FieldType::Text => kept(text::text(value, field.max.unwrap_or(text::TEXT_CHARACTERS))),
        FieldType::Phone => kept(phone::phone(value)),
        FieldType::Phones => kept(list::phones(value)),
        FieldType::Word => kept(words::word(value, field)),
        FieldType::YesNo => kept(words::yes_no(value)),
        FieldType::Moment => kept(written()?.moment(zone_at)),
        FieldType::Day => kept(written()?.day(zone_at)),
        FieldType::DayOrMoment => kept(written()?.day_or_moment(zone_at)),
        FieldType::DayStart => kept(written()?.day_start(zone_at)),
        FieldType::Month => kept(month::month(value, reading)),
        FieldType::Duration => kept(duration::seconds(value)),
        FieldType::Agreed => kept(agreed::agreed(value, reading)),
        FieldType::List => kept(list::things(value)),
        FieldType::People => kept(list::people(value)),
        FieldType::Money => kept(number::money(value)),
        FieldType::Number => kept(number::decimal(value)),
        FieldType::Count | FieldType::Millis => kept(number::count(value)),
        FieldType::Zone => kept(zone::zone(value)),
        FieldType::Sha256 => kept(text::sha256(value)),
        FieldType::Ruleset => kept(ruleset(value)),
    }
}

fn kept<T: Serialize>(read: Result<T, Fault>) -> Result<Json, Fault> {
    Ok(serde_json::to_value(read?).expect("values of the domain are JSON"))
}

fn ruleset(value: &Value) -> Result<RulesetId, Fault> {
    text::id(value)?.to_lowercase().parse().map_err(|_| Fault::new(Code::RulesetInvalid))
}
