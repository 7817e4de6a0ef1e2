//! The bank's duties that events bring about: raised and closed by what is on record, noted and settled by people. Each step is one transaction,
//! with its entry in the ledger.

use super::{Context, JobError};
use crate::domain::agency::Agency;
use crate::domain::duty::{Act, Duty, PRODUCT, Step, Subject};
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::finding::Finding;
use crate::domain::ids::{AgencyId, DutyId};
use crate::domain::quarter::Quarter;
use crate::domain::score::Grade;
use crate::domain::verdict::FindingStatus;
use crate::review::caused::{self, Caused, Confirmed, Known};
use crate::review::settlement::{self, Refusal};
use crate::rules::duties::{DUTIES, recorded};
use crate::rules::ruleset::Ruleset;
use crate::store::evidence::{self, Kept};
use crate::store::findings::Filter;
use crate::store::{DbConnection, Scope, StoreError, duties, findings, scorecards};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// The registers that events stand on.
pub(super) const REGISTERS: [EvidenceKind; 3] =
    [EvidenceKind::Complaints, EvidenceKind::Staff, EvidenceKind::Agreements];
/// Confirmed findings of a quarter that are looked at, the gravest first: many more than any threshold.
const MOST_FINDINGS: usize = 2000;

/// Brings one agency's records of duties up to what is on record now.
pub fn raise(context: &Context, agency: &AgencyId) -> Result<(), JobError> {
    let agency = context.agency(agency)?;
    let ruleset = context.rulesets.get(&agency.ruleset)?;
    let now = context.clock.now();
    let zone = agency.time_zone.unwrap_or(ruleset.time_zone);
    let today = now.with_timezone(&zone).date_naive();
    Ok(context.store.write(|c| {
        let standing = duties::of_agency_for_step(c, &agency.id)?;
        let material = Material::load(c, &agency, &ruleset, today)?;
        let known = material.known(&agency, &ruleset);
        let mut caused: BTreeMap<DutyId, Caused<'_>> = BTreeMap::new();
        for found in caused::caused(&DUTIES, &known, today) {
            caused.insert(DutyId::of(&agency.id, found.kind, &found.cause), found);
        }
        let by_id: BTreeMap<&DutyId, &Duty> = standing.iter().map(|duty| (&duty.subject.id, duty)).collect();
        for (id, found) in &caused {
            follow(c, &agency.id, id, found, by_id.get(id).copied(), now)?;
        }
        let past = |duty: &Duty| {
            recorded(&duty.subject.kind).is_some_and(|(kind, _)| caused::past(kind, &duty.subject.cause, today))
        };
        let gone = standing.iter().filter(|duty| duty.is_open() && !caused.contains_key(&duty.subject.id));
        for duty in gone.filter(|duty| !past(duty)) {
            duties::append(c, &duty.subject, &act(Step::Lapsed, now), duty.acts.len())?;
        }
        Ok(())
    })?)
}

/// Raises it, raises it again, or closes it, as the register says.
fn follow(
    connection: &mut DbConnection,
    agency: &AgencyId,
    id: &DutyId,
    found: &Caused<'_>,
    duty: Option<&Duty>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let before = duty.map_or(0, |duty| duty.acts.len());
    let by_person = duty.and_then(Duty::standing).is_some_and(|act| act.by != PRODUCT);
    match (duty.is_some_and(Duty::is_open), found.settled_on) {
        (false, None) if !by_person => {
            let (kind, cause) = (found.kind.to_owned(), found.cause.clone());
            let (since, due) = (found.since, found.due);
            let subject = Subject { id: id.clone(), agency_id: agency.clone(), kind, cause, since, due };
            duties::append(connection, &subject, &Act { facts: found.facts.clone(), ..act(Step::Raised, now) }, before)
        }
        (true, Some(done_on)) => {
            let Some(duty) = duty else { return Ok(()) };
            let settled = Act { done_on: Some(done_on), ..act(Step::Settled, now) };
            duties::append(connection, &duty.subject, &settled, before)
        }
        _ => Ok(()),
    }
}

/// A step of the product's own.
fn act(step: Step, at: DateTime<Utc>) -> Act {
    Act { step, facts: Vec::new(), outcome: None, done_on: None, note: String::new(), by: PRODUCT.to_owned(), at }
}

/// What is loaded of one agency.
struct Material {
    rows: Vec<Kept>,
    confirmed: Vec<Confirmed>,
    grades: BTreeMap<Quarter, Grade>,
}

