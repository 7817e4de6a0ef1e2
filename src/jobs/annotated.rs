//! A hand-in's own workbook back, each bad cell marked; whole, or only its refused rows.

use super::{Context, JobError};
use crate::domain::ids::SubmissionId;
use crate::domain::lang::Lang;
use crate::intake::{self, InputFile, Sender};
use crate::store::{Scope, StoreError, agencies, submissions};
use chrono_tz::Tz;

/// How much of a hand-in comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every row.
    Whole,
    /// Only the rows that were refused.
    Refused,
}

impl Extent {
    /// What its file is called after the submission.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Whole => "annotated",
            Self::Refused => "refused",
        }
    }
}

/// The files of a submission as one annotated workbook; none where it does not exist within `scope`. Messages are in the language of
/// the import; `lang` is that of headings.
pub fn annotated(
    context: &Context,
    scope: &Scope,
    id: &SubmissionId,
    extent: Extent,
    lang: Lang,
) -> Result<Option<Vec<u8>>, JobError> {
    let found = context.store.read(|c| {
        let Some(report) = submissions::report(c, scope, id)? else { return Ok::<_, StoreError>(None) };
        let files = submissions::files(c, scope, id)?;
        let agency = match &report.agency_id {
            Some(agency) => agencies::get(c, &Scope::Bank, agency)?,
            None => None,
        };
        Ok(Some((report, files, agency)))
    })?;
    let Some((report, files, agency)) = found else { return Ok(None) };
    let mut inputs = Vec::new();
    for file in files.into_iter().filter(|file| file.handed_in) {
        inputs.push(InputFile { name: file.name, bytes: context.objects.get(&file.sha256)? });
    }
    let zone = match &agency {
        Some(agency) => context.rulesets.get(&agency.ruleset)?.time_zone,
        None => Tz::UTC,
    };
    let sender = match (report.agency_id, report.week) {
        (Some(agency), Some(week)) => Sender::Agency(agency, week),
        (agency, _) => Sender::Bank(agency),
    };
    let encoding = agency.and_then(|agency| agency.encoding);
    let reading = intake::Context { sender, zone, encoding, lang, parser: context.parser.clone() };
    let workbook = match extent {
        Extent::Whole => intake::annotate::annotate(&inputs, &report.issues, &reading),
        Extent::Refused => intake::annotate::refused_rows(&inputs, &report.issues, &report.sheets, &reading),
    };
    Ok(Some(workbook.map_err(|error| JobError::Annotate(error.to_string()))?))
}
