//! Why a rule fired on a conversation, or why it did not: step by step, in English.

use super::checks::CheckKind;
use super::engine::{screen_rules, why_text};
use super::prepared::Desk;
use super::ruleset::Ruleset;
use super::view::Conversation;
use crate::domain::lang::Lang;

/// The steps by which the rule at `rule` came to its judgement of `conversation`, its findings last.
pub fn explain(ruleset: &Ruleset, rule: usize, conversation: &Conversation<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    if let CheckKind::Conversation(check) = ruleset.rules[rule].check.kind() {
        if check.concerns(conversation) {
            let mut active = vec![false; ruleset.rules.len()];
            active[rule] = true;
            let mut desk = Desk::default();
            let (prepared, woken) = desk.read(ruleset, conversation, &active);
            if !woken.is_empty() {
                steps.extend(check.explain(&prepared));
            } else {
                steps.push("none of the phrases that the rule waits for stands in a turn that it reads".into());
            }
        } else {
            steps.push("the rule does not concern talks with this party".into());
        }
    }
    let hits = screen_rules(ruleset, conversation, &[rule]);
    steps.extend(hits.iter().map(|hit| format!("finding: {}", why_text(&ruleset.rules[rule], &hit.why, Lang::En))));
    if hits.is_empty() {
        steps.push("no finding".into());
    }
    steps
}
