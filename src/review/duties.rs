//! When the bank must act of its own accord: a duty's next day follows from what was done last.

use chrono::{Months, NaiveDate};

/// Months in which each agency is inspected at least once (TW-2.6).
const INSPECTED_EVERY: Months = Months::new(6);

/// The last day for the next regular inspection: half a year after the last one, or after the agreement began where there was none.
pub fn inspection_due(last_regular: Option<NaiveDate>, agreement_from: NaiveDate) -> NaiveDate {
    let from = last_regular.map_or(agreement_from, |last| last.max(agreement_from));
    from.checked_add_months(INSPECTED_EVERY).unwrap_or(NaiveDate::MAX)
}
