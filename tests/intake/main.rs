//! Intake from outside: files in, rows and issues out.

#[cfg(feature = "server")]
mod bounds;
mod common;
mod either;
mod formats;
#[cfg(feature = "server")]
mod refused;
mod registers;
mod rows;
mod values;
#[cfg(feature = "server")]
mod workbooks;
#[cfg(feature = "server")]
mod written;
