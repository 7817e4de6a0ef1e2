//! The agency's own audits.

use chrono::NaiveDate;

record! {
    /// One row of the register of internal audits.
    InternalAudit {
        /// The agency's number for it: the natural key.
        audit_id: String,
        /// Announced or not.
        audit_kind: Regularity,
        /// When it was held.
        held_on: NaiveDate,
    }
    may {
        /// Who audited.
        auditor: String,
        /// What was audited.
        scope: String,
        /// Defects found.
        defects: u64,
        /// Those not yet mended.
        open_defects: u64,
        /// The last day for mending them.
        mend_by: NaiveDate,
        /// When the last one was mended.
        mended_on: NaiveDate,
        /// Where its papers are.
        file_no: String,
        /// Remark.
        remark: String,
    }
}

words! {
    /// Whether an audit or inspection was on the calendar.
    Regularity { Regular, Unannounced, }
}
