//! Identifiers that can't be mixed up, each a thin wrapper around its text.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is no {kind}: {expected}")]
pub struct InvalidId {
    /// What it should have been, in words.
    pub kind: &'static str,
    /// The text as given.
    pub value: String,
    /// The form that is accepted.
    pub expected: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $kind:literal, $expected:literal, $valid:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidId { kind: $kind, value: text.to_owned(), expected: $expected })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A collection agency as the bank names it, for example `A1`.
    AgencyId, "agency id", "1 to 64 letters, digits, '-', '_' or '.'", |text| is_plain(text, 64);
    /// One agency-week hand-in in one version; derived from its content, so that the same hand-in has the same id.
    SubmissionId, "submission id", "1 to 80 letters, digits, '-', '_' or '.'", |text| is_plain(text, 80);
    /// A finding; derived from its fingerprint, so that a re-audit gives the same id.
    FindingId, "finding id", "1 to 80 letters, digits, '-', '_' or '.'", |text| is_plain(text, 80);
    /// An appeal; derived from the fingerprint of its finding, which has one at most.
    AppealId, "appeal id", "1 to 80 letters, digits, '-', '_' or '.'", |text| is_plain(text, 80);
    /// A duty of the bank; derived from agency, kind and cause.
    DutyId, "duty id", "1 to 80 letters, digits, '-', '_' or '.'", |text| is_plain(text, 80);
    /// A ruleset, kebab-case, for example `cn-bank-card`.
    RulesetId, "ruleset id", "kebab-case: lower-case letters, digits and '-'", is_kebab;
    /// A rule, kebab-case, naming the bad thing, for example `contact-outside-hours`.
    RuleId, "rule id", "kebab-case: lower-case letters, digits and '-'", is_kebab;
    /// A clause of the code of conduct, for example `TW-3.2.1.4` or `PL-2a`.
    ClauseId, "clause id", "a source of two capital letters, '-', then the clause", is_clause;
    /// A sha256 in 64 lower-case hexadecimal digits: the name of every stored file and object.
    Digest, "sha256", "64 lower-case hexadecimal digits", is_digest;
}

fn is_plain(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && !text.starts_with('.')
}

fn is_kebab(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn is_clause(text: &str) -> bool {
    let Some((source, rest)) = text.split_once('-') else { return false };
    source.len() == 2
        && source.bytes().all(|b| b.is_ascii_uppercase())
        && !rest.is_empty()
        && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

impl Digest {
    /// The sha256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(hex::encode(sha2::Sha256::digest(bytes)))
    }

    /// The digest of those 32 bytes.
    pub fn from_sha256(bytes: [u8; 32]) -> Self {
        Self(hex::encode(bytes))
    }

    /// The form in which digests are shown to others: `sha256:…`.
    pub fn tagged(&self) -> String {
        format!("sha256:{}", self.0)
    }
}

impl AppealId {
    /// The id of the appeal to the finding of that fingerprint.
    pub fn of(fingerprint: &Digest) -> Self {
        Self(format!("P-{}", &fingerprint.0[..20]))
    }
}

impl DutyId {
    /// The id of the duty of that kind that `cause` brings about at an agency.
    pub fn of(agency: &AgencyId, kind: &str, cause: &str) -> Self {
        let digest = Digest::of(format!("plumbline duty\0{agency}\0{kind}\0{cause}").as_bytes());
        Self(format!("U-{}", &digest.0[..20]))
    }
}
