//! Ways to hide words from a filter, and how many of them the rules see through.
//!
//! `kinds` the ways · `separators`, `script`, `sound`, `shape` how words are written in each · `target`, `phrases` which words of a call are
//! rewritten · `run` rewrites them one by one and screens what comes of it. Nothing here knows how `text::disguise` finds what was hidden: the tables
//! are what an input method offers, what looks alike, and how people take characters apart.

mod kinds;
mod phrases;
mod run;
mod script;
mod separators;
mod shape;
mod sound;
mod table;
mod target;

pub use kinds::{Evasion, Written};
pub use run::{Material, Tried, of_calls, of_examples, run};
