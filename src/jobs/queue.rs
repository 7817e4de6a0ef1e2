//! What pages and programs may ask of `jobs`: background work (hand-ins, audits, scores), and the few acts that are done at once.

pub use super::annotated::{Extent, annotated};
pub use super::appeal;
pub use super::duties;
pub use super::verdict::{Decided, decide};
pub use super::{Context, JobError};

use super::import::HandedInBy;
use crate::domain::ids::{AgencyId, Digest};
use crate::domain::lang::Lang;
use crate::domain::quarter::{Quarter, Week};
use crate::store::jobs::{self, Job, NewJob};
use crate::store::{DbConnection, StoreError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "task")]
pub enum Task {
    /// Takes a hand-in whose files are in the object store.
    HandIn {
        /// Whose evidence; absent for a list of the bank's that names the agency row by row.
        agency: Option<AgencyId>,
        /// For which week; absent for the bank's.
        week: Option<Week>,
        /// The files.
        files: Vec<FileRef>,
        /// The language of messages.
        lang: Lang,
        /// An account's name.
        received_from: String,
    },
    /// Audits one agency's quarter.
    Audit {
        /// Whose.
        agency: AgencyId,
        /// When.
        quarter: Quarter,
    },
    /// Scores one agency's quarter, or everybody's.
    Score {
        /// When.
        quarter: Quarter,
        /// Whose; everybody's where absent.
        agency: Option<AgencyId>,
    },
}

/// A file in the object store, with the name it was handed in by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The name as handed in.
    pub name: String,
    /// Its name in the object store.
    pub sha256: Digest,
}

impl Task {
    /// The name of the kind of work, as in the API.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::HandIn { .. } => "hand-in",
            Self::Audit { .. } => "audit",
            Self::Score { .. } => "score",
        }
    }

    fn agency(&self) -> Option<&AgencyId> {
        match self {
            // What the bank hands in about an agency is not the agency's to see.
            Self::HandIn { week: None, .. } => None,
            Self::HandIn { agency, .. } | Self::Score { agency, .. } => agency.as_ref(),
            Self::Audit { agency, .. } => Some(agency),
        }
    }

    /// Audits and scores that wait are not asked for twice.
    fn merge_key(&self) -> Option<String> {
        match self {
            Self::HandIn { .. } => None,
            Self::Audit { agency, quarter } => Some(format!("audit {quarter} {agency}")),
            Self::Score { quarter, agency } => {
                Some(format!("score {quarter} {}", agency.as_ref().map(AgencyId::as_str).unwrap_or_default()))
            }
        }
    }

    /// A hand-in by whoever it is from: only the bank's have no week.
    pub(super) fn handed_in_by(agency: Option<&AgencyId>, week: Option<Week>) -> HandedInBy {
        match (agency, week) {
            (Some(agency), Some(week)) => HandedInBy::Agency(agency.clone(), week),
            (agency, _) => HandedInBy::Bank(agency.cloned()),
        }
    }
}

/// Asks for `task`; the same `idempotency_key` of the same owner again gives the job asked for then.
pub fn ask(
    connection: &mut DbConnection,
    task: &Task,
    owner: &str,
    idempotency_key: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Job, StoreError> {
    let merge_key = task.merge_key();
    let job = NewJob {
        id: &new_id(now),
        agency: task.agency(),
        kind: task.kind(),
        payload: &serde_json::to_string(task)
            .map_err(|error| StoreError::Corrupt { what: "task", reason: error.to_string() })?,
        owner,
        idempotency_key,
        merge_key: merge_key.as_deref(),
    };
    jobs::enqueue(connection, &job, now)
}

/// A ULID: sorted by time, then by chance.
fn new_id(now: DateTime<Utc>) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = u128::try_from(now.timestamp_millis()).unwrap_or(0) << 80;
    let number = time | (rand::random::<u128>() >> 48);
    (0..26).rev().map(|place| char::from(DIGITS[(number >> (place * 5)) as usize & 31])).collect()
}
