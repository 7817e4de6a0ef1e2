//! The staff register.

use crate::domain::register::Staff;
use crate::intake::codes::Code;
use crate::intake::row::RowReader;
use crate::intake::values::Fault;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Staff> {
    let collector_id = row.need_id("collector_id");
    let name = row.need_text("name");
    let hired_on = row.day("hired_on");
    let left_on = row.day("left_on");
    if let (Some(hired), Some(left)) = (hired_on, left_on)
        && left < hired
    {
        row.fault("left_on", Fault::new(Code::EndBeforeStart));
    }
    let certificate_no = row.id("certificate_no");
    let certificate_valid_until = row.day("certificate_valid_until");
    let confidentiality_signed_on = row.day("confidentiality_signed_on");
    Some(Staff {
        collector_id: collector_id?,
        name: name?,
        hired_on,
        left_on,
        certificate_no,
        certificate_valid_until,
        confidentiality_signed_on,
    })
}