impl Material {
    fn load(
        connection: &mut DbConnection,
        agency: &Agency,
        ruleset: &Ruleset,
        today: NaiveDate,
    ) -> Result<Self, StoreError> {
        let mut rows = Vec::new();
        for kind in REGISTERS {
            rows.extend(evidence::register(connection, &Scope::Bank, &agency.id, kind)?);
        }
        let mut confirmed = Vec::new();
        for quarter in caused::watched(today) {
            let status = Some(FindingStatus::Confirmed);
            let filter =
                Filter { agency: Some(agency.id.clone()), quarter: Some(quarter), status, ..Filter::default() };
            for finding in findings::list(connection, &Scope::Bank, &filter, None, MOST_FINDINGS)?.items {
                let rule = ruleset.rules.iter().find(|rule| rule.id == finding.rule_id);
                let collectors = collectors(connection, &finding)?;
                let veto = rule.is_some_and(|rule| rule.veto.is_some());
                let Finding { id, severity, day, .. } = finding;
                confirmed.push(Confirmed { id, severity, veto, day, collectors });
            }
        }
        let cards = scorecards::history(connection, &Scope::Bank, &agency.id)?;
        let grades = cards.into_iter().map(|card| (card.quarter, card.grade)).collect();
        Ok(Self { rows, confirmed, grades })
    }

    fn known<'a>(&'a self, agency: &Agency, ruleset: &'a Ruleset) -> Known<'a> {
        let mut known = Known {
            complaints: Vec::new(),
            staff: Vec::new(),
            agreements: Vec::new(),
            confirmed: self.confirmed.clone(),
            grades: self.grades.clone(),
            calendar: ruleset.calendar.as_ref(),
            zone: agency.time_zone.unwrap_or(ruleset.time_zone),
        };
        for kept in &self.rows {
            match &kept.record {
                Record::Complaint(row) => known.complaints.push(row),
                Record::Staff(row) => known.staff.push(row),
                Record::Agreement(row) => known.agreements.push(row),
                _ => {}
            }
        }
        known
    }
}

/// Whose doing a finding is: the caller, the visitors, or the member of staff that it concerns.
fn collectors(connection: &mut DbConnection, finding: &Finding) -> Result<Vec<String>, StoreError> {
    let (kind, key) = match finding.kind {
        EvidenceKind::Staff => return Ok(vec![finding.subject.clone()]),
        // A turn's call.
        EvidenceKind::Transcripts => {
            (EvidenceKind::Calls, finding.subject.rsplit_once('#').map_or(finding.subject.as_str(), |(call, _)| call))
        }
        kind => (kind, finding.subject.as_str()),
    };
    if !matches!(kind, EvidenceKind::Calls | EvidenceKind::Visits) {
        return Ok(Vec::new());
    }
    let kept = evidence::get(connection, &Scope::Bank, &finding.agency_id, kind, key)?;
    Ok(match kept.map(|kept| kept.record) {
        Some(Record::Call(call)) => vec![call.collector_id],
        Some(Record::Visit(visit)) => visit.visitors,
        _ => Vec::new(),
    })
}

/// What somebody writes down about a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// They take note of it.
    Note,
    /// They did it, or decided.
    Settlement {
        /// What was decided, where the kind wants a decision.
        outcome: Option<String>,
        /// On which day it was done; today where absent.
        done_on: Option<NaiveDate>,
        /// Why, or what was done.
        note: String,
    },
}

/// Takes it down; none where the duty does not exist within `scope`. Whoever settles what they were not told of takes note of it with that.
pub fn write(context: &Context, scope: &Scope, id: &DutyId, entry: Entry, who: &str) -> Result<Option<Duty>, JobError> {
    let Some(duty) = context.store.read(|c| duties::get(c, scope, id))? else { return Ok(None) };
    let Some((_, record)) = recorded(&duty.subject.kind) else { return Ok(None) };
    let agency = context.agency(&duty.subject.agency_id)?;
    let zone = agency.time_zone.unwrap_or(context.rulesets.get(&agency.ruleset)?.time_zone);
    let now = context.clock.now();
    let today = now.with_timezone(&zone).date_naive();
    let taken = context.store.write(|c| {
        let Some(duty) = duties::get_for_step(c, scope, id)? else { return Ok(Ok(None)) };
        let mut acts = Vec::new();
        let by = |step| Act { by: who.to_owned(), ..act(step, now) };
        if !duty.told().any(|told| told.by == who) {
            acts.push(by(Step::Noted));
        }
        if let Err(refusal) = settlement::may_note(&duty) {
            return Ok(Err(refusal));
        }
        if let Entry::Settlement { outcome, done_on, note } = &entry {
            let done_on = done_on.unwrap_or(today);
            if let Err(refusal) = settlement::may_settle(&duty, record, outcome.as_deref(), done_on, today) {
                return Ok(Err(refusal));
            }
            acts.push(Act {
                outcome: outcome.clone(),
                done_on: Some(done_on),
                note: note.clone(),
                ..by(Step::Settled)
            });
        }
        for (place, act) in acts.iter().enumerate() {
            duties::append(c, &duty.subject, act, duty.acts.len() + place)?;
        }
        Ok(Ok(duties::get(c, scope, id)?))
    })?;
    taken.map_err(|refusal: Refusal| JobError::Duty(refusal))
}
