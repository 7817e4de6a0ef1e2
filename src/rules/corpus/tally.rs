//! What was counted of one category.

/// How the rules of one category did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The category.
    pub category: String,
    /// Calls that carry the label.
    pub labelled: usize,
    /// Of them found.
    pub found: usize,
    /// Plainly worded calls that carry the label.
    pub plain: usize,
    /// Of them found.
    pub plain_found: usize,
    /// Calls flagged without the label, of whatever kind.
    pub flagged_falsely: usize,
    /// Of them near misses.
    pub near_misses_flagged: usize,
    /// Clean calls flagged.
    pub clean_calls_flagged: usize,
    /// Findings in clean calls, a turn counted once.
    pub clean_turns_flagged: usize,
    /// Clean calls.
    pub clean_calls: usize,
    /// Turns of clean calls.
    pub clean_turns: usize,
}

impl Tally {
    /// Share of the labelled calls that was found; none where there are none.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.labelled)
    }

    /// The same of the plainly worded ones.
    pub fn plain_recall(&self) -> Option<f64> {
        share(self.plain_found, self.plain)
    }

    /// Share of the flagged calls that carries the label; none where nothing was flagged.
    pub fn precision(&self) -> Option<f64> {
        share(self.found, self.found + self.flagged_falsely)
    }

    /// Of 1,000 clean calls so many would be flagged.
    pub fn per_thousand_calls(&self) -> Option<f64> {
        share(self.clean_calls_flagged, self.clean_calls).map(|share| share * 1000.0)
    }

    /// Of 1,000 turns of clean calls so many would be flagged.
    pub fn per_thousand_turns(&self) -> Option<f64> {
        share(self.clean_turns_flagged, self.clean_turns).map(|share| share * 1000.0)
    }
}

/// `part` of `whole`.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
