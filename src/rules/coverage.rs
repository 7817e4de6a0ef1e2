//! Which clause is enforced by what.

use super::checks::Check;
use super::clauses::{Clause, How};
use super::duties::DUTIES;
use super::ruleset::{Rule, RuleStatus, Ruleset};
use crate::domain::duty::Kind;
use crate::domain::ids::ClauseId;
use std::collections::{BTreeMap, BTreeSet};

/// What enforces clauses: each a part of a ruleset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnforcedBy {
    /// A rule over evidence or transcripts.
    Rule,
    /// An item of the inspection checklist.
    ChecklistItem,
    /// A duty of the bank that the product runs.
    Duty,
}

impl EnforcedBy {
    /// Whether it is what a clause that is enforced so asks for.
    pub fn serves(self, how: How) -> bool {
        match how {
            How::Auto | How::Text | How::Cross => self == Self::Rule,
            How::Check => self == Self::ChecklistItem,
            How::Duty => self == Self::Duty,
        }
    }
}

/// One part of a ruleset that enforces clauses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enforcer<'a> {
    /// What it is.
    pub by: EnforcedBy,
    /// Its id.
    pub id: &'a str,
    /// What it cites.
    pub clauses: &'a [ClauseId],
}

impl Ruleset {
    /// Everything of it that enforces clauses; trial and retired rules enforce nothing. Duties are those of its sources.
    pub fn enforcers(&self) -> Vec<Enforcer<'_>> {
        let active = self.rules.iter().filter(|rule| rule.status == RuleStatus::Active);
        let by = |rule: &Rule| match rule.check {
            Check::Checklist(_) => EnforcedBy::ChecklistItem,
            _ => EnforcedBy::Rule,
        };
        let rules = active.map(|rule| Enforcer { by: by(rule), id: rule.id.as_str(), clauses: &rule.clauses });
        let ours = |duty: &&Kind| duty.clauses.iter().any(|id| self.sources.iter().any(|own| own == source_of(id)));
        let duties = DUTIES.iter().filter(ours);
        let duties = duties.map(|duty| Enforcer { by: EnforcedBy::Duty, id: &duty.id, clauses: &duty.clauses });
        rules.chain(duties).collect()
    }
}

/// A clause with what enforces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered<'a> {
    /// Which clause.
    pub id: &'a ClauseId,
    /// How the code of conduct says that it is enforced.
    pub how: Vec<How>,
    /// What enforces it.
    pub by: BTreeSet<(EnforcedBy, &'a str)>,
}

impl Covered<'_> {
    /// Whether anything enforces it.
    pub fn enforced(&self) -> bool {
        !self.by.is_empty()
    }

    /// Ways in which the code wants it enforced that nothing serves yet; any one rule serves `auto`, `text` and `cross` alike.
    pub fn lacks(&self) -> Vec<How> {
        self.how.iter().copied().filter(|how| !self.by.iter().any(|(by, _)| by.serves(*how))).collect()
    }
}

/// Each clause of `clauses`, by id, with what in `rulesets` enforces it. Of one ruleset alone: the clauses of its sources, and what else it
/// cites.
pub fn coverage<'a>(clauses: &'a [Clause], rulesets: &'a [Ruleset]) -> Vec<Covered<'a>> {
    let mut covered: BTreeMap<&ClauseId, Covered<'a>> = BTreeMap::new();
    for (id, how) in clauses.iter().flat_map(|clause| clause.ids.iter().map(|id| (id, &clause.how))) {
        let row = covered.entry(id).or_insert_with(|| Covered { id, how: Vec::new(), by: BTreeSet::new() });
        row.how.extend(how.iter().filter(|how| !row.how.contains(how)).collect::<Vec<_>>());
    }
    for enforcer in rulesets.iter().flat_map(Ruleset::enforcers) {
        for clause in enforcer.clauses {
            if let Some(row) = covered.get_mut(clause) {
                row.by.insert((enforcer.by, enforcer.id));
            }
        }
    }
    let mine = |row: &Covered<'_>| match rulesets {
        [only] => row.enforced() || only.sources.iter().any(|source| source == source_of(row.id)),
        _ => true,
    };
    covered.into_values().filter(mine).collect()
}

/// `TW-3.2.1.4` → `TW`.
fn source_of(clause: &ClauseId) -> &str {
    clause.as_str().split('-').next().unwrap_or_default()
}
