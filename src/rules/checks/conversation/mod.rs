//! `[check.conversation]`: what is said, by whom and to whom.
//!
//! Each `[[check.conversation.find]]` names phrases; any one of them fires the rule. Around a phrase the check knows negation ('we will
//! not …'), quotation ('you said …'), longer harmless words, and what must stand before, after or near it.

mod against;
mod around;
mod find;

use super::{ConversationCheck, Described, Sink};
use crate::domain::contact::{Party, Speaker};
use crate::rules::lexicon::{Lexicon, Patterns};
use crate::rules::prepared::{Prepared, PreparedTurn};
use crate::rules::view::Conversation as Talk;
use crate::text::phrases::{Occurrence, PatternId};
use against::Against;
use around::Around;
use find::Find;
use serde::Deserialize;
use toml::Spanned;

/// Parameters of the check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Whose words are meant.
    #[serde(default)]
    speaker: SpeakerScope,
    /// In talks with whom.
    #[serde(default)]
    party: PartyScope,
    /// What to look for; any of them fires.
    find: Vec<Find>,
    /// Longer harmless words: a phrase inside one of them is none.
    #[serde(default)]
    not_in: Vec<Spanned<String>>,
    #[serde(skip)]
    harmless: Patterns,
    #[serde(skip)]
    around: Around,
    #[serde(skip)]
    anchors: Vec<PatternId>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SpeakerScope {
    #[default]
    Agent,
    Debtor,
    Third,
    Any,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PartyScope {
    /// The debtor is known to be on the line.
    Debtor,
    /// Somebody else is known to be on the line.
    Third,
    #[default]
    Any,
}

impl Described for Conversation {
    fn unit(&self) -> &'static str {
        match self.party {
            PartyScope::Third => "connected calls with a third party whose transcript was handed in",
            _ => "connected calls whose transcript was handed in",
        }
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("said", &["words", "turn"])]
    }

    fn by_facts(&self) -> bool {
        false
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.harmless = lexicon.context(&self.not_in);
        self.around = Around::new(lexicon);
        for find in &mut self.find {
            find.compile(lexicon);
            self.anchors.extend(find.anchors());
        }
        self.anchors.sort_unstable();
        self.anchors.dedup();
    }
}

impl ConversationCheck for Conversation {
    fn explain(&self, prepared: &Prepared<'_>) -> Vec<String> {
        let mut steps = Vec::new();
        for turn in &prepared.turns {
            if !self.hears(turn.turn.speaker) {
                continue;
            }
            for (number, find) in self.find.iter().enumerate() {
                for anchor in turn.anchors.iter().filter(|anchor| has(find.anchors(), anchor)) {
                    let words = &turn.normal.text[anchor.start..anchor.end];
                    let verdict = match self.meant(find, turn, anchor) {
                        Ok((start, end)) => format!("hit: '{}'", turn.span(start, end).excerpt),
                        Err(against) => format!("no hit: {}", against.as_str()),
                    };
                    steps.push(format!(
                        "turn {}, find {}: '{words}' stands there; {verdict}",
                        turn.number + 1,
                        number + 1
                    ));
                }
            }
        }
        steps
    }

    fn hears(&self, speaker: Speaker) -> bool {
        match self.speaker {
            SpeakerScope::Agent => speaker == Speaker::Agent,
            SpeakerScope::Debtor => speaker == Speaker::Debtor,
            SpeakerScope::Third => speaker == Speaker::Third,
            SpeakerScope::Any => true,
        }
    }

    fn anchors(&self) -> &[PatternId] {
        &self.anchors
    }

    fn concerns(&self, talk: &Talk) -> bool {
        match self.party {
            PartyScope::Any => true,
            PartyScope::Debtor => talk.party == Some(Party::Debtor),
            PartyScope::Third => talk.party.is_some_and(Party::is_third),
        }
    }

    fn run(&self, prepared: &Prepared<'_>, sink: &mut Sink) {
        for turn in prepared.turns.iter().filter(|turn| self.hears(turn.turn.speaker)) {
            let mut stretches = Vec::new();
            let mut confidence = 0.0_f64;
            for find in &self.find {
                for anchor in turn.anchors.iter().filter(|anchor| has(find.anchors(), anchor)) {
                    if let Ok((start, end)) = self.meant(find, turn, anchor) {
                        confidence = confidence.max(find.confidence_of(turn, start, end));
                        stretches.push((start, end));
                    }
                }
            }
            if !stretches.is_empty() {
                let permille = (confidence * 1000.0).round() as u16;
                sink.hits.push(prepared.hit(sink.rule, turn, stretches, permille));
            }
        }
    }
}

impl Conversation {
    /// The stretch that `anchor` stands for, if it is meant as the rule says; else what speaks against it.
    fn meant(&self, find: &Find, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Result<(usize, usize), Against> {
        let start = find.begin(turn, anchor).ok_or(Against::NothingBefore)?;
        let end = find.finish(turn, anchor).ok_or(Against::NothingBehind)?;
        let inside =
            |word: &Occurrence| has(&self.harmless, word) && word.start <= anchor.start && anchor.end <= word.end;
        if turn.context().iter().any(inside) {
            Err(Against::Harmless)
        } else if find.negatable && self.around.negated(turn, start, end) {
            Err(Against::Negated)
        } else if find.quotable && self.around.quoted(turn, start, end) {
            Err(Against::Quoted)
        } else if !find.surroundings_fit(turn, start, end) {
            Err(Against::Surroundings)
        } else {
            Ok((start, end))
        }
    }
}

fn has(patterns: &Patterns, occurrence: &Occurrence) -> bool {
    patterns.binary_search(&occurrence.pattern).is_ok()
}
