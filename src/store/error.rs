//! Why the store could not do it, in words that say how to mend it.

use crate::domain::ids::{AgencyId, Digest};

/// What went wrong in database or object store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names neither database.
    #[error("'{0}' is no database: write sqlite:PATH or postgres://user@host/database")]
    Url(String),
    /// No connection.
    #[error("can't open the database {url} ({reason}): check the address and that the database is there and running")]
    Open {
        /// The address, without password.
        url: String,
        /// What the database said.
        reason: String,
    },
    /// The tables are not those of this program.
    #[error("the database {0} is not set up for this program: run `plumbline migrate` first")]
    NotMigrated(String),
    /// A migration failed.
    #[error("can't set up the database ({0}): restore it from a backup, or start with an empty one")]
    Migration(String),
    /// SQLite would lose acknowledged hand-ins in a power cut.
    #[error("the SQLite database runs with {0}: it must be on a local disk that supports WAL, with synchronous FULL")]
    Unsafe(String),
    /// All connections are busy.
    #[error("no database connection came free ({0}): try again in a moment")]
    Busy(#[from] diesel::r2d2::PoolError),
    /// The database refused a statement.
    #[error("the database failed ({0}): see its log, then run the same again")]
    Database(#[from] diesel::result::Error),
    /// A stored value that this program never wrote.
    #[error("the stored {what} can't be read ({reason}): run the newest version of this program, or restore a backup")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// Why not.
        reason: String,
    },
    /// Something needs an agency that is not there.
    #[error("there is no agency {0}: add it with `plumbline agency add`")]
    NoAgency(AgencyId),
    /// An agency is there already, on other terms.
    #[error("agency {0} is there already, on other terms: change it with `plumbline agency update`")]
    AgencyExists(AgencyId),
    /// The name of an account is taken.
    #[error("there is an account {0} already: choose another name")]
    AccountExists(String),
    /// The objects' address can't be used.
    #[error("can't use '{url}' for objects ({reason})")]
    ObjectsUrl {
        /// The address as given.
        url: String,
        /// Why not, and how to mend it.
        reason: String,
    },
    /// An object is not there.
    #[error("the object {0} is missing: restore the objects folder from a backup")]
    ObjectMissing(Digest),
    /// An object is not what its name says.
    #[error("the object {0} was altered: its content no longer has this sha256; restore it from a backup")]
    ObjectAltered(Digest),
    /// The object store failed.
    #[error("the object store failed ({0}): check its disk or address, then run the same again")]
    Objects(#[from] object_store::Error),
    /// A folder or file could not be made.
    #[error("can't make {path} ({reason}): check that the folder may be written")]
    Folder {
        /// Which.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A cursor that no page gave out.
    #[error("'{0}' is no cursor of this list: begin again without one")]
    Cursor(String),
}

impl StoreError {
    /// A stored value of kind `what` that can't be read.
    pub(super) fn corrupt(what: &'static str, reason: impl std::fmt::Display) -> Self {
        Self::Corrupt { what, reason: reason.to_string() }
    }
}
