//! Walking the chain from its origin, and saying where it breaks.

use super::{Checkpoint, Entry, digest};
use crate::domain::ids::Digest;
use std::sync::LazyLock;

/// What stands before the first entry: 64 zeros.
pub static ORIGIN: LazyLock<Digest> = LazyLock::new(|| Digest::from_sha256([0; 32]));

/// What is wrong with the first entry that is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A number is missing or there twice.
    #[error("entry {expected} is missing: {found} stands in its place")]
    Gap {
        /// The number that is due.
        expected: u64,
        /// The number that stands there.
        found: u64,
    },
    /// An entry does not follow the one before.
    #[error("entry {0} does not follow entry {before}: it names another digest", before = .0 - 1)]
    Unlinked(u64),
    /// An entry is not what its own digest says.
    #[error("entry {0} was altered: it no longer has its digest")]
    Altered(u64),
}

/// How far the chain has been walked.
#[derive(Debug, Clone)]
pub struct Chain {
    end: Checkpoint,
}

impl Default for Chain {
    fn default() -> Self {
        Self { end: Checkpoint { sequence: 0, digest: ORIGIN.clone(), at: None, entries: 0 } }
    }
}

impl Chain {
    /// Takes the next entry, if it is the one that follows.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Broken> {
        let expected = self.end.sequence + 1;
        if entry.sequence != expected {
            return Err(Broken::Gap { expected, found: entry.sequence });
        }
        if entry.previous != self.end.digest {
            return Err(Broken::Unlinked(entry.sequence));
        }
        if digest(entry.sequence, &entry.act, &entry.previous) != entry.digest {
            return Err(Broken::Altered(entry.sequence));
        }
        let (at, entries) = (Some(entry.act.at), self.end.entries + 1);
        self.end = Checkpoint { sequence: entry.sequence, digest: entry.digest.clone(), at, entries };
        Ok(())
    }

    /// Where the walk has come to.
    pub fn end(&self) -> &Checkpoint {
        &self.end
    }
}
