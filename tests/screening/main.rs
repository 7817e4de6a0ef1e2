//! What the rules make of conversations: measured on the labelled calls of `fixtures/corpus`, and held to what must be true of any text.

mod corpus;
mod evasions;
mod hostile;
#[cfg(feature = "server")]
mod measured;
mod properties;

use plumbline::rules::corpus::{Labelled, read};
use plumbline::rules::load::{self, Source};
use plumbline::rules::ruleset::Ruleset;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The two rulesets that hold every rule on words; others take theirs over.
const MEASURED: [&str; 2] = ["cn-bank-card", "tw-minimum-standard"];

static RULESETS: LazyLock<Vec<Ruleset>> = LazyLock::new(|| {
    let load = |id: &str| load::load(&Source::Embedded, &id.parse().expect("an id")).expect("a good ruleset");
    MEASURED.into_iter().map(load).collect()
});

/// Every labelled call.
static CALLS: LazyLock<Vec<Labelled>> =
    LazyLock::new(|| read(&root().join("fixtures/corpus")).expect("a readable corpus"));

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
