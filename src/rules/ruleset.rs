//! What a ruleset is once loaded.

use super::checks::Check;
use crate::domain::finding::Severity;
use crate::domain::ids::{ClauseId, Digest, RuleId, RulesetId};
use crate::domain::lang::Texts;
use crate::domain::scheme::{Cost, Scheme, Terms, Veto};
use chrono_tz::Tz;
use num_rational::Ratio;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A code of conduct as data, complete and compiled.
#[derive(Debug)]
pub struct Ruleset {
    /// Its permanent id.
    pub id: RulesetId,
    /// Counted up with each published change.
    pub version: u32,
    /// sha256 over the ruleset's files, its base included, in a canonical order: what findings and scorecards pin.
    pub digest: Digest,
    /// Its name.
    pub title: Texts,
    /// The zone of times without offset, and of debtors of whom nothing better is known.
    pub time_zone: Tz,
    /// How its findings become a score.
    pub scheme: Scheme,
    /// Its rules, sorted by id.
    pub rules: Vec<Rule>,
}

/// One rule: one file.
#[derive(Debug)]
pub struct Rule {
    /// Permanent id, naming the bad thing.
    pub id: RuleId,
    /// Counted up with each change of meaning.
    pub version: u32,
    /// Trial rules are shown, never scored; retired ones are kept for old findings.
    pub status: RuleStatus,
    /// Kebab-case, from the list in `interfaces.md`.
    pub category: String,
    /// How grave a breach is.
    pub severity: Severity,
    /// A confirmed finding caps the grade at D.
    pub veto: Option<Veto>,
    /// Section of the scheme.
    pub section: String,
    /// What it enforces.
    pub clauses: Vec<ClauseId>,
    /// Its name, naming the bad thing.
    pub title: Texts,
    /// Why the clause exists.
    pub rationale: Texts,
    /// What the agency should do instead.
    pub remedy: Texts,
    /// Texts for `Why`, by key, with `{placeholders}`.
    pub why: BTreeMap<String, Texts>,
    /// What its findings cost.
    pub cost: Cost,
    /// Share of open findings that count until 30 have been decided; 1 for rules decided by facts.
    pub prior_precision: Ratio<i128>,
    /// What it runs.
    pub check: Check,
    /// Its hits, misses and near misses.
    pub examples: Vec<super::load::Example>,
}

/// Whether a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum RuleStatus {
    Trial,
    Active,
    Retired,
}

impl Ruleset {
    /// What the score needs to know: active rules only.
    pub fn terms(&self) -> Terms {
        todo!("rules helper")
    }
}
