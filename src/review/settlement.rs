//! What people may do about a duty: take note of it, and settle it, while it is open.

use crate::domain::duty::{Duty, Recorded};
use chrono::NaiveDate;

/// Why a step can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It was settled, or has lapsed.
    Closed,
    /// The kind wants one of its outcomes, or none.
    Outcome,
    /// The day lies ahead, or before what brought the duty about.
    Day,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Outcome, Self::Day];

    /// A stable code, which its texts are found by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "duty-closed",
            Self::Outcome => "duty-outcome",
            Self::Day => "duty-day",
        }
    }
}

/// Whether somebody may take note of it.
pub fn may_note(duty: &Duty) -> Result<(), Refusal> {
    if duty.is_open() { Ok(()) } else { Err(Refusal::Closed) }
}

/// Whether it may be settled so, as done on that day.
pub fn may_settle(
    duty: &Duty,
    record: &Recorded,
    outcome: Option<&str>,
    done_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    may_note(duty)?;
    let fits = match outcome {
        None => record.outcomes.is_empty(),
        Some(id) => record.outcomes.iter().any(|outcome| outcome.id == id),
    };
    if !fits {
        return Err(Refusal::Outcome);
    }
    if done_on > today || done_on < duty.subject.since { Err(Refusal::Day) } else { Ok(()) }
}
