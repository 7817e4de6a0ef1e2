//! Records of the bank's duties: each its steps, appended in order and never changed.

use super::agencies;
use super::connection::DbConnection;
use super::error::StoreError;
use super::ledger;
use super::row::{count, from_json, moment, to_json, typed, uncount};
use super::schema::duties;
use super::scope::Scope;
use crate::domain::duty::{Act, Duty, Step, Subject};
use crate::domain::ids::{AgencyId, Digest, DutyId};
use crate::ledger::{Content, Kind};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = duties, treat_none_as_default_value = false)]
struct StepRow {
    agency_id: String,
    duty_id: String,
    seq: i64,
    kind: String,
    cause: String,
    since: NaiveDate,
    due: NaiveDate,
    step: String,
    facts: String,
    outcome: Option<String>,
    done_on: Option<NaiveDate>,
    note: String,
    done_by: String,
    done_at: NaiveDateTime,
}

impl StepRow {
    fn of(subject: &Subject, act: &Act, seq: i64) -> Result<Self, StoreError> {
        Ok(Self {
            agency_id: subject.agency_id.to_string(),
            duty_id: subject.id.to_string(),
            seq,
            kind: subject.kind.clone(),
            cause: subject.cause.clone(),
            since: subject.since,
            due: subject.due,
            step: act.step.as_str().to_owned(),
            facts: to_json("facts", &act.facts)?,
            outcome: act.outcome.clone(),
            done_on: act.done_on,
            note: act.note.clone(),
            done_by: act.by.clone(),
            done_at: moment(act.at),
        })
    }

    /// What the ledger calls it.
    fn name(&self) -> String {
        format!("{} {}", self.duty_id, self.seq)
    }

    fn content(&self) -> Digest {
        let mut content = Content::of("duty");
        for text in [&self.agency_id, &self.duty_id, &self.kind, &self.cause, &self.step, &self.facts] {
            content.text(text);
        }
        content.number(uncount(self.seq));
        content.text(&self.since.to_string());
        content.text(&self.due.to_string());
        content.option(self.outcome.as_deref());
        content.option(self.done_on.map(|day| day.to_string()).as_deref());
        content.text(&self.note);
        content.text(&self.done_by);
        content.moment(self.done_at.and_utc());
        content.digest()
    }

    fn subject(&self) -> Result<Subject, StoreError> {
        Ok(Subject {
            id: typed("duty id", &self.duty_id)?,
            agency_id: typed("agency id", &self.agency_id)?,
            kind: self.kind.clone(),
            cause: self.cause.clone(),
            since: self.since,
            due: self.due,
        })
    }

    fn act(self) -> Result<Act, StoreError> {
        Ok(Act {
            step: typed("step of a duty", &self.step)?,
            facts: from_json("facts", &self.facts)?,
            outcome: self.outcome,
            done_on: self.done_on,
            note: self.note,
            by: self.done_by,
            at: self.done_at.and_utc(),
        })
    }
}

/// Every record within `scope`, by agency and id.
pub fn list(connection: &mut DbConnection, scope: &Scope) -> Result<Vec<Duty>, StoreError> {
    let rows: Vec<StepRow> = duties::table.order((duties::agency_id, duties::duty_id, duties::seq)).load(connection)?;
    let all = gathered(rows)?;
    Ok(all.into_iter().filter(|duty| scope.allows(&duty.subject.agency_id)).collect())
}

/// The records of one agency, by id, where the steps that follow must find them unchanged: others wait until the transaction ends.
pub fn of_agency_for_step(connection: &mut DbConnection, agency: &AgencyId) -> Result<Vec<Duty>, StoreError> {
    agencies::lock(connection, agency)?;
    let rows: Vec<StepRow> = duties::table
        .filter(duties::agency_id.eq(agency.as_str()))
        .order((duties::duty_id, duties::seq))
        .load(connection)?;
    gathered(rows)
}

/// One record.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &DutyId) -> Result<Option<Duty>, StoreError> {
    let rows: Vec<StepRow> =
        duties::table.filter(duties::duty_id.eq(id.as_str())).order(duties::seq).load(connection)?;
    Ok(gathered(rows)?.pop().filter(|duty| scope.allows(&duty.subject.agency_id)))
}

/// The same where the step that follows must find it unchanged: others wait until the transaction ends.
pub fn get_for_step(connection: &mut DbConnection, scope: &Scope, id: &DutyId) -> Result<Option<Duty>, StoreError> {
    let Some(duty) = get(connection, scope, id)? else { return Ok(None) };
    agencies::lock(connection, &duty.subject.agency_id)?;
    get(connection, scope, id)
}

/// Rows of one duty stand in a row, first first; what it is about is as it was raised last.
fn gathered(rows: Vec<StepRow>) -> Result<Vec<Duty>, StoreError> {
    let mut all: Vec<Duty> = Vec::new();
    for row in rows {
        let (subject, act) = (row.subject()?, row.act()?);
        match all.last_mut().filter(|duty| duty.subject.id == subject.id) {
            Some(duty) => {
                duty.subject = subject;
                duty.acts.push(act);
            }
            None => all.push(Duty { subject, acts: vec![act] }),
        }
    }
    Ok(all)
}

/// Appends a step, the first of a new record or the next of one that is there as `before`. The agency is locked.
pub fn append(connection: &mut DbConnection, subject: &Subject, act: &Act, before: usize) -> Result<(), StoreError> {
    let row = StepRow::of(subject, act, count(before) + 1)?;
    diesel::insert_into(duties::table).values(&row).execute(connection)?;
    let kind = match act.step {
        Step::Raised => Kind::DutyRaised,
        Step::Noted => Kind::DutyNoted,
        Step::Settled => Kind::DutySettled,
        Step::Lapsed => Kind::DutyLapsed,
    };
    ledger::append(connection, ledger::act(kind, row.name(), row.content(), row.done_at))
}

/// The digest of what is on record of a step.
pub(super) fn content_of(connection: &mut DbConnection, subject: &str) -> Result<Option<Digest>, StoreError> {
    let Some((id, seq)) = subject.split_once(' ').and_then(|(id, seq)| Some((id, seq.parse::<i64>().ok()?))) else {
        return Ok(None);
    };
    let row: Option<StepRow> =
        duties::table.filter(duties::duty_id.eq(id)).filter(duties::seq.eq(seq)).first(connection).optional()?;
    Ok(row.map(|row| row.content()))
}

/// Each step on record, by its kind of act, with its moment.
pub(super) fn subjects(connection: &mut DbConnection, step: Step) -> Result<Vec<(String, NaiveDateTime)>, StoreError> {
    let rows: Vec<(String, i64, NaiveDateTime)> = duties::table
        .filter(duties::step.eq(step.as_str()))
        .order((duties::duty_id, duties::seq))
        .select((duties::duty_id, duties::seq, duties::done_at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, seq, at)| (format!("{id} {seq}"), at)).collect())
}
