//! The scorecard, number by number.
//!
//! Every expectation is worked out by hand in the line beside it, or by a second arithmetic in `oracle.rs`.

mod caps;
mod explained;
mod intervals;
mod losses;
mod oracle;
mod properties;
mod setup;
mod totals;
