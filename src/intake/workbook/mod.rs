//! Spreadsheets, parsed in a child process under limits: what they may do to a parser must not happen to the server.

pub mod child;
mod hidden;
mod parent;
mod protocol;
mod xlsx;

pub use child::child_main;
pub use parent::{read, run};
