//! The engine: a ruleset as data in, findings out. Pure; knows no database, no clock, no files but rulesets and labelled calls.
//!
//! `ruleset` what a ruleset is · `load` TOML → `Ruleset`, with errors that name file, line and column (`files`, `layers`, `document`, `raw`, `rule`,
//! `numbers`, `lexicon`, `commonness`, `finds`, `index` are its steps) · `clauses` what rules cite · `coverage` what enforces them · `checklist` what inspectors judge on site · `calendars` working days · `view` one agency's quarter as the checks see it ·
//! `prepared` one conversation, normalised once for all rules · `engine` runs every rule · `screen` one line of `plumbline screen` · `checks/` one file per check kind · `in_force` on which days a rule applies ·
//! `docs`, `explain`, `diff` texts about rules · `examples/` hits, misses and near misses of the rule files ·
//! `corpus/` labelled calls and how the rules do on them · `evasions/` ways to hide words, and how many the rules see through.

mod anchors;
mod calendars;
pub mod checklist;
pub mod checks;
pub mod clauses;
mod commonness;
pub mod corpus;
pub mod coverage;
pub mod diff;
pub mod docs;
mod document;
pub mod duties;
pub mod engine;
pub mod evasions;
pub mod examples;
pub mod explain;
mod files;
mod finds;
mod gapped;
pub mod in_force;
pub mod index;
mod layers;
pub mod lexicon;
pub mod load;
mod numbers;
mod phrase_list;
pub mod prepared;
mod raw;
mod rule;
pub mod ruleset;
pub mod said;
pub mod screen;
pub mod search;
mod sets;
pub mod shadows;
pub mod stretch;
pub mod view;
mod why;

pub use rule::CATEGORIES;
