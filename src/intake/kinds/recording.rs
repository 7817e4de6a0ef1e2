//! The recording list.

use crate::domain::contact::Recording;
use crate::intake::row::RowReader;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Recording> {
    let recording_id = row.need_id("recording_id");
    let call_id = row.id("call_id");
    let visit_id = row.id("visit_id");
    let file_name = row.need_text("file_name");
    let duration_s = row.need_seconds("duration");
    let recorded_at = row.need_moment("recorded_at");
    let sha256 = row.sha256("sha256");
    let backup_location = row.text("backup_location");
    let retain_until = row.day_or_moment("retain_until");
    let deleted_at = row.day_or_moment("deleted_at");
    let filed_at = row.moment("filed_at");
    let retrieval_asked_at = row.moment("retrieval_asked_at");
    let retrieved_at = row.moment("retrieved_at");
    Some(Recording {
        recording_id: recording_id?,
        call_id,
        visit_id,
        file_name: file_name?,
        duration_s: duration_s?,
        recorded_at: recorded_at?,
        sha256,
        backup_location,
        retain_until,
        deleted_at,
        filed_at,
        retrieval_asked_at,
        retrieved_at,
    })
}
