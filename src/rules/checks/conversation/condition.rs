//! `when`: what must hold besides, in relation to a hit or to the whole call.

use super::scope::Turns;
use crate::domain::contact::Speaker;
use crate::rules::lexicon::{Lexicon, SignalId};
use crate::rules::prepared::Prepared;
use crate::rules::said::{Heard, SpeakerScope};
use serde::Deserialize;
use toml::Spanned;

/// A condition, made of others or by itself.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Condition {
    /// Each of them holds.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A signal is heard.
    Said(Signalled),
    /// The talk goes on after the hit.
    GoesOn(GoesOn),
    /// Somebody speaks so often in the call.
    Speaks(Speaks),
}

/// Where a signal must be heard; anywhere in the call if nothing is said of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signalled {
    signal: Spanned<String>,
    /// Before the hit, at most so far away.
    before: Option<Distance>,
    /// After the hit, at most so far away.
    after: Option<Distance>,
    /// In these turns.
    #[serde(rename = "in")]
    within: Option<Turns>,
    /// So many times.
    #[serde(default = "once")]
    times: usize,
    #[serde(skip)]
    id: Option<SignalId>,
}

/// How far away; a distance in seconds holds only where both turns have their times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Distance {
    /// Turns from one to the other, whoever speaks; 0 is the same turn.
    turns: Option<u32>,
    /// Seconds from the start of one turn to the start of the other.
    seconds: Option<u64>,
}

/// More than so many turns of a speaker follow the hit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoesOn {
    speaker: SpeakerScope,
    turns: usize,
    /// Turns in which this signal is heard don't count.
    unless: Option<Spanned<String>>,
    #[serde(skip)]
    id: Option<SignalId>,
}

/// At least so many turns of a speaker in the call.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speaks {
    speaker: SpeakerScope,
    turns: usize,
}

fn once() -> usize {
    1
}

impl Condition {
    /// Finds the signals that it names.
    pub(super) fn compile(&mut self, lexicon: &mut Lexicon) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(|part| part.compile(lexicon)),
            Self::Not(part) => part.compile(lexicon),
            Self::Said(said) => said.id = lexicon.signal(&said.signal),
            Self::GoesOn(goes_on) => goes_on.id = goes_on.unless.as_ref().and_then(|name| lexicon.signal(name)),
            Self::Speaks(_) => {}
        }
    }

    /// Whether it holds for the hit, or for the call where there is none.
    pub(super) fn holds(&self, prepared: &Prepared<'_>, hit: Option<&Heard>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(prepared, hit)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(prepared, hit)),
            Self::Not(part) => !part.holds(prepared, hit),
            Self::Said(said) => said.heard(prepared, hit).take(said.times).count() == said.times,
            Self::GoesOn(goes_on) => goes_on.following(prepared, hit) > goes_on.turns,
            Self::Speaks(speaks) => speaks.hold(prepared),
        }
    }

    /// Signals without which it can't hold: of each entry, one must be heard.
    pub(super) fn needed(&self) -> Vec<Vec<SignalId>> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::needed).collect(),
            Self::Any(parts) => {
                let each: Option<Vec<_>> = parts.iter().map(|part| part.needed().into_iter().next()).collect();
                each.map(|each| each.concat()).into_iter().filter(|any| !any.is_empty()).collect()
            }
            Self::Said(said) => said.id.into_iter().map(|id| vec![id]).collect(),
            Self::Not(_) | Self::GoesOn(_) | Self::Speaks(_) => Vec::new(),
        }
    }

    /// Whether it is plain without a hit that it is `so` for every hit in the stretch at `at`; only what costs little is asked.
    pub(super) fn surely(&self, so: bool, prepared: &Prepared<'_>, at: usize) -> bool {
        let surely = |part: &Self| part.surely(so, prepared, at);
        match self {
            Self::All(parts) if so => parts.iter().all(surely),
            Self::All(parts) => parts.iter().any(surely),
            Self::Any(parts) if so => parts.iter().any(surely),
            Self::Any(parts) => parts.iter().all(surely),
            Self::Not(part) => part.surely(!so, prepared, at),
            Self::Said(said) => so && said.heard_before(prepared, at),
            Self::GoesOn(_) => false,
            Self::Speaks(speaks) => speaks.hold(prepared) == so,
        }
    }

    /// The earlier words by which it holds: of the first `said` condition that looks before the hit.
    pub(super) fn earlier(&self, prepared: &Prepared<'_>, hit: &Heard) -> Option<Heard> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(|part| part.earlier(prepared, hit)),
            Self::Said(said) if said.before.is_some() => said.heard(prepared, Some(hit)).last().copied(),
            _ => None,
        }
    }

    /// Whether it holds, and of what parts, in English.
    pub(super) fn explain(&self, prepared: &Prepared<'_>, hit: Option<&Heard>) -> String {
        let parts = |parts: &[Self]| -> String {
            let parts: Vec<_> = parts.iter().map(|part| part.explain(prepared, hit)).collect();
            parts.join("; ")
        };
        let said = match self {
            Self::All(all) => format!("all of ({})", parts(all)),
            Self::Any(any) => format!("any of ({})", parts(any)),
            Self::Not(part) => format!("not ({})", part.explain(prepared, hit)),
            Self::Said(said) => {
                let turns: Vec<_> = said.heard(prepared, hit).map(|it| (it.turn + 1).to_string()).collect();
                let place =
                    if turns.is_empty() { "nowhere there".to_owned() } else { format!("in turn {}", turns.join(", ")) };
                format!("'{}' is heard {place}", said.signal.get_ref())
            }
            Self::GoesOn(goes_on) => format!("{} turns follow", goes_on.following(prepared, hit)),
            Self::Speaks(speaks) => format!("at least {} turns are spoken", speaks.turns),
        };
        format!("{said}: {}", if self.holds(prepared, hit) { "yes" } else { "no" })
    }
}

