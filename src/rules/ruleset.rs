//! What a ruleset is once loaded.

use super::anchors::Anchors;
use super::checks::{Check, CheckKind};
use super::clauses::Clause;
use super::examples::Example;
use super::finds::Finds;
use super::in_force::{Earlier, InForce};
use super::index::Index;
use super::lexicon::LateUnmasker;
use super::phrase_list::PhraseList;
use super::said::Said;
use super::sets::Sets;
use crate::domain::calendar::Calendar;
use crate::domain::finding::Severity;
use crate::domain::ids::{ClauseId, Digest, RuleId, RulesetId};
use crate::domain::lang::Texts;
use crate::domain::scheme::{Cost, RuleTerms, Scheme, Terms, Veto};
use crate::text::phrases::Phrases;
use chrono::NaiveDate;
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
    /// First day on which it applies.
    pub effective_from: Option<NaiveDate>,
    /// Last day on which it applies.
    pub effective_to: Option<NaiveDate>,
    /// The zone of times without offset, and of debtors of whom nothing better is known.
    pub time_zone: Tz,
    /// Sources whose clauses it carries, as clause ids begin: `TW`.
    pub sources: Vec<String>,
    /// Whose working days its deadlines are counted in; without one no deadline in working days can be told.
    pub calendar: Option<Calendar>,
    /// Calendar days in which an agency may appeal a finding: `[appeals] window_days`.
    pub appeal_days: u16,
    /// How its findings become a score.
    pub scheme: Scheme,
    /// Its rules, sorted by id.
    pub rules: Vec<Rule>,
    /// The clauses that rules cite, of every source.
    pub clauses: Vec<Clause>,
    /// How many phrases each list has that a rule names.
    pub phrase_lists: BTreeMap<String, usize>,
    /// Its phrase lists as written, by name.
    pub(super) lists: BTreeMap<String, PhraseList>,
    /// What rules and conditions share, in the order of their names.
    pub(super) signals: Vec<Said>,
    /// Each signal as written, by name.
    pub(super) signal_texts: BTreeMap<String, String>,
    /// What every turn is sifted for.
    pub(super) anchors: Anchors,
    /// The sets that its phrases belong to.
    pub(super) sets: Sets,
    /// What finds ask for.
    pub(super) finds: Finds,
    /// What agents' turns are searched for in disguise.
    pub(super) unmasker: LateUnmasker,
    /// What turns that a rule looks at more closely are searched for besides.
    pub(super) context: Phrases,
    /// Which rules a phrase wakes.
    pub(super) index: Index,
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
    /// The days of evidence that it judges.
    pub in_force: InForce,
    /// What it was before its parameters changed, the latest first.
    pub earlier: Vec<Earlier>,
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
    /// `[check.…]` as it is written, for people to read.
    pub parameters: toml::Table,
    /// Its hits, misses and near misses.
    pub examples: Vec<Example>,
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

impl RuleStatus {
    /// The id, as in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

impl Rule {
    /// Whether its check reads conversations rather than records.
    pub fn reads_conversations(&self) -> bool {
        matches!(self.check.kind(), CheckKind::Conversation(_))
    }
}

impl Ruleset {
    /// What every turn is searched for, in normal form: for measuring and comparing.
    pub fn phrases(&self) -> &[String] {
        self.anchors.patterns()
    }

    /// A signal as written; empty where there is none of that name.
    pub(super) fn signal_parameters(&self, name: &str) -> toml::Table {
        self.signal_texts.get(name).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// What the score needs to know: active rules only.
    pub fn terms(&self) -> Terms {
        let terms = |rule: &Rule| RuleTerms {
            id: rule.id.clone(),
            clauses: rule.clauses.clone(),
            section: rule.section.clone(),
            cost: rule.cost,
            veto: rule.veto,
            prior_precision: rule.prior_precision,
            by_facts: rule.check.described().by_facts(),
        };
        Terms {
            ruleset: self.id.clone(),
            ruleset_digest: self.digest.tagged(),
            scheme: self.scheme.clone(),
            rules: self.rules.iter().filter(|rule| rule.status == RuleStatus::Active).map(terms).collect(),
        }
    }

    /// The rule with that id.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rule_index(id).map(|index| &self.rules[index])
    }

    /// Its place in `rules`.
    pub fn rule_index(&self, id: &RuleId) -> Option<usize> {
        self.rules.binary_search_by(|rule| rule.id.cmp(id)).ok()
    }

    /// What a clause asks; the first row of the list that names it.
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.ids.contains(id))
    }
}
