//! Which colour and sign a state or severity is drawn in: the style sheet's class names.

use crate::domain::score::{Grade, ScorecardState};
use crate::domain::submission::{IssueSeverity, SubmissionState};
use crate::domain::verdict::FindingStatus;

/// A grade.
pub fn of_grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "good",
        Grade::B => "",
        Grade::C => "major",
        Grade::D | Grade::N => "critical",
    }
}

/// A submission's state.
pub fn of_submission(state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Accepted => "good",
        SubmissionState::PartlyAccepted => "major",
        SubmissionState::Rejected => "critical",
        SubmissionState::Received | SubmissionState::Checked | SubmissionState::Superseded => "quiet",
    }
}

/// An issue.
pub fn of_issue(severity: IssueSeverity) -> &'static str {
    match severity {
        IssueSeverity::Error => "critical",
        IssueSeverity::Warning => "major",
    }
}

/// A finding's status.
pub fn of_status(status: FindingStatus) -> &'static str {
    match status {
        FindingStatus::Open => "quiet",
        FindingStatus::Confirmed => "critical",
        FindingStatus::FalseHit => "good",
        FindingStatus::NeedsInformation => "major",
    }
}

/// The id of a submission's state, for its name.
pub fn submission_state(state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Received => "received",
        SubmissionState::Checked => "checked",
        SubmissionState::Accepted => "accepted",
        SubmissionState::PartlyAccepted => "partly-accepted",
        SubmissionState::Rejected => "rejected",
        SubmissionState::Superseded => "superseded",
    }
}

/// The id of an issue's severity, for its name.
pub fn issue_severity(severity: IssueSeverity) -> &'static str {
    match severity {
        IssueSeverity::Error => "error",
        IssueSeverity::Warning => "warning",
    }
}

/// The id of a scorecard's state, for its name.
pub fn scorecard_state(state: ScorecardState) -> &'static str {
    match state {
        ScorecardState::Provisional => "provisional",
        ScorecardState::Published => "published",
    }
}
