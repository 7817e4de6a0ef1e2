//! What bank and agency agreed.

use super::within;
use crate::domain::ids::RulesetId;
use chrono::NaiveDate;

record! {
    /// An agreement, in the version that stands; earlier ones stay readable.
    Agreement {
        /// The bank's number for it: the natural key.
        agreement_id: String,
        /// First day.
        starts_on: NaiveDate,
        /// The code of conduct that it names.
        ruleset: RulesetId,
    }
    may {
        /// Last day.
        ends_on: NaiveDate,
        /// When it was signed.
        signed_on: NaiveDate,
        /// The department that selected the agency and signed.
        department: String,
        /// What is entrusted.
        scope: String,
        /// Upheld complaints in a quarter at which a collector is to go.
        dismissal_threshold: u64,
        /// Upheld complaints in a quarter at which the agreement is to end.
        termination_threshold: u64,
        /// The account that money taken goes to.
        deposit_account: String,
        /// Days within which it is to be there.
        deposit_days: u64,
        /// When it was ended before its time.
        terminated_on: NaiveDate,
        /// Why.
        termination_reason: String,
        /// When that was reported to the credit register.
        termination_reported_on: NaiveDate,
        /// Remark.
        remark: String,
    }
}

impl Agreement {
    /// The last day on which it holds; none while it goes on.
    pub fn last_day(&self) -> Option<NaiveDate> {
        [self.ends_on, self.terminated_on].into_iter().flatten().min()
    }

    /// Whether it holds on `day`, first and last day included.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        within(Some(self.starts_on), day, self.last_day())
    }
}
