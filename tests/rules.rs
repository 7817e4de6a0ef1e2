//! The rule files: every ruleset loads, and every example in it comes out as it says.

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
