//! A hand-in: files → rows and issues → held against what stands → on record, with a report.

use super::remarks::{At, issue};
use super::{Context, JobError, duties};
use crate::domain::evidence::{Origin, Record, Row};
use crate::domain::ids::{AgencyId, Digest};
use crate::domain::lang::Lang;
use crate::domain::quarter::{Quarter, Week};
use crate::domain::submission::{ImportReport, Intake, Issue};
use crate::intake::{self, InputFile, Sender};
use crate::store::submissions::{self, Amendment, HandIn, Original};
use crate::store::{Scope, findings};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Who hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedInBy {
    /// An agency, for one week.
    Agency(AgencyId, Week),
    /// The bank; rows name their agency unless one is named for all.
    Bank(Option<AgencyId>),
}

/// A hand-in as it comes.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who hands in.
    pub from: HandedInBy,
    /// The files.
    pub files: Vec<InputFile>,
    /// The language of messages.
    pub lang: Lang,
    /// An account's name, or the command line.
    pub received_from: String,
    /// Only say what would come of it.
    pub dry_run: bool,
}

/// What came of a hand-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The report, as kept with the submission.
    pub report: ImportReport,
    /// Which quarters should be audited again.
    pub touched: BTreeSet<(AgencyId, Quarter)>,
}

impl Request {
    fn agency(&self) -> Option<&AgencyId> {
        match &self.from {
            HandedInBy::Agency(agency, _) => Some(agency),
            HandedInBy::Bank(agency) => agency.as_ref(),
        }
    }

    fn week(&self) -> Option<Week> {
        match &self.from {
            HandedInBy::Agency(_, week) => Some(*week),
            HandedInBy::Bank(_) => None,
        }
    }

    fn is_banks(&self) -> bool {
        matches!(self.from, HandedInBy::Bank(_))
    }
}

/// Takes a hand-in. An error means that nothing could be tried; what is wrong with files and rows is in the report.
pub fn import(context: &Context, request: &Request) -> Result<Imported, JobError> {
    if request.files.is_empty() {
        return Err(JobError::NoFiles);
    }
    let reading = reading(context, request)?;
    let originals: Vec<Original> = request
        .files
        .iter()
        .map(|file| Original {
            name: file.name.clone(),
            sha256: Digest::of(&file.bytes),
            bytes: file.bytes.len() as u64,
        })
        .collect();
    if let Some(report) = seen_before(context, request, &originals)? {
        return Ok(Imported { report, touched: BTreeSet::new() });
    }
    let mut read = intake::read(&request.files, &reading);
    refuse_unknown(context, &mut read, request.lang)?;
    let remark = |amendment: &Amendment<'_>| amends(amendment, request.lang);
    let hand_in = HandIn {
        agency: request.agency(),
        from_bank: request.is_banks(),
        week: request.week(),
        originals: &originals,
        intake: &read,
        received_at: context.clock.now(),
        received_from: &request.received_from,
        remark: &remark,
    };
    let report = if request.dry_run {
        context.store.read(|c| submissions::preview(c, &context.objects, &hand_in))?
    } else {
        for file in &request.files {
            context.objects.put(&file.bytes)?;
            // Cells are addressed within the archive's members.
            for member in intake::members(file) {
                context.objects.put(&member.bytes)?;
            }
        }
        context.store.write(|c| submissions::hand_in(c, &context.objects, &hand_in))?
    };
    if request.dry_run {
        return Ok(Imported { report, touched: BTreeSet::new() });
    }
    raise_duties(context, request, &read);
    let touched = touched(context, request, &read)?;
    Ok(Imported { report, touched })
}

/// How intake is to read a hand-in: in the zone of the agency's ruleset and with its encoding.
pub fn reading(context: &Context, request: &Request) -> Result<intake::Context, JobError> {
    let (zone, encoding) = match request.agency() {
        Some(id) => {
            let agency = context.agency(id)?;
            (context.rulesets.get(&agency.ruleset)?.time_zone, agency.encoding)
        }
        None => (bank_zone(context)?, None),
    };
    let sender = match &request.from {
        HandedInBy::Agency(agency, week) => Sender::Agency(agency.clone(), *week),
        HandedInBy::Bank(agency) => Sender::Bank(agency.clone()),
    };
    Ok(intake::Context { sender, zone, encoding, lang: request.lang, parser: context.parser.clone() })
}

/// The zone of a list about several agencies: that of the first one's ruleset.
fn bank_zone(context: &Context) -> Result<Tz, JobError> {
    let agencies = context.agencies(None)?;
    let first = agencies.first().ok_or(JobError::NoAgencies)?;
    Ok(context.rulesets.get(&first.ruleset)?.time_zone)
}

