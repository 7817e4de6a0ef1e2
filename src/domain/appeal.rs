//! An agency's objection to a finding, and what became of it.

use super::ids::{AgencyId, AppealId, Digest, FindingId};
use super::verdict::FindingStatus;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Where an appeal stands: submitted → assigned → upheld | partly upheld | rejected | withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum AppealState {
    Submitted,
    Assigned,
    Upheld,
    PartlyUpheld,
    Rejected,
    Withdrawn,
}

impl AppealState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Submitted, Self::Assigned, Self::Upheld, Self::PartlyUpheld, Self::Rejected, Self::Withdrawn];

    /// The id, as in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Assigned => "assigned",
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly-upheld",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it waits for its decision.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Submitted | Self::Assigned)
    }
}

impl FromStr for AppealState {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| format!("'{text}' is no state of an appeal"))
    }
}

/// What somebody decides about an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// The finding is a false hit.
    Upheld,
    /// The agency is right in part; the finding stays.
    PartlyUpheld,
    /// The finding stays.
    Rejected,
}

impl Outcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Upheld, Self::PartlyUpheld, Self::Rejected];

    /// The state that it leads to.
    pub fn state(self) -> AppealState {
        match self {
            Self::Upheld => AppealState::Upheld,
            Self::PartlyUpheld => AppealState::PartlyUpheld,
            Self::Rejected => AppealState::Rejected,
        }
    }

    /// The id, as in the API.
    pub fn as_str(self) -> &'static str {
        self.state().as_str()
    }
}

impl FromStr for Outcome {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|outcome| outcome.as_str() == text);
        found.ok_or_else(|| format!("'{text}' decides no appeal: upheld, partly-upheld or rejected"))
    }
}

/// One appeal; a finding has one at most, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Derived from the finding's fingerprint.
    pub id: AppealId,
    /// Who objects.
    pub agency_id: AgencyId,
    /// To which finding.
    pub finding_id: FindingId,
    /// The finding's fingerprint: like verdicts, the appeal survives a re-audit.
    pub fingerprint: Digest,
    /// Where it stands.
    pub state: AppealState,
    /// Why the agency objects, in its words.
    pub reason: String,
    /// Hand-ins and files that are to prove it, by id and sha256.
    pub evidence: Vec<String>,
    /// The account that objected.
    pub submitted_by: String,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// Who is to decide it, and since when.
    pub assigned: Option<(String, DateTime<Utc>)>,
    /// Who decided or withdrew it, and when.
    pub ended: Option<(String, DateTime<Utc>)>,
    /// Why it was decided so, in the decider's words.
    pub answer: String,
}

/// Where a finding stands with regard to appeals: what each step is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What people decided about the finding.
    pub status: FindingStatus,
    /// When the finding was made, or confirmed if that was later.
    pub visible_since: DateTime<Utc>,
    /// Everybody who ever gave a verdict on it.
    pub reviewers: Vec<String>,
    /// The appeal, where there is one.
    pub appeal: Option<Appeal>,
}
