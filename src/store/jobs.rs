//! The queue of background work: a short claim with a lease, the work itself outside any transaction.

use super::connection::{DbConnection, each_backend};
use super::error::StoreError;
use super::row::{count, moment, typed, uncount};
use super::schema::jobs;
use super::scope::Scope;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

/// Claims of one job before it is given up: a job that kills its worker must not kill them all.
pub const MOST_ATTEMPTS: u64 = 3;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum JobState {
    Queued,
    Running,
    Done,
    Failed,
}

/// One piece of background work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Whose data it works on; absent where all agencies'.
    pub agency: Option<crate::domain::ids::AgencyId>,
    /// What to do.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: u64,
    /// When it was asked for.
    pub enqueued_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// What came of it, as JSON.
    pub result: Option<String>,
    /// Why it failed, and how to mend it.
    pub error: Option<String>,
}

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// Sortable by time, unique.
    pub id: &'a str,
    /// Whose data it works on; absent where all agencies'.
    pub agency: Option<&'a crate::domain::ids::AgencyId>,
    /// What to do.
    pub kind: &'a str,
    /// With what, as JSON.
    pub payload: &'a str,
    /// Who asks.
    pub owner: &'a str,
    /// The asker's name for the request: asked again, it is the same job.
    pub idempotency_key: Option<&'a str>,
    /// A job of this name that is queued and not yet begun stands for this one.
    pub merge_key: Option<&'a str>,
}

#[derive(Queryable, QueryableByName, Insertable)]
#[diesel(table_name = jobs, treat_none_as_default_value = false)]
struct JobRow {
    job_id: String,
    agency_id: String,
    kind: String,
    payload: String,
    state: String,
    owner: String,
    idempotency_key: Option<String>,
    merge_key: Option<String>,
    attempts: i64,
    leased_until: Option<NaiveDateTime>,
    leased_by: Option<String>,
    enqueued_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
    result: Option<String>,
    error: Option<String>,
}

impl JobRow {
    fn job(self) -> Result<Job, StoreError> {
        Ok(Job {
            id: self.job_id,
            agency: if self.agency_id.is_empty() { None } else { Some(typed("agency id", &self.agency_id)?) },
            kind: self.kind,
            payload: self.payload,
            state: super::row::from_name("job's state", &self.state)?,
            attempts: uncount(self.attempts),
            enqueued_at: self.enqueued_at.and_utc(),
            finished_at: self.finished_at.map(|at| at.and_utc()),
            result: self.result,
            error: self.error,
        })
    }
}

/// Puts a job in the queue, or gives the one that stands for it already.
pub fn enqueue(connection: &mut DbConnection, job: &NewJob<'_>, now: DateTime<Utc>) -> Result<Job, StoreError> {
    if let Some(standing) = standing(connection, job)? {
        return standing.job();
    }
    let row = JobRow {
        job_id: job.id.to_owned(),
        agency_id: job.agency.map(ToString::to_string).unwrap_or_default(),
        kind: job.kind.to_owned(),
        payload: job.payload.to_owned(),
        state: "queued".to_owned(),
        owner: job.owner.to_owned(),
        idempotency_key: job.idempotency_key.map(str::to_owned),
        merge_key: job.merge_key.map(str::to_owned),
        attempts: 0,
        leased_until: None,
        leased_by: None,
        enqueued_at: moment(now),
        finished_at: None,
        result: None,
        error: None,
    };
    // Another request with the same key may have come in between.
    each_backend!(connection, c => diesel::insert_into(jobs::table).values(row).on_conflict_do_nothing().execute(c))?;
    match get(connection, &Scope::Bank, job.id)? {
        Some(new) => Ok(new),
        None => standing(connection, job)?.ok_or_else(|| StoreError::corrupt("job", "it vanished"))?.job(),
    }
}

fn standing(connection: &mut DbConnection, job: &NewJob<'_>) -> Result<Option<JobRow>, StoreError> {
    if let Some(key) = job.idempotency_key {
        let asked = jobs::table.filter(jobs::owner.eq(job.owner)).filter(jobs::idempotency_key.eq(key));
        if let Some(row) = asked.first::<JobRow>(connection).optional()? {
            return Ok(Some(row));
        }
    }
    let Some(key) = job.merge_key else { return Ok(None) };
    let queued = jobs::table.filter(jobs::state.eq("queued")).filter(jobs::merge_key.eq(key));
    Ok(queued.order(jobs::job_id).first::<JobRow>(connection).optional()?)
}

/// The job that `owner` asked for under `key`.
pub fn asked(connection: &mut DbConnection, owner: &str, key: &str) -> Result<Option<Job>, StoreError> {
    let query = jobs::table.filter(jobs::owner.eq(owner)).filter(jobs::idempotency_key.eq(key));
    query.first::<JobRow>(connection).optional()?.map(JobRow::job).transpose()
}

