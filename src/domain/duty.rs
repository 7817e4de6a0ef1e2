//! What an event lays upon the bank: kinds of such duties as data, and the record of each.

use super::finding::Severity;
use super::ids::{AgencyId, ClauseId, DutyId, FindingId};
use super::lang::Texts;
use super::quarter::Quarter;
use super::register::{ComplaintOutcome, Grounds, LeftReason};
use super::score::Grade;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A duty of the bank that the product runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its id.
    pub id: String,
    /// The clauses that lay it on the bank.
    pub clauses: Vec<ClauseId>,
    /// Where the product runs it.
    pub run_by: String,
    /// How records of it come about; absent for what the calendar alone says.
    #[serde(default)]
    pub record: Option<Recorded>,
}

/// A kind of duty of which there are records.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What is to be done.
    pub title: Texts,
    /// What that means, and what to write down.
    pub text: Texts,
    /// The time for it.
    pub within: Within,
    /// What may be decided; empty where there is nothing to decide but something to do.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    /// What brings it about.
    pub cause: Cause,
}

/// A term that begins on the day after its cause.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// Days of the agency's calendar on which people work.
    WorkingDays(u32),
    /// Days, whichever they are.
    Days(u32),
}

/// One way to decide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its id, as in the API.
    pub id: String,
    /// What it is called.
    pub name: Texts,
}

/// What brings a duty about.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Cause {
    /// A complaint or an enquiry on the bank's register.
    Complaint {
        /// What it is about; anything where empty.
        #[serde(default)]
        grounds: Vec<Grounds>,
        /// Only where the debtor will not deal with the agency any more.
        #[serde(default)]
        agency_refused: bool,
        /// What came of it where nothing is left to do.
        #[serde(default)]
        unless: Vec<ComplaintOutcome>,
        /// The day on the register by which it is done.
        settled_by: ComplaintDay,
    },
    /// Somebody left the agency for this reason; the staff register's day of the report settles it.
    Leaver {
        /// Why.
        reason: LeftReason,
    },
    /// An agreement was ended before its time; the register's day of the report settles it.
    AgreementEnded {},
    /// One of these was reached within a quarter.
    Threshold {
        /// Whose acts are counted.
        about: About,
        /// The measures; each alone is enough.
        reached: Vec<Threshold>,
    },
}

/// A day on the register of complaints.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ComplaintDay {
    AnsweredAt,
    TakenOverOn,
    PoliceReportedOn,
}

/// Whose acts a threshold counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum About {
    Collector,
    Agency,
}

/// A measure, and from where on it calls for a decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "measure", deny_unknown_fields)]
pub enum Threshold {
    /// Complaints of the quarter that were upheld, at least in part.
    Complaints {
        /// So many, unless the agreement names its own number.
        at_least: u64,
    },
    /// Confirmed findings of the quarter.
    Findings {
        /// So many.
        at_least: u64,
        /// At least so grave.
        severity: Severity,
        /// Only of rules with a veto.
        #[serde(default)]
        veto: bool,
    },
    /// Grades: only of the agency, of quarters that have ended.
    Grade {
        /// This or a worse one; that nothing could be graded counts for nothing.
        grade: Grade,
        /// In so many quarters in a row.
        quarters: usize,
    },
}

/// Something that a duty rests on, as it was when the duty was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "fact")]
#[allow(missing_docs)]
pub enum Fact {
    Complaint {
        complaint_id: String,
        grounds: Grounds,
        received_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case_no: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        collector_id: Option<String>,
    },
    Leaver {
        collector_id: String,
        left_on: NaiveDate,
    },
    Agreement {
        agreement_id: String,
        terminated_on: NaiveDate,
    },
    Collector {
        collector_id: String,
    },
    /// So many upheld complaints, where so many are too much.
    Complaints {
        quarter: Quarter,
        count: u64,
        at_least: u64,
        complaint_ids: Vec<String>,
    },
    /// So many confirmed findings, where so many are too much.
    Findings {
        quarter: Quarter,
        count: u64,
        at_least: u64,
        severity: Severity,
        veto: bool,
        finding_ids: Vec<FindingId>,
    },
    Grade {
        quarter: Quarter,
        grade: Grade,
    },
}

/// What happened to a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It came about.
    Raised,
    /// Somebody was told of it.
    Noted,
    /// It was done, or decided.
    Settled,
    /// Its cause no longer holds.
    Lapsed,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Raised, Self::Noted, Self::Settled, Self::Lapsed];

    /// The id, as in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Noted => "noted",
            Self::Settled => "settled",
            Self::Lapsed => "lapsed",
        }
    }
}

impl FromStr for Step {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|step| step.as_str() == text);
        found.ok_or_else(|| format!("'{text}' is no step of a duty"))
    }
}

/// One step, with what was written down of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What happened.
    pub step: Step,
    /// What the duty rests on, where it was raised.
    pub facts: Vec<Fact>,
    /// What was decided.
    pub outcome: Option<String>,
    /// On which day it was done.
    pub done_on: Option<NaiveDate>,
    /// The reason, or what was done.
    pub note: String,
    /// The account, or `plumbline` where a register says it.
    pub by: String,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// Who acts where the product does so by the registers.
pub const PRODUCT: &str = "plumbline";

/// What makes one duty another than the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Derived from agency, kind and cause.
    pub id: DutyId,
    /// At which agency.
    pub agency_id: AgencyId,
    /// The kind's id.
    pub kind: String,
    /// What brought it about, in ids.
    pub cause: String,
    /// When that was.
    pub since: NaiveDate,
    /// The last day for it.
    pub due: NaiveDate,
}

/// The record of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Which.
    pub subject: Subject,
    /// What happened to it, first first.
    pub acts: Vec<Act>,
}

impl Duty {
    /// The last step that changed where it stands.
    pub fn standing(&self) -> Option<&Act> {
        self.acts.iter().rev().find(|act| act.step != Step::Noted)
    }

    /// Whether it waits.
    pub fn is_open(&self) -> bool {
        self.standing().is_some_and(|act| act.step == Step::Raised)
    }

    /// When it was raised, the last time.
    pub fn raised(&self) -> Option<&Act> {
        self.acts.iter().rev().find(|act| act.step == Step::Raised)
    }

    /// Who was told since then, and when.
    pub fn told(&self) -> impl Iterator<Item = &Act> {
        let raised = self.acts.iter().rposition(|act| act.step == Step::Raised).unwrap_or(0);
        self.acts[raised..].iter().filter(|act| act.step == Step::Noted)
    }
}
