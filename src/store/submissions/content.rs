//! What a hand-in wrote down, as one digest: the report, the files, the sheets and every row.

use super::FileRow;
use super::hand_in::{NewSubmission, SheetRow};
use crate::domain::attachment::Attachment;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::ids::{Digest, SubmissionId};
use crate::ledger::Content;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::evidence::EvidenceRow;
use crate::store::row::{from_json, typed, uncount};
use crate::store::schema::{agencies, evidence, sheets, submission_files, submissions};
use crate::store::transcripts::Place;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Everything that a hand-in wrote.
pub(super) struct Written {
    pub submission: NewSubmission,
    pub files: Vec<FileRow>,
    pub sheets: Vec<SheetRow>,
    pub rows: Vec<EvidenceRow>,
}

impl Written {
    /// Its digest. What a later hand-in changes of it (that it was superseded, that a row was replaced) is left out.
    pub(super) fn content(&mut self) -> Digest {
        let mut content = Content::of("hand-in");
        submission(&mut content, &self.submission);
        content.number(self.files.len() as u64);
        for file in &self.files {
            content.text(&file.name);
            content.text(&file.sha256);
            content.number(uncount(file.bytes));
            content.text(if file.refused { "refused" } else { "taken" });
            content.text(if file.handed_in { "handed in" } else { "member" });
        }
        self.sheets.sort_by(|one, other| (&one.agency_id, one.sheet_no).cmp(&(&other.agency_id, other.sheet_no)));
        content.number(self.sheets.len() as u64);
        for sheet in &self.sheets {
            content.text(&sheet.agency_id);
            content.number(uncount(sheet.sheet_no));
            for text in [&sheet.file_sha256, &sheet.file_name, &sheet.sheet, &sheet.field_columns] {
                content.text(text);
            }
        }
        let mut rows: Vec<&EvidenceRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| (&row.agency_id, &row.kind, &row.natural_key));
        content.number(rows.len() as u64);
        for row in rows {
            evidence_row(&mut content, row);
        }
        content.digest()
    }
}

fn submission(content: &mut Content, row: &NewSubmission) {
    for text in [&row.agency_id, &row.submission_id, &row.sender, &row.week, &row.state, &row.received_from] {
        content.text(text);
    }
    content.moment(row.received_at.and_utc());
    content.text(&row.files_digest);
    for number in [row.version, row.row_count, row.accepted, row.refused, row.warnings] {
        content.number(uncount(number));
    }
    content.text(&row.report);
}

fn evidence_row(content: &mut Content, row: &EvidenceRow) {
    for text in [&row.agency_id, &row.kind, &row.natural_key, &row.payload, &row.extra] {
        content.text(text);
    }
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    for text in [day(row.day), day(row.deleted_on), row.linked_to.clone(), row.content_sha256.clone()] {
        content.option(text.as_deref());
    }
    content.number(uncount(row.sheet_no));
    content.number(uncount(row.row_no));
}

/// The digest of what is on record of a hand-in now; none where there is no such hand-in.
pub(in crate::store) fn content_of(connection: &mut DbConnection, id: &str) -> Result<Option<Digest>, StoreError> {
    let submission: Option<NewSubmission> =
        submissions::table.filter(submissions::submission_id.eq(id)).first(connection).optional()?;
    let Some(submission) = submission else { return Ok(None) };
    let own = submission.agency_id.clone();
    // The bank's lists hold rows of several agencies; named, the tables find them by their keys.
    let agencies: Vec<String> = agencies::table.select(agencies::agency_id).load(connection)?;
    let mut written = Written {
        submission,
        files: submission_files::table
            .filter(submission_files::agency_id.eq(own))
            .filter(submission_files::submission_id.eq(id))
            .order(submission_files::position)
            .load(connection)?,
        sheets: sheets::table
            .filter(sheets::agency_id.eq_any(&agencies))
            .filter(sheets::submission_id.eq(id))
            .load(connection)?,
        rows: evidence::table
            .filter(evidence::agency_id.eq_any(&agencies))
            .filter(evidence::since_submission.eq(id))
            .load(connection)?,
    };
    Ok(Some(written.content()))
}

/// What the ledger calls each hand-in on record, with its moment.
pub(in crate::store) fn subjects(connection: &mut DbConnection) -> Result<Vec<(String, NaiveDateTime)>, StoreError> {
    let columns = (submissions::submission_id, submissions::received_at);
    Ok(submissions::table.order(submissions::submission_id).select(columns).load(connection)?)
}

/// The names of the objects that a hand-in rests on: its files, then its packs of conversations.
pub(in crate::store) fn objects(connection: &mut DbConnection, id: &SubmissionId) -> Result<Vec<Digest>, StoreError> {
    let files: Vec<String> = submission_files::table
        .filter(submission_files::submission_id.eq(id.as_str()))
        .order((submission_files::agency_id, submission_files::position))
        .select(submission_files::sha256)
        .load(connection)?;
    let mut objects = files.iter().map(|sha256| typed("sha256", sha256)).collect::<Result<Vec<_>, _>>()?;
    let agencies: Vec<String> = agencies::table.select(agencies::agency_id).load(connection)?;
    let places: Vec<String> = evidence::table
        .filter(evidence::agency_id.eq_any(agencies))
        .filter(evidence::since_submission.eq(id.as_str()))
        .filter(evidence::kind.eq(EvidenceKind::Transcripts.as_str()))
        .select(evidence::payload)
        .load(connection)?;
    for place in places {
        let pack = from_json::<Place>("transcript's address", &place)?.pack().clone();
        if !objects.contains(&pack) {
            objects.push(pack);
        }
    }
    let inspections: Vec<String> = evidence::table
        .filter(evidence::since_submission.eq(id.as_str()))
        .filter(evidence::kind.eq(EvidenceKind::Inspections.as_str()))
        .select(evidence::payload)
        .load(connection)?;
    for row in inspections {
        let Record::Inspection(row) = from_json::<Record>("row", &row)? else { continue };
        let attached = row.evidence.iter().filter_map(|name| Some(name.parse::<Attachment>().ok()?.sha256));
        for sha256 in attached {
            if !objects.contains(&sha256) {
                objects.push(sha256);
            }
        }
    }
    Ok(objects)
}
