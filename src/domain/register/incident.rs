//! What failed.

use chrono::{DateTime, Utc};

record! {
    /// One row of the incident register.
    Incident {
        /// The agency's number for it: the natural key.
        incident_id: String,
        /// What failed.
        incident_kind: IncidentKind,
        /// When it began.
        began_at: DateTime<Utc>,
    }
    may {
        /// When it was repaired.
        repaired_at: DateTime<Utc>,
        /// When the back-up was started.
        backup_started_at: DateTime<Utc>,
        /// The approval to start it.
        approval_id: String,
        /// Who approved that.
        approved_by: String,
        /// When that was approved.
        approved_at: DateTime<Utc>,
        /// When the bank was told.
        reported_at: DateTime<Utc>,
        /// What happened.
        description: String,
    }
}

words! {
    /// What failed.
    IncidentKind { System, Recording, Line, Network, Power, DataLeak, Other, }
}
