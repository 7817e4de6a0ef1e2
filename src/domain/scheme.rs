//! The terms of a score: what a finding costs, which sections there are, where the grades begin. Data of the ruleset.

use super::ids::{ClauseId, RuleId, RulesetId};
use super::lang::Texts;
use num_rational::Ratio;
use serde::Deserialize;

/// An exact number of a score.
pub type Exact = Ratio<i128>;

/// When a rule's confirmed findings cap the grade at D.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// So many confirmed findings in the quarter.
    pub confirmed: u32,
}

/// `points × clamp((rate − tolerance) / (limit − tolerance), 0, 1)`; rates per 1,000 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Lost at most.
    pub points: Exact,
    /// Rate that costs nothing yet.
    pub tolerance: Exact,
    /// Rate that costs everything; above `tolerance`.
    pub limit: Exact,
}

/// The scorecard scheme: `[scorecard]` of `ruleset.toml`.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Counted up with each change.
    pub version: u32,
    /// Sections in the order of the scorecard.
    pub sections: Vec<Section>,
    /// Least score for A, B, C, in points.
    pub cutoffs: [Exact; 3],
    /// Completeness below this share caps at C.
    pub completeness_capped: Exact,
    /// Completeness below this share makes the quarter not gradable.
    pub completeness_needed: Exact,
}

/// One head of the scorecard.
#[derive(Debug, Clone)]
pub struct Section {
    /// Kebab-case id.
    pub id: String,
    /// Out of 100.
    pub weight: u32,
    /// Its name.
    pub title: Texts,
}

/// What the score needs to know of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTerms {
    /// Which rule.
    pub id: RuleId,
    /// What it cites.
    pub clauses: Vec<ClauseId>,
    /// In which section.
    pub section: String,
    /// What its findings cost.
    pub cost: Cost,
    /// When it caps the grade.
    pub veto: Option<Veto>,
    /// Share of open findings that counts until 30 have been decided; 1 for rules decided by facts, whose open findings always count in full.
    pub prior_precision: Exact,
    /// Decided by facts (hours, persons, retention) rather than by text.
    pub by_facts: bool,
}

/// What the score needs to know of a ruleset: its active rules only, so that trial rules can't reach a score.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Which ruleset.
    pub ruleset: RulesetId,
    /// `sha256:…` of its content.
    pub ruleset_digest: String,
    /// Sections, cut-offs, caps.
    pub scheme: Scheme,
    /// Active rules, sorted by id.
    pub rules: Vec<RuleTerms>,
}
