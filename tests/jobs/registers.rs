//! The registers of agency and bank, from files to what a check sees.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::register::{Grounds, Registers};
use plumbline::domain::submission::SubmissionState;
use plumbline::jobs::Context;
use plumbline::store::{Scope, evidence};

const COMPLAINTS: &str = "机构编号,投诉编号,收到时间,投诉事由,答复时间,答复方\n";

fn registers(context: &Context, agency: &str) -> Registers {
    context.store.read(|c| evidence::quarter(c, &Scope::Bank, &id(agency), id("2026Q3"))).expect("loaded").registers
}

on_both! {
    fn the_banks_registers_name_their_agency_row_by_row(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        let rows = "A1,S1,2026-07-03,骚扰,2026-07-07,银行\nA2,S1,2026/7/3 9:00,侮辱,,\nA9,S2,2026-07-03,骚扰,,\n";
        let report = hand_in_from_bank(&context, vec![file("投诉台账.csv", &format!("{COMPLAINTS}{rows}"))]).unwrap().report;
        assert_eq!(counts(&report.sheets), [("complaints".to_owned(), [3, 2, 1, 0, 0])]);
        assert_eq!(report.issues[0].code, "agency-unknown");
        assert_eq!(registers(&context, "A1").complaints[0].grounds, Grounds::Harassment);
        assert_eq!(registers(&context, "A2").complaints[0].grounds, Grounds::Insult);
    }

    fn a_later_list_changes_what_it_names_and_keeps_the_rest(db) {
        let context = with_agencies(db, &["A1"]);
        let list = |rows: &str| file("complaints.csv", &format!("{COMPLAINTS}{rows}"));
        let first = "A1,S1,2026-07-03,骚扰,,\nA1,S2,2026-07-04,其他,,\n";
        hand_in_from_bank(&context, vec![list(first)]).unwrap();
        let second = hand_in_from_bank(&context, vec![list("A1,S1,2026-07-03,骚扰,2026-07-07,银行\n")]).unwrap().report;
        assert_eq!((second.version, second.changes.len()), (2, 1));
        let fields: Vec<&str> = second.changes[0].fields.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["answered_at", "answered_side"]);
        let answered: Vec<bool> =
            registers(&context, "A1").complaints.iter().map(|complaint| complaint.answered_at.is_some()).collect();
        assert_eq!(answered, [true, false]);
    }

    fn an_agreement_names_a_ruleset_that_is_there(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = "合同编号,合同起始日,规则集,委托范围,机构编号\nH1,2026-01-01,cn-bank-card,信用卡,A1\nH2,2026-07-01,cn-bank-cart,信用卡,A1\n";
        let report = hand_in_from_bank(&context, vec![file("委外合同.csv", rows)]).unwrap().report;
        assert_eq!(counts(&report.sheets), [("agreements".to_owned(), [2, 1, 1, 0, 0])]);
        let refused = &report.issues[0];
        assert_eq!((refused.code.as_str(), refused.cell.as_str(), refused.value.as_str()), ("ruleset-unknown", "C3", "cn-bank-cart"));
        let agreements = registers(&context, "A1").agreements;
        assert_eq!((agreements.len(), agreements[0].scope.as_deref()), (1, Some("信用卡")));
    }

    fn an_agency_hands_its_registers_in_with_its_week(db) {
        let context = with_agencies(db, &["A1"]);
        let letters = "信函編號,案件編號,範本編號,收件人類型,送達方式,寄發日期,備考\n\
            L1,K1,T-01,本人,雙掛號,115/07/02,甲\nL2,K1,T-01,里長辦公室,平信,115/07/02,\nL3,K1,T-01,本人,飛鴿,115/07/02,\n";
        let trainings = "training_id,collector_id,training_kind,held_on,hours\nT1,E1,induction,2020-01-06,8\n";
        let files = vec![file("信函登記.csv", letters), file("trainings.csv", trainings)];
        let imported = hand_in(&context, "A1", "2026-W27", files);
        assert_eq!(imported.report.state, SubmissionState::PartlyAccepted);
        assert_eq!(
            counts(&imported.report.sheets),
            [("letters".to_owned(), [3, 2, 1, 0, 0]), ("trainings".to_owned(), [1, 1, 0, 0, 0])]
        );
        let refused = &imported.report.issues[0];
        assert_eq!((refused.code.as_str(), refused.cell.as_str()), ("value-unknown", "E4"));
        assert!(refused.hint.contains("registered mail"), "{}", refused.hint);
        assert_eq!(imported.report.unrecognised_columns[0].header, "備考");
        let quarters: Vec<String> = imported.touched.iter().map(|(_, quarter)| quarter.to_string()).collect();
        assert_eq!(quarters, ["2026Q2", "2026Q3"], "an old training brings no old quarter back");
        assert_eq!(registers(&context, "A1").letters.len(), 2);
    }
}
