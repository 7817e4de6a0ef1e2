//! The store as its callers see it, on both databases.

#[path = "../common/mod.rs"]
mod common;

mod accounts;
mod concurrency;
mod evidence;
mod findings;
mod hand_in;
mod ledger;
mod migrations;
mod objects;
mod queue;
mod registers;
mod scorecards;
mod setup;
mod transcripts;
