//! One type of connection for both databases, and the pool's way of opening it.

use super::error::StoreError;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::R2D2Connection;
use diesel::result::Error::DatabaseError;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use std::time::Duration;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
#[allow(missing_docs)]
pub enum DbConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs one query on whichever database it is: for the few that don't compile through `DbConnection`.
macro_rules! each_backend {
    ($connection:expr, $inner:ident => $query:expr) => {
        match $connection {
            $crate::store::DbConnection::Postgres($inner) => $query,
            $crate::store::DbConnection::Sqlite($inner) => $query,
        }
    };
}
pub(super) use each_backend;

/// Which database, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The whole address.
    Postgres(String),
    /// The file's path.
    Sqlite(String),
}

impl Place {
    pub(super) fn of(url: &str) -> Result<Self, StoreError> {
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.trim_start_matches('/').is_empty() => {
                Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).to_owned()))
            }
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            _ => Err(StoreError::Url(url.to_owned())),
        }
    }

    /// The address as it may be shown: without its password.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{path}"),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, rest)), Some((_, host))) => {
                    let user = rest.split([':', '@']).next().unwrap_or_default();
                    format!("{scheme}://{user}@{host}")
                }
                _ => url.clone(),
            },
        }
    }

    pub(super) fn connect(&self) -> Result<DbConnection, StoreError> {
        let open = |error: diesel::ConnectionError| StoreError::Open {
            url: self.shown(),
            reason: error.to_string().replace('\n', " "),
        };
        match self {
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(open)?;
                connection.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages TO warning")?;
                Ok(DbConnection::Postgres(connection))
            }
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path).map_err(open)?;
                prepare(&mut connection)?;
                Ok(DbConnection::Sqlite(connection))
            }
        }
    }
}

/// WAL with synchronous FULL: with anything less, a power cut loses hand-ins that were acknowledged.
fn prepare(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    connection.batch_execute("PRAGMA busy_timeout = 60000; PRAGMA foreign_keys = ON;")?;
    switch_to_wal(connection)?;
    connection.batch_execute("PRAGMA synchronous = FULL;")?;
    let in_force = "(SELECT journal_mode || ' ' || synchronous FROM pragma_journal_mode, pragma_synchronous)";
    let in_force: String = diesel::select(diesel::dsl::sql::<Text>(in_force)).get_result(connection)?;
    if in_force == "wal 2" { Ok(()) } else { Err(StoreError::Unsafe(in_force)) }
}

/// How often, and how long between, the switch to WAL is tried: as long as the busy timeout.
const SWITCH_ATTEMPTS: u32 = 6_000;
const SWITCH_PAUSE: Duration = Duration::from_millis(10);

/// SQLite does not wait for the lock of this switch, even with a busy timeout: of several programs that open a new database at once, all but
/// one are told that it is locked.
fn switch_to_wal(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut attempts = 1..SWITCH_ATTEMPTS;
    loop {
        match connection.batch_execute("PRAGMA journal_mode = WAL;") {
            Err(DatabaseError(_, told)) if told.message().contains("locked") && attempts.next().is_some() => {
                std::thread::sleep(SWITCH_PAUSE);
            }
            switched => return Ok(switched?),
        }
    }
}

/// Opens the pool's connections.
#[derive(Debug)]
pub(super) struct Connections(pub(super) Place);

impl diesel::r2d2::ManageConnection for Connections {
    type Connection = DbConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<DbConnection, StoreError> {
        self.0.connect()
    }

    fn is_valid(&self, connection: &mut DbConnection) -> Result<(), StoreError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Reads one consistent state.
    Read,
    /// Reads and writes; on SQLite it takes the write lock at once, so that it can't fail half-way for want of it.
    Write,
}

/// Runs `work` in a transaction: commits what it did, or undoes everything if it fails.
pub(super) fn transaction<T>(
    connection: &mut DbConnection,
    door: Door,
    work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    match (&mut *connection, door) {
        (DbConnection::Sqlite(c), Door::Read) => {
            c.batch_execute("PRAGMA query_only = ON")?;
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?;
        }
        (DbConnection::Sqlite(c), Door::Write) => {
            c.batch_execute("PRAGMA query_only = OFF")?;
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?;
        }
        (DbConnection::Postgres(c), Door::Read) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        }
        (DbConnection::Postgres(c), Door::Write) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?,
    }
    match work(connection) {
        Ok(value) => {
            <DbConnection as Connection>::TransactionManager::commit_transaction(connection)?;
            Ok(value)
        }
        Err(error) => {
            <DbConnection as Connection>::TransactionManager::rollback_transaction(connection)?;
            Err(error)
        }
    }
}