/// Claims the oldest job that waits, or whose worker has not been heard of, for `lease` from `now`.
pub fn claim(
    connection: &mut DbConnection,
    worker: &str,
    now: DateTime<Utc>,
    lease: Duration,
) -> Result<Option<Job>, StoreError> {
    give_up(connection, now)?;
    let (now, until) = (moment(now), moment(now + lease));
    // PostgreSQL looks at the row again after waiting for another worker's claim, so the outer condition must hold it too.
    let text = |lock: &str, p: [&str; 4]| {
        format!(
            "UPDATE jobs SET state = 'running', attempts = attempts + 1, leased_by = {}, leased_until = {} WHERE job_id = \
             (SELECT job_id FROM jobs WHERE state = 'queued' OR (state = 'running' AND leased_until < {}) \
             ORDER BY enqueued_at, job_id LIMIT 1 {lock}) AND (state = 'queued' OR leased_until < {}) RETURNING *",
            p[0], p[1], p[2], p[3]
        )
    };
    let row: Option<JobRow> = match connection {
        DbConnection::Sqlite(c) => diesel::sql_query(text("", ["?", "?", "?", "?"]))
            .bind::<Text, _>(worker)
            .bind::<Timestamp, _>(until)
            .bind::<Timestamp, _>(now)
            .bind::<Timestamp, _>(now)
            .get_result(c)
            .optional()?,
        DbConnection::Postgres(c) => diesel::sql_query(text("FOR UPDATE SKIP LOCKED", ["$1", "$2", "$3", "$4"]))
            .bind::<Text, _>(worker)
            .bind::<Timestamp, _>(until)
            .bind::<Timestamp, _>(now)
            .bind::<Timestamp, _>(now)
            .get_result(c)
            .optional()?,
    };
    row.map(JobRow::job).transpose()
}

/// Fails the jobs whose every attempt ended with a lost worker.
fn give_up(connection: &mut DbConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    let lost = jobs::table
        .filter(jobs::state.eq("running"))
        .filter(jobs::leased_until.lt(moment(now)))
        .filter(jobs::attempts.ge(count(MOST_ATTEMPTS)));
    let reason = "its worker was lost each time it was tried: look into the server's log, then hand in again";
    diesel::update(lost)
        .set((jobs::state.eq("failed"), jobs::error.eq(Some(reason)), jobs::finished_at.eq(Some(moment(now)))))
        .execute(connection)?;
    Ok(())
}

/// Says that `worker` is still at it; false where the job is no longer its own.
pub fn heartbeat(
    connection: &mut DbConnection,
    id: &str,
    worker: &str,
    now: DateTime<Utc>,
    lease: Duration,
) -> Result<bool, StoreError> {
    let until = Some(moment(now + lease));
    Ok(diesel::update(held(id, worker)).set(jobs::leased_until.eq(until)).execute(connection)? > 0)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn held<'a>(id: &'a str, worker: &'a str) -> _ {
    jobs::table.filter(jobs::job_id.eq(id)).filter(jobs::state.eq("running")).filter(jobs::leased_by.eq(worker))
}

/// Ends a job with what came of it; false where it is no longer this worker's.
pub fn finish(
    connection: &mut DbConnection,
    id: &str,
    worker: &str,
    result: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let change = (jobs::state.eq("done"), jobs::result.eq(Some(result)), jobs::finished_at.eq(Some(moment(now))));
    Ok(diesel::update(held(id, worker)).set(change).execute(connection)? > 0)
}

/// Puts a job back in the queue after a failure that may pass, or fails it where it has been tried often enough or can't succeed.
pub fn fail(
    connection: &mut DbConnection,
    job: &Job,
    worker: &str,
    error: &str,
    again: bool,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let target = held(&job.id, worker);
    let changed = if again && job.attempts < MOST_ATTEMPTS {
        diesel::update(target).set((jobs::state.eq("queued"), jobs::error.eq(Some(error)))).execute(connection)?
    } else {
        let change = (jobs::state.eq("failed"), jobs::error.eq(Some(error)), jobs::finished_at.eq(Some(moment(now))));
        diesel::update(target).set(change).execute(connection)?
    };
    Ok(changed > 0)
}

/// One job, where it works on data within `scope`.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &str) -> Result<Option<Job>, StoreError> {
    let mut query = jobs::table.filter(jobs::job_id.eq(id)).into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(jobs::agency_id.eq(only.as_str()));
    }
    query.first::<JobRow>(connection).optional()?.map(JobRow::job).transpose()
}

/// How many jobs wait.
pub fn waiting(connection: &mut DbConnection) -> Result<u64, StoreError> {
    Ok(uncount(jobs::table.filter(jobs::state.eq("queued")).count().get_result(connection)?))
}
