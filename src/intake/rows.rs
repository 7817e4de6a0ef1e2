//! One data row → records in the collector, or its issues.

use super::Sender;
use super::cell::{Cell, Value};
use super::codes::Code;
use super::collector::{Collector, Subject};
use super::kinds;
use super::layout::{Layout, Use};
use super::row::{CellFault, RowReader};
use super::schema::Schema;
use super::values::text::unescaped;
use super::values::{Fault, Reading, words};
use crate::domain::contact::DayOrMoment;
use crate::domain::evidence::{Origin, Record, Row, SheetRef};
use crate::domain::ids::AgencyId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a row is read with.
pub struct RowSource<'s> {
    /// The sheet's index in the collector.
    pub sheet: usize,
    /// Its schema.
    pub schema: &'static Schema,
    /// Its address.
    pub origin: &'s Arc<SheetRef>,
    /// Zone and date system.
    pub reading: Reading,
    /// Whether each text cell holds a whole conversation.
    pub whole_calls: bool,
}

/// Takes a sheet's row; whether it counted as one.
pub fn take(collector: &mut Collector, layout: &mut Layout, number: u32, cells: Vec<Cell<'_>>) -> bool {
    let mut values: Vec<Option<Value>> = vec![None; layout.schema.fields.len()];
    let mut extra = BTreeMap::new();
    let mut filled = false;
    for (column, value) in cells {
        match layout.use_of(column) {
            Use::Field(field) => {
                filled = true;
                values[field] = Some(value);
            }
            Use::Extra => {
                filled = true;
                extra.insert(layout.header_of(column), unescaped(&value.shown()).to_owned());
            }
            Use::Ours => {}
        }
    }
    if !filled {
        return false;
    }
    let source = RowSource {
        sheet: layout.sheet,
        schema: layout.schema,
        origin: &layout.origin,
        reading: layout.reading,
        whole_calls: layout.whole_calls,
    };
    read(collector, &source, number, &values, extra);
    true
}

/// Types a row and takes it, or says what is wrong with it.
pub fn read(
    collector: &mut Collector,
    source: &RowSource,
    number: u32,
    values: &[Option<Value>],
    extra: BTreeMap<String, String>,
) {
    let lang = collector.context.lang;
    let mut reader = RowReader {
        schema: source.schema,
        cells: values,
        reading: source.reading,
        whole_calls: source.whole_calls,
        lang,
        faults: too_long(source.schema, values, collector.limits.cell_characters),
    };
    let records = kinds::read(&mut reader);
    let agency = agency_of(&mut reader, &collector.context.sender);
    let faults = std::mem::take(&mut reader.faults);
    if !faults.is_empty() || records.is_empty() {
        collector.refuse_rows(source.sheet, 1);
        report(collector, source, number, values, faults);
        return;
    }
    take_records(collector, source, number, records, agency, extra);
}

/// Takes the records of a good row.
pub fn take_records(
    collector: &mut Collector,
    source: &RowSource,
    number: u32,
    records: Vec<Record>,
    agency: Option<AgencyId>,
    extra: BTreeMap<String, String>,
) {
    for record in records {
        if let Some(warning) = outside_week(collector, &record) {
            let index = source.schema.dated.as_deref().and_then(|field| source.schema.position(field));
            let zone = collector.context.zone;
            let shown = record.happened().map(|at| match at {
                DayOrMoment::Moment(at) => at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
                DayOrMoment::Day(day) => day.to_string(),
            });
            issue_at(collector, source, number, index, shown.unwrap_or_default(), &warning);
        }
        let origin = Origin { sheet: Arc::clone(source.origin), row: number };
        collector.accept(source.sheet, Row { agency: agency.clone(), record, extra: extra.clone(), origin });
    }
}

/// Cells longer than any may be.
fn too_long(schema: &Schema, values: &[Option<Value>], most: usize) -> Vec<CellFault> {
    let long = |value: &Value| matches!(value, Value::Text(text) if text.len() > most && text.chars().count() > most);
    let fault =
        |field| CellFault { field: Some(field), fault: Fault::new(Code::TextTooLong).with("limit", most.to_string()) };
    (0..schema.fields.len()).filter(|&field| values[field].as_ref().is_some_and(long)).map(fault).collect()
}

