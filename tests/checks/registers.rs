//! Registers stand beside the contacts; by themselves they break no rule.

use crate::evidence::{Evidence, ruleset};
use plumbline::domain::evidence::EvidenceKind;
use serde_json::json;

#[test]
fn registers_in_good_order_raise_nothing() {
    let evidence = Evidence::new()
        .register(
            EvidenceKind::Letters,
            json!({ "letter_id": "L1", "case_no": "K1", "template_id": "T1", "recipient_kind": "debtor",
                "delivery": "registered-mail", "registered_mail_no": "RR1", "sent_on": "2026-07-03",
                "checked_by": "E9", "checked_at": "2026-07-03" }),
        )
        .register(
            EvidenceKind::Approvals,
            json!({ "approval_id": "A1", "approval_kind": "template", "template_id": "T1", "valid_from": "2026-01-01" }),
        );
    for id in ["cn-bank-card", "tw-minimum-standard"] {
        assert!(evidence.found(&ruleset(id)).is_empty(), "{id}");
    }
}
