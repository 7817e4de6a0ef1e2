//! The quarterly scorecard as others read it (`interfaces.md`), with exact numbers.

use super::evidence::EvidenceKind;
use super::ids::{AgencyId, ClauseId, FindingId, RuleId, RulesetId};
use super::quarter::Quarter;
use serde::{Deserialize, Serialize, Serializer};

/// A number with two exact decimals, kept in hundredths: scores, points, rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Hundredths(pub i64);

/// A share with four exact decimals, kept in ten-thousandths: completeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct TenThousandths(pub i64);

// The shortest decimal that reads back as the same double is the exact decimal up to 15 digits, far beyond a score.
impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

impl Serialize for TenThousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 10_000.0)
    }
}

impl<'de> Deserialize<'de> for Hundredths {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self((f64::deserialize(deserializer)? * 100.0).round() as i64))
    }
}

impl<'de> Deserialize<'de> for TenThousandths {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self((f64::deserialize(deserializer)? * 10_000.0).round() as i64))
    }
}

impl std::fmt::Display for Hundredths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

/// A ≥ 90 renew or extend · B ≥ 80 renew · C ≥ 70 corrective plan · D suspend or replace · N not gradable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Grade {
    A,
    B,
    C,
    D,
    N,
}

/// Whether the quarter is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ScorecardState {
    Provisional,
    Published,
}

/// One agency's quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Whose.
    pub agency_id: AgencyId,
    /// When.
    pub quarter: Quarter,
    /// Provisional until the review plan is done and the quarter closed.
    pub state: ScorecardState,
    /// 1 for the first; a new one whenever its inputs changed.
    pub version: u32,
    /// The code of conduct it was scored by.
    pub ruleset: RulesetId,
    /// `sha256:…` of that code's content.
    pub ruleset_digest: String,
    /// Version of the scoring scheme.
    pub scheme_version: u32,
    /// `sha256:…` of everything that went into the score.
    pub inputs_digest: String,
    /// 0 to 100; absent where nothing could be assessed.
    pub score: Option<Hundredths>,
    /// 95 % interval; absent with the score.
    pub interval: Option<[Hundredths; 2]>,
    /// After caps.
    pub grade: Grade,
    /// Before caps.
    pub grade_before_caps: Grade,
    /// Why the grade is lower than the score.
    pub caps: Vec<Cap>,
    /// Share of expected evidence handed in and linked; absent where none was expected.
    pub completeness: Option<TenThousandths>,
    /// What that share is made of: each kind of evidence that was expected.
    #[serde(default)]
    pub completeness_by_kind: Vec<KindCompleteness>,
    /// Each section of the scheme, in its order.
    pub sections: Vec<SectionScore>,
    /// Each rule with findings, costliest first.
    pub deductions: Vec<Deduction>,
}

/// How much of one kind of evidence is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCompleteness {
    /// What was expected.
    pub kind: EvidenceKind,
    /// How many pieces.
    pub expected: u64,
    /// Of them handed in and linked.
    pub present: u64,
    /// Their share.
    pub share: TenThousandths,
}

/// A bound on the grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// `veto:<rule-id>`, `completeness-below-95` or `completeness-below-80`.
    pub reason: String,
    /// At most this grade.
    pub grade: Grade,
    /// The findings behind it (veto caps).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finding_ids: Vec<FindingId>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionScore {
    /// The section's id in the scheme.
    pub id: String,
    /// Its weight as the scheme says.
    pub weight: u32,
    /// 100 minus losses, not below 0; absent where not assessed.
    pub score: Option<Hundredths>,
}

/// What one rule cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deduction {
    /// Which rule.
    pub rule_id: RuleId,
    /// What it cites.
    pub clauses: Vec<ClauseId>,
    /// In which section.
    pub section: String,
    /// Units the rule could have failed on.
    pub exposure: u64,
    /// Confirmed findings.
    pub violations: u64,
    /// Findings still open or in need of information.
    pub open: u64,
    /// 1000·v/n, at 0.01.
    pub rate_per_1000: Hundredths,
    /// 95 % Wilson interval of the rate, per 1000, at 0.01.
    pub interval: [Hundredths; 2],
    /// Lost, at 0.01.
    pub points: Hundredths,
    /// The findings that count, sorted.
    pub finding_ids: Vec<FindingId>,
}
