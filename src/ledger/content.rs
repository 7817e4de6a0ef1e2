//! What was written down about an act, as one digest.

use crate::domain::ids::Digest;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

/// Collects the parts of a content. Each is led by its length, so that no two contents give the same bytes.
pub struct Content(Sha256);

impl Content {
    /// The content of something of this kind; the kind is its first part.
    pub fn of(kind: &str) -> Self {
        let mut content = Self(Sha256::new());
        content.text(kind);
        content
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
    }

    /// Adds a text that may be absent; an absent one is no empty one.
    pub fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update(u64::MAX.to_be_bytes()),
        }
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.text(&number.to_string());
    }

    /// Adds a moment, to the second.
    pub fn moment(&mut self, at: DateTime<Utc>) {
        self.text(&super::moment(at));
    }

    /// The digest of all parts.
    pub fn digest(self) -> Digest {
        Digest::from_sha256(self.0.finalize().into())
    }
}
