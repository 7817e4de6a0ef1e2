//! Runs every rule of a ruleset over one agency's quarter, or over one conversation.

use super::ruleset::Ruleset;
use super::view::{Conversation, View};
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Finding, Hit};
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the rules say about one agency's quarter.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Every finding, sorted by id.
    pub findings: Vec<Finding>,
    /// How many units each rule could have failed on, by rule index and local day.
    pub exposure: BTreeMap<(usize, NaiveDate), u64>,
    /// Expected and handed-in pieces of evidence, by what is expected (`recordings`, `transcripts`) and local day.
    pub coverage: BTreeMap<(EvidenceKind, NaiveDate), Coverage>,
}

/// How much of the expected evidence is there and linked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Pieces expected.
    pub expected: u64,
    /// Of them handed in and linked.
    pub present: u64,
}

/// Runs every check over the records of `view` and every conversation check over `conversations`, which are taken one at a time.
pub fn audit(_ruleset: &Ruleset, _view: &View<'_>, _conversations: &mut dyn Iterator<Item = Conversation>) -> Audit {
    todo!("rules helper")
}

/// Runs the conversation checks over one conversation: `plumbline screen`.
pub fn screen(_ruleset: &Ruleset, _conversation: &Conversation) -> Vec<Hit> {
    todo!("rules helper")
}

/// Makes a finding of a hit: adds what rule, ruleset and agency say, and derives fingerprint and id.
pub fn finding(_ruleset: &Ruleset, _agency: &AgencyId, _hit: Hit) -> Finding {
    todo!("rules helper")
}

/// The sentence of a finding's `why` in `lang`, placeholders filled.
pub fn why(_ruleset: &Ruleset, _finding: &Finding, _lang: Lang) -> String {
    todo!("rules helper")
}
