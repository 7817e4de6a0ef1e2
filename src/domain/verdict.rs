//! What people decide about a finding.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where a finding stands: open → confirmed | false hit | needs information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum FindingStatus {
    Open,
    Confirmed,
    FalseHit,
    NeedsInformation,
}

impl FindingStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Confirmed, Self::FalseHit, Self::NeedsInformation];

    /// The id, as in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::FalseHit => "false-hit",
            Self::NeedsInformation => "needs-information",
        }
    }
}

impl std::str::FromStr for FindingStatus {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| format!("'{text}' is no status: open, confirmed, false-hit or needs-information"))
    }
}

/// Why a finding is a false hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FalseHitReason {
    /// Somebody else said it.
    WrongSpeaker,
    /// Negated, or quoted from somebody.
    NegatedOrQuoted,
    /// Not about the debt.
    NotAboutDebt,
    /// The transcript is wrong.
    TranscriptError,
    /// Something else, said in the note.
    Other,
}

/// One decision; the latest stands, none is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The status it gives; `Open` takes an earlier verdict back.
    pub status: FindingStatus,
    /// Required for a false hit.
    pub reason: Option<FalseHitReason>,
    /// The reviewer's words.
    pub note: String,
    /// The reviewer's account name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
