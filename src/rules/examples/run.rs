//! Runs the examples of a ruleset and says which of them fail.

use super::{Evidence, Example, Finds};
use crate::domain::finding::Hit;
use crate::domain::ids::RuleId;
use crate::rules::engine;
use crate::rules::ruleset::Ruleset;

/// What came of one example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleResult {
    /// Whose example.
    pub rule: RuleId,
    /// `rules/x.toml:12`, where to look when it fails.
    pub place: String,
    /// `hit`, `miss` or `near-miss`.
    pub kind: &'static str,
    /// Absent where the rule did as it should; else what it should have done and what it did.
    pub failure: Option<String>,
}

/// Runs every example of every rule.
pub fn run(ruleset: &Ruleset) -> Vec<ExampleResult> {
    (0..ruleset.rules.len()).flat_map(|rule| run_rule(ruleset, rule)).collect()
}

/// Runs the examples of one rule.
pub fn run_rule(ruleset: &Ruleset, rule: usize) -> Vec<ExampleResult> {
    let id = &ruleset.rules[rule].id;
    ruleset.rules[rule]
        .examples
        .iter()
        .map(|example| ExampleResult {
            rule: id.clone(),
            place: format!("{}:{}", example.file, example.line),
            kind: example.kind.as_str(),
            failure: failure(example, &hits(ruleset, rule, example)),
        })
        .collect()
}

fn hits(ruleset: &Ruleset, rule: usize, example: &Example) -> Vec<Hit> {
    match &example.evidence {
        Evidence::Conversation(conversation) => engine::screen_rules(ruleset, conversation, &[rule]),
        Evidence::Records(records) => engine::records(ruleset, &records.view(), &[rule]).hits,
    }
}

fn failure(example: &Example, hits: &[Hit]) -> Option<String> {
    let found: Vec<&str> = hits.iter().flat_map(shown).collect();
    let good = match &example.finds {
        Finds::Count(count) => *count == hits.len(),
        Finds::Excerpts(excerpts) => *excerpts == found,
    };
    let wanted = match &example.finds {
        Finds::Count(count) => format!("{count} findings"),
        Finds::Excerpts(excerpts) => format!("{excerpts:?}"),
    };
    (!good).then(|| format!("should find {wanted}, finds {} {found:?}", hits.len()))
}

fn shown(hit: &Hit) -> Vec<&str> {
    if hit.spans.is_empty() {
        vec![hit.subject.as_str()]
    } else {
        hit.spans.iter().map(|span| span.excerpt.as_str()).collect()
    }
}
