//! The rule files: every ruleset loads, and every example in it comes out as it says.

use plumbline::domain::duty::Cause;
use plumbline::domain::lang::Lang;
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

/// Ways of enforcement that the code of conduct names for clauses of a main ruleset's own sources and that nothing in it serves, at most so many.
/// A number may only fall; the goal is none.
const GAPS: [(&str, usize); 2] = [("cn-bank-card", 0), ("tw-minimum-standard", 0)];

#[test]
fn every_clause_is_enforced_as_the_code_of_conduct_says() {
    for (id, most) in GAPS {
        let ruleset = load::load(&Source::Embedded, &id.parse().expect("an id")).expect("a ruleset");
        let own = |clause: &str| ruleset.sources.iter().any(|source| clause.split('-').next() == Some(source));
        let rows = coverage(&ruleset.clauses, std::slice::from_ref(&ruleset));
        let rows: Vec<_> = rows.iter().filter(|row| own(row.id.as_str())).collect();
        assert!(rows.len() >= 40, "{id} has only {} clauses", rows.len());
        let lacking =
            rows.iter().flat_map(|row| row.lacks().into_iter().map(|how| format!("{} {}", row.id, how.as_str())));
        let lacking: Vec<_> = lacking.collect();
        assert!(lacking.len() <= most, "{id} lacks {}, at most {most} may be missing: {lacking:?}", lacking.len());
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
