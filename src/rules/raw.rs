//! `ruleset.toml` and rule files as written, before anything in them has been held against the rest.

use super::checks::Check;
use super::examples::RawExample;
use super::numbers::{exact, exact_option};
use super::ruleset::RuleStatus;
use crate::domain::finding::Severity;
use crate::domain::ids::{ClauseId, RuleId, RulesetId};
use crate::domain::lang::Texts;
use crate::domain::scheme::{Cost, Exact, Veto};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `ruleset.toml`, merged with those it extends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRuleset {
    pub id: Spanned<RulesetId>,
    pub version: u32,
    /// Read beforehand, as `Outline`.
    #[serde(default, rename = "abstract")]
    _is_abstract: bool,
    #[serde(default, rename = "extends")]
    _extends: Option<RulesetId>,
    #[serde(default, rename = "without")]
    _without: Vec<RuleId>,
    pub title: Texts,
    #[serde(default)]
    pub time_zone: Option<Tz>,
    /// Whose working days deadlines are counted in: a name in `calendars/`.
    #[serde(default)]
    pub calendar: Option<Spanned<String>>,
    /// First day on which it may be agreed upon.
    #[serde(default)]
    pub effective_from: Option<toml::value::Date>,
    #[serde(default)]
    pub effective_to: Option<toml::value::Date>,
    /// Sources whose clauses it carries, as in clause ids.
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    pub appeals: RawAppeals,
    #[serde(default)]
    pub scorecard: Option<Spanned<RawScorecard>>,
}

/// `[appeals]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawAppeals {
    /// Calendar days after a finding, or its confirmation, became visible.
    pub window_days: u16,
}

impl Default for RawAppeals {
    fn default() -> Self {
        Self { window_days: 14 }
    }
}

/// What can be told of a ruleset without reading the rest of its file.
#[derive(Deserialize)]
pub(super) struct Outline {
    #[serde(default, rename = "abstract")]
    pub is_abstract: bool,
    #[serde(default)]
    pub extends: Option<Spanned<RulesetId>>,
    /// Rules of the ruleset it extends that it leaves out.
    #[serde(default)]
    pub without: Vec<Spanned<RuleId>>,
}

/// `[scorecard]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScorecard {
    pub version: u32,
    pub cutoffs: Cutoffs,
    pub completeness: Completeness,
    /// What a rule's findings cost unless the rule says otherwise.
    pub defaults: BTreeMap<Severity, RawCost>,
    #[serde(default, rename = "section")]
    pub sections: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case, reason = "the grades as they are written")]
pub(super) struct Cutoffs {
    #[serde(deserialize_with = "exact")]
    pub A: Exact,
    #[serde(deserialize_with = "exact")]
    pub B: Exact,
    #[serde(deserialize_with = "exact")]
    pub C: Exact,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Completeness {
    /// Below this share: at most C.
    #[serde(deserialize_with = "exact")]
    pub capped: Exact,
    /// Below this share: not gradable.
    #[serde(deserialize_with = "exact")]
    pub needed: Exact,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub id: String,
    pub weight: u32,
    pub title: Texts,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCost {
    #[serde(deserialize_with = "exact")]
    pub points: Exact,
    #[serde(deserialize_with = "exact")]
    pub tolerance: Exact,
    #[serde(deserialize_with = "exact")]
    pub limit: Exact,
}

impl RawCost {
    pub fn cost(self) -> Cost {
        Cost { points: self.points, tolerance: self.tolerance, limit: self.limit }
    }
}

/// One rule file, merged with those below it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub version: u32,
    pub status: RuleStatus,
    /// First day of evidence that it judges.
    #[serde(default)]
    pub effective_from: Option<toml::value::Date>,
    /// Last day of evidence that it judges.
    #[serde(default)]
    pub effective_to: Option<toml::value::Date>,
    pub category: Spanned<String>,
    pub severity: Severity,
    #[serde(default)]
    pub veto: Option<Veto>,
    pub section: Spanned<String>,
    pub clauses: Vec<Spanned<ClauseId>>,
    pub title: Texts,
    pub rationale: Texts,
    pub remedy: Texts,
    pub why: BTreeMap<String, Texts>,
    #[serde(default)]
    pub cost: Option<Spanned<RawCost>>,
    #[serde(default, deserialize_with = "exact_option")]
    pub prior_precision: Option<Exact>,
    pub check: Spanned<Check>,
    /// What it was before its parameters changed, the latest first.
    #[serde(default)]
    pub earlier: Vec<Spanned<RawEarlier>>,
    #[serde(default, rename = "example")]
    pub examples: Vec<Spanned<RawExample>>,
}

/// `[[earlier]]` of a rule file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEarlier {
    pub effective_to: toml::value::Date,
    /// Laid over the rule's present `[check.…]`.
    pub check: toml::Table,
}

/// `[check.…]` of a rule file as it is written, for people to read.
#[derive(Deserialize)]
pub(super) struct Parameters {
    pub check: toml::Table,
}
