//! Whatever line comes, `screen` answers it and goes on: `cargo +nightly fuzz run screen` (seeds: one file per line of `fixtures/corpus`).
#![no_main]

use libfuzzer_sys::fuzz_target;
use plumbline::rules::load::{self, Source};
use plumbline::rules::prepared::Desk;
use plumbline::rules::ruleset::Ruleset;
use plumbline::rules::screen::Screener;
use std::sync::LazyLock;

static RULESET: LazyLock<Ruleset> = LazyLock::new(|| {
    load::load(&Source::Embedded, &"cn-bank-card".parse().expect("an id")).expect("a good ruleset")
});

fuzz_target!(|line: &[u8]| {
    let screener = Screener::new(&RULESET, &[]).expect("all rules");
    let mut out = Vec::new();
    screener.line(&mut Desk::default(), 1, line, &mut out);
    // A turn takes ten bytes at the least, and a rule has one finding for each turn and one for the call.
    let findings = RULESET.rules.len() * (line.len() / 10 + 2);
    assert!(out.len() <= findings * (4096 + 16 * line.len()), "{} bytes of {}", out.len(), line.len());
});
