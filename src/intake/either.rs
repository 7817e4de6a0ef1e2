//! One column for two ids: a recording list headed 通话编号/外访编号 names calls and visits alike. Which of the two an id is, the
//! hand-in's own logs say: the one that has it, else the one whose ids look like it. What neither settles is refused, not guessed.

use super::codes::Code;
use super::collector::{Collector, Place, Subject};
use super::values::Fault;
use crate::domain::contact::Recording;
use crate::domain::evidence::{Record, Row};
use std::collections::BTreeSet;

/// Ids of one log, and what they look like.
#[derive(Default)]
struct Log {
    ids: BTreeSet<String>,
    shapes: BTreeSet<String>,
}

impl Log {
    fn add(&mut self, id: &str) {
        self.ids.insert(id.to_owned());
        self.shapes.insert(shape(id));
    }
}

/// Gives each such id to calls or to visits, and refuses the rows of which nothing tells.
pub fn settle(collector: &mut Collector) {
    let rows = &collector.intake().rows;
    if !rows.iter().any(|(_, row)| is_either(row)) {
        return;
    }
    let (mut calls, mut visits) = (Log::default(), Log::default());
    for (_, row) in rows {
        match &row.record {
            Record::Call(call) => calls.add(&call.call_id),
            Record::Visit(visit) => visits.add(&visit.visit_id),
            _ => {}
        }
    }
    let mut unsettled = Vec::new();
    let rows = std::mem::take(&mut collector.intake().rows);
    for (sheet, mut row) in rows {
        match is_of_visit(&row, &calls, &visits) {
            Some(of_visit) => {
                if let (true, Record::Recording(recording)) = (of_visit, &mut row.record) {
                    recording.visit_id = recording.call_id.take();
                }
                collector.intake().rows.push((sheet, row));
            }
            None => unsettled.push((sheet, row)),
        }
    }
    for (sheet, row) in unsettled {
        refuse(collector, sheet, &row);
    }
}

/// Whether both ids stand in one column.
fn is_either(row: &Row) -> bool {
    let columns = &row.origin.sheet.columns;
    matches!(row.record, Record::Recording(_))
        && columns.get("call_id").is_some_and(|column| columns.get("visit_id") == Some(column))
}

/// Whether the row's id is a visit's; nothing where it can't be told.
fn is_of_visit(row: &Row, calls: &Log, visits: &Log) -> Option<bool> {
    let Record::Recording(Recording { call_id: Some(id), .. }) = &row.record else { return Some(false) };
    if !is_either(row) {
        return Some(false);
    }
    let looks = shape(id);
    match (calls.ids.contains(id), visits.ids.contains(id)) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        (true, true) => None,
        (false, false) => match (calls.shapes.contains(&looks), visits.shapes.contains(&looks)) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        },
    }
}

/// An id with every run of digits made one: `HD01-C00091` and `HD01-C7` look alike.
fn shape(id: &str) -> String {
    let mut shape = String::new();
    for c in id.chars() {
        let sign = if c.is_ascii_digit() { '9' } else { c };
        if sign != '9' || !shape.ends_with('9') {
            shape.push(sign);
        }
    }
    shape
}

fn refuse(collector: &mut Collector, sheet: usize, row: &Row) {
    let outcome = &mut collector.intake().sheets[sheet];
    outcome.accepted -= 1;
    outcome.refused += 1;
    let Record::Recording(recording) = &row.record else { return };
    let (address, file_name) = (row.origin.cell("call_id"), &row.origin.sheet.file_name);
    let file = collector.intake().files.iter().position(|file| file.name == *file_name).unwrap_or(0);
    let column = row.origin.sheet.columns.get("call_id").copied().unwrap_or(0);
    let place = Place { file, sheet: sheet + 1, row: row.origin.row, column };
    let value = recording.call_id.clone().unwrap_or_default();
    let subject = Subject { sheet: &address.sheet, cell: address.cell, field: "call_id", column: "", value };
    collector.issue(place, subject, &Fault::new(Code::CallOrVisit));
}
