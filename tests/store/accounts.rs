//! Accounts, sessions and keys.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::account::{Access, Account, AccountName, ApiKey};
use plumbline::domain::agency::Agency;
use plumbline::domain::lang::Lang;
use plumbline::store::sessions::Session;
use plumbline::store::{Scope, StoreError, accounts, agencies, sessions};

fn account(name: &str, access: Access) -> Account {
    Account {
        name: id(name),
        display_name: "Somebody".into(),
        access,
        lang: Some(Lang::ZhHant),
        disabled: false,
        created_at: at("2026-07-01T00:00:00"),
    }
}

fn session(token: &str, account: &str) -> Session {
    Session {
        token_sha256: token.into(),
        account: id(account),
        csrf_token: "form".into(),
        created_at: at("2026-07-01T00:00:00"),
        expires_at: at("2026-07-01T02:00:00"),
    }
}

on_both! {
    fn an_account_comes_back_as_it_was_given(db) {
        add_agencies(db, &["A1"]);
        let given = [account("up", Access::Agency(id("A1"))), account("qa", Access::Qa), account("boss", Access::Supervisor)];
        for account in &given {
            db.store.write(|c| accounts::add(c, account, "$argon2id$…")).unwrap();
        }
        let kept = db.store.read(|c| accounts::get(c, &given[0].name)).unwrap();
        assert_eq!(kept, Some((given[0].clone(), "$argon2id$…".to_owned())));
        let names: Vec<_> = db.store.read(accounts::list).unwrap().into_iter().map(|account| account.name.to_string()).collect();
        assert_eq!(names, ["boss", "qa", "up"]);
        let again = db.store.write(|c| accounts::add(c, &given[1], "other"));
        assert!(matches!(again, Err(StoreError::AccountExists(_))));
        let homeless = db.store.write(|c| accounts::add(c, &account("x", Access::Agency(id("A9"))), "hash"));
        assert!(matches!(homeless, Err(StoreError::NoAgency(_))));
    }

    fn a_session_ends_with_its_time_its_account_or_by_hand(db) {
        db.store.write(|c| accounts::add(c, &account("qa", Access::Qa), "hash")).unwrap();
        let name: AccountName = id("qa");
        let begin = |token: &str| db.store.write(|c| sessions::add(c, &session(token, "qa"))).unwrap();
        let alive = |token: &str, now: &str| db.store.read(|c| sessions::get(c, token, at(now))).unwrap().is_some();
        begin("t1");
        assert!(alive("t1", "2026-07-01T01:59:59"));
        assert!(!alive("t1", "2026-07-01T02:00:00"));
        db.store.write(|c| sessions::extend(c, "t1", at("2026-07-01T03:00:00"))).unwrap();
        assert!(alive("t1", "2026-07-01T02:59:59"));
        db.store.write(|c| sessions::end(c, "t1")).unwrap();
        assert!(!alive("t1", "2026-07-01T01:00:00"));
        begin("t2");
        assert!(db.store.write(|c| accounts::set_password(c, &name, "new", at("2026-07-01T00:30:00"))).unwrap());
        assert!(!alive("t2", "2026-07-01T01:00:00"));
        begin("t3");
        assert!(db.store.write(|c| accounts::set_disabled(c, &name, true, at("2026-07-01T00:30:00"))).unwrap());
        assert!(!alive("t3", "2026-07-01T01:00:00"));
        assert!(db.store.read(|c| accounts::get(c, &name)).unwrap().unwrap().0.disabled);
        begin("t4");
        assert_eq!(db.store.write(|c| sessions::purge(c, at("2026-07-01T02:00:00"))).unwrap(), 1);
        assert!(!db.store.write(|c| accounts::set_password(c, &id("nobody"), "new", at("2026-07-01T00:30:00"))).unwrap());
    }

    fn a_key_comes_back_and_can_be_withdrawn(db) {
        let key = ApiKey {
            id: "K1".into(),
            label: "nightly export".into(),
            access: Access::Qa,
            expires_at: at("2027-01-01T00:00:00"),
            created_at: at("2026-07-01T00:00:00"),
            revoked: false,
        };
        db.store.write(|c| accounts::add_key(c, &key, "digest")).unwrap();
        assert_eq!(db.store.read(|c| accounts::get_key(c, "K1")).unwrap(), Some((key.clone(), "digest".into())));
        assert!(db.store.write(|c| accounts::revoke_key(c, "K1", at("2026-07-02T00:00:00"))).unwrap());
        assert!(db.store.read(accounts::list_keys).unwrap()[0].revoked);
        assert!(!db.store.write(|c| accounts::revoke_key(c, "K2", at("2026-07-02T00:00:00"))).unwrap());
    }

    fn an_agency_comes_back_as_it_was_given(db) {
        let given = Agency {
            agreement_to: Some(day("2027-12-31")),
            time_zone: Some(chrono_tz::Asia::Urumqi),
            encoding: Some("gb18030".into()),
            ..agency("A1")
        };
        assert!(db.store.write(|c| agencies::add(c, &given)).unwrap());
        assert!(!db.store.write(|c| agencies::add(c, &given)).unwrap(), "the very same stands already");
        assert_eq!(db.store.read(|c| agencies::list(c, &Scope::Bank)).unwrap(), [given]);
        let other = db.store.write(|c| agencies::add(c, &agency("A1")));
        assert!(matches!(other, Err(StoreError::AgencyExists(_))));
        assert!(db.store.write(|c| agencies::update(c, &agency("A1"))).unwrap());
        let kept = db.store.read(|c| agencies::get(c, &Scope::Bank, &id("A1"))).unwrap();
        assert_eq!(kept, Some(agency("A1")), "what is absent now is empty now");
        assert!(!db.store.write(|c| agencies::update(c, &agency("A2"))).unwrap());
        assert_eq!(db.store.read(|c| agencies::get(c, &Scope::Agency(id("A2")), &id("A1"))).unwrap(), None);
        assert_eq!(db.store.read(|c| agencies::list(c, &Scope::Agency(id("A2")))).unwrap(), []);
    }
}
