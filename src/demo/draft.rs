//! One agency's evidence while it is being made.

use super::material::{AgencySpec, Bank, Fields, Material};
use super::prng::Prng;
use crate::domain::contact::{Call, Recording, Speaker, Visit};
use crate::domain::evidence::EvidenceKind;
use crate::domain::quarter::Week;
use crate::domain::register::{Case, Line, Staff};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Everything one agency has to hand in, before it is written down.
pub struct Draft {
    pub bank: &'static Bank,
    pub spec: &'static AgencySpec,
    pub material: &'static Material,
    /// The ruleset's zone, in which times without an offset are written.
    pub zone: Tz,
    pub staff: Vec<Staff>,
    pub lines: Vec<Line>,
    pub cases: Vec<Case>,
    pub calls: Vec<DraftCall>,
    pub visits: Vec<DraftVisit>,
    /// Recordings that belong to no call or visit of the draft, with the week of their hand-in.
    pub loose: Vec<(Week, Recording)>,
    /// Rows of the registers that have no record of their own here.
    pub registers: Vec<RegisterRow>,
    /// Changed rows handed in again later, with the week.
    pub amended: Vec<(Week, Amended)>,
    /// What is wrong in a first hand-in and put right in the second.
    pub flaws: Vec<Flaw>,
}

/// A row of a register, as `registers.toml` tells it.
pub struct RegisterRow {
    pub kind: EvidenceKind,
    /// The week that it is handed in for; the bank hands in everything at once.
    pub week: Week,
    /// The Monday that its days are counted from.
    pub monday: NaiveDate,
    /// Values by field, names filled in.
    pub values: Fields,
}

/// A value that stands wrong in version 1 of a week.
pub struct Flaw {
    pub week: Week,
    pub kind: EvidenceKind,
    /// Natural key of the row.
    pub subject: String,
    pub field: &'static str,
    /// What stands there instead.
    pub value: &'static str,
    /// The row can't be used; otherwise it is merely wrong.
    pub refused: bool,
    pub note: &'static str,
}

/// A row handed in again with other content.
pub enum Amended {
    Recording(Box<Recording>),
    Call(Box<Call>),
}

/// A call with all that belongs to it.
pub struct DraftCall {
    /// Index into the bank's periods.
    pub period: usize,
    pub week: Week,
    pub call: Call,
    /// The debtor's zone.
    pub zone: Tz,
    /// Name of its scene; empty where nobody answered.
    pub scene: &'static str,
    pub talk: Vec<Spoken>,
    pub recording: Option<Recording>,
    /// The transcript is handed in.
    pub transcript: bool,
    /// Something was planted here: leave it alone.
    pub used: bool,
}

/// One turn of a conversation.
#[derive(Clone)]
pub struct Spoken {
    pub speaker: Speaker,
    pub text: String,
}

/// A visit with all that belongs to it.
pub struct DraftVisit {
    pub period: usize,
    pub week: Week,
    pub visit: Visit,
    pub recording: Option<Recording>,
    pub used: bool,
}

impl Draft {
    /// A stream of numbers of this agency's own.
    pub fn prng(&self, label: &str) -> Prng {
        Prng::new(self.bank.seed, &format!("{}/{label}", self.spec.id))
    }

    /// The zone at the debtor's place, as the audit sees it.
    pub fn zone_of(&self, case: &Case) -> Tz {
        case.time_zone.or(self.spec.time_zone).unwrap_or(self.zone)
    }
}

/// The ruleset's zone.
pub fn ruleset_zone(ruleset: &str) -> Tz {
    if ruleset.starts_with("tw-") { Tz::Asia__Taipei } else { Tz::Asia__Shanghai }
}
