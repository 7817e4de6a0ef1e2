//! The clauses of the code of conduct: `rulesets/clauses.toml`.

use super::document::Document;
use super::files::{CLAUSES, Files};
use super::load::RuleError;
use crate::domain::ids::ClauseId;
use crate::domain::lang::Texts;
use serde::Deserialize;
use std::collections::BTreeSet;

/// How a clause is enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A rule decides it from the uploaded evidence.
    Auto,
    /// A rule decides it from the transcript.
    Text,
    /// Decided by holding several kinds of evidence against each other.
    Cross,
    /// An item of the on-site checklist.
    Check,
    /// Binds the bank itself.
    Duty,
}

impl How {
    /// The id, as in the list of clauses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::Cross => "cross",
            Self::Check => "check",
            Self::Duty => "duty",
        }
    }
}

/// One requirement of the code, with every source that lays it down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The sources' own clauses, the first the most usual one.
    pub ids: Vec<ClauseId>,
    /// How it is enforced.
    pub how: Vec<How>,
    /// What it asks, in our words.
    pub requirement: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    #[serde(rename = "clause")]
    clauses: Vec<Clause>,
}

/// Reads the list of clauses.
pub(super) fn read(files: &Files) -> Result<Vec<Clause>, Vec<RuleError>> {
    let Some(text) = files.get(CLAUSES) else {
        return Err(vec![RuleError::whole_file(CLAUSES, "the list of clauses is missing")]);
    };
    let mut document = Document::parse(vec![(CLAUSES, text)])?;
    document.read::<Catalogue>().map(|catalogue| catalogue.clauses).map_err(|error| vec![error])
}

/// Every id in `clauses`.
pub(super) fn ids(clauses: &[Clause]) -> BTreeSet<&str> {
    clauses.iter().flat_map(|clause| &clause.ids).map(ClauseId::as_str).collect()
}
