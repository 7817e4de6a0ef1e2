//! Tables → CSV in the agency's encoding, and JSON Lines.

use super::table::{Table, Value};
use chrono::Timelike;
use serde_json::{Map, Number};

/// The text that a CSV shows.
fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Moment(at) if at.second() == 0 => at.format("%Y-%m-%d %H:%M").to_string(),
        Value::Moment(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        Value::Day(day) => day.to_string(),
    }
}

/// A CSV; GB18030 without a mark where the agency says so, else UTF-8.
pub fn csv(table: &Table, encoding: Option<&str>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|(_, header)| header))?;
    for row in &table.rows {
        writer.write_record(table.columns.iter().map(|(field, _)| shown(row.get(field))))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    match encoding {
        Some("gb18030") => Ok(encoding_rs::GB18030.encode(&String::from_utf8_lossy(&bytes)).0.into_owned()),
        _ => Ok(bytes),
    }
}

/// One object a row; blank cells are left out, as are lists' separators.
pub fn jsonl(table: &Table) -> Vec<u8> {
    let mut lines = String::new();
    for row in &table.rows {
        let mut object = Map::new();
        for (field, _) in &table.columns {
            let value = match row.get(field) {
                Value::Blank => continue,
                Value::Number(number) if number.fract() == 0.0 => (*number as i64).into(),
                Value::Number(number) => Number::from_f64(*number).map_or(serde_json::Value::Null, Into::into),
                other => shown(other).into(),
            };
            object.insert((*field).to_owned(), value);
        }
        lines.push_str(&serde_json::Value::Object(object).to_string());
        lines.push('\n');
    }
    lines.into_bytes()
}
