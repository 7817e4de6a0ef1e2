//! A finding: a rule says 'look here', with the whole way from cell to clause.

use super::evidence::{Address, EvidenceKind};
use super::ids::{AgencyId, ClauseId, Digest, FindingId, RuleId, RulesetId};
use super::lang::Texts;
use super::verdict::FindingStatus;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How grave a breach of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Severity {
    Observation,
    Minor,
    Major,
    Critical,
}

impl Severity {
    /// All of them, gravest first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::Major, Self::Minor, Self::Observation];

    /// The id, as in rule files and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observation => "observation",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

/// A stretch of text: Unicode scalar values `[start, end)` of a turn's original text, or of a visit's narrative where
/// `turn` is absent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The turn, counted from 0.
    pub turn: Option<u32>,
    /// First character, counted from 0.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The original characters.
    pub excerpt: String,
    /// What was matched after normalisation.
    pub normalised: String,
}

/// Why a rule fired: a text of the rule file with the values that fill its `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Key of the rule's `[why.<key>]` texts.
    pub key: String,
    /// Placeholder → value, plain text that needs no translation (times, ids, numbers, excerpts).
    pub values: BTreeMap<String, String>,
}

/// What a check found in one unit of evidence, before it knows agency and ruleset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the rule in its ruleset.
    pub rule: usize,
    /// The kind of evidence that it concerns.
    pub kind: EvidenceKind,
    /// The natural key of the call, visit, recording… it concerns.
    pub subject: String,
    /// The local day that it counts on.
    pub day: NaiveDate,
    /// The characters, first stretch first; empty for findings that concern the whole.
    pub spans: Vec<Span>,
    /// What tells it from other hits of the rule on the same subject (a recording's id, say); part of the fingerprint.
    pub occurrence: String,
    /// 0 to 1000.
    pub confidence_permille: u16,
    /// Why it fired.
    pub why: Why,
    /// The cells it rests on, the decisive one first.
    pub evidence: Vec<Address>,
}

/// A finding as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Derived from the fingerprint.
    pub id: FindingId,
    /// Same agency, rule, subject, occurrence and place in the text → same fingerprint, whatever the ruleset's version: verdicts attach
    /// to it and survive a re-audit.
    pub fingerprint: Digest,
    /// Whose evidence.
    pub agency_id: AgencyId,
    /// Which ruleset spoke.
    pub ruleset: RulesetId,
    /// In which content.
    pub ruleset_digest: Digest,
    /// Which rule.
    pub rule_id: RuleId,
    /// Its version.
    pub rule_version: u32,
    /// What it cites.
    pub clauses: Vec<ClauseId>,
    /// The rule's category, kebab-case.
    pub category: String,
    /// The rule's severity.
    pub severity: Severity,
    /// 0 to 1000.
    pub confidence_permille: u16,
    /// The kind of evidence that it concerns.
    pub kind: EvidenceKind,
    /// The natural key of what it concerns.
    pub subject: String,
    /// The local day that it counts on.
    pub day: NaiveDate,
    /// The characters, first stretch first.
    pub spans: Vec<Span>,
    /// Why it fired.
    pub why: Why,
    /// `why` as the rule said it when the finding was made: a rule edited later leaves it alone.
    pub why_text: Texts,
    /// The cells it rests on, the decisive one first.
    pub evidence: Vec<Address>,
    /// What people decided.
    pub status: FindingStatus,
}
