//! The ledger grows by one entry with each act, whoever acts at the same time.

use crate::findings::{audit, decide, period, three};
use crate::on_both;
use crate::setup::*;
use plumbline::domain::account::{Access, Account};
use plumbline::domain::verdict::FindingStatus;
use plumbline::ledger::{Chain, Entry};
use plumbline::store::{StoreError, accounts, ledger};

fn entries(db: &crate::common::Database) -> Vec<Entry> {
    let entries = db.store.read(|c| ledger::entries(c, 0, 1000)).expect("entries");
    let mut chain = Chain::default();
    for entry in &entries {
        chain.take(entry).expect("a whole chain");
    }
    assert_eq!(*chain.end(), db.store.read(ledger::checkpoint).expect("a checkpoint"));
    entries
}

on_both! {
    fn each_act_is_an_entry_and_what_fails_is_none(db) {
        add_agencies(db, &["A1"]);
        assert_eq!(entries(db), []);
        parcel("A1", "2026-W27", "one", vec![call("C1", "2026-07-01T02:00:00")]).send(db);
        parcel("A1", "2026-W27", "one", vec![call("C1", "2026-07-01T02:00:00")]).preview(db);
        audit(db, &period("A1", "2026Q3"), &three("A1"));
        decide(db, &three("A1")[0].id, FindingStatus::Confirmed).unwrap();
        let undone: Result<(), _> = db.store.write(|c| {
            let name = id("nobody");
            accounts::set_password(c, &name, "hash", at("2026-10-01T00:00:00"))?;
            Err(StoreError::NoAgency(id("A1")))
        });
        assert!(undone.is_err());
        let kinds: Vec<_> = entries(db).iter().map(|entry| entry.act.kind.as_str()).collect();
        assert_eq!(kinds, ["hand-in", "audit", "verdict"]);
    }

    fn nobodys_name_is_in_it(db) {
        let account = Account {
            name: id("wang.wei"),
            display_name: "王伟".into(),
            access: Access::Qa,
            lang: None,
            disabled: false,
            created_at: at("2026-07-01T00:00:00"),
        };
        db.store.write(|c| accounts::add(c, &account, "hash")).unwrap();
        db.store.write(|c| accounts::set_disabled(c, &account.name, true, at("2026-07-02T00:00:00"))).unwrap();
        db.store.write(|c| accounts::set_disabled(c, &account.name, false, at("2026-07-03T00:00:00"))).unwrap();
        db.store.write(|c| accounts::set_password(c, &account.name, "other", at("2026-07-04T00:00:00"))).unwrap();
        let all = entries(db);
        let kinds: Vec<_> = all.iter().map(|entry| entry.act.kind.as_str()).collect();
        assert_eq!(kinds, ["account-added", "account-disabled", "account-enabled", "account-password"]);
        let subjects: Vec<_> = all.iter().map(|entry| entry.act.subject.as_str()).collect();
        assert!(subjects.iter().all(|subject| *subject == subjects[0] && subject.starts_with("U-")), "{subjects:?}");
    }

    fn acts_at_once_are_one_chain(db) {
        add_agencies(db, &["A1", "A2", "A3", "A4"]);
        std::thread::scope(|scope| {
            for agency in ["A1", "A2", "A3", "A4"] {
                scope.spawn(move || {
                    for n in 0..5 {
                        let records = vec![call(&format!("C{n}"), "2026-07-01T02:00:00")];
                        parcel(agency, "2026-W27", &format!("{agency} {n}"), records).send(db);
                    }
                });
            }
        });
        assert_eq!(entries(db).len(), 20);
    }
}
