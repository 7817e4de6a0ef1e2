//! The same thing twice within one hand-in: equal rows count once, differing ones are refused, each naming the other.

use super::codes::Code;
use super::collector::{Collector, Place, Subject};
use super::schema;
use super::values::Fault;
use crate::domain::evidence::{EvidenceKind, Row};
use crate::domain::ids::AgencyId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Key = (EvidenceKind, Option<AgencyId>, String);

/// What becomes of a row that isn't the only one of its key.
enum Fate {
    Duplicate { of: usize },
    Conflict { with: usize },
}

/// Takes duplicates and conflicting rows out and says why.
pub fn settle(collector: &mut Collector) {
    let mut fates = fates(&collector.intake().rows);
    if fates.is_empty() {
        return;
    }
    let begins = whole_rows(&collector.intake().rows, &mut fates);
    let mut reports = Vec::new();
    for (&index, fate) in fates.iter().filter(|(index, _)| begins[**index] == **index) {
        let rows = &collector.intake().rows;
        let (sheet, row) = &rows[index];
        let (other, code) = match fate {
            Fate::Duplicate { of } => (&rows[*of].1, Code::RowDuplicate),
            Fate::Conflict { with } => (&rows[*with].1, Code::DuplicateConflict),
        };
        let fault = Fault::new(code).with("key", row.record.natural_key()).with("other", address(other, row));
        reports.push((*sheet, report_of(row), fault));
    }
    reports.sort_by_key(|(sheet, report, _)| (*sheet, report.row));
    for (sheet, report, fault) in reports {
        let outcome = &mut collector.intake().sheets[sheet];
        outcome.accepted -= 1;
        if fault.code == Code::RowDuplicate {
            outcome.duplicates += 1;
        } else {
            outcome.refused += 1;
        }
        let file = collector.intake().files.iter().position(|file| file.name == report.file).unwrap_or(0);
        let place = Place { file, sheet: sheet + 1, row: report.row, column: report.column };
        let subject =
            Subject { sheet: &report.sheet, cell: report.cell, field: &report.field, column: "", value: report.value };
        collector.issue(place, subject, &fault);
    }
    let mut index = 0;
    collector.intake().rows.retain(|_| {
        index += 1;
        !fates.contains_key(&(index - 1))
    });
}

/// Lets the turns of one row share its fate: a conversation in one cell is the same as another or it is not. Gives, for each turn,
/// the first one of its row.
fn whole_rows(rows: &[(usize, Row)], fates: &mut HashMap<usize, Fate>) -> Vec<usize> {
    let place = |index: usize| (rows[index].0, rows[index].1.origin.row);
    let mut begins: Vec<usize> = (0..rows.len()).collect();
    for index in 1..rows.len() {
        if place(index) == place(index - 1) {
            begins[index] = begins[index - 1];
        }
    }
    let turns_of = |first: usize| (first..rows.len()).take_while(move |&index| place(index) == place(first));
    let mut conflicts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut conflict = |first: usize, with: usize| {
        let other = conflicts.entry(first).or_insert(with);
        *other = with.min(*other);
    };
    for (&index, fate) in fates.iter() {
        let first = begins[index];
        match fate {
            Fate::Conflict { with } => conflict(first, begins[*with]),
            Fate::Duplicate { of } => {
                let (turns, others) = (turns_of(first).count(), turns_of(begins[*of]).count());
                let other_end = turns > 1 && others > 1 && turns != others;
                if other_end || turns_of(first).any(|turn| !fates.contains_key(&turn)) {
                    conflict(first, begins[*of]);
                    conflict(begins[*of], first);
                }
            }
        }
    }
    for (first, with) in conflicts {
        fates.extend(turns_of(first).map(|turn| (turn, Fate::Conflict { with })));
    }
    begins
}

struct Report {
    file: String,
    sheet: String,
    row: u32,
    column: u32,
    cell: String,
    field: String,
    value: String,
}

fn report_of(row: &Row) -> Report {
    let field = &schema::of(row.record.kind()).fields[0].id;
    let address = row.origin.cell(field);
    Report {
        file: row.origin.sheet.file_name.clone(),
        sheet: address.sheet,
        row: row.origin.row,
        column: row.origin.sheet.columns.get(field).copied().unwrap_or(0),
        cell: address.cell,
        field: field.clone(),
        value: row.record.natural_key(),
    }
}

fn fates(rows: &[(usize, Row)]) -> HashMap<usize, Fate> {
    let mut first_of: HashMap<Key, usize> = HashMap::with_capacity(rows.len());
    let mut again: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, (_, row)) in rows.iter().enumerate() {
        let key = (row.record.kind(), row.agency.clone(), row.record.natural_key());
        let first = *first_of.entry(key).or_insert(index);
        if first != index {
            again.entry(first).or_default().push(index);
        }
    }
    let mut fates = HashMap::new();
    for (first, others) in again {
        let differing: BTreeSet<usize> =
            others.iter().copied().filter(|&other| rows[other].1.record != rows[first].1.record).collect();
        match differing.first() {
            None => fates.extend(others.into_iter().map(|other| (other, Fate::Duplicate { of: first }))),
            Some(&differs) => {
                fates.insert(first, Fate::Conflict { with: differs });
                fates.extend(others.into_iter().map(|other| {
                    let with = if differing.contains(&other) { first } else { differs };
                    (other, Fate::Conflict { with })
                }));
            }
        }
    }
    fates
}

/// The other row's cell, with its sheet and file where they aren't this row's own.
fn address(other: &Row, seen_from: &Row) -> String {
    let cell = other.origin.cell(&schema::of(other.record.kind()).fields[0].id);
    let (there, here) = (&other.origin.sheet, &seen_from.origin.sheet);
    if there.file_name != here.file_name {
        if there.file_name.ends_with(&there.sheet) {
            format!("{}!{}", there.file_name, cell.cell)
        } else {
            format!("{} {}!{}", there.file_name, there.sheet, cell.cell)
        }
    } else if there.sheet == here.sheet {
        cell.cell
    } else {
        format!("{}!{}", there.sheet, cell.cell)
    }
}
