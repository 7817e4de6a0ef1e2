//! What one agency's audit learns from the others' evidence, and what it never says of them.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::ids::AgencyId;
use plumbline::jobs::{Context, audit};
use plumbline::store::findings::Filter;

const CASES: &str = "agency_id,case_no,debtor_name,phones,debtor_no,entrusted_at,withdrawn_at\n";
const RECORDINGS: &str = "recording_id,call_id,file_name,duration,recorded_at,sha256\n";
const VISITS: &str = "visit_id,case_no,visitors,arrived_at,left_at,address,person_met,party,photos\n";
const RULES: [&str; 3] = ["worked-by-two-agencies", "recording-from-another-agency", "photo-from-another-agency"];

fn bank(context: &Context, rows: &str) -> usize {
    hand_in_from_bank(context, vec![file("cases.csv", &format!("{CASES}{rows}"))]).expect("taken").touched.len()
}

/// One call, one visit and what belongs to them, all on `day`; ids begin with the agency's.
fn evidence(agency: &str, case: &str, day: &str, (sound, picture): (&str, &str)) -> Vec<plumbline::intake::InputFile> {
    let call = call(&format!("{agency}-C"), &format!("{day} 10:00:00")).replace("K1", case);
    let recording = format!("{agency}-R,{agency}-C,{agency}.wav,180,{day} 10:00:00,{}", sound.repeat(64));
    let visit =
        format!("{agency}-V,{case},E1 E2,{day} 14:00:00,{day} 14:30:00,1 Road,Debtor,debtor,{}", picture.repeat(64));
    vec![
        file("calls.csv", &format!("{CALLS}{call}")),
        file("recordings.csv", &format!("{RECORDINGS}{recording}\n")),
        file("visits.csv", &format!("{VISITS}{visit}\n")),
    ]
}

/// `rule subject` of what was found at `agency`, after a fresh audit.
fn at(context: &Context, agency: &str) -> Vec<String> {
    let agency: AgencyId = id(agency);
    audit::audit(context, &agency, id("2026Q3"), None).expect("audited");
    let all = found(context, &Filter { agency: Some(agency), ..Filter::default() });
    let mut all: Vec<String> = all
        .into_iter()
        .filter(|finding| RULES.contains(&finding.rule_id.as_str()))
        .map(|finding| format!("{} {}", finding.rule_id, finding.subject))
        .collect();
    all.sort();
    all
}

on_both! {
    fn one_debtor_with_two_agencies_is_found_at_both(db) {
        let context = with_agencies(db, &["A1", "A2", "A3"]);
        hand_in(&context, "A1", "2026-W27", evidence("A1", "K1", "2026-07-02", ("a", "b")));
        hand_in(&context, "A2", "2026-W27", evidence("A2", "K2", "2026-07-02", ("c", "d")));
        hand_in(&context, "A3", "2026-W27", evidence("A3", "K3", "2026-07-02", ("e", "f")));
        bank(&context, "A1,K1,王女士,13800000001,,2026-06-01 09:00,\nA2,K2,王女士,+8613800000001,,2026-07-02 09:00,\n\
                        A3,K3,王女士,13800000009,,2026-06-01 09:00,\n");
        assert_eq!(at(&context, "A1"), ["worked-by-two-agencies K1"]);
        assert_eq!(at(&context, "A2"), ["worked-by-two-agencies K2"]);
        assert!(at(&context, "A3").is_empty(), "the name alone is nobody");

        let touched = bank(&context, "A2,K2,王女士,13800000001,,2026-07-02 09:00,2026-07-02\n");
        assert_eq!(touched, 3, "a list of cases concerns everybody's debtors");
        assert!(at(&context, "A1").is_empty() && at(&context, "A2").is_empty(), "taken back on the very day");
    }

    fn a_hash_is_found_at_whoever_came_later(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        hand_in(&context, "A2", "2026-W28", evidence("A2", "K2", "2026-07-08", ("a", "B")));
        assert!(at(&context, "A2").is_empty());
        hand_in(&context, "A1", "2026-W27", evidence("A1", "K1", "2026-07-02", ("a", "b")));
        assert!(at(&context, "A1").is_empty());
        let both = ["photo-from-another-agency A2-V", "recording-from-another-agency A2-R"];
        assert_eq!(at(&context, "A2"), both, "handed in first, made later");
    }

    fn a_finding_says_nothing_of_the_other_agency(db) {
        let context = with_agencies(db, &["A1", "A2"]);
        hand_in(&context, "A1", "2026-W27", evidence("A1", "K1", "2026-07-02", ("a", "b")));
        hand_in(&context, "A2", "2026-W27", evidence("A2", "K2", "2026-07-03", ("a", "b")));
        bank(&context, "A1,K1,,,D7,,\n");
        bank(&context, "A2,K2,,,D7,,\n");
        assert_eq!(at(&context, "A2").len(), 3);
        for finding in found(&context, &Filter { agency: Some(id("A2")), ..Filter::default() }) {
            let said = serde_json::to_string(&finding).expect("JSON");
            assert!(!said.contains("A1") && !said.contains("K1") && !said.contains("2026-07-02"), "{said}");
        }
    }
}
