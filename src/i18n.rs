//! Page texts in three languages.
