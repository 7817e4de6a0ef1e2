//! What the agency reports to the bank or asks of it, and reports that its own people approve.

use crate::domain::contact::DayOrMoment;
use chrono::NaiveDate;

record! {
    /// One row of the register of reports.
    Report {
        /// The agency's number for it: the natural key.
        report_id: String,
        /// What it is.
        report_kind: ReportKind,
    }
    may {
        /// The case it is about.
        case_no: String,
        /// First day of the time it is about.
        period_from: NaiveDate,
        /// Last day of it.
        period_to: NaiveDate,
        /// When it was asked for.
        requested_at: DayOrMoment,
        /// The last day on which it was due.
        due_on: NaiveDate,
        /// When it was handed in or passed on.
        submitted_at: DayOrMoment,
        /// Who wrote it.
        written_by: String,
        /// Who approved it.
        approved_by: String,
        /// When it was approved.
        approved_at: DayOrMoment,
        /// What it says, in a few words.
        summary: String,
    }
}

words! {
    /// What a report is.
    ReportKind {
        WeeklyProgress, MonthlyWrapUp, SupervisorReport, CollectorReport, OnRequest, SuspectedFraud, CannotPerform, HouseholdRegister,
        ExtensionRequest, Other,
    }
}
