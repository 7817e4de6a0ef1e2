//! Audits that an agency does not hold.

use super::Planter;
use crate::domain::evidence::EvidenceKind::Audits;

/// An agency for which `plants.toml` has no unannounced audit: it shows at the last audit on record.
pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    if trick != "internal-audit-overdue" {
        return false;
    }
    let last_day = planter.draft.bank.periods[planter.period].quarter.last_day();
    let rows = planter.draft.registers.iter().filter(|row| row.kind == Audits && row.monday <= last_day);
    let last = rows.map(|row| (row.monday, row.values["audit_id"].clone())).max();
    let (_, subject) = last.expect("the agency holds regular audits");
    planter.violation(trick, Audits, &subject, Some("audit_kind"), "no unannounced audit in six months");
    true
}
