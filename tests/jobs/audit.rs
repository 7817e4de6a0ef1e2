//! An audit finds what the evidence shows, and finds the same again.

use crate::on_both;
use crate::setup::*;
use plumbline::jobs::{Context, audit, score};
use plumbline::store::counters::{self, Period};
use plumbline::store::findings::Filter;
use plumbline::store::{Scope, scorecards};

const W27: &str = "2026-W27";

fn threat(call_id: &str) -> String {
    format!("{TURNS}{call_id},1,agent,您好\n{call_id},2,agent,再不还钱我打断你的腿\n")
}

on_both! {
    fn a_call_outside_the_hours_is_found_with_its_cell(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = [("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 21:30:00"), ("C3", "2026-07-01 07:50:00")];
        hand_in(&context, "A1", W27, vec![calls(&rows)]);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        assert_eq!(subjects(&context, "contact-outside-hours"), ["C2", "C3"]);
        let filter = Filter { rule: Some(id("contact-outside-hours")), subject: Some("C2".into()), ..Filter::default() };
        let finding = &found(&context, &filter)[0];
        assert_eq!((finding.evidence[0].sheet.as_str(), finding.evidence[0].cell.as_str()), ("calls.csv", "F3"));
    }

    fn a_finding_keeps_its_sentence_until_it_is_found_anew(db) {
        let context = with_agencies(db, &["A1"]);
        hand_in(&context, "A1", W27, vec![calls(&[("C1", "2026-07-01 21:30:00")])]);
        let sentence = |context: &Context| found(context, &Filter::default()).remove(0).why_text;
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let old = sentence(&context);
        assert!(old.en.starts_with("contact from 2026-07-01 21:30"), "{old:?}");
        assert!(old.zh_hans.starts_with("联系时间为") && old.zh_hant.starts_with("聯繫時間為"), "{old:?}");

        let rule = "common/rules/contact-outside-hours.toml";
        let (_folder, edited) = rulesets_with(rule, |text| text.replace("en = \"contact from", "en = \"Reached from"));
        let context = Context { rulesets: edited, ..context };
        assert_eq!(sentence(&context), old);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let new = sentence(&context);
        assert!(new.en.starts_with("Reached from 2026-07-01 21:30"), "{new:?}");
        assert_eq!(new.zh_hans, old.zh_hans);
    }

    fn a_corrected_row_takes_its_finding_away(db) {
        let context = with_agencies(db, &["A1"]);
        hand_in(&context, "A1", W27, vec![calls(&[("C1", "2026-07-01 21:30:00")])]);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        assert_eq!(subjects(&context, "contact-outside-hours"), ["C1"]);
        hand_in(&context, "A1", W27, vec![calls(&[("C1", "2026-07-01 11:30:00")])]);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        assert!(subjects(&context, "contact-outside-hours").is_empty());
    }

    fn what_was_said_is_found_by_turn(db) {
        let context = with_agencies(db, &["A1"]);
        let files = vec![calls(&[("C1", "2026-07-01 10:00:00")]), file("transcripts.csv", &threat("C1"))];
        hand_in(&context, "A1", W27, files);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let filter = Filter { rule: Some(id("threat-of-violence")), ..Filter::default() };
        let finding = &found(&context, &filter)[0];
        assert_eq!((finding.subject.as_str(), finding.spans[0].turn), ("C1", Some(1)));
        assert_eq!((finding.evidence[0].sheet.as_str(), finding.evidence[0].cell.as_str()), ("transcripts.csv", "D3"));
    }

    fn leaving_the_call_out_of_the_log_hides_nothing_that_was_said(db) {
        let context = with_agencies(db, &["A1"]);
        hand_in(&context, "A1", "2026-W28", vec![file("transcripts.csv", &threat("C1"))]);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        assert_eq!(subjects(&context, "threat-of-violence"), ["C1"]);
        audit::audit(&context, &id("A1"), id("2026Q2"), None).unwrap();
        assert_eq!(subjects(&context, "threat-of-violence"), ["C1"], "once, in the quarter it was handed in for");
    }

    fn what_was_said_counts_in_the_quarter_of_its_call(db) {
        let context = with_agencies(db, &["A1"]);
        let files = vec![calls(&[("C1", "2026-06-30 20:00:00")]), file("transcripts.csv", &threat("C1"))];
        hand_in(&context, "A1", W27, files);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        assert!(subjects(&context, "threat-of-violence").is_empty());
        audit::audit(&context, &id("A1"), id("2026Q2"), None).unwrap();
        assert_eq!(subjects(&context, "threat-of-violence"), ["C1"]);
    }

    fn run_again_it_gives_the_same_bytes_and_no_new_scorecard(db) {
        let context = with_agencies(db, &["A1"]);
        let files = vec![calls(&[("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 21:30:00")]), file("transcripts.csv", &threat("C1"))];
        hand_in(&context, "A1", W27, files);
        let run = || {
            audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
            let card = score::score(&context, &id("A1"), id("2026Q3")).unwrap();
            let findings = found(&context, &Filter::default());
            (serde_json::to_string(&findings).unwrap(), serde_json::to_string(&card).unwrap())
        };
        let first = run();
        assert_eq!(run(), first);
        let versions = context.store.read(|c| scorecards::versions(c, &Scope::Bank, &id("A1"), id("2026Q3"))).unwrap();
        assert_eq!(versions.len(), 1);
    }

    fn counters_agree_with_the_rows(db) {
        let context = with_agencies(db, &["A1"]);
        let rows = [("C1", "2026-07-01 10:00:00"), ("C2", "2026-07-01 21:30:00"), ("C3", "2026-07-02 21:30:00")];
        hand_in(&context, "A1", W27, vec![calls(&rows), file("transcripts.csv", &threat("C1"))]);
        audit::audit(&context, &id("A1"), id("2026Q3"), None).unwrap();
        let period = Period { agency: id("A1"), ruleset: id("cn-bank-card"), quarter: id("2026Q3") };
        let mut daily = context.store.read(|c| counters::daily(c, &Scope::Bank, &period)).unwrap();
        let hours: u64 = daily.iter().filter(|((rule, _), _)| rule.as_str() == "contact-outside-hours").map(|(_, counts)| counts.exposure).sum();
        assert_eq!(hours, 3);
        daily.retain(|_, counts| counts.undecided + counts.confirmed + counts.false_hit > 0);
        daily.values_mut().for_each(|counts| counts.exposure = 0);
        assert_eq!(daily, context.store.read(|c| counters::recount(c, &period)).unwrap());
    }

    fn another_ruleset_is_kept_apart_and_never_scored(db) {
        let context = with_agencies(db, &["A1"]);
        hand_in(&context, "A1", W27, vec![calls(&[("C1", "2026-07-01 21:30:00")])]);
        let tw = id("tw-minimum-standard");
        audit::audit(&context, &id("A1"), id("2026Q3"), Some(&tw)).unwrap();
        assert!(found(&context, &Filter::default()).is_empty());
        let filter = Filter { ruleset: Some(tw), rule: Some(id("contact-outside-hours")), ..Filter::default() };
        assert!(found(&context, &filter).is_empty(), "21:30 is within the hours there");
        let card = score::score(&context, &id("A1"), id("2026Q3")).unwrap();
        assert_eq!(card.ruleset.as_str(), "cn-bank-card");
        assert_eq!(subjects(&context, "contact-outside-hours"), ["C1"], "scoring audits first where need be");
    }

    fn an_agency_without_evidence_is_not_gradable(db) {
        let context = with_agencies(db, &["A1"]);
        let card = score::score(&context, &id("A1"), id("2026Q3")).unwrap();
        assert_eq!((card.score, card.version), (None, 1));
        let all = score::score_all(&context, id("2024Q4")).unwrap();
        assert!(all.is_empty(), "its agreement begins in 2025");
    }
}
