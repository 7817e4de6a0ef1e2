//! The kinds of checks that rules can run: one file and one line each.

use super::engine::Coverage;
use super::view::{Conversation, View};
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::Hit;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.<kind>]` of a rule file: serde's external tagging, so that errors point at the exact key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    // ContactHours(contact_hours::ContactHours), …
}

/// Where a running check puts what it finds; the engine makes one for each rule.
#[derive(Debug, Default)]
pub struct Sink {
    /// Index of the rule in its ruleset.
    pub rule: usize,
    /// What it found.
    pub hits: Vec<Hit>,
    /// Units it could have failed on, by local day.
    pub exposure: BTreeMap<NaiveDate, u64>,
    /// Evidence expected and present (completeness), by kind and local day; only checks that expect evidence fill it.
    pub coverage: BTreeMap<(EvidenceKind, NaiveDate), Coverage>,
}

/// A check over records: calls, visits, recordings and registers of one agency's quarter.
pub trait RecordCheck {
    /// Judges every unit of the quarter once: counts it as exposure, and hits what breaks the rule.
    fn run(&self, view: &View<'_>, sink: &mut Sink);
}

/// A check over one conversation at a time.
pub trait ConversationCheck {
    /// Judges one conversation.
    fn run(&self, conversation: &Conversation, sink: &mut Sink);
}
