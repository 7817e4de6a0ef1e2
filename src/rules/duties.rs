//! The bank's duties that the product runs: `duties.toml`.

use crate::domain::duty::{Kind, Recorded};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duties {
    duty: Vec<Kind>,
}

/// Those that it runs, whatever the ruleset.
pub static DUTIES: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let duties: Duties = toml::from_str(include_str!("duties.toml")).expect("duties.toml is tested");
    duties.duty
});

/// A kind of which there are records.
pub fn recorded(id: &str) -> Option<(&'static Kind, &'static Recorded)> {
    let kind = DUTIES.iter().find(|kind| kind.id == id)?;
    Some((kind, kind.record.as_ref()?))
}
