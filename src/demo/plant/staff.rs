//! People who collect without certificate or pledge, or who may not collect at all.

use super::Planter;
use crate::demo::people::{FIELD_STAFF, day};
use crate::domain::evidence::EvidenceKind::Staff;

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    // Taken on in the demo's quarter, so that the quarters before it stay as they were.
    let newcomer = planter.draft.spec.collectors + FIELD_STAFF + 1;
    let (n, field, note) = match trick {
        "collector-not-certified" => (0, "certificate_valid_until", "collects on after the certificate has lapsed"),
        "pledge-not-signed" => (newcomer, "confidentiality_signed_on", "collects without a pledge"),
        "collector-disqualified" => (newcomer, "disqualified", "taken on in spite of a disqualification"),
        _ => return false,
    };
    let staff = &mut planter.draft.staff[n];
    match field {
        "certificate_valid_until" => staff.certificate_valid_until = Some(day(2026, 8, 31)),
        "disqualified" => staff.disqualified = Some(true),
        _ => staff.confidentiality_signed_on = None,
    }
    let subject = staff.collector_id.clone();
    planter.violation(trick, Staff, &subject, Some(field), note);
    true
}
