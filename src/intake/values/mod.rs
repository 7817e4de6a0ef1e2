//! Cells → typed values. A value that can be read two ways is a fault, not a guess.

pub mod agreed;
pub mod conversation;
pub mod date;
pub mod duration;
pub mod list;
pub mod month;
pub mod number;
pub mod phone;
pub mod text;
pub mod time;
pub mod typed;
pub mod words;
pub mod zone;

use super::codes::Code;
use chrono_tz::Tz;

/// Why a cell can't be taken, and the values its message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub code: Code,
    /// What to fill into the message and hint.
    pub values: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault whose message names no values.
    pub fn new(code: Code) -> Self {
        Self { code, values: Vec::new() }
    }

    /// Names one value of the message.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

/// What the reading of values depends on.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The zone of times without an offset.
    pub zone: Tz,
    /// Whether plain numbers count days from 1904 rather than 1900.
    pub from_1904: bool,
}

/// An example of a moment, for hints.
pub const MOMENT_EXAMPLE: &str = "2026/7/3 21:30";
/// An example of a day, for hints.
pub const DAY_EXAMPLE: &str = "2026/7/3";
