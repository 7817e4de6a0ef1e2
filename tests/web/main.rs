//! The server as browsers and programs see it, on both databases.

mod access;
mod api;
mod client;
mod frame;
mod login;
mod setup;
mod world;
