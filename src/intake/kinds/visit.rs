//! Visit reports.

use crate::domain::contact::Visit;
use crate::intake::codes::Code;
use crate::intake::row::RowReader;
use crate::intake::values::Fault;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Visit> {
    let visit_id = row.need_id("visit_id");
    let case_no = row.need_id("case_no");
    let visitors = row.need_people("visitors");
    let arrived_at = row.need_moment("arrived_at");
    let left_at = row.need_moment("left_at");
    if let (Some(arrived), Some(left)) = (arrived_at, left_at)
        && left < arrived
    {
        row.fault("left_at", Fault::new(Code::EndBeforeStart));
    }
    let address = row.need_text("address");
    let person_met = row.need_text("person_met");
    let party = row.need_party("party");
    let planned_on = row.day("planned_on");
    let handed_over_on = row.day("handed_over_on");
    let extension = row.text("extension");
    let badge_worn = row.yes_no("badge_worn");
    let authorisation_shown = row.yes_no("authorisation_shown");
    let entered = row.yes_no("entered");
    let entry_consent = row.yes_no("entry_consent");
    let recording_id = row.id("recording_id");
    let photos = row.things("photos").unwrap_or_default();
    let items_taken = row.text("items_taken");
    let narrative = row.text("narrative");
    let reviewed_by = row.text("reviewed_by");
    let reviewed_at = row.moment("reviewed_at");
    Some(Visit {
        visit_id: visit_id?,
        case_no: case_no?,
        visitors: visitors?,
        arrived_at: arrived_at?,
        left_at: left_at?,
        address: address?,
        person_met: person_met?,
        party: party?,
        planned_on,
        handed_over_on,
        extension,
        badge_worn,
        authorisation_shown,
        entered,
        entry_consent,
        recording_id,
        photos,
        items_taken,
        narrative,
        reviewed_by,
        reviewed_at,
    })
}
