//! Rows → records, one file per kind of evidence.

mod call;
mod case;
mod line;
mod recording;
mod staff;
mod turn;
mod visit;

use super::row::RowReader;
use crate::domain::evidence::{EvidenceKind, Record};

/// The records of a row: one, or a whole conversation's turns; none where a fault was found.
pub fn read(reader: &mut RowReader) -> Vec<Record> {
    reader.check_groups();
    let record = match reader.schema.kind {
        EvidenceKind::Calls => call::read(reader).map(Record::Call),
        EvidenceKind::Visits => visit::read(reader).map(Record::Visit),
        EvidenceKind::Recordings => recording::read(reader).map(Record::Recording),
        EvidenceKind::Staff => staff::read(reader).map(Record::Staff),
        EvidenceKind::Lines => line::read(reader).map(Record::Line),
        EvidenceKind::Cases => case::read(reader).map(Record::Case),
        EvidenceKind::Transcripts => return turn::read(reader).into_iter().map(Record::Turn).collect(),
    };
    record.into_iter().filter(|_| reader.faults.is_empty()).collect()
}
