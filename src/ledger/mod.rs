//! The log that outsiders can verify: every act is an entry that holds the digest of what was done and of the entry before, so that
//! nothing can be altered, dropped or put in between without changing every digest after it. Pure; the store keeps the entries.

mod chain;
mod content;

pub use chain::{Broken, Chain, ORIGIN};
pub use content::Content;

use crate::domain::ids::Digest;
use chrono::{DateTime, SecondsFormat, Utc};
use std::str::FromStr;

/// Makes `Kind` with the name of each.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its id, part of every entry's digest.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

kinds! {
    /// A hand-in was taken on record.
    HandIn = "hand-in",
    /// The rules were run over an agency's quarter.
    Audit = "audit",
    /// A person decided a finding.
    Verdict = "verdict",
    /// A version of a scorecard was made.
    Scorecard = "scorecard",
    /// An agency objected to a finding.
    AppealSubmitted = "appeal-submitted",
    /// Somebody took an appeal on.
    AppealAssigned = "appeal-assigned",
    /// An appeal was decided.
    AppealDecided = "appeal-decided",
    /// An agency took its appeal back.
    AppealWithdrawn = "appeal-withdrawn",
    /// An event laid a duty upon the bank.
    DutyRaised = "duty-raised",
    /// Somebody was told of a duty.
    DutyNoted = "duty-noted",
    /// A duty was done, or decided.
    DutySettled = "duty-settled",
    /// What laid a duty upon the bank no longer holds.
    DutyLapsed = "duty-lapsed",
    /// An account was made.
    AccountAdded = "account-added",
    /// An account was given another password.
    AccountPassword = "account-password",
    /// An account was shut out.
    AccountDisabled = "account-disabled",
    /// An account was let in again.
    AccountEnabled = "account-enabled",
    /// A program was given a key.
    KeyAdded = "key-added",
    /// A program's key was withdrawn.
    KeyRevoked = "key-revoked",
}

impl FromStr for Kind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|kind| kind.as_str() == text);
        found.copied().ok_or_else(|| format!("'{text}' is no kind of act"))
    }
}

/// An act on its way into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What was done.
    pub kind: Kind,
    /// To what: an id, never a name of a person.
    pub subject: String,
    /// Digest of everything that was written down about it.
    pub content: Digest,
    /// When, in whole seconds.
    pub at: DateTime<Utc>,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counted from 1, without gaps.
    pub sequence: u64,
    /// What was done.
    pub act: Act,
    /// The digest of the entry before, `ORIGIN` for the first.
    pub previous: Digest,
    /// Digest of all of the above.
    pub digest: Digest,
}

impl Entry {
    /// The entry that `act` makes after the one of that number and digest.
    pub fn after(sequence: u64, previous: Digest, act: Act) -> Self {
        let sequence = sequence + 1;
        let digest = digest(sequence, &act, &previous);
        Self { sequence, act, previous, digest }
    }

    /// The entry as a checkpoint to write down: its number and its digest.
    pub fn checkpoint(&self) -> String {
        format!("{}:{}", self.sequence, self.digest)
    }
}

/// What an entry is known by: everything in it, each part led by its length.
fn digest(sequence: u64, act: &Act, previous: &Digest) -> Digest {
    let mut content = Content::of("plumbline ledger entry");
    content.number(sequence);
    content.moment(act.at);
    content.text(act.kind.as_str());
    content.text(&act.subject);
    content.text(act.content.as_str());
    content.text(previous.as_str());
    content.digest()
}

/// A moment as it goes into digests and answers.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The end of the chain: whoever has it written down can tell later that nothing before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of the last entry, 0 where there is none.
    pub sequence: u64,
    /// Its digest, `ORIGIN` where there is none.
    pub digest: Digest,
    /// When the last act was done.
    pub at: Option<DateTime<Utc>>,
    /// How many entries there are.
    pub entries: u64,
}
