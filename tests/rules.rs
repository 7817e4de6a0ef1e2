//! The rule files: every ruleset loads, and every example in it comes out as it says.

use plumbline::domain::duty::Cause;
use plumbline::domain::lang::Lang;
use plumbline::rules::clauses::How;
use plumbline::rules::coverage::coverage;
use plumbline::rules::duties::DUTIES;
use plumbline::rules::examples;
use plumbline::rules::load::{self, Source};

#[test]
fn every_example_of_every_ruleset_comes_out_as_it_says() {
    let rulesets = load::list(&Source::Embedded).expect("the rulesets can be listed");
    assert!(!rulesets.is_empty());
    let mut failures = Vec::new();
    for id in rulesets {
        match load::load(&Source::Embedded, &id) {
            Err(errors) => failures.extend(errors.iter().map(|error| format!("rulesets/{error}"))),
            Ok(ruleset) => failures.extend(examples::run(&ruleset).into_iter().filter_map(|result| {
                let failure = result.failure?;
                Some(format!("rulesets/{} ({} of {} in {id}) {failure}", result.place, result.kind, result.rule))
            })),
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Clauses of the two main rulesets that nothing enforces in a way that the code of conduct names. A number may only fall; the goal is none.
const GAPS: [(How, usize); 5] = [(How::Auto, 0), (How::Text, 0), (How::Cross, 0), (How::Check, 0), (How::Duty, 0)];

#[test]
fn every_clause_is_enforced_as_the_code_of_conduct_says() {
    let main = ["cn-bank-card", "tw-minimum-standard"].map(|id| id.parse().expect("an id"));
    let main = main.map(|id| load::load(&Source::Embedded, &id).expect("a ruleset"));
    let clauses = &main[0].clauses;
    let rows = coverage(clauses, &main);
    assert!(rows.len() > 100, "only {} clauses", rows.len());
    for (how, most) in GAPS {
        let lacking: Vec<_> = rows.iter().filter(|row| row.lacks().contains(&how)).map(|row| row.id.as_str()).collect();
        let found = lacking.len();
        assert!(found <= most, "{found} clauses lack what is `{}`, at most {most} may: {lacking:?}", how.as_str());
    }
}

#[test]
fn duties_are_told_in_three_languages_and_cite_clauses_that_exist() {
    let ruleset = load::load(&Source::Embedded, &"tw-minimum-standard".parse().expect("an id")).expect("a ruleset");
    let mut ids: Vec<_> = DUTIES.iter().map(|duty| duty.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), DUTIES.len(), "no id twice");
    for duty in DUTIES.iter() {
        assert!(!duty.clauses.is_empty() && duty.clauses.iter().all(|id| ruleset.clause(id).is_some()), "{}", duty.id);
        let Some(record) = &duty.record else { continue };
        let names = record.outcomes.iter().map(|outcome| &outcome.name);
        for texts in [&record.title, &record.text].into_iter().chain(names) {
            assert!(Lang::ALL.iter().all(|lang| !texts.get(*lang).is_empty()), "{}", duty.id);
        }
        let alert = matches!(record.cause, Cause::Threshold { .. });
        assert_eq!(alert, !record.outcomes.is_empty(), "{}: what passes a threshold wants a decision", duty.id);
    }
}
