//! The evidence of one agency's quarter, with what the cross-checks need around it.

use super::{EvidenceRow, Sheets, elsewhere};
use crate::domain::contact::{Call, Recording, Visit};
use crate::domain::elsewhere::Elsewhere;
use crate::domain::evidence::{EvidenceKind, Record, Sourced};
use crate::domain::ids::AgencyId;
use crate::domain::quarter::Quarter;
use crate::domain::register::{Case, Line, Registers, Staff};
use crate::store::CHUNK;
use crate::store::connection::{DbConnection, MultiBackend};
use crate::store::error::StoreError;
use crate::store::objects::Objects;
use crate::store::row::from_json;
use crate::store::schema::evidence;
use crate::store::scope::Scope;
use crate::store::transcripts::{Place, Transcripts};
use chrono::{Days, NaiveDate};
use diesel::dsl::{not, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Days around the quarter: days are kept in UTC, a quarter is judged by the debtor's day, a contact may touch the edge, and windows of
/// contact frequency are seven days wide.
const MARGIN: Days = Days::new(8);

/// Registers of events are read from so many days before the quarter: audits, trainings and inspections are due within a year.
const LOOK_BACK: Days = Days::new(370);

/// Events that count as long as their case is open.
const OF_CASES: [EvidenceKind; 2] = [EvidenceKind::Collections, EvidenceKind::Handovers];

/// What stands for one agency's quarter; each list sorted by natural key.
#[derive(Debug, Default)]
pub struct QuarterEvidence {
    /// Calls of the quarter, those around its edges, and those that its recordings belong to.
    pub calls: Vec<Sourced<Call>>,
    /// Visits, likewise.
    pub visits: Vec<Sourced<Visit>>,
    /// Recordings made or deleted in the quarter, those of its contacts, and copies of them.
    pub recordings: Vec<Sourced<Recording>>,
    /// The staff register.
    pub staff: Vec<Sourced<Staff>>,
    /// The line register.
    pub lines: Vec<Sourced<Line>>,
    /// The entrusted cases, by number.
    pub cases: BTreeMap<String, Sourced<Case>>,
    /// The other registers: events from a year before the quarter on, the rest whole.
    pub registers: Registers,
    /// Calls whose transcript was handed in.
    pub transcribed: HashSet<String>,
    /// First day of the week of a transcript whose call is not in the log.
    pub calls_unlogged: BTreeMap<String, NaiveDate>,
    /// What the other agencies' evidence says about it: for the bank's eyes, and empty for anybody else's.
    pub elsewhere: Elsewhere,
    places: Vec<Place>,
}

impl QuarterEvidence {
    /// The conversations, one at a time, in no particular order.
    pub fn transcripts(&self, objects: &Objects) -> Transcripts {
        Transcripts::new(objects, self.places.clone())
    }
}

type Query<'a> = evidence::BoxedQuery<'a, MultiBackend>;

type Condition = Box<dyn BoxableExpression<evidence::table, MultiBackend, SqlType = Bool>>;

/// Loads it.
pub fn quarter(
    connection: &mut DbConnection,
    scope: &Scope,
    agency: &AgencyId,
    quarter: Quarter,
) -> Result<QuarterEvidence, StoreError> {
    let mut found = QuarterEvidence::default();
    if !scope.allows(agency) {
        return Ok(found);
    }
    let sheets = Sheets::of(connection, agency)?;
    let span = (quarter.first_day() - MARGIN, quarter.last_day() + MARGIN);
    let mut loader = Loader { connection, agency, sheets, span };
    let mut calls = loader.keyed(|loader| loader.inside(EvidenceKind::Calls), call)?;
    let mut visits = loader.keyed(|loader| loader.inside(EvidenceKind::Visits), visit)?;
    let recordings = loader.recordings(&calls, &visits)?;
    let of_calls = recordings.values().filter_map(|recording| recording.call_id.clone());
    loader.contacts_of(EvidenceKind::Calls, of_calls, call, &mut calls)?;
    let of_visits = recordings.values().filter_map(|recording| recording.visit_id.clone());
    loader.contacts_of(EvidenceKind::Visits, of_visits, visit, &mut visits)?;
    loader.places(&mut found)?;
    found.staff = loader.keyed(|loader| loader.standing(EvidenceKind::Staff), staff)?.into_values().collect();
    found.lines = loader.keyed(|loader| loader.standing(EvidenceKind::Lines), line)?.into_values().collect();
    found.cases = loader.keyed(|loader| loader.standing(EvidenceKind::Cases), case)?;
    loader.registers(&mut found.registers, quarter.first_day() - LOOK_BACK)?;
    found.calls = calls.into_values().collect();
    found.visits = visits.into_values().collect();
    found.recordings = recordings.into_values().collect();
    if *scope == Scope::Bank {
        found.elsewhere = elsewhere::of(loader.connection, agency, span, &found)?;
    }
    Ok(found)
}

/// Calls and visits.
const CONTACTS: &str = "'calls', 'visits'";
/// The recording list.
const RECORDINGS: &str = "'recordings'";

type Keyed<T> = BTreeMap<String, Sourced<T>>;

struct Loader<'a> {
    connection: &'a mut DbConnection,
    agency: &'a AgencyId,
    sheets: Sheets,
    /// First and last day, margin included.
    span: (NaiveDate, NaiveDate),
}

