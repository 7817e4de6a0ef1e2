//! Spreadsheets, parsed in a child process under limits: what they may do to a parser must not happen to the server.

pub mod child;
mod marks;
mod names;
mod parent;
mod protocol;
mod xlsx;

pub use child::child_main;
pub use names::{looks_like_formula, safe_name};
pub(crate) use parent::{Part, each_part, read, run};
