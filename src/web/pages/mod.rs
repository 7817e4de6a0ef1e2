//! One file per page.

pub mod error;
pub mod login;
