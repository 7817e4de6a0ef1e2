//! A collection agency and its agreement with the bank.

use super::ids::{AgencyId, RulesetId};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An agency as `agency add` takes it and `agency list --format json` gives it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// The bank's id for it.
    pub id: AgencyId,
    /// Its name on every page.
    pub name: String,
    /// The code of conduct that its agreement names.
    pub ruleset: RulesetId,
    /// First day of the agreement.
    pub agreement_from: NaiveDate,
    /// Last day of the agreement; open where none is agreed yet.
    pub agreement_to: Option<NaiveDate>,
    /// Where its debtors live unless the case says otherwise; the ruleset's zone where absent.
    pub time_zone: Option<Tz>,
    /// The encoding of its CSV files where they carry no mark: `gb18030`, `big5` or `utf-8`.
    pub encoding: Option<String>,
}
