//! Work that joins the layers: hand-ins, audits, scores, verdicts, appeals. Each can be run again at any time with the same result.
//!
//! `import`, `audit`, `score`, `verdict` and `appeal`, `duties` do the work at once; `queue` asks for it, `worker` does what was asked for; `verify` holds
//! the ledger against everything on record.

pub mod annotated;
pub mod appeal;
pub mod audit;
pub mod duties;
mod error;
pub mod import;
pub mod queue;
mod remarks;
mod rulesets;
pub mod score;
pub mod verdict;
pub mod verify;
pub mod worker;

pub use error::JobError;
pub use rulesets::Rulesets;

use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::agency::Agency;
use crate::domain::ids::AgencyId;
use crate::store::objects::Objects;
use crate::store::{Scope, Store, agencies};
use std::path::PathBuf;

/// What every job works with; a cheap handle.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub store: Store,
    /// Original files and transcripts.
    pub objects: Objects,
    /// The rulesets, loaded as they are needed.
    pub rulesets: Rulesets,
    /// What time it is.
    pub clock: Clock,
    /// The program that parses spreadsheets.
    pub parser: PathBuf,
}

impl Context {
    /// Opens what the settings name; this program itself parses spreadsheets.
    pub fn open(settings: &Settings) -> Result<Self, JobError> {
        Ok(Self {
            store: Store::open(&settings.database_url)?,
            objects: Objects::open(&settings.objects)?,
            rulesets: Rulesets::new(settings.rulesets.clone()),
            clock: settings.clock,
            parser: std::env::current_exe().map_err(|error| JobError::Program(error.to_string()))?,
        })
    }

    /// An agency that must exist.
    pub fn agency(&self, id: &AgencyId) -> Result<Agency, JobError> {
        let agency = self.store.read(|c| agencies::get(c, &Scope::Bank, id))?;
        agency.ok_or_else(|| crate::store::StoreError::NoAgency(id.clone()).into())
    }

    /// One agency, or all of them.
    pub fn agencies(&self, only: Option<&AgencyId>) -> Result<Vec<Agency>, JobError> {
        match only {
            Some(id) => Ok(vec![self.agency(id)?]),
            None => Ok(self.store.read(|c| agencies::list(c, &Scope::Bank))?),
        }
    }
}