/// The report of the hand-in that these very files were already.
fn seen_before(context: &Context, request: &Request, originals: &[Original]) -> Result<Option<ImportReport>, JobError> {
    let (agency, week) = (request.agency(), request.week());
    let same = context.store.read(|c| submissions::find_same(c, agency, request.is_banks(), week, originals))?;
    Ok(same.map(|same| {
        let mut report = same.report;
        if same.replaced > 0 {
            let values = [("version", report.version.to_string()), ("rows", same.replaced.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            report.issues.push(issue("handed-in-before", request.lang, At::default(), &values));
        }
        report
    }))
}

fn amends(amendment: &Amendment<'_>, lang: Lang) -> Issue {
    let origin = Origin { sheet: amendment.sheet.clone().into(), row: amendment.row };
    let at = At {
        file: &amendment.sheet.file_name,
        sheet: &amendment.sheet.sheet,
        cell: origin.cell("").cell,
        field: "",
        value: amendment.key,
    };
    let week = amendment.week.to_string();
    issue("amends-other-week", lang, at, &[("key", amendment.key), ("week", &week)])
}

/// Takes out the rows that name an agency or a ruleset that isn't there; intake can't know.
fn refuse_unknown(context: &Context, read: &mut Intake, lang: Lang) -> Result<(), JobError> {
    let agencies: BTreeSet<AgencyId> = context.agencies(None)?.into_iter().map(|agency| agency.id).collect();
    let rulesets = context.rulesets.list();
    let unknown = |row: &Row| match (&row.agency, &row.record) {
        (Some(agency), _) if !agencies.contains(agency) => Some(("agency-unknown", "agency_id", agency.to_string())),
        (_, Record::Agreement(agreement)) if !rulesets.contains(&agreement.ruleset) => {
            Some(("ruleset-unknown", "ruleset", agreement.ruleset.to_string()))
        }
        _ => None,
    };
    let mut kept = Vec::with_capacity(read.rows.len());
    for (sheet, row) in std::mem::take(&mut read.rows) {
        let Some((code, field, value)) = unknown(&row) else {
            kept.push((sheet, row));
            continue;
        };
        if let Some(outcome) = read.sheets.get_mut(sheet) {
            outcome.accepted = outcome.accepted.saturating_sub(1);
            outcome.refused += 1;
        }
        let at = At {
            file: &row.origin.sheet.file_name,
            sheet: &row.origin.sheet.sheet,
            cell: row.origin.cell(field).cell,
            field,
            value: &value,
        };
        read.issues.push(issue(code, lang, at, &[("value", &value)]));
    }
    read.rows = kept;
    Ok(())
}

/// Brings about what the registers handed in lay upon the bank. What was taken stays taken where that fails; the next score makes up for it.
fn raise_duties(context: &Context, request: &Request, read: &Intake) {
    let registers = read.rows.iter().filter(|(_, row)| duties::REGISTERS.contains(&row.record.kind()));
    let agencies: BTreeSet<&AgencyId> =
        registers.filter_map(|(_, row)| row.agency.as_ref().or(request.agency())).collect();
    for agency in agencies {
        if let Err(error) = duties::raise(context, agency) {
            tracing::warn!(agency.id = %agency, %error, "the bank's duties could not be brought up to date");
        }
    }
}

/// The quarters that the rows belong to, by day in UTC and the week handed in for; registers of the bank touch every quarter audited, and its
/// list of cases those of all agencies, since their debtors may be on it.
fn touched(context: &Context, request: &Request, read: &Intake) -> Result<BTreeSet<(AgencyId, Quarter)>, JobError> {
    let mut touched = BTreeSet::new();
    let mut by_agency: BTreeMap<&AgencyId, BTreeSet<Quarter>> = BTreeMap::new();
    for (_, row) in &read.rows {
        let Some(agency) = row.agency.as_ref().or(request.agency()) else { continue };
        let quarters = by_agency.entry(agency).or_default();
        // A register that goes on holds rows of any time: old ones must not bring their quarters back.
        if row.record.kind().is_weekly() {
            quarters.extend(row.record.happened_on(Tz::UTC).map(Quarter::of));
        }
        let week = request.week().into_iter();
        quarters.extend(week.flat_map(|week| [week.first_day(), week.last_day()]).map(Quarter::of));
    }
    let all = context.agencies(None)?;
    if request.is_banks() && read.rows.iter().any(|(_, row)| matches!(row.record, Record::Case(_))) {
        for agency in &all {
            by_agency.entry(&agency.id).or_default();
        }
    }
    for (agency, quarters) in by_agency {
        let audited: Vec<Quarter> = if request.is_banks() {
            context.store.read(|c| findings::quarters(c, &Scope::Bank, agency))?
        } else {
            Vec::new()
        };
        touched.extend(quarters.into_iter().chain(audited).map(|quarter| (agency.clone(), quarter)));
    }
    Ok(touched)
}
