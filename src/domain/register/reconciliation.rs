//! A month's money, as the agency and as the bank counts it.

use crate::domain::quarter::Month;
use chrono::NaiveDate;

record! {
    /// One month's reconciliation. Amounts are in hundredths of the currency unit.
    Reconciliation {
        /// The month: the natural key.
        month: Month,
        /// What the agency says was collected.
        agency_amount: i64,
        /// What reached the bank.
        bank_amount: i64,
    }
    may {
        /// What was collected beyond what was owed.
        over_collected: i64,
        /// How much of that was refunded.
        refunded_amount: i64,
        /// When it was refunded.
        refunded_on: NaiveDate,
        /// When the month was reconciled.
        reconciled_on: NaiveDate,
        /// Whether the agency agreed with the figures.
        confirmed: bool,
        /// Remark.
        remark: String,
    }
}
