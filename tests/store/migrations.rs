//! Tables come and go by migrations of the same names on both databases.

use crate::common::Database;
use crate::on_both;
use crate::setup::*;
use plumbline::store::{Scope, Store, StoreError, agencies, migrations};

#[test]
fn both_databases_have_the_same_migrations() {
    let [sqlite, postgres] = migrations().unwrap();
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
}

on_both! {
    fn every_migration_goes_down_and_up_again(db) {
        let count = migrations().unwrap()[0].len();
        for _ in 0..count {
            db.store.revert_last_migration().unwrap();
        }
        assert!(matches!(db.store.ready(), Err(StoreError::NotMigrated(_))));
        assert_eq!(db.store.migrate().unwrap().len(), count);
        assert!(db.store.migrate().unwrap().is_empty(), "nothing is left to do");
        add_agencies(db, &["A1"]);
        Store::open(&db.url).unwrap().ready().unwrap();
    }

    fn the_door_for_reading_lets_nothing_be_written(db) {
        let written = db.store.read(|c| agencies::add(c, &agency("A1")));
        assert!(written.is_err());
        add_agencies(db, &["A1"]);
    }

    fn a_write_that_fails_leaves_nothing_behind(db) {
        let failed: Result<(), _> = db.store.write(|c| {
            agencies::add(c, &agency("A1"))?;
            Err(StoreError::NoAgency(id("A1")))
        });
        assert!(failed.is_err());
        assert_eq!(db.store.read(|c| agencies::list(c, &Scope::Bank)).unwrap(), []);
    }
}

#[test]
fn an_absent_sqlite_database_is_made_with_its_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/plumbline.db");
    Store::open(&format!("sqlite:{}", path.display())).unwrap().ready().unwrap();
    assert!(path.exists());
}

#[test]
fn several_programs_may_make_the_same_sqlite_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("plumbline.db").display());
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..4).map(|_| scope.spawn(|| Store::open(&url).map(drop))).collect();
        for opened in opened {
            opened.join().unwrap().unwrap();
        }
    });
}

#[test]
fn postgresql_wants_its_tables_first() {
    let db = Database::postgres_without_tables();
    let error = Store::open(&db.url).err().expect("no tables yet").to_string();
    assert!(error.contains("plumbline migrate"), "{error}");
    db.store.migrate().unwrap();
    Store::open(&db.url).unwrap();
}

#[test]
fn addresses_that_can_not_be_opened_say_why() {
    for (url, hint) in [
        ("mysql://localhost/x", "is no database"),
        ("sqlite:", "is no database"),
        ("sqlite:/dev/null/x.db", "/dev/null"),
        ("postgres://somebody:secret@127.0.0.1:1/none", "postgres://somebody@127.0.0.1:1/none"),
    ] {
        let error = Store::open(url).err().expect("no database").to_string();
        assert!(error.contains(hint), "{url}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}
