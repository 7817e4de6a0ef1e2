//! A fresh database of each kind for every test.

#![allow(dead_code, reason = "each test binary uses its own part")]

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use plumbline::store::Store;
use plumbline::store::objects::Objects;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// An empty database with its tables, and an empty object store. Both go when it is dropped.
pub struct Database {
    /// How to open it again.
    pub url: String,
    pub store: Store,
    pub objects: Objects,
    pub folder: TempDir,
    postgres: Option<Postgres>,
}

struct Postgres {
    admin: String,
    name: String,
}

/// The address of the PostgreSQL that tests make their databases in.
pub fn admin_url() -> String {
    std::env::var("PLUMBLINE_TEST_POSTGRES").expect(
        "PLUMBLINE_TEST_POSTGRES is not set: run ./check, which starts a PostgreSQL for the tests; or set it to the \
         address of one in which databases may be made, like postgres://user@127.0.0.1:5432/postgres",
    )
}

impl Database {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("plumbline.db").display());
        let store = Store::open(&url).expect("a new SQLite database");
        Self { objects: objects(&folder), url, store, folder, postgres: None }
    }

    pub fn postgres() -> Self {
        let made = Self::postgres_without_tables();
        made.store.migrate().expect("the tables");
        made
    }

    /// Changes what is kept behind the program's back.
    pub fn tamper(&self, sql: &str) {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => SqliteConnection::establish(path).expect("the database").batch_execute(sql),
            None => PgConnection::establish(&self.url).expect("the database").batch_execute(sql),
        }
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub fn postgres_without_tables() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let admin = admin_url();
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::establish(&admin).expect("the PostgreSQL for tests");
        connection.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new PostgreSQL database");
        let server = admin.rsplit_once('/').expect("an address with a database").0;
        let url = format!("{server}/{name}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::connect(&url).expect("the new database");
        Self { objects: objects(&folder), url, store, folder, postgres: Some(Postgres { admin, name }) }
    }
}

fn objects(folder: &TempDir) -> Objects {
    let path = folder.path().join("objects");
    let url = url::Url::from_file_path(path).expect("an absolute path");
    Objects::open(url.as_str()).expect("an object store")
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(Postgres { admin, name }) = &self.postgres
            && let Ok(mut connection) = PgConnection::establish(admin)
        {
            // A database left behind by a failing test is only litter: the whole server goes after the run.
            let _ = connection.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Makes two tests of one body: on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* fn $name:ident($db:ident) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn run($db: &$crate::common::Database) $body

            #[test]
            fn sqlite() {
                run(&$crate::common::Database::sqlite());
            }

            #[test]
            fn postgres() {
                run(&$crate::common::Database::postgres());
            }
        }
    )*};
}
