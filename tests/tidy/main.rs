//! How the house is kept: who may import whom, how long things may get, which words and papers there are.
//!
//! Each failure prints the sentence to follow.

mod layers;
mod papers;
mod sizes;
mod sources;
mod words;
