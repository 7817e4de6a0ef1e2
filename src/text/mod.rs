//! Chinese text: normalisation with a way back to the original characters, phrase search, disguised phrases, personal data.

mod character_set;
mod checksums;
mod digits;
pub mod disguise;
pub mod distance;
pub mod mask;
mod money;
pub mod normalize;
mod number_words;
pub mod personal_data;
mod phones;
pub mod phrases;
pub mod sieve;
mod stretches;
mod table;
