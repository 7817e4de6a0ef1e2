//! Money that came in.

use crate::domain::contact::{DayOrMoment, Party};
use chrono::NaiveDate;

record! {
    /// One row of the collections register. Amounts are in hundredths of the currency unit.
    Collection {
        /// The agency's number for it: the natural key.
        collection_id: String,
        /// The entrusted case.
        case_no: String,
        /// How much.
        amount: i64,
        /// How it was paid.
        method: PaymentMethod,
        /// When it was taken.
        taken_at: DayOrMoment,
    }
    may {
        /// Who paid, as written.
        payer: String,
        /// Who that is, seen from the case.
        payer_party: Party,
        /// Who took it.
        taken_by: String,
        /// The bank's authorisation to take it.
        authorisation_id: String,
        /// The receipt given for it.
        receipt_no: String,
        /// When it was paid in at the bank.
        deposited_on: NaiveDate,
        /// How much was paid in.
        deposited_amount: i64,
        /// The account it was paid into.
        account: String,
        /// What was charged on top.
        fee: i64,
        /// Remark.
        remark: String,
    }
}

words! {
    /// How money was paid.
    PaymentMethod {
        Cash, Cheque, Valuables,
        /// Straight to the bank: it never was in the agency's hands.
        BankAccount,
        AgencyAccount, StaffAccount, Other,
    }
}

impl PaymentMethod {
    /// Whether the money passed through the agency's hands.
    pub fn passes_the_agency(self) -> bool {
        self != Self::BankAccount
    }
}
