//! The engine: a ruleset as data in, findings out. Pure; knows no database, no clock, no files but the rulesets.
//!
//! `ruleset` what a ruleset is · `load` TOML → `Ruleset`, with errors that name file, line and column · `view` one agency's quarter as
//! the checks see it · `engine` runs every rule over it · `checks/` one file per check kind · `docs`, `explain` texts about rules.

pub mod checks;
pub mod engine;
pub mod load;
pub mod ruleset;
pub mod view;
