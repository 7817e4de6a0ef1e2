//! The command line from outside: help, exit codes, errors in one line that say how to mend, settings in layers.
#![cfg(feature = "server")]

mod commands;
mod errors;
mod measure;
mod program;
mod screen;
mod settings;
