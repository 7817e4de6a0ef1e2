//! The checklist of a ruleset: what the bank's inspector judges on site, one item for each rule of that kind.

use super::checks::Check;
use super::ruleset::{Rule, RuleStatus, Ruleset};
use crate::domain::lang::Texts;

/// One item.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The rule that judges it.
    pub rule: &'a Rule,
    /// The id that it goes under in the register of inspections.
    pub id: &'a str,
    /// What the inspector looks at.
    pub look: &'a Texts,
    /// What proves it.
    pub proof: &'a Texts,
}

impl Ruleset {
    /// The items that are judged, those on trial included: sections in the order of the scheme, within one by rule.
    pub fn checklist(&self) -> Vec<Item<'_>> {
        let standing = self.rules.iter().filter(|rule| rule.status != RuleStatus::Retired);
        let mut items: Vec<Item<'_>> = standing.filter_map(item).collect();
        let place = |item: &Item<'_>| self.scheme.sections.iter().position(|section| section.id == item.rule.section);
        items.sort_by_key(place);
        items
    }
}

fn item(rule: &Rule) -> Option<Item<'_>> {
    match &rule.check {
        Check::Checklist(check) => Some(Item { rule, id: check.item_id(), look: &check.look, proof: &check.proof }),
        _ => None,
    }
}
