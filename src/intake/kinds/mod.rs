//! Rows → records. What comes by the hundred thousand, or not one row for one record, has a file of its own; every other kind is read as
//! its schema says.

mod call;
mod recording;
mod turn;

use super::codes::Code;
use super::row::RowReader;
use super::schema::FieldType;
use super::values::Fault;
use crate::domain::contact::DayOrMoment;
use crate::domain::evidence::{EvidenceKind, Record};
use serde_json::{Map, Value};

/// The records of a row: one, or a whole conversation's turns; none where a fault was found.
pub fn read(reader: &mut RowReader) -> Vec<Record> {
    reader.check_groups();
    let record = match reader.schema.kind {
        EvidenceKind::Calls => call::read(reader).map(Record::Call),
        EvidenceKind::Recordings => recording::read(reader).map(Record::Recording),
        EvidenceKind::Transcripts => return turn::read(reader).into_iter().map(Record::Turn).collect(),
        kind => by_schema(reader, kind),
    };
    record.into_iter().filter(|_| reader.faults.is_empty()).collect()
}

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
fn by_schema(reader: &mut RowReader, kind: EvidenceKind) -> Option<Record> {
    let mut row = Map::new();
    for field in reader.schema.fields.iter().filter(|field| field.field_type != FieldType::Agency) {
        if let Some(value) = reader.json(field) {
            row.insert(field.stored().to_owned(), value);
        }
    }
    check_order(reader, &row);
    if !reader.faults.is_empty() {
        return None;
    }
    Some(Record::read(kind, Value::Object(row)).expect("schema and record agree: tests/intake checks it"))
}

fn check_order(reader: &mut RowReader, row: &Map<String, Value>) {
    let zone = reader.reading.zone;
    let date = |id: &str| row.get(id).cloned().and_then(|value| serde_json::from_value::<DayOrMoment>(value).ok());
    for order in &reader.schema.order {
        let before = match (date(&order.first), date(&order.last)) {
            (Some(DayOrMoment::Moment(first)), Some(DayOrMoment::Moment(last))) => last < first,
            (Some(first), Some(last)) => last.day(zone) < first.day(zone),
            _ => false,
        };
        if before {
            let other = reader.schema.field(&order.first).map_or("", |field| field.header.get(reader.lang));
            let code = if order.span { Code::EndBeforeStart } else { Code::DateBeforeOther };
            reader.fault(&order.last, Fault::new(code).with("other", other));
        }
    }
}
