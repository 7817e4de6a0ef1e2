//! `[[example]]` of a rule file: evidence written short, and what the rule must make of it.
//!
//! Record examples give rows with the field names of the registers (`[[example.calls]]`, `[[example.visits]]` …); what is left out gets a
//! harmless default, and staff, lines and cases stand in their registers unless the example gives its own. Conversation examples give
//! `party` and `turns = ["agent: …", "debtor: …"]`.

mod records;
mod registers;
mod run;
mod times;

pub use records::Records;
pub use run::{ExampleResult, run, run_rule};

use super::view::{Conversation, ConversationTurn};
use crate::domain::contact::{Party, Speaker};
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;
use times::moment;
pub(super) use times::moment_in;

/// What an example is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleKind {
    /// The rule must fire.
    Hit,
    /// Nothing of the kind is there.
    Miss,
    /// It looks like a breach and is none.
    NearMiss,
}

impl ExampleKind {
    /// The id, as in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::NearMiss => "near-miss",
        }
    }
}

/// What the rule must find.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Finds {
    /// So many findings.
    Count(usize),
    /// Exactly these, in order: excerpts of conversations, natural keys of records.
    Excerpts(Vec<String>),
}

/// One example, its evidence complete.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it shows.
    pub kind: ExampleKind,
    /// In a few words, where the evidence does not speak for itself.
    pub note: Option<String>,
    /// What the rule must find.
    pub finds: Finds,
    /// Line of the rule file.
    pub line: u32,
    /// Its rule file, or the base's.
    pub file: String,
    /// What the rule looks at.
    pub evidence: Evidence,
}

/// The evidence of an example.
#[derive(Debug, Clone)]
pub enum Evidence {
    /// One conversation, as `screen` takes it.
    Conversation(Box<Conversation<'static>>),
    /// Rows of one agency's quarter.
    Records(Box<Records>),
}

/// An example as written.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RawExample {
    kind: ExampleKind,
    finds: Finds,
    note: Option<String>,
    party: Option<Party>,
    turns: Option<Vec<String>>,
    started_at: Option<toml::Value>,
    ended_at: Option<toml::Value>,
    agency: Option<toml::Value>,
    quarter: Option<toml::Value>,
    calls: Option<toml::Value>,
    visits: Option<toml::Value>,
    recordings: Option<toml::Value>,
    staff: Option<toml::Value>,
    lines: Option<toml::Value>,
    cases: Option<toml::Value>,
    transcribed: Option<toml::Value>,
    /// Rows of the other registers; what is none of them is refused with the records.
    #[serde(flatten)]
    registers: toml::Table,
}

impl RawExample {
    /// Fills in what was left out; times without offset are read in `zone`.
    pub(super) fn complete(mut self, zone: Tz, file: String, line: u32) -> Result<Example, String> {
        let records = self.records();
        let evidence = match self.turns {
            Some(turns) => {
                if let Some(key) = records.keys().next() {
                    return Err(format!("a conversation example has no '{key}'"));
                }
                let started_at = self.started_at.map(|at| moment(&at, zone)).transpose()?;
                let ended_at = self.ended_at.map(|at| moment(&at, zone)).transpose()?;
                Evidence::Conversation(Box::new(conversation(self.party, &turns, started_at, ended_at)?))
            }
            None if self.party.is_some() || self.started_at.is_some() || self.ended_at.is_some() => {
                return Err("party, started_at and ended_at belong to an example with turns".into());
            }
            None => Evidence::Records(Box::new(Records::complete(records, zone)?)),
        };
        if (self.kind == ExampleKind::Hit) == self.finds.none() {
            return Err("a hit finds something, a miss and a near miss find nothing: mend kind or finds".into());
        }
        Ok(Example { kind: self.kind, note: self.note, finds: self.finds, line, file, evidence })
    }

    fn records(&mut self) -> toml::Table {
        [
            ("agency", self.agency.take()),
            ("quarter", self.quarter.take()),
            ("calls", self.calls.take()),
            ("visits", self.visits.take()),
            ("recordings", self.recordings.take()),
            ("staff", self.staff.take()),
            ("lines", self.lines.take()),
            ("cases", self.cases.take()),
            ("transcribed", self.transcribed.take()),
        ]
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| (key.to_owned(), value)))
        .chain(std::mem::take(&mut self.registers))
        .collect()
    }
}

impl Finds {
    fn none(&self) -> bool {
        match self {
            Self::Count(count) => *count == 0,
            Self::Excerpts(excerpts) => excerpts.is_empty(),
        }
    }
}

fn conversation(
    party: Option<Party>,
    turns: &[String],
    started_at: Option<DateTime<FixedOffset>>,
    ended_at: Option<DateTime<FixedOffset>>,
) -> Result<Conversation<'static>, String> {
    let turns = turns.iter().map(|turn| parse_turn(turn)).collect::<Result<_, _>>()?;
    let day = started_at.map_or(NaiveDate::from_ymd_opt(2026, 7, 1), |at| Some(at.date_naive()));
    Ok(Conversation {
        call_id: "C1".into(),
        party,
        started_at,
        ended_at,
        day: day.unwrap_or_default(),
        turns,
        party_cell: None,
    })
}

fn parse_turn(turn: &str) -> Result<ConversationTurn<'static>, String> {
    let expected = || format!("'{turn}' is no turn: write 'agent: …', 'debtor: …', 'third: …' or 'unknown: …'");
    let (speaker, text) = turn.split_once(':').ok_or_else(expected)?;
    let speaker = match speaker {
        "agent" => Speaker::Agent,
        "debtor" => Speaker::Debtor,
        "third" => Speaker::Third,
        "unknown" => Speaker::Unknown,
        _ => return Err(expected()),
    };
    let text = text.strip_prefix(' ').unwrap_or(text).to_owned();
    Ok(ConversationTurn { speaker, text: text.into(), start_ms: None, end_ms: None, cell: None })
}