/// Whose row it is: the bank's sheets say so themselves; an agency hands in nobody else's.
pub fn agency_of(reader: &mut RowReader, sender: &Sender) -> Option<AgencyId> {
    let named =
        reader.value("agency_id").map(|value| super::values::text::id(value).ok().and_then(|id| id.parse().ok()));
    let named: Option<AgencyId> = match named {
        Some(None) => {
            reader.fault("agency_id", Fault::new(Code::IdInvalid).with("limit", "64"));
            return None;
        }
        Some(named) => named,
        None => None,
    };
    match (sender, named) {
        (Sender::Agency(own, _) | Sender::Bank(Some(own)), Some(named)) if *own != named => {
            reader.fault("agency_id", Fault::new(Code::AgencyMismatch).with("agency", own.as_str()));
            None
        }
        (Sender::Agency(..), _) => None,
        (Sender::Bank(Some(own)), _) => Some(own.clone()),
        (Sender::Bank(None), None) => {
            reader.fault("agency_id", Fault::new(Code::AgencyMissing));
            None
        }
        (Sender::Bank(None) | Sender::Preflight, named) => named,
    }
}

fn outside_week(collector: &Collector, record: &Record) -> Option<Fault> {
    let Sender::Agency(_, week) = &collector.context.sender else { return None };
    if !record.kind().is_weekly() {
        return None;
    }
    let day = record.happened_on(collector.context.zone)?;
    (!week.contains(day)).then(|| Fault::new(Code::OutsideWeek).with("week", week.to_string()))
}

/// One issue per fault.
pub fn report(
    collector: &mut Collector,
    source: &RowSource,
    number: u32,
    values: &[Option<Value>],
    faults: Vec<CellFault>,
) {
    for CellFault { field, fault } in faults {
        let shown =
            field.and_then(|index| values[index].as_ref()).map_or(String::new(), |value| value.shown().into_owned());
        issue_at(collector, source, number, field, shown, &with_expected(collector, source.schema, field, fault));
    }
}

/// Names the words a field may hold.
fn with_expected(collector: &Collector, schema: &Schema, field: Option<usize>, fault: Fault) -> Fault {
    match field {
        Some(index) if fault.code == Code::ValueUnknown => {
            let choices = words::choices(&schema.fields[index]);
            let names: Vec<&str> = choices.iter().map(|word| word.name.get(collector.context.lang)).collect();
            fault.with("expected", names.join(" / "))
        }
        _ => fault,
    }
}

fn issue_at(
    collector: &mut Collector,
    source: &RowSource,
    number: u32,
    field: Option<usize>,
    value: String,
    fault: &Fault,
) {
    let (id, column) = match field {
        Some(index) => {
            let field = &source.schema.fields[index];
            (field.id.as_str(), field.header.get(collector.context.lang))
        }
        None => ("", ""),
    };
    let origin = Origin { sheet: Arc::clone(source.origin), row: number };
    let cell = origin.cell(column_for(source, id)).cell;
    let place = collector.place(source.sheet, number, source.origin.columns.get(id).copied().unwrap_or(0));
    let subject = Subject { sheet: &source.origin.sheet, cell, field: id, column, value };
    collector.issue(place, subject, fault);
}

/// The field whose column an issue of `id` is shown in: its own, one of its group, in a workbook the id's. CSV names the line instead.
fn column_for<'s>(source: &'s RowSource, id: &'s str) -> &'s str {
    let columns = &source.origin.columns;
    let schema = source.schema;
    let of_lines = source.origin.sheet == super::base_name(&source.origin.file_name);
    let group =
        schema.at_least_one.iter().chain(&schema.exactly_one).find(|group| group.fields.iter().any(|f| f == id));
    let mut grouped = group.into_iter().flat_map(|group| &group.fields).map(String::as_str);
    match (columns.contains_key(id), grouped.find(|field| columns.contains_key(*field))) {
        (true, _) => id,
        (false, Some(other)) => other,
        (false, None) if of_lines => id,
        (false, None) => schema.fields.first().map_or(id, |key| key.id.as_str()),
    }
}
