//! Who the people named on a visit report are, by id or by a name that is unique on the staff register.

use crate::domain::contact::Visit;
use crate::domain::evidence::Sourced;
use crate::domain::register::Staff;
use chrono::NaiveDate;
use std::collections::HashMap;

/// The staff register, ready to be asked.
pub(super) struct StaffRegister<'a> {
    by_id: HashMap<&'a str, &'a Sourced<Staff>>,
    by_name: HashMap<&'a str, Option<&'a Sourced<Staff>>>,
}

/// The people on one visit, each once.
#[derive(Default)]
pub(super) struct Visitors<'a> {
    /// Those on the register, in the order of the report.
    pub known: Vec<&'a Sourced<Staff>>,
    /// What the report says of the others.
    pub unknown: Vec<String>,
}

impl<'a> StaffRegister<'a> {
    /// Reads the register; a name that two people share stands for neither.
    pub fn new(staff: &'a [Sourced<Staff>]) -> Self {
        let by_id = staff.iter().map(|row| (row.value.collector_id.trim(), row)).collect();
        let mut by_name: HashMap<&'a str, Option<&'a Sourced<Staff>>> = HashMap::new();
        for row in staff {
            by_name.entry(row.value.name.trim()).and_modify(|shared| *shared = None).or_insert(Some(row));
        }
        Self { by_id, by_name }
    }

    /// The row of an id, or of a name that is unique on the register.
    pub fn find(&self, written: &str) -> Option<&'a Sourced<Staff>> {
        let by_name = || self.by_name.get(written).copied().flatten();
        self.by_id.get(written).copied().or_else(by_name)
    }

    /// The id that stands for whoever is written, as the register has it where it knows them.
    pub fn id(&self, written: &'a str) -> &'a str {
        let written = written.trim();
        self.find(written).map_or(written, |row| row.value.collector_id.trim())
    }

    /// The distinct people who went on `visit`.
    pub fn visitors(&self, visit: &Visit) -> Visitors<'a> {
        let mut visitors = Visitors::default();
        for written in visit.visitors.iter().map(|written| written.trim()).filter(|written| !written.is_empty()) {
            match self.find(written) {
                Some(row) if !visitors.known.iter().any(|known| known.collector_id == row.collector_id) => {
                    visitors.known.push(row);
                }
                Some(_) => {}
                None if !visitors.unknown.iter().any(|unknown| unknown == written) => {
                    visitors.unknown.push(written.to_owned());
                }
                None => {}
            }
        }
        visitors
    }
}

/// Which date of the register says that a collector was not in service on `day`.
pub(super) fn service_field(row: &Staff, day: NaiveDate) -> &'static str {
    if row.hired_on.is_some_and(|first| day < first) { "hired_on" } else { "left_on" }
}
