//! What the bank's inspectors saw.

use super::Regularity;
use chrono::NaiveDate;

record! {
    /// One item of one inspection.
    Inspection {
        /// The bank's number for the inspection; with the item the natural key.
        inspection_id: String,
        /// The item of the checklist.
        item_id: String,
        /// Announced or not.
        inspection_kind: Regularity,
        /// When it was held.
        held_on: NaiveDate,
        /// What was seen.
        result: InspectionResult,
        /// Photos and papers that show it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<String>,
    }
    may {
        /// The item in words.
        item: String,
        /// Who inspected.
        inspector: String,
        /// What else was seen.
        remark: String,
        /// The last day for mending it.
        mend_by: NaiveDate,
        /// When it was mended.
        mended_on: NaiveDate,
    }
}

words! {
    /// The result of an item.
    InspectionResult { Pass, Fail, NotApplicable, }
}
