//! Intake from outside: files in, rows and issues out.

mod common;
mod formats;
mod refused;
mod rows;
mod values;
#[cfg(feature = "server")]
mod workbooks;
#[cfg(feature = "server")]
mod written;
