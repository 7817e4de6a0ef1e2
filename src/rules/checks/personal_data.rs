//! `[check.personal-data]`: a full card or identity number read out in a conversation.

use super::{ConversationCheck, Described, Sink};
use crate::domain::contact::{Party, Speaker};
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Hit, Span, Why};
use crate::rules::index::Trigger;
use crate::rules::prepared::{Prepared, Waking};
use crate::rules::said::Said;
use crate::rules::view::ConversationTurn;
use crate::text::normalize::cut;
use crate::text::personal_data::{Number, find};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The shortest number holds so many digits: a residence number of Taiwan, old form.
const FEWEST_SIGNS: u32 = 8;

/// Parameters of the check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalData {
    /// How sure a hit is, 0 to 1.
    confidence: f64,
}

impl Described for PersonalData {
    fn unit(&self) -> &'static str {
        "connected calls whose transcript was handed in"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("read-out", &["kind", "turn"])]
    }

    fn by_facts(&self) -> bool {
        false
    }
}

impl ConversationCheck for PersonalData {
    fn triggers(&self, _: &[Said]) -> Vec<Trigger> {
        vec![Trigger::Numbers { speaker: Speaker::Agent, signs: FEWEST_SIGNS }]
    }

    fn concerns_party(&self, _: Option<Party>) -> bool {
        true
    }

    fn run(&self, prepared: &Prepared<'_>, woken: &[Waking], sink: &mut Sink) {
        let talk = prepared.conversation;
        for number in prepared.stretches_of(woken).flat_map(|at| prepared.stretches[at].turns()) {
            let turn = &talk.turns[number as usize];
            let found = find(&turn.text);
            if let Some(first) = found.first() {
                let values = BTreeMap::from([
                    ("kind".to_owned(), first.kind.as_str().to_owned()),
                    ("turn".to_owned(), (number + 1).to_string()),
                ]);
                sink.hits.push(Hit {
                    rule: sink.rule,
                    kind: EvidenceKind::Transcripts,
                    subject: talk.call_id.clone(),
                    day: talk.day,
                    spans: found.iter().map(|found| span(number, turn, found)).collect(),
                    occurrence: String::new(),
                    confidence_permille: (self.confidence * 1000.0).round() as u16,
                    why: Why { key: "read-out".into(), values },
                    evidence: turn.cell.iter().cloned().collect(),
                });
            }
        }
    }
}

fn span(turn_no: u32, turn: &ConversationTurn<'_>, found: &Number) -> Span {
    Span {
        turn: Some(turn_no),
        start: found.start,
        end: found.end,
        excerpt: cut(&turn.text, found.start, found.end).to_owned(),
        normalised: found.number.clone(),
    }
}
