//! TOML → `Ruleset`.

use super::ruleset::Ruleset;
use crate::domain::ids::RulesetId;

/// One `[[example]]` of a rule file.
#[derive(Debug)]
pub struct Example {}

/// Where rulesets come from: embedded in the binary, or a folder (`--rulesets DIR`).
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// Those built into the program.
    #[default]
    Embedded,
    /// A folder laid out like `rulesets/`.
    Folder(std::path::PathBuf),
}

/// One thing wrong in a ruleset, at its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct RuleError {
    /// Path within the rulesets folder.
    pub file: String,
    /// From 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// From 1, in characters; 0 likewise.
    pub column: u32,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Ids of the rulesets that can be loaded (base sets that only lend their rules are left out).
pub fn list(_source: &Source) -> Result<Vec<RulesetId>, Vec<RuleError>> {
    todo!("rules helper")
}

/// Loads and compiles one ruleset; every error of it at once.
pub fn load(_source: &Source, _id: &RulesetId) -> Result<Ruleset, Vec<RuleError>> {
    todo!("rules helper")
}
