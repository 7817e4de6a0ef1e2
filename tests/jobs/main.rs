//! Jobs: from files to findings, scorecards and verdicts, on both databases.

#[path = "../common/mod.rs"]
mod common;

mod audit;
mod cli;
mod import;
mod same;
mod setup;
mod verdict;
mod worker;
