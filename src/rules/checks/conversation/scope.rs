//! Which turns, which part of the recording, how often.

use crate::rules::prepared::Prepared;
use crate::rules::said::Heard;
use serde::Deserialize;

/// Some of a speaker's turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Turns {
    /// The speaker's first so many.
    First(First),
    /// The speaker's last so many.
    Last(Last),
    /// Of all turns, counted from 1, both included.
    Between(Between),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct First {
    first: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Last {
    last: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Between {
    from: u32,
    to: u32,
}

impl Turns {
    /// Whether `turn`, from 0, is one of them.
    pub(super) fn hold(self, prepared: &Prepared<'_>, turn: u32) -> bool {
        match self {
            Self::First(First { first }) => prepared.place(turn).0 <= first,
            Self::Last(Last { last }) => {
                let (place, of) = prepared.place(turn);
                place + last > of
            }
            Self::Between(Between { from, to }) => (from..=to).contains(&(turn + 1)),
        }
    }
}

/// A part of the recording: turns that begin in `[from_ms, to_ms]`. A turn without a time is in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Time {
    #[serde(default)]
    from_ms: u64,
    to_ms: Option<u64>,
}

impl Time {
    pub(super) fn holds(self, prepared: &Prepared<'_>, turn: u32) -> bool {
        let start = prepared.conversation.turns[turn as usize].start_ms;
        start.is_some_and(|start| start >= self.from_ms && self.to_ms.is_none_or(|to| start <= to))
    }
}

/// The same again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    /// How many turns must hold a hit…
    times: usize,
    /// …within so many turns of the call; anywhere in it if left out.
    turns: Option<u32>,
}

impl Repeat {
    pub(super) fn times(self) -> usize {
        self.times
    }

    /// The hits by which it had been said often enough; several in one turn count once.
    pub(super) fn fulfilled(self, heard: Vec<Heard>) -> Vec<Heard> {
        let mut turns: Vec<u32> = heard.iter().map(|it| it.turn).collect();
        turns.dedup();
        let enough = |turn: u32| {
            let at = turns.partition_point(|other| *other <= turn);
            let first = at.checked_sub(self.times).map(|first| turns[first]);
            first.is_some_and(|first| self.turns.is_none_or(|within| turn - first < within))
        };
        heard.into_iter().filter(|it| enough(it.turn)).collect()
    }
}
