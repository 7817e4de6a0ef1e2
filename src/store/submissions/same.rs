//! The very same bytes again make no new version.

use super::{Original, read_report, sender};
use crate::domain::ids::{AgencyId, Digest};
use crate::domain::quarter::Week;
use crate::domain::submission::{ImportReport, SubmissionState};
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::row::{from_name, uncount};
use crate::store::schema::{evidence, submission_files, submissions};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The hand-in that these very files were already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// Its report, with every row it had accepted now unchanged.
    pub report: ImportReport,
    /// How many of its rows later hand-ins have replaced since.
    pub replaced: u64,
}

/// Looks for an accepted hand-in of these very files. One that was refused in part is read again: the agency's settings may have changed.
pub fn find_same(
    connection: &mut DbConnection,
    agency: Option<&AgencyId>,
    from_bank: bool,
    week: Option<Week>,
    originals: &[Original],
) -> Result<Option<Same>, StoreError> {
    let row: Option<(String, String, String, Option<String>)> = submissions::table
        .filter(submissions::agency_id.eq(agency.map(AgencyId::as_str).unwrap_or_default()))
        .filter(submissions::sender.eq(sender(from_bank)))
        .filter(submissions::week.eq(week.map(|week| week.to_string()).unwrap_or_default()))
        .filter(submissions::files_digest.eq(files_digest(originals)))
        .order(submissions::version.desc())
        .select((submissions::submission_id, submissions::state, submissions::report, submissions::superseded_by))
        .first(connection)
        .optional()?;
    let Some((id, state, report, superseded_by)) = row else { return Ok(None) };
    if from_name::<SubmissionState>("submission's state", &state)? != SubmissionState::Accepted {
        return Ok(None);
    }
    let mut report = read_report(&report, superseded_by.is_some())?;
    for sheet in &mut report.sheets {
        sheet.unchanged += std::mem::take(&mut sheet.accepted);
    }
    report.changes.clear();
    let replaced = evidence::table
        .filter(evidence::since_submission.eq(&id))
        .filter(evidence::until_submission.is_not_null())
        .count()
        .get_result(connection)?;
    Ok(Some(Same { report, replaced: uncount(replaced) }))
}

/// Which files were handed in, whatever their order and names.
pub(super) fn files_digest(originals: &[Original]) -> String {
    let digests: BTreeSet<&str> = originals.iter().map(|file| file.sha256.as_str()).collect();
    Digest::of(digests.into_iter().collect::<Vec<_>>().join("\n").as_bytes()).to_string()
}

/// The latest submission of this agency and week that holds one of the files, if every one of them was handed in for it before.
pub(super) fn all_known(
    connection: &mut DbConnection,
    agency: &str,
    from_bank: bool,
    week: &str,
    originals: &[Original],
) -> Result<Option<(String, i64)>, StoreError> {
    let digests: BTreeSet<String> = originals.iter().map(|file| file.sha256.to_string()).collect();
    let rows: Vec<(String, String, i64)> = submission_files::table
        .inner_join(submissions::table.on(submissions::submission_id.eq(submission_files::submission_id)))
        .filter(submissions::agency_id.eq(agency))
        .filter(submissions::sender.eq(sender(from_bank)))
        .filter(submissions::week.eq(week))
        .filter(submission_files::handed_in.eq(true))
        .filter(submission_files::sha256.eq_any(digests.clone()))
        .select((submission_files::sha256, submissions::submission_id, submissions::version))
        .load(connection)?;
    let known: BTreeSet<&String> = rows.iter().map(|(digest, ..)| digest).collect();
    if known.len() < digests.len() {
        return Ok(None);
    }
    Ok(rows.into_iter().max_by_key(|(.., version)| *version).map(|(_, id, version)| (id, version)))
}
