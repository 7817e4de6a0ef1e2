//! The line register.

use crate::domain::register::Line;
use crate::intake::codes::Code;
use crate::intake::row::RowReader;
use crate::intake::values::Fault;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Line> {
    let line_number = row.need_phone("line_number");
    let kind = row.line_kind("kind");
    let recorded = row.yes_no("recorded");
    let registered_on = row.day("registered_on");
    let removed_on = row.day("removed_on");
    if let (Some(registered), Some(removed)) = (registered_on, removed_on)
        && removed < registered
    {
        row.fault("removed_on", Fault::new(Code::EndBeforeStart));
    }
    Some(Line { line_number: line_number?, kind, recorded, registered_on, removed_on })
}
