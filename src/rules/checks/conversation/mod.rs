//! `[check.conversation]`: what is said, by whom, to whom, and in what relation to the rest of the talk.
//!
//! Each `[[check.conversation.find]]` names phrases or a shared signal; any of them fires the rule, where `when` holds. A rule without any
//! find judges the whole call by `when`.

mod condition;
mod scope;

use super::{ConversationCheck, Described, Sink};
use crate::domain::contact::Party;
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Hit, Why};
use crate::rules::index::Trigger;
use crate::rules::lexicon::{Lexicon, SignalId};
use crate::rules::prepared::{Prepared, Waking};
use crate::rules::said::{Find, Heard, Said, SpeakerScope};
use crate::rules::view::Conversation as Talk;
use condition::Condition;
use scope::{Repeat, Time, Turns};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
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
    /// Which turns.
    turns: Option<Turns>,
    /// Which part of the recording.
    time: Option<Time>,
    /// What to look for; any of them fires.
    #[serde(default)]
    find: Vec<Find>,
    /// Longer harmless words: a phrase inside one of them is none.
    #[serde(default)]
    not_in: Vec<Spanned<String>>,
    /// Only what is said again and again.
    repeat: Option<Repeat>,
    /// What else must hold.
    when: Option<Condition>,
    /// `speaker`, `find` and `not_in`, compiled.
    #[serde(skip)]
    said: Said,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PartyScope {
    /// The debtor is known to be on the line.
    Debtor,
    /// Somebody else is known to be on the line.
    Third,
    /// The debtor, or nobody could tell who.
    NotThird,
    #[default]
    Any,
}

impl Described for Conversation {
    fn unit(&self) -> &'static str {
        match self.party {
            PartyScope::Third => "connected calls with a third party whose transcript was handed in",
            PartyScope::Debtor => "connected calls with the debtor whose transcript was handed in",
            PartyScope::Any | PartyScope::NotThird => "connected calls whose transcript was handed in",
        }
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        if self.said.find.is_empty() {
            &[("call", &[])]
        } else {
            &[("said", &["words", "turn", "earlier", "earlier_turn"])]
        }
    }

    fn by_facts(&self) -> bool {
        false
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        let (find, not_in) = (std::mem::take(&mut self.find), std::mem::take(&mut self.not_in));
        self.said = Said::new(self.speaker, not_in, find);
        self.said.compile(lexicon);
        if let Some(when) = &mut self.when {
            when.compile(lexicon);
        }
    }
}

impl ConversationCheck for Conversation {
    fn triggers(&self, signals: &[Said]) -> Vec<Trigger> {
        if self.said.find.is_empty() { vec![Trigger::Call] } else { self.said.triggers(signals) }
    }

    fn conditions(&self, signals: &[Said]) -> Vec<Vec<Trigger>> {
        let needed = self.when.as_ref().map(Condition::needed).unwrap_or_default();
        let triggers = |any: Vec<SignalId>| any.into_iter().flat_map(|id| signals[id].triggers(&[])).collect();
        needed.into_iter().map(triggers).collect()
    }

    fn concerns_party(&self, party: Option<Party>) -> bool {
        match self.party {
            PartyScope::Any => true,
            PartyScope::NotThird => !party.is_some_and(Party::is_third),
            PartyScope::Debtor => party == Some(Party::Debtor),
            PartyScope::Third => party.is_some_and(Party::is_third),
        }
    }

    fn run(&self, prepared: &Prepared<'_>, woken: &[Waking], sink: &mut Sink) {
        if self.said.find.is_empty() {
            if self.when.as_ref().is_some_and(|when| when.holds(prepared, None)) {
                let why = Why { key: "call".into(), values: BTreeMap::new() };
                let evidence = prepared.conversation.party_cell.iter().cloned().collect();
                sink.hits.push(Hit { evidence, ..hit(sink.rule, prepared.conversation, why) });
            }
            return;
        }
        let heard = self.heard(prepared, prepared.stretches_of(woken));
        for of_turn in heard.chunk_by(|one, next| one.turn == next.turn) {
            sink.hits.push(self.hit(sink.rule, prepared, of_turn));
        }
    }

