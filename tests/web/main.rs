//! The server as browsers and programs see it, on both databases.
#![cfg(feature = "server")]

mod access;
mod api;
mod appeals;
mod client;
#[path = "../common/mod.rs"]
mod common;
mod duties;
mod frame;
mod inspections;
mod ledger;
mod login;
mod pages;
mod program;
mod reasons;
mod setup;
mod users;
mod world;
