//! Appeals with teeth: in time, once, decided by somebody who gave no verdict on the finding, and final.
//!
//! | stands        | submit | assign   | decide                             | withdraw  | verdict on the finding  |
//! |---------------|--------|----------|------------------------------------|-----------|-------------------------|
//! | none          | ✓      | –        | –                                  | –         | ✓                       |
//! | submitted     | –      | assigned | upheld, partly upheld or rejected  | withdrawn | –                       |
//! | assigned      | –      | assigned | the same, by who it is assigned to | withdrawn | –                       |
//! | upheld        | –      | –        | –                                  | –         | –                       |
//! | partly upheld | –      | –        | –                                  | –         | where it is undecided   |
//! | rejected      | –      | –        | –                                  | –         | where it is undecided   |
//! | withdrawn     | –      | –        | –                                  | –         | ✓                       |

use crate::domain::appeal::{Appeal, AppealState, Outcome, Standing};
use crate::domain::verdict::FindingStatus;
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

/// Why a step can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The finding was appealed before: once is all.
    Exists,
    /// The time to appeal is over.
    Late,
    /// The finding is a false hit: there is nothing to object to.
    NothingToAppeal,
    /// Whoever gave a verdict on the finding does not decide the appeal against it.
    OwnVerdict,
    /// It is assigned to somebody else.
    AssignedToOther,
    /// It was decided or withdrawn already.
    Ended,
    /// A verdict is asked for while the appeal waits.
    Pending,
    /// A verdict is asked for where the appeal has settled the matter.
    Final,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Exists,
        Self::Late,
        Self::NothingToAppeal,
        Self::OwnVerdict,
        Self::AssignedToOther,
        Self::Ended,
        Self::Pending,
        Self::Final,
    ];

    /// A stable code, which its texts are found by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exists => "appeal-exists",
            Self::Late => "appeal-late",
            Self::NothingToAppeal => "appeal-nothing",
            Self::OwnVerdict => "appeal-own-verdict",
            Self::AssignedToOther => "appeal-assigned",
            Self::Ended => "appeal-ended",
            Self::Pending => "appeal-pending",
            Self::Final => "appeal-final",
        }
    }
}

/// The last day on which the finding may be appealed: `days` after the day, by the agency's calendar, on which it became visible.
pub fn last_day(standing: &Standing, days: u16, zone: Tz) -> NaiveDate {
    let seen = standing.visible_since.with_timezone(&zone).date_naive();
    seen.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// Whether the finding may be appealed on `today`.
pub fn may_submit(standing: &Standing, today: NaiveDate, last_day: NaiveDate) -> Result<(), Refusal> {
    match (&standing.appeal, standing.status) {
        (Some(_), _) => Err(Refusal::Exists),
        (None, FindingStatus::FalseHit) => Err(Refusal::NothingToAppeal),
        (None, _) if today > last_day => Err(Refusal::Late),
        (None, FindingStatus::Open | FindingStatus::Confirmed | FindingStatus::NeedsInformation) => Ok(()),
    }
}

/// Whether `who` may take the appeal on, also from somebody else.
pub fn may_assign(appeal: &Appeal, reviewers: &[String], who: &str) -> Result<(), Refusal> {
    match appeal.state.is_pending() {
        false => Err(Refusal::Ended),
        true if reviewers.iter().any(|reviewer| reviewer == who) => Err(Refusal::OwnVerdict),
        true => Ok(()),
    }
}

/// Whether `who` may decide it. Nobody needs to take on first what nobody has.
pub fn may_decide(appeal: &Appeal, reviewers: &[String], who: &str) -> Result<(), Refusal> {
    may_assign(appeal, reviewers, who)?;
    match &appeal.assigned {
        Some((other, _)) if other != who => Err(Refusal::AssignedToOther),
        _ => Ok(()),
    }
}

/// Whether the agency may take it back.
pub fn may_withdraw(appeal: &Appeal) -> Result<(), Refusal> {
    if appeal.state.is_pending() { Ok(()) } else { Err(Refusal::Ended) }
}

/// Whether the finding may be given a verdict beside its appeal.
pub fn may_judge(standing: &Standing) -> Result<(), Refusal> {
    let undecided = matches!(standing.status, FindingStatus::Open | FindingStatus::NeedsInformation);
    match standing.appeal.as_ref().map(|appeal| appeal.state) {
        None | Some(AppealState::Withdrawn) => Ok(()),
        Some(AppealState::Submitted | AppealState::Assigned) => Err(Refusal::Pending),
        Some(AppealState::PartlyUpheld | AppealState::Rejected) if undecided => Ok(()),
        Some(AppealState::Upheld | AppealState::PartlyUpheld | AppealState::Rejected) => Err(Refusal::Final),
    }
}

/// The appeal taken on by `who`.
pub fn assign(appeal: Appeal, who: &str, at: DateTime<Utc>) -> Appeal {
    Appeal { state: AppealState::Assigned, assigned: Some((who.to_owned(), at)), ..appeal }
}

/// The appeal decided by `who`.
pub fn decide(appeal: Appeal, outcome: Outcome, answer: String, who: &str, at: DateTime<Utc>) -> Appeal {
    Appeal { state: outcome.state(), ended: Some((who.to_owned(), at)), answer, ..appeal }
}

/// The appeal taken back by `who`.
pub fn withdraw(appeal: Appeal, who: &str, at: DateTime<Utc>) -> Appeal {
    Appeal { state: AppealState::Withdrawn, ended: Some((who.to_owned(), at)), ..appeal }
}
