//! Database and object store. Two databases, one code path; the only module that knows diesel.
//!
//! `Store` is the pool: `read` and `write` are its only doors. Each other module holds the queries over one table or two, as functions
//! over a connection; those over agency data take a `Scope`. `objects` keeps original files and transcripts by sha256.
//! Everything here blocks: call it from a thread that may.

pub mod accounts;
pub mod agencies;
pub mod appeals;
mod connection;
pub mod counters;
pub mod duties;
mod error;
pub mod evidence;
pub mod findings;
pub mod gauges;
pub mod jobs;
pub mod ledger;
mod migrate;
pub mod objects;
mod page;
mod row;
mod schema;
mod scope;
pub mod scorecards;
pub mod sessions;
pub mod submissions;
pub mod transcripts;
pub mod verdicts;

pub use connection::DbConnection;
use connection::{Connections, Door, Place, transaction};
pub use error::StoreError;
pub use migrate::all as migrations;
pub use page::Page;
pub use scope::Scope;

use diesel::r2d2::{NopErrorHandler, Pool};
use std::time::Duration;

/// Rows in one statement.
const CHUNK: usize = 500;

/// The database: a cheap handle on a pool of connections.
#[derive(Clone)]
pub struct Store {
    pool: Pool<Connections>,
    place: Place,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`. A SQLite database is made and brought up to date on the way; PostgreSQL wants
    /// `migrate` first.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url)?;
        match &store.place {
            Place::Sqlite(_) => {
                if store.ready().is_err() {
                    store.migrate()?;
                }
            }
            Place::Postgres(_) => store.ready()?,
        }
        Ok(store)
    }

    /// Opens it without looking at its tables: for `migrate`.
    pub fn connect(url: &str) -> Result<Self, StoreError> {
        let place = Place::of(url)?;
        if let Place::Sqlite(path) = &place
            && let Some(folder) = std::path::Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|error| StoreError::Folder {
                path: folder.display().to_string(),
                reason: error.to_string(),
            })?;
        }
        // The first connection tells the real reason if there is none; a pool would only say that time ran out.
        drop(place.connect()?);
        let pool = Pool::builder()
            .max_size(16)
            .min_idle(Some(0))
            .connection_timeout(Duration::from_secs(60))
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(Connections(place.clone()));
        Ok(Self { pool, place })
    }

    /// Makes or changes the tables; gives the versions of the migrations applied.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrate::migrate(&mut *self.pool.get()?)
    }

    /// Undoes the latest migration, and gives its version.
    pub fn revert_last_migration(&self) -> Result<String, StoreError> {
        migrate::revert_last(&mut *self.pool.get()?)
    }

    /// Whether the database answers and its tables are those of this program.
    pub fn ready(&self) -> Result<(), StoreError> {
        if migrate::pending(&mut *self.pool.get()?)? {
            return Err(StoreError::NotMigrated(self.place.shown()));
        }
        Ok(())
    }

    /// Reads one consistent state. Writing fails.
    pub fn read<T>(&self, work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        transaction(&mut *self.pool.get()?, Door::Read, work)
    }

    /// The only door for writes: all of `work`, or nothing of it.
    pub fn write<T>(&self, work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        transaction(&mut *self.pool.get()?, Door::Write, work)
    }
}
