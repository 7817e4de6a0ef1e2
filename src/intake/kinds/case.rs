//! The bank's list of entrusted cases.

use crate::domain::register::Case;
use crate::intake::row::RowReader;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Case> {
    let case_no = row.need_id("case_no");
    let debtor_name = row.text("debtor_name");
    let phones = row.phones("phones").unwrap_or_default();
    let balance = row.money("balance");
    let entrusted_at = row.day_start("entrusted_at");
    let due_at = row.day_or_moment("due_at");
    let returned_at = row.day_or_moment("returned_at");
    let withdrawn_at = row.day_or_moment("withdrawn_at");
    let settled_at = row.day_or_moment("settled_at");
    let time_zone = row.zone("time_zone");
    Some(Case {
        case_no: case_no?,
        debtor_name,
        phones,
        balance,
        entrusted_at,
        due_at,
        returned_at,
        withdrawn_at,
        settled_at,
        time_zone,
    })
}