impl Signalled {
    fn heard<'a>(&'a self, prepared: &'a Prepared<'_>, hit: Option<&'a Heard>) -> impl Iterator<Item = &'a Heard> {
        let first = hit.filter(|_| self.after.is_some()).map_or(0, |hit| hit.stretch);
        let last = hit.filter(|_| self.before.is_some()).map_or(prepared.stretches.len(), |hit| hit.stretch + 1);
        let in_range = self.id.into_iter().flat_map(move |id| (first..last).map(move |at| (id, at)));
        in_range.flat_map(move |(id, at)| prepared.signal_in(id, at)).filter(move |it| {
            let near = |far: Distance, earlier: &Heard, later: &Heard| far.holds(prepared, earlier.turn, later.turn);
            let before = self.before.is_none_or(|far| hit.is_some_and(|hit| precedes(it, hit) && near(far, it, hit)));
            let after = self.after.is_none_or(|far| hit.is_some_and(|hit| precedes(hit, it) && near(far, hit, it)));
            before && after && self.within.is_none_or(|turns| turns.hold(prepared, it.turn))
        })
    }

    /// Whether it is heard in an earlier stretch, which is all that it asks.
    fn heard_before(&self, prepared: &Prepared<'_>, at: usize) -> bool {
        let anywhere = Distance { turns: None, seconds: None };
        let enough = |id: SignalId| {
            let heard = (0..at).flat_map(|earlier| prepared.signal_in(id, earlier));
            heard.take(self.times).count() == self.times
        };
        self.before == Some(anywhere) && self.after.is_none() && self.within.is_none() && self.id.is_some_and(enough)
    }
}

fn precedes(one: &Heard, other: &Heard) -> bool {
    (one.stretch, one.end) <= (other.stretch, other.start)
}

impl Distance {
    fn holds(self, prepared: &Prepared<'_>, earlier: u32, later: u32) -> bool {
        let start = |turn: u32| prepared.conversation.turns[turn as usize].start_ms;
        let seconds = |most: u64| {
            start(earlier).zip(start(later)).is_some_and(|(from, to)| to.saturating_sub(from) <= most * 1000)
        };
        self.turns.is_none_or(|most| later - earlier <= most) && self.seconds.is_none_or(seconds)
    }
}

impl GoesOn {
    fn following(&self, prepared: &Prepared<'_>, hit: Option<&Heard>) -> usize {
        let spared: Vec<u32> = self.id.map_or(Vec::new(), |id| prepared.signal(id).map(|it| it.turn).collect());
        let after = hit.map_or(0, |hit| hit.turn as usize + 1);
        let hears = |speaker: Speaker| self.speaker.hears(speaker);
        let turns = prepared.conversation.turns.iter().enumerate().skip(after);
        turns.filter(|(number, turn)| hears(turn.speaker) && !spared.contains(&(*number as u32))).count()
    }
}

impl Speaks {
    fn hold(self, prepared: &Prepared<'_>) -> bool {
        let turns = prepared.conversation.turns.iter().filter(|turn| self.speaker.hears(turn.speaker));
        turns.take(self.turns).count() == self.turns
    }
}
