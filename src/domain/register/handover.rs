//! Cases on their way to the agency, through it, and back.

use crate::domain::contact::DayOrMoment;
use chrono::{DateTime, Utc};

record! {
    /// One case of one hand-over. The rows that share a number are one batch.
    Handover {
        /// The bank's number for the batch; with the case the natural key.
        handover_id: String,
        /// The case.
        case_no: String,
        /// When the bank had it ready for the agency.
        handed_at: DateTime<Utc>,
        /// Who fetched it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fetched_by: Vec<String>,
    }
    may {
        /// Who handed it over.
        handed_by: String,
        /// When it was fetched.
        fetched_at: DateTime<Utc>,
        /// Why it took longer, where the circumstances were special.
        special_reason: String,
        /// Whether the files were counted.
        counted: bool,
        /// Whether the bank signed.
        bank_signed: bool,
        /// Whether the agency signed.
        agency_signed: bool,
        /// When the data was in the agency's system.
        entered_at: DateTime<Utc>,
        /// How many back-ups were made of it.
        backups: u64,
        /// When it was sifted.
        sifted_at: DateTime<Utc>,
        /// When it was assigned.
        assigned_at: DateTime<Utc>,
        /// To whom.
        assigned_to: String,
        /// When the first act of collection was.
        first_act_at: DateTime<Utc>,
        /// When the first round of contacts was done.
        first_round_at: DateTime<Utc>,
        /// When it was given back.
        returned_at: DayOrMoment,
        /// Whether everything was given back.
        return_complete: bool,
        /// Whether nothing was kept.
        copies_destroyed: bool,
        /// Remark.
        remark: String,
    }
}
