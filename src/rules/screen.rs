//! One line of `plumbline screen`: a call as JSON in, its findings as JSON Lines out.

use super::engine::{screen_at, why_text};
use super::examples::moment_in;
use super::prepared::Desk;
use super::ruleset::{RuleStatus, Ruleset};
use super::view::{Conversation, ConversationTurn};
use crate::domain::contact::{Party, Speaker};
use crate::domain::finding::{Hit, Severity, Span};
use crate::domain::ids::{ClauseId, RuleId, RulesetId};
use crate::domain::lang::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Screens lines with one ruleset, or with some of its rules.
pub struct Screener<'a> {
    ruleset: &'a Ruleset,
    digest: String,
    rules: Vec<usize>,
}

/// What came of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing was found.
    Clean,
    /// Something was found.
    Found,
    /// The line could not be read; an error stands in its place.
    Malformed,
}

/// A call as it comes in; unknown keys are ignored.
#[derive(Deserialize)]
struct Line<'a> {
    call_id: String,
    party: Option<Party>,
    #[serde(borrow)]
    started_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    ended_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    turns: Vec<LineTurn<'a>>,
}

#[derive(Deserialize)]
struct LineTurn<'a> {
    speaker: Speaker,
    start_ms: Option<u64>,
    end_ms: Option<u64>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// A finding as it goes out.
#[derive(Serialize)]
struct Found<'a> {
    call_id: &'a str,
    rule_id: &'a RuleId,
    rule_version: u32,
    ruleset: &'a RulesetId,
    ruleset_digest: &'a str,
    clauses: &'a [ClauseId],
    category: &'a str,
    severity: Severity,
    confidence: f64,
    turn: Option<u32>,
    start: Option<u32>,
    end: Option<u32>,
    excerpt: Option<&'a str>,
    normalised: Option<&'a str>,
    why: String,
    /// Every stretch, where there are several.
    #[serde(skip_serializing_if = "<[Span]>::is_empty")]
    spans: &'a [Span],
}

#[derive(Serialize)]
struct Malformed<'a> {
    call_id: Option<&'a str>,
    line: u64,
    error: String,
}

impl<'a> Screener<'a> {
    /// With those `rules`, or with all that are not retired where none is named; the error names a rule that is not there.
    pub fn new(ruleset: &'a Ruleset, rules: &[RuleId]) -> Result<Self, String> {
        let all =
            || (0..ruleset.rules.len()).filter(|&rule| ruleset.rules[rule].status != RuleStatus::Retired).collect();
        let named = |id: &RuleId| {
            ruleset.rule_index(id).ok_or_else(|| {
                let known: Vec<_> = ruleset.rules.iter().map(|rule| rule.id.as_str()).collect();
                format!("ruleset {} has no rule '{id}': name one of {}", ruleset.id, known.join(", "))
            })
        };
        let mut chosen =
            if rules.is_empty() { all() } else { rules.iter().map(named).collect::<Result<Vec<_>, _>>()? };
        chosen.sort_unstable();
        chosen.dedup();
        Ok(Self { ruleset, digest: ruleset.digest.tagged(), rules: chosen })
    }

    /// Screens one line, without its line end, and writes what comes of it to `out`; blank lines are nothing.
    pub fn line(&self, desk: &mut Desk, number: u64, line: &[u8], out: &mut Vec<u8>) -> Outcome {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Outcome::Clean;
        }
        match self.read(line) {
            Ok(conversation) => {
                let hits = screen_at(desk, self.ruleset, &conversation, &self.rules);
                hits.iter().for_each(|hit| push(out, &self.found(&conversation, hit)));
                if hits.is_empty() { Outcome::Clean } else { Outcome::Found }
            }
            Err(error) => {
                push(out, &Malformed { call_id: None, line: number, error });
                Outcome::Malformed
            }
        }
    }

    /// Writes the error of a line that could not even be held.
    pub fn refuse(&self, number: u64, error: &str, out: &mut Vec<u8>) -> Outcome {
        push(out, &Malformed { call_id: None, line: number, error: error.to_owned() });
        Outcome::Malformed
    }

    /// Reads one line into a conversation.
    pub fn read<'l>(&self, line: &'l [u8]) -> Result<Conversation<'l>, String> {
        let text = simdutf8::compat::from_utf8(line)
            .map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))?;
        let line: Line<'_> =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        let moment = |name: &str, text: Option<Cow<'_, str>>| {
            text.map(|text| moment_in(&text, self.ruleset.time_zone).map_err(|error| format!("{name}: {error}")))
                .transpose()
        };
        let started_at = moment("started_at", line.started_at)?;
        let turn = |turn: LineTurn<'l>| ConversationTurn {
            speaker: turn.speaker,
            text: turn.text,
            start_ms: turn.start_ms,
            end_ms: turn.end_ms,
            cell: None,
        };
        Ok(Conversation {
            call_id: line.call_id,
            party: line.party.or_else(|| implied(&line.turns)),
            started_at,
            ended_at: moment("ended_at", line.ended_at)?,
            day: started_at.map(|at| at.date_naive()).unwrap_or_default(),
            turns: line.turns.into_iter().map(turn).collect(),
            party_cell: None,
        })
    }

    fn found<'b>(&'b self, conversation: &'b Conversation<'_>, hit: &'b Hit) -> Found<'b> {
        let rule = &self.ruleset.rules[hit.rule];
        let first = hit.spans.first();
        Found {
            call_id: &conversation.call_id,
            rule_id: &rule.id,
            rule_version: rule.version,
            ruleset: &self.ruleset.id,
            ruleset_digest: &self.digest,
            clauses: &rule.clauses,
            category: &rule.category,
            severity: rule.severity,
            confidence: f64::from(hit.confidence_permille) / 1000.0,
            turn: first.and_then(|span| span.turn),
            start: first.map(|span| span.start),
            end: first.map(|span| span.end),
            excerpt: first.map(|span| span.excerpt.as_str()),
            normalised: first.map(|span| span.normalised.as_str()),
            why: why_text(rule, &hit.why, Lang::En),
            spans: if hit.spans.len() > 1 { &hit.spans } else { &[] },
        }
    }
}

/// Who was reached, where the line does not say: the speakers tell.
fn implied(turns: &[LineTurn<'_>]) -> Option<Party> {
    let speaks = |speaker: Speaker| turns.iter().any(|turn| turn.speaker == speaker);
    if speaks(Speaker::Third) { Some(Party::Other) } else { speaks(Speaker::Debtor).then_some(Party::Debtor) }
}

fn push(out: &mut Vec<u8>, line: &impl Serialize) {
    // Writing JSON to memory fails only for maps with odd keys, of which there are none.
    if serde_json::to_writer(&mut *out, line).is_ok() {
        out.push(b'\n');
    }
}
