//! What was planted, and what must come of it.

use super::material::Bank;
use crate::domain::evidence::EvidenceKind;
use crate::domain::ids::{AgencyId, RuleId};
use crate::domain::quarter::{Quarter, Week};
use crate::domain::verdict::FalseHitReason;
use serde::{Deserialize, Serialize};

/// Every violation planted, every near miss, every cell to be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The quarter that the demo is about.
    pub quarter: Quarter,
    /// Findings that must come out, no more and no fewer.
    pub violations: Vec<Violation>,
    /// What looks like a violation and is none.
    pub near_misses: Vec<NearMiss>,
    /// Cells whose rows must be refused.
    pub refused: Vec<Refused>,
}

/// One finding that must come out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Violation {
    /// Whose.
    pub agency: AgencyId,
    /// In which quarter it counts.
    pub quarter: Quarter,
    /// The rule that must fire.
    pub rule_id: RuleId,
    /// The kind of evidence that it concerns.
    pub kind: EvidenceKind,
    /// Its natural key.
    pub subject: String,
    /// The turn, counted from 0, where it stands in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
    /// The field that shows it, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was done.
    pub note: String,
    /// A person who looks will call it a false hit, for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub false_hit: Option<FalseHitReason>,
}

/// Something on which no rule may fire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NearMiss {
    /// Whose.
    pub agency: AgencyId,
    /// The kind of evidence.
    pub kind: EvidenceKind,
    /// Its natural key.
    pub subject: String,
    /// What looks like a violation, and why it is none.
    pub note: String,
}

/// A cell that makes its row unusable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Refused {
    /// Whose.
    pub agency: AgencyId,
    /// In which hand-in.
    pub week: Week,
    /// In which version of it.
    pub version: u32,
    /// In which file.
    pub file: String,
    /// On which sheet.
    pub sheet: String,
    /// `F18`; `L17` for a whole line.
    pub cell: String,
    /// The schema's field.
    pub field: String,
    /// What is wrong with it.
    pub note: String,
}

impl Manifest {
    /// Nothing planted yet.
    pub fn new(bank: &Bank) -> Self {
        Self { quarter: bank.quarter, violations: Vec::new(), near_misses: Vec::new(), refused: Vec::new() }
    }

    /// Brings everything into its final order.
    pub fn settle(&mut self) {
        self.violations.sort();
        self.near_misses.sort();
        self.refused.sort();
    }
}