    fn explain(&self, prepared: &Prepared<'_>) -> Vec<String> {
        let mut steps = self.said.explain(prepared);
        if self.said.find.is_empty() {
            steps.extend(self.when.iter().map(|when| format!("when: {}", when.explain(prepared, None))));
            return steps;
        }
        for heard in self.in_scope(prepared, 0..prepared.stretches.len()) {
            let turn = heard.turn + 1;
            steps.extend(
                self.when.iter().map(|when| format!("turn {turn}, when: {}", when.explain(prepared, Some(&heard)))),
            );
        }
        if let Some(repeat) = &self.repeat {
            steps.push(format!("repeat: at least {} hits are needed", repeat.times()));
        }
        steps
    }
}

impl Conversation {
    /// What is said within the scope in some stretches.
    fn in_scope(&self, prepared: &Prepared<'_>, stretches: impl Iterator<Item = usize>) -> Vec<Heard> {
        let mut heard = Vec::new();
        stretches.for_each(|at| self.said.hear_in(prepared, at, &mut heard));
        heard.retain(|it| {
            self.turns.as_ref().is_none_or(|turns| turns.hold(prepared, it.turn))
                && self.time.as_ref().is_none_or(|time| time.holds(prepared, it.turn))
        });
        heard
    }

    /// The hits: said within the scope, often enough, where `when` holds.
    fn heard(&self, prepared: &Prepared<'_>, stretches: impl Iterator<Item = usize>) -> Vec<Heard> {
        let hopeless = |at: usize| self.when.as_ref().is_some_and(|when| when.surely(false, prepared, at));
        let mut heard = self.in_scope(prepared, stretches.filter(|at| !hopeless(*at)));
        if let Some(when) = &self.when {
            heard.retain(|it| when.holds(prepared, Some(it)));
        }
        match &self.repeat {
            Some(repeat) => repeat.fulfilled(heard),
            None => heard,
        }
    }

    fn hit(&self, rule: usize, prepared: &Prepared<'_>, of_turn: &[Heard]) -> Hit {
        let talk = prepared.conversation;
        let spans = prepared.spans(of_turn);
        let words: Vec<&str> = spans.iter().map(|span| span.excerpt.as_str()).collect();
        let mut values = BTreeMap::from([
            ("words".to_owned(), words.join(" / ")),
            ("turn".to_owned(), (of_turn[0].turn + 1).to_string()),
        ]);
        let disguises: BTreeSet<&str> = of_turn.iter().filter_map(|it| it.disguise).map(|it| it.as_str()).collect();
        if !disguises.is_empty() {
            values.insert("disguises".to_owned(), disguises.into_iter().collect::<Vec<_>>().join(" "));
        }
        if let Some(earlier) = self.when.as_ref().and_then(|when| when.earlier(prepared, &of_turn[0])) {
            let spans = prepared.spans(&[earlier]);
            let words: Vec<&str> = spans.iter().map(|span| span.excerpt.as_str()).collect();
            values.insert("earlier".to_owned(), words.join(" / "));
            values.insert("earlier_turn".to_owned(), (earlier.turn + 1).to_string());
        }
        let cells = talk.turns[of_turn[0].turn as usize].cell.iter().chain(&talk.party_cell);
        let confidence = of_turn.iter().map(|it| it.confidence).fold(0.0, f64::max);
        Hit {
            evidence: cells.cloned().collect(),
            confidence_permille: (confidence * 1000.0).round() as u16,
            spans,
            ..hit(rule, talk, Why { key: "said".into(), values })
        }
    }
}

/// A hit that concerns the whole call.
fn hit(rule: usize, talk: &Talk<'_>, why: Why) -> Hit {
    Hit {
        rule,
        kind: EvidenceKind::Transcripts,
        subject: talk.call_id.clone(),
        day: talk.day,
        spans: Vec::new(),
        occurrence: String::new(),
        confidence_permille: 800,
        why,
        evidence: Vec::new(),
    }
}
