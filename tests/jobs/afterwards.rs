//! What was heard in a talk, and the contacts that came after it.

use crate::on_both;
use crate::setup::*;
use plumbline::jobs::{Context, audit};

const CASES: &str = "agency_id,case_no,debtor_name,dispute_raised_at,dispute_answered_at\n";
const APPROVALS: &str = "agency_id,approval_id,approval_kind,case_no,valid_from\n";

/// Calls `id party number day`, all on case K1, and what was said on the first.
fn talked(context: &Context, rows: &[(&str, &str, &str, &str)], said: &str) {
    let row = |&(id, party, number, day): &(&str, &str, &str, &str)| {
        call(id, &format!("{day} 10:00:00")).replace("13800000001,debtor", &format!("{number},{party}"))
    };
    let log: String = rows.iter().map(row).collect();
    let files = vec![file("calls.csv", &format!("{CALLS}{log}")), file("transcripts.csv", &format!("{TURNS}{said}"))];
    hand_in(context, "A1", "2026-W27", files);
}

fn at(context: &Context, rule: &str) -> Vec<String> {
    audit::audit(context, &id("A1"), id("2026Q3"), None).expect("audited");
    subjects(context, rule)
}

on_both! {
    fn a_number_whose_owner_refused_in_a_talk_is_not_called_again(db) {
        let context = with_agencies(db, &["A1"]);
        let (friend, other) = ("13900000005", "13900000006");
        let rows = [
            ("C1", "friend", friend, "2026-07-01"),
            ("C2", "friend", friend, "2026-07-02"),
            ("C3", "friend", other, "2026-07-02"),
            ("C4", "debtor", friend, "2026-07-03"),
        ];
        talked(&context, &rows, "C1,1,agent,您好，请问您认识赵先生吗？\nC1,2,third,不认识，不要再打来。\nC1,3,agent,抱歉打扰了，再见。\n");
        assert_eq!(at(&context, "refusing-party-called-again"), ["C2"]);
    }

    fn a_disputed_case_rests_until_the_bank_has_answered(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = [
            ("C1", "debtor", "13800000001", "2026-07-01"),
            ("C2", "debtor", "13800000001", "2026-07-02"),
            ("C3", "debtor", "13800000001", "2026-07-04"),
        ];
        talked(&context, &rows, "C1,1,agent,您的卡欠款六千元。\nC1,2,debtor,我没办过这张卡。\nC1,3,agent,好的，我报给银行核实。\n");
        assert_eq!(at(&context, "contacted-before-banks-answer"), ["C2", "C3"]);
        let answered = file("cases.csv", &format!("{CASES}A1,K1,王女士,,2026-07-03\n"));
        hand_in_from_bank(&context, vec![answered]).expect("taken");
        assert_eq!(at(&context, "contacted-before-banks-answer"), ["C2"]);
    }

    fn a_clearance_on_the_banks_register_opens_the_case_again(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = [("C1", "debtor", "13800000001", "2026-07-01"), ("C2", "debtor", "13800000001", "2026-07-04")];
        talked(&context, &rows, "C1,1,agent,您何时方便还款？\nC1,2,debtor,我得了癌症，正在化疗。\nC1,3,agent,祝您早日康复。\n");
        assert_eq!(at(&context, "contacted-without-clearance"), ["C2"]);
        let cleared = file("approvals.csv", &format!("{APPROVALS}A1,V1,vulnerable-debtor,K1,2026-07-03\n"));
        hand_in_from_bank(&context, vec![cleared]).expect("taken");
        assert!(at(&context, "contacted-without-clearance").is_empty());
    }
}
