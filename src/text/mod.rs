//! Chinese text: normalisation with a way back to the original characters, phrase search, personal data.

pub mod normalize;
pub mod phrases;
mod table;
