//! Regular expressions around a phrase.

use crate::rules::lexicon::Lexicon;
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;
use toml::Spanned;

/// Most bytes that a compiled pattern may take (`architecture.md` §8).
const BUDGET: usize = 64 * 1024;
/// A pattern is matched so many bytes around a phrase, so that a long turn costs no more than a short one.
const REACH: usize = 600;

/// A regular expression, compiled when a talk first gets as far as asking it: few of a ruleset's hundreds ever are.
#[derive(Debug)]
pub(super) struct Pattern {
    written: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// What is written in the rule file; a problem is remarked where it is none, or over the budget.
    pub(super) fn new(written: &Spanned<String>, lexicon: &mut Lexicon) -> Option<Self> {
        // What is built in was checked when the program was tested.
        if !lexicon.is_built_in()
            && let Err(error) = compile(written.get_ref())
        {
            lexicon.problem(written, format!("this pattern can't be used: {error}"));
            return None;
        }
        Some(Self { written: written.get_ref().clone(), compiled: OnceLock::new() })
    }

    /// Whether a match overlaps `[start, end)`; looked for around it only.
    pub(super) fn overlaps(&self, text: &str, start: usize, end: usize) -> bool {
        let regex = self.compiled.get_or_init(|| compile(&self.written).expect("checked on loading"));
        let mut from = text.floor_char_boundary(start.saturating_sub(REACH));
        let to = text.ceil_char_boundary(end.saturating_add(REACH).min(text.len()));
        while let Some(found) = regex.find_at(&text[..to], from).filter(|found| found.start() < end) {
            if start < found.end() {
                return true;
            }
            from = found.end().max(from + text[from..].chars().next().map_or(1, char::len_utf8));
        }
        false
    }
}

fn compile(written: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(written).size_limit(BUDGET).build()
}