impl<'a> Loader<'a> {
    fn standing(&self, kind: EvidenceKind) -> Query<'a> {
        evidence::table
            .filter(evidence::agency_id.eq(self.agency.as_str()))
            .filter(evidence::kind.eq(kind.as_str()))
            .filter(evidence::until_submission.is_null())
            .into_boxed()
    }

    /// Those of the quarter, margin included.
    fn inside(&self, kind: EvidenceKind) -> Query<'a> {
        self.standing(kind).filter(evidence::day.between(self.span.0, self.span.1).assume_not_null())
    }

    /// Those from outside the quarter whose column `own` names a row of `kinds` from inside it by its column `theirs`.
    fn sharing(&self, kind: EvidenceKind, own: &'static str, kinds: &'static str, theirs: &'static str) -> Query<'a> {
        let elsewhere = evidence::day.not_between(self.span.0, self.span.1).assume_not_null();
        self.standing(kind).filter(elsewhere).filter(self.inside_has(own, kinds, theirs))
    }

    /// The condition that the row's column `own` is the column `theirs` of some row of `kinds` of the quarter. The names are ours,
    /// never input; a subquery over the same table does not compile through `DbConnection`.
    fn inside_has(&self, own: &'static str, kinds: &'static str, theirs: &'static str) -> Condition {
        let rows = format!(
            "evidence.{own} IN (SELECT near.{theirs} FROM evidence AS near WHERE near.until_submission IS NULL AND \
             near.kind IN ({kinds}) AND near.agency_id = "
        );
        let condition = sql::<Bool>(&rows).bind::<Text, _>(self.agency.to_string()).sql(" AND near.day BETWEEN ");
        let condition = condition.bind::<Date, _>(self.span.0).sql(" AND ").bind::<Date, _>(self.span.1);
        Box::new(condition.sql(")"))
    }

    /// Fills the registers with the rows that have no day, and those from `first` on up to the end of the span.
    fn registers(&mut self, registers: &mut Registers, first: NaiveDate) -> Result<(), StoreError> {
        let kinds = Registers::KINDS.iter().map(|kind| kind.as_str());
        let near = evidence::day.between(first, self.span.1).assume_not_null().or(evidence::day.is_null());
        let near = near.or(evidence::kind.eq_any(OF_CASES.map(EvidenceKind::as_str)));
        let rows: Vec<EvidenceRow> = evidence::table
            .filter(evidence::agency_id.eq(self.agency.as_str()))
            .filter(evidence::kind.eq_any(kinds))
            .filter(evidence::until_submission.is_null())
            .filter(near)
            .load(self.connection)?;
        // The databases sort texts each in their own way.
        let rows: BTreeMap<(String, String), EvidenceRow> =
            rows.into_iter().map(|row| ((row.kind.clone(), row.natural_key.clone()), row)).collect();
        for row in rows.into_values() {
            let origin = self.sheets.origin(&row)?;
            let misplaced = registers.push(from_json("row", &row.payload)?, origin);
            misplaced.map_err(|_| StoreError::corrupt("row", "it is of another kind than it says"))?;
        }
        Ok(())
    }

    /// Loads rows and picks the kind of record that they are.
    fn keyed<T>(
        &mut self,
        query: impl FnOnce(&Self) -> Query<'a>,
        pick: fn(Record) -> Option<T>,
    ) -> Result<Keyed<T>, StoreError> {
        let query = query(self);
        let rows: Vec<EvidenceRow> = query.load(self.connection)?;
        let mut keyed = BTreeMap::new();
        for row in rows {
            let origin = self.sheets.origin(&row)?;
            let value = pick(from_json("row", &row.payload)?);
            let value = value.ok_or_else(|| StoreError::corrupt("row", "it is of another kind than it says"))?;
            keyed.insert(row.natural_key, Sourced { value, origin });
        }
        Ok(keyed)
    }

    /// Adds the rows of `kind` under `keys`, those that there are.
    fn add<T>(
        &mut self,
        kind: EvidenceKind,
        keys: BTreeSet<String>,
        pick: fn(Record) -> Option<T>,
        into: &mut Keyed<T>,
    ) -> Result<(), StoreError> {
        let keys: Vec<String> = keys.into_iter().collect();
        for chunk in keys.chunks(CHUNK) {
            let chunk = chunk.to_vec();
            into.extend(self.keyed(|loader| loader.standing(kind).filter(evidence::natural_key.eq_any(chunk)), pick)?);
        }
        Ok(())
    }

    fn recordings(&mut self, calls: &Keyed<Call>, visits: &Keyed<Visit>) -> Result<Keyed<Recording>, StoreError> {
        let kind = EvidenceKind::Recordings;
        let (first, last) = self.span;
        let made_or_deleted = evidence::day.between(first, last).or(evidence::deleted_on.between(first, last));
        let mut recordings =
            self.keyed(|loader| loader.standing(kind).filter(made_or_deleted.assume_not_null()), recording)?;
        let of_contacts = |loader: &Self| loader.sharing(kind, "linked_to", CONTACTS, "natural_key");
        recordings.extend(self.keyed(of_contacts, recording)?);
        let copies = |loader: &Self| loader.sharing(kind, "content_sha256", RECORDINGS, "content_sha256");
        recordings.extend(self.keyed(copies, recording)?);
        let named = calls.values().filter_map(|call| call.recording_id.clone());
        let named = named.chain(visits.values().filter_map(|visit| visit.recording_id.clone()));
        let missing = named.filter(|id| !recordings.contains_key(id)).collect();
        self.add(kind, missing, recording, &mut recordings)?;
        Ok(recordings)
    }

    /// Adds contacts from outside the quarter: those that its recordings name, and those that name its recordings.
    fn contacts_of<T>(
        &mut self,
        kind: EvidenceKind,
        named: impl Iterator<Item = String>,
        pick: fn(Record) -> Option<T>,
        into: &mut Keyed<T>,
    ) -> Result<(), StoreError> {
        let missing = named.filter(|id| !into.contains_key(id)).collect();
        self.add(kind, missing, pick, into)?;
        into.extend(self.keyed(|loader| loader.sharing(kind, "linked_to", RECORDINGS, "natural_key"), pick)?);
        Ok(())
    }

    /// Finds the transcripts of the quarter's calls, and those handed in for its weeks whose call is in no log.
    fn places(&mut self, found: &mut QuarterEvidence) -> Result<(), StoreError> {
        let (first, last) = self.span;
        let transcripts = |loader: &Self| loader.standing(EvidenceKind::Transcripts);
        let logged = self.inside_has("natural_key", "'calls'", "natural_key");
        let handed_in = evidence::day.between(first, last).assume_not_null();
        let anywhere = sql::<Bool>(
            "EXISTS (SELECT 1 FROM evidence AS near WHERE near.agency_id = evidence.agency_id AND near.kind = 'calls' AND \
             near.natural_key = evidence.natural_key AND near.until_submission IS NULL)",
        );
        let columns = (evidence::natural_key, evidence::day, evidence::payload);
        type Rows = Vec<(String, Option<NaiveDate>, String)>;
        let logged: Rows = transcripts(self).filter(logged).select(columns).load(self.connection)?;
        let unlogged: Rows =
            transcripts(self).filter(handed_in).filter(not(anywhere)).select(columns).load(self.connection)?;
        found.calls_unlogged = unlogged.iter().filter_map(|(call, day, _)| Some((call.clone(), (*day)?))).collect();
        for (call, _, payload) in logged.into_iter().chain(unlogged) {
            found.transcribed.insert(call);
            found.places.push(from_json("transcript's address", &payload)?);
        }
        Ok(())
    }
}

macro_rules! pick {
    ($($name:ident, $variant:ident, $type:ty;)*) => {$(
        fn $name(record: Record) -> Option<$type> {
            match record {
                Record::$variant(value) => Some(value),
                _ => None,
            }
        }
    )*};
}

pick! {
    call, Call, Call;
    visit, Visit, Visit;
    recording, Recording, Recording;
    staff, Staff, Staff;
    line, Line, Line;
    case, Case, Case;
}
