//! Chinese text: normalisation with a way back, phrase search, personal data. Knows nothing of rules.
