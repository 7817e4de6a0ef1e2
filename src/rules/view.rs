//! One agency's quarter as the checks see it.

use crate::domain::agency::Agency;
use crate::domain::contact::{Call, Party, Recording, Speaker, Visit};
use crate::domain::elsewhere::Elsewhere;
use crate::domain::evidence::{Address, Sourced};
use crate::domain::quarter::Quarter;
use crate::domain::register::{Case, Line, Registers, Staff};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything that the checks over records may look at; conversations are streamed past it one at a time.
///
/// `calls`, `visits` and `recordings` hold what counts in the quarter **and** what the cross-checks need around it (a recording whose call
/// lies in the quarter, a visit that touches its edge); a check gives findings and exposure only for units whose local day lies in
/// `quarter`. All lists are sorted by natural key, so that results don't depend on the order of rows.
pub struct View<'a> {
    /// Whose evidence.
    pub agency: &'a Agency,
    /// Which quarter is judged.
    pub quarter: Quarter,
    /// The ruleset's zone.
    pub ruleset_zone: Tz,
    /// The call log.
    pub calls: &'a [Sourced<Call>],
    /// The visit reports.
    pub visits: &'a [Sourced<Visit>],
    /// The recording list.
    pub recordings: &'a [Sourced<Recording>],
    /// The staff register.
    pub staff: &'a [Sourced<Staff>],
    /// The line register.
    pub lines: &'a [Sourced<Line>],
    /// The entrusted cases, by number.
    pub cases: &'a BTreeMap<String, Sourced<Case>>,
    /// Letters, collections, reports, incidents, trainings, audits; complaints, inspections, approvals, handovers, reconciliations,
    /// agreements. Events from a year before the quarter on (collections and handovers all): a check decides by `quarter` which it judges.
    pub registers: &'a Registers,
    /// What is known of all this from the bank's other agencies.
    pub elsewhere: &'a Elsewhere,
    /// Ids of calls whose transcript was handed in.
    pub transcribed: &'a HashSet<String>,
    /// Position in `calls` by call id.
    pub call_index: &'a HashMap<String, usize>,
    /// Position in `visits` by visit id.
    pub visit_index: &'a HashMap<String, usize>,
}

impl View<'_> {
    /// The zone at the debtor's place: the case's, else the agency's, else the ruleset's.
    pub fn zone(&self, case_no: &str) -> Tz {
        self.cases
            .get(case_no)
            .and_then(|case| case.value.time_zone)
            .or(self.agency.time_zone)
            .unwrap_or(self.ruleset_zone)
    }

    /// The local day of `moment` at the debtor's place.
    pub fn day(&self, case_no: &str, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone(case_no)).date_naive()
    }
}

/// One conversation as `screen` takes it and as the audit streams it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation<'a> {
    /// The call's id.
    pub call_id: String,
    /// Who was reached; absent where the line does not say.
    pub party: Option<Party>,
    /// Start with the offset to judge hours by; absent where the line does not say.
    pub started_at: Option<DateTime<chrono::FixedOffset>>,
    /// End, likewise.
    pub ended_at: Option<DateTime<chrono::FixedOffset>>,
    /// The local day that findings count on.
    pub day: NaiveDate,
    /// The turns in order.
    pub turns: Vec<ConversationTurn<'a>>,
    /// Where the call's own row stands (`party` cell), where it is known.
    pub party_cell: Option<Address>,
}

impl Conversation<'_> {
    /// Whether somebody known not to be the debtor is on the line.
    pub fn is_with_third(&self) -> bool {
        self.party.is_some_and(Party::is_third)
    }
}

/// One turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationTurn<'a> {
    /// Who speaks.
    pub speaker: Speaker,
    /// What was said, unchanged.
    pub text: Cow<'a, str>,
    /// Start within the recording, ms.
    pub start_ms: Option<u64>,
    /// End within the recording, ms.
    pub end_ms: Option<u64>,
    /// Where the text stands, where it is known.
    pub cell: Option<Address>,
}
