//! What was entrusted.

use super::utc_day;
use crate::domain::contact::DayOrMoment;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// One row of the bank's list of entrusted cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The bank's number: the natural key within the agency.
    pub case_no: String,
    /// Who owes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_name: Option<String>,
    /// The debtor's own numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Amount entrusted, in hundredths of the currency unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<i64>,
    /// When it was entrusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrusted_at: Option<DateTime<Utc>>,
    /// When the mandate expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DayOrMoment>,
    /// When the agency gave it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<DayOrMoment>,
    /// When the bank took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DayOrMoment>,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DayOrMoment>,
    /// Where the debtor lives; the agency's zone where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Tz>,
    /// Where it stands, as the bank says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CaseStatus>,
    /// Card, loan …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The bank's number for the debtor: several cases may share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_no: Option<String>,
    /// On what ground the person owes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_duty: Option<DebtorDuty>,
    /// Others who owe with the debtor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_debtors: Vec<String>,
    /// Others whose names or numbers were handed over although they owe nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_contacts: Vec<String>,
    /// Whether the debtor can be visited from where the agency is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<bool>,
    /// The last day as the bank has extended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_to: Option<DayOrMoment>,
    /// What the debtor disputes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Dispute>,
    /// When the dispute was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute_raised_at: Option<DayOrMoment>,
    /// When the agency reported it to the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute_reported_at: Option<DayOrMoment>,
    /// When the bank answered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute_answered_at: Option<DayOrMoment>,
    /// When the declaration that the card is not the debtor's was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial_signed_on: Option<NaiveDate>,
    /// When the bank confirmed that declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial_confirmed_on: Option<NaiveDate>,
}

impl Case {
    /// The first of return, withdrawal and settlement: after it nobody is to be contacted.
    pub fn ended_at(&self) -> Option<DayOrMoment> {
        [self.returned_at, self.withdrawn_at, self.settled_at]
            .into_iter()
            .flatten()
            .min_by_key(|at| (utc_day(*at), *at))
    }

    /// The end of the mandate, extensions included.
    pub fn expires_at(&self) -> Option<DayOrMoment> {
        self.extended_to.or(self.due_at)
    }
}

words! {
    /// Where a case stands.
    CaseStatus { Open, Suspended, Settled, Withdrawn, Returned, Expired, }

    /// On what ground somebody owes.
    DebtorDuty { Principal, CoDebtor, Guarantor, None, }

    /// What a debtor disputes.
    Dispute { Card, Spending, Amount, Identity, Other, }
}
