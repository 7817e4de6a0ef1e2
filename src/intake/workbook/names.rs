//! What spreadsheets allow in names and what they take for formulas.

use crate::intake::fold::half_width;

/// A sheet name of at most 31 characters without the signs that spreadsheets forbid.
pub fn safe_name(name: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
    let name: String = name.chars().filter(allowed).take(31).collect();
    let name = name.trim_matches('\'');
    if name.trim().is_empty() { "Sheet".to_owned() } else { name.to_owned() }
}

/// Whether a spreadsheet may take a text for a formula: it begins with = + - @, tab or CR, full-width forms included.
pub fn looks_like_formula(text: &str) -> bool {
    text.chars().next().is_some_and(|first| matches!(half_width(first), '=' | '+' | '-' | '@' | '\t' | '\r'))
}
