//! The tables of both databases, made and changed by migrations of the same names.

use super::connection::DbConnection;
use super::error::StoreError;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource};
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// One program migrates at a time; others wait here.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(7205759403792793)";

/// Applies what is pending, all of it or nothing; gives the names of the migrations applied.
pub(super) fn migrate(connection: &mut DbConnection) -> Result<Vec<String>, StoreError> {
    begin(connection)?;
    let applied = match &mut *connection {
        DbConnection::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|versions| names(&versions)),
        DbConnection::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|versions| names(&versions)),
    };
    finish(connection, applied)
}

/// Undoes the latest migration; gives its name. For the tests of the way back.
pub(super) fn revert_last(connection: &mut DbConnection) -> Result<String, StoreError> {
    begin(connection)?;
    let reverted = match &mut *connection {
        DbConnection::Sqlite(c) => c.revert_last_migration(SQLITE).map(|version| version.to_string()),
        DbConnection::Postgres(c) => c.revert_last_migration(POSTGRES).map(|version| version.to_string()),
    };
    finish(connection, reverted)
}

/// Whether any migration is still to be applied.
pub(super) fn pending(connection: &mut DbConnection) -> Result<bool, StoreError> {
    let pending = match connection {
        DbConnection::Sqlite(c) => c.has_pending_migration(SQLITE),
        DbConnection::Postgres(c) => c.has_pending_migration(POSTGRES),
    };
    pending.map_err(|error| StoreError::Migration(error.to_string()))
}

/// The names of all migrations of both databases, in order: SQLite's, PostgreSQL's.
pub fn all() -> Result<[Vec<String>; 2], StoreError> {
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    let sqlite: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = SQLITE.migrations().map_err(fail)?;
    let postgres: Vec<Box<dyn Migration<diesel::pg::Pg>>> = POSTGRES.migrations().map_err(fail)?;
    Ok([
        sqlite.iter().map(|migration| migration.name().to_string()).collect(),
        postgres.iter().map(|migration| migration.name().to_string()).collect(),
    ])
}

fn names(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn begin(connection: &mut DbConnection) -> Result<(), StoreError> {
    match connection {
        DbConnection::Sqlite(c) => {
            c.batch_execute("PRAGMA query_only = OFF")?;
            Ok(AnsiTransactionManager::begin_transaction_sql(c, "BEGIN EXCLUSIVE")?)
        }
        DbConnection::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?;
            Ok(c.batch_execute(POSTGRES_LOCK)?)
        }
    }
}

fn finish<T, E: std::fmt::Display>(connection: &mut DbConnection, outcome: Result<T, E>) -> Result<T, StoreError> {
    let end = |connection: &mut DbConnection, commit: bool| match (connection, commit) {
        (DbConnection::Sqlite(c), true) => {
            <AnsiTransactionManager as TransactionManager<SqliteConnection>>::commit_transaction(c)
        }
        (DbConnection::Sqlite(c), false) => {
            <AnsiTransactionManager as TransactionManager<SqliteConnection>>::rollback_transaction(c)
        }
        (DbConnection::Postgres(c), true) => {
            <AnsiTransactionManager as TransactionManager<PgConnection>>::commit_transaction(c)
        }
        (DbConnection::Postgres(c), false) => {
            <AnsiTransactionManager as TransactionManager<PgConnection>>::rollback_transaction(c)
        }
    };
    end(connection, outcome.is_ok())?;
    outcome.map_err(|error| StoreError::Migration(error.to_string().replace('\n', " ")))
}
