//! The ledger: one chain for the installation, appended in the transaction of the act itself.

mod recorded;

pub use recorded::{Recorded, Unrecorded, hand_ins, objects, quarters, recorded, unrecorded};

use super::connection::DbConnection;
use super::error::StoreError;
use super::row::{count, moment, typed, uncount};
use super::schema::ledger;
use crate::domain::ids::{AgencyId, Digest};
use crate::domain::quarter::Quarter;
use crate::ledger::{Act, Checkpoint, Entry, Kind, ORIGIN};
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = ledger)]
struct LedgerRow {
    sequence: i64,
    happened_at: NaiveDateTime,
    kind: String,
    subject: String,
    content_sha256: String,
    previous_sha256: String,
    entry_sha256: String,
}

impl LedgerRow {
    fn entry(self) -> Result<Entry, StoreError> {
        let act = Act {
            kind: typed("kind of act", &self.kind)?,
            subject: self.subject,
            content: typed("sha256", &self.content_sha256)?,
            at: self.happened_at.and_utc(),
        };
        Ok(Entry {
            sequence: uncount(self.sequence),
            act,
            previous: typed("sha256", &self.previous_sha256)?,
            digest: typed("sha256", &self.entry_sha256)?,
        })
    }
}

/// Appends an act to the chain. On PostgreSQL the chain's end is locked until the transaction ends, so this comes after the locks on
/// agencies: whoever has it waits for nobody.
pub(super) fn append(connection: &mut DbConnection, act: Act) -> Result<(), StoreError> {
    lock(connection)?;
    let last: Option<(i64, String)> = ledger::table
        .order(ledger::sequence.desc())
        .select((ledger::sequence, ledger::entry_sha256))
        .first(connection)
        .optional()?;
    let (sequence, previous) = match last {
        Some((sequence, digest)) => (uncount(sequence), typed("sha256", &digest)?),
        None => (0, ORIGIN.clone()),
    };
    // What is kept is whole seconds: the digest must be that of what comes back.
    let act = Act { at: moment(act.at).and_utc(), ..act };
    let entry = Entry::after(sequence, previous, act);
    let row = LedgerRow {
        sequence: count(entry.sequence),
        happened_at: moment(entry.act.at),
        kind: entry.act.kind.as_str().to_owned(),
        subject: entry.act.subject,
        content_sha256: entry.act.content.into(),
        previous_sha256: entry.previous.into(),
        entry_sha256: entry.digest.into(),
    };
    diesel::insert_into(ledger::table).values(row).execute(connection)?;
    Ok(())
}

/// Makes others wait to append until this transaction ends. SQLite has one writer anyway.
fn lock(connection: &mut DbConnection) -> Result<(), StoreError> {
    use diesel::connection::SimpleConnection;
    match connection {
        // Rows can't be locked that are not there yet; a number that only this chain uses can.
        DbConnection::Postgres(c) => Ok(c.batch_execute("SELECT pg_advisory_xact_lock(7205759403792794)")?),
        DbConnection::Sqlite(_) => Ok(()),
    }
}

/// Where the chain ends.
pub fn checkpoint(connection: &mut DbConnection) -> Result<Checkpoint, StoreError> {
    let entries = uncount(ledger::table.count().get_result(connection)?);
    let last: Option<LedgerRow> = ledger::table.order(ledger::sequence.desc()).first(connection).optional()?;
    Ok(match last.map(LedgerRow::entry).transpose()? {
        Some(entry) => Checkpoint { sequence: entry.sequence, digest: entry.digest, at: Some(entry.act.at), entries },
        None => Checkpoint { sequence: 0, digest: ORIGIN.clone(), at: None, entries },
    })
}

/// At most `limit` entries after the one of that number, in order.
pub fn entries(connection: &mut DbConnection, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<LedgerRow> = ledger::table
        .filter(ledger::sequence.gt(count(after)))
        .order(ledger::sequence)
        .limit(count(limit))
        .load(connection)?;
    rows.into_iter().map(LedgerRow::entry).collect()
}

/// The entry that a version of a scorecard made; none where it is older than the ledger.
pub fn of_scorecard(
    connection: &mut DbConnection,
    agency: &AgencyId,
    quarter: Quarter,
    version: u32,
) -> Result<Option<Entry>, StoreError> {
    let subject = super::scorecards::subject(agency.as_str(), &quarter.to_string(), version.into());
    latest(connection, Kind::Scorecard, &subject)
}

/// Whether any act of those kinds came after the entry of that number.
pub fn any_after(connection: &mut DbConnection, sequence: u64, kinds: &[Kind]) -> Result<bool, StoreError> {
    let later: Option<i64> = ledger::table
        .filter(ledger::sequence.gt(count(sequence)))
        .filter(ledger::kind.eq_any(kinds.iter().map(|kind| kind.as_str())))
        .select(ledger::sequence)
        .first(connection)
        .optional()?;
    Ok(later.is_some())
}

/// The latest entry of that kind about `subject`.
fn latest(connection: &mut DbConnection, kind: Kind, subject: &str) -> Result<Option<Entry>, StoreError> {
    let row: Option<LedgerRow> = ledger::table
        .filter(ledger::kind.eq(kind.as_str()))
        .filter(ledger::subject.eq(subject))
        .order(ledger::sequence.desc())
        .first(connection)
        .optional()?;
    row.map(LedgerRow::entry).transpose()
}

/// What an entry says of its act.
pub(super) fn act(kind: Kind, subject: impl Into<String>, content: Digest, at: NaiveDateTime) -> Act {
    Act { kind, subject: subject.into(), content, at: at.and_utc() }
}
