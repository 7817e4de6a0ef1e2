//! Cells that can't be read in the first hand-in of a week and are put right in the second.

use super::Planter;
use crate::demo::draft::Flaw;
use crate::domain::evidence::EvidenceKind;

/// Field, what stands in it, what is wrong with it.
const BAD_CALLS: [(&str, &str, &str); 6] = [
    ("started_at", "2026/13/45 25:61", "no such date"),
    ("party", "不清楚是谁", "no such party"),
    ("case_no", "", "no case"),
    ("outcome", "客户说忙", "no such outcome"),
    ("called_number", "138****0000", "masked number"),
    ("started_at", "03/07/26 14:20", "can be read in two ways"),
];

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "bad-cell" => bad_cell(planter),
        "late-correction" => correction(planter),
        _ => return false,
    }
    true
}

/// A row of the call log that is refused until the second hand-in.
fn bad_cell(planter: &mut Planter<'_>) {
    let (field, value, note) = BAD_CALLS[planter.turn % BAD_CALLS.len()];
    let n = planter.call(|_| true);
    let draft = &planter.draft.calls[n];
    let (week, subject) = (draft.week, draft.call.call_id.clone());
    planter.draft.flaws.push(Flaw { week, kind: EvidenceKind::Calls, subject, field, value, refused: true, note });
}

/// A value that is merely wrong at first, and another one in the second hand-in.
fn correction(planter: &mut Planter<'_>) {
    let n = planter.call(|_| true);
    let draft = &planter.draft.calls[n];
    let (week, subject) = (draft.week, draft.call.call_id.clone());
    let (field, value, note) = ("summary", "（待补）", "summary filled in later");
    planter.draft.flaws.push(Flaw { week, kind: EvidenceKind::Calls, subject, field, value, refused: false, note });
}
