//! Calls with labels: what a compliance officer would flag in them, to hold the rules against (`fixtures/corpus/README.md`).
//!
//! `read` takes a folder in, `measure` runs a ruleset over it and counts, `tally` is what was counted.

mod measure;
mod read;
mod tally;

pub use measure::{Measured, Miss, MissKind, measure};
pub use read::read;
pub use tally::Tally;

use serde::{Deserialize, Serialize};

/// Which part of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// For writing rules.
    Develop,
    /// For measuring only.
    Measure,
}

impl Part {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Develop, Self::Measure];

    /// The name of its folder.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Develop => "develop",
            Self::Measure => "measure",
        }
    }
}

/// What a call is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It breaks what its labels name.
    Violating,
    /// It looks like a breach and is none.
    NearMiss,
    /// Nothing of the kind is there.
    Clean,
}

/// How a breach is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// In plain words.
    Plain,
    /// Implied.
    Veiled,
    /// As speech recognition writes it.
    Messy,
}

/// One call with its labels.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// Which part it belongs to.
    pub part: Part,
    /// Unique in the corpus.
    pub call_id: String,
    /// What it is there to show.
    pub kind: Kind,
    /// How it is worded.
    pub style: Style,
    /// The category that it was written for; `clean` where there is none.
    pub about: String,
    /// Every category that a compliance officer would flag.
    pub labels: Vec<String>,
    /// `measure/insult.jsonl:3`, below the corpus's folder.
    pub place: String,
    /// The call as `screen` reads it.
    pub line: String,
}

impl Labelled {
    /// Whether a finding of `category` is right.
    pub fn is_labelled(&self, category: &str) -> bool {
        self.labels.iter().any(|label| label == category)
    }
}
