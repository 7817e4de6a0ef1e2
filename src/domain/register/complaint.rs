//! What people complain of, and how the bank answers.

use crate::domain::contact::{DayOrMoment, Party};
use chrono::NaiveDate;

record! {
    /// One row of the bank's register of complaints and enquiries.
    Complaint {
        /// The bank's number for it: the natural key.
        complaint_id: String,
        /// When it came in.
        received_at: DayOrMoment,
        /// What it is about.
        grounds: Grounds,
    }
    may {
        /// How it came in.
        channel: ComplaintChannel,
        /// Who complains.
        complainant: String,
        /// Who that is, seen from the case.
        party: Party,
        /// The case it is about.
        case_no: String,
        /// Whom it is about.
        collector_id: String,
        /// The call it is about.
        call_id: String,
        /// What is said to have happened.
        detail: String,
        /// When it was answered.
        answered_at: DayOrMoment,
        /// Who answered it.
        answered_by: String,
        /// For whom that person answered.
        answered_side: Side,
        /// What came of it.
        outcome: ComplaintOutcome,
        /// Whether the debtor will not deal with the agency any more.
        agency_refused: bool,
        /// When the bank took the debtor over.
        taken_over_on: NaiveDate,
        /// When violence was reported to the police.
        police_reported_on: NaiveDate,
        /// Remark.
        remark: String,
    }
}

words! {
    /// What a complaint is about.
    Grounds {
        Violence, Threat, Harassment, Insult, ThirdParty, Disclosure, Impersonation, ContactHours, TakingMoney, AmountDispute,
        FalsePromise, Letter, Visit, Attitude,
        /// No complaint: the debtor asks how much is owed.
        AmountEnquiry,
        /// No complaint: the debtor asks which agency it is.
        AgencyEnquiry,
        Other,
    }

    /// How a complaint came in.
    ComplaintChannel { Phone, Letter, Online, Counter, Regulator, Other, }

    /// What came of a complaint.
    ComplaintOutcome { Upheld, PartlyUpheld, Rejected, Withdrawn, Pending, }

    /// Bank or agency.
    Side { Bank, Agency, }
}

impl Grounds {
    /// Whether it is a question rather than a complaint.
    pub fn is_enquiry(self) -> bool {
        matches!(self, Self::AmountEnquiry | Self::AgencyEnquiry)
    }
}
