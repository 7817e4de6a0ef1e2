//! What must hold of a record for a deadline to concern it, or of an act for it to count.

use super::field::{self, Cell, Field, Row, Sort};
use serde::Deserialize;

/// One condition on one field, `{ field = "incidents.incident_kind", is = ["system"] }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Written")]
pub(super) struct Condition {
    pub field: &'static Field,
    wanted: Wanted,
}

#[derive(Debug, Clone)]
enum Wanted {
    Is(Vec<String>),
    Not(Vec<String>),
    Filled(bool),
    AtLeast(i64),
    AtMost(i64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "field::any")]
    field: &'static Field,
    is: Option<Vec<String>>,
    not: Option<Vec<String>>,
    filled: Option<bool>,
    at_least: Option<i64>,
    at_most: Option<i64>,
}

impl TryFrom<Written> for Condition {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { field, is, not, filled, at_least, at_most } = written;
        let wanted = match (is, not, filled, at_least, at_most) {
            (Some(words), None, None, None, None) => Wanted::Is(words),
            (None, Some(words), None, None, None) => Wanted::Not(words),
            (None, None, Some(filled), None, None) => Wanted::Filled(filled),
            (None, None, None, Some(least), None) => Wanted::AtLeast(least),
            (None, None, None, None, Some(most)) => Wanted::AtMost(most),
            _ => return Err(format!("say one thing of {field}: `is`, `not`, `filled`, `at_least` or `at_most`")),
        };
        match &wanted {
            Wanted::Is(words) | Wanted::Not(words) if field.sort == Sort::Text => {
                words.iter().try_for_each(|word| field.takes(word)).map_err(|problem| format!("{field}: {problem}"))?;
            }
            Wanted::Is(_) | Wanted::Not(_) => {
                return Err(format!("{field} holds no words: use `filled`, `at_least` or `at_most`"));
            }
            Wanted::AtLeast(_) | Wanted::AtMost(_) if field.sort != Sort::Number => {
                return Err(format!("{field} is no number"));
            }
            _ => {}
        }
        Ok(Self { field, wanted })
    }
}

impl Condition {
    /// Whether it holds of `row`, or of the `case` that it names. A blank cell is none of any words, not at least and not more than anything.
    pub fn holds(&self, row: &Row<'_>, case: Option<&Row<'_>>) -> bool {
        let cell = match (self.field.of(row), case) {
            (Cell::Blank, Some(case)) => self.field.of(case),
            (cell, _) => cell,
        };
        match (&self.wanted, &cell) {
            (Wanted::Is(words), Cell::Text(text)) => words.contains(text),
            (Wanted::Not(words), Cell::Text(text)) => !words.contains(text),
            (Wanted::Not(_), _) => true,
            (Wanted::Filled(filled), cell) => (*cell != Cell::Blank) == *filled,
            (Wanted::AtLeast(least), Cell::Number(number)) => number >= least,
            // What nobody counted may be none.
            (Wanted::AtMost(_), Cell::Blank) => true,
            (Wanted::AtMost(most), Cell::Number(number)) => number <= most,
            _ => false,
        }
    }
}
