//! Progress of long work: a bar on a terminal, a plain line per tenth elsewhere; always on stderr.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// Progress over a known number of steps.
pub struct Progress {
    what: String,
    total: u64,
    done: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// `total` steps of `what` (`files`, `agencies`) lie ahead.
    pub fn new(what: &str, total: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(total).with_style(style).with_message(what.to_owned())
        });
        Self { what: what.to_owned(), total, done: 0, bar }
    }

    /// `steps` more are done.
    pub fn advance(&mut self, steps: u64) {
        let before = self.tenth();
        self.done += steps;
        match &self.bar {
            Some(bar) => bar.inc(steps),
            None if self.tenth() > before => eprintln!("{}: {} of {}", self.what, self.done, self.total),
            None => {}
        }
    }

    fn tenth(&self) -> u64 {
        (self.done * 10).checked_div(self.total).unwrap_or(10)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
