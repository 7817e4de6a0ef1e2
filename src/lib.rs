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
