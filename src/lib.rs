//! Plumbline holds what collection agencies hand in against the outsourcing code of conduct.
//!
//! The map. Data flows downwards, imports point upwards; `tests/tidy.rs` holds them there.

/// Plain types: agency, contact, evidence, finding, verdict, quarter, score. Imports nothing of ours.
pub mod domain;

/// Chinese text: normalisation with a way back to the original characters, phrase search, personal data.
pub mod text;

/// What time it is, as an argument.
pub mod clock;

/// Bytes → typed evidence and row issues: sniffing, sheets, columns, dates, template, annotated workbook.
pub mod intake;

/// Rulesets as data and the engine that runs them: evidence in, findings out. Pure.
pub mod rules;

/// Findings and exposure → the scorecard, exact and explained. Pure.
pub mod scoring;

/// What people may do about findings, as state machines: appeals. Pure.
pub mod review;

/// The chain of digests over every act: entries, links, where it breaks. Pure.
pub mod ledger;

/// Settings: flag > environment > `plumbline.toml` > default.
#[cfg(feature = "server")]
pub mod config;

/// Log lines for operators, on stderr.
#[cfg(feature = "server")]
pub mod telemetry;

/// Passwords, session tokens and API keys: random where made, only their digests kept.
#[cfg(feature = "server")]
pub mod secrets;

/// Page texts in three languages.
#[cfg(feature = "server")]
pub mod i18n;

/// Database and object store; the only module that knows diesel.
#[cfg(feature = "server")]
pub mod store;

/// The scorecard on paper: terminal, HTML, workbook, PDF.
#[cfg(feature = "server")]
pub mod report;

/// Background work that can be run again at any time: import, audit, score.
#[cfg(feature = "server")]
pub mod jobs;

/// Pages and HTTP API; the only module that knows actix-web and askama.
#[cfg(feature = "server")]
pub mod web;

/// The demo bank: a generator of a whole quarter with every violation known.
#[cfg(feature = "server")]
pub mod demo;

/// The command line: one file per subcommand.
#[cfg(feature = "server")]
pub mod cli;
