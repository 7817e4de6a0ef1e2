//! The words of the trade as plain types: serde and chrono only, no I/O, nothing of ours.

pub mod account;
pub mod agency;
pub mod appeal;
pub mod attachment;
pub mod calendar;
pub mod contact;
pub mod debtor;
pub mod duty;
pub mod elsewhere;
pub mod evidence;
pub mod finding;
pub mod ids;
mod kinds;
pub mod lang;
pub mod quarter;
pub mod register;
pub mod scheme;
pub mod score;
pub mod submission;
pub mod verdict;
