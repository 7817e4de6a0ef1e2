//! Jobs: from files to findings, scorecards, verdicts and appeals, on both databases.

#[path = "../common/mod.rs"]
mod common;

mod appeal;
mod audit;
mod cli;
mod elsewhere;
mod export;
mod import;
mod registers;
mod same;
mod setup;
mod verdict;
mod verify;
mod worker;
