//! Chinese text: normalisation with a way back to the original characters, phrase search, disguised phrases, personal data.

mod digits;
pub mod disguise;
pub mod mask;
pub mod normalize;
pub mod personal_data;
pub mod phrases;
mod table;
