//! The server as browsers and programs see it, on both databases.

mod client;
mod frame;
mod login;
mod setup;
