//! A running server over a fresh database, with two agencies and people of every role.

use crate::client::Client;
use crate::common::Database;
use actix_web::web::Data;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use plumbline::clock::Clock;
use plumbline::domain::account::{Access, Account, AccountName, ApiKey};
use plumbline::domain::agency::Agency;
use plumbline::domain::ids::AgencyId;
use plumbline::jobs::{Context, Rulesets};
use plumbline::rules::load::Source;
use plumbline::secrets;
use plumbline::store::{Store, accounts, agencies};
use plumbline::web::routes::Entry;
use plumbline::web::server;
use plumbline::web::state::{App, WebSettings};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;

pub const PASSWORD: &str = "correct-horse-battery";

/// Runs each test on SQLite and on PostgreSQL, with what `Wishes::$wishes` wishes.
macro_rules! on_both {
    ($wishes:ident: $($name:ident)*) => {
        mod sqlite {
            use crate::setup::{Site, Wishes};
            $(#[test] fn $name() { super::$name(Site::sqlite_with(Wishes::$wishes())); })*
        }
        mod postgres {
            use crate::setup::{Site, Wishes};
            $(#[test] fn $name() { super::$name(Site::postgres_with(Wishes::$wishes())); })*
        }
    };
}
pub(crate) use on_both;

/// A running server and what lies behind it; everything goes when it is dropped.
pub struct Site {
    pub app: Data<App>,
    pub address: SocketAddr,
    handle: Option<(actix_web::dev::ServerHandle, std::thread::JoinHandle<()>)>,
    database: Database,
}

/// What a test may want otherwise.
#[derive(Clone)]
pub struct Wishes {
    pub settings: WebSettings,
    pub more: fn() -> Vec<Entry>,
    /// Load the rulesets, which takes a second.
    pub rules: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self::plain()
    }
}

impl Wishes {
    /// Nothing special.
    pub fn plain() -> Self {
        Self { settings: WebSettings::default(), more: Vec::new, rules: false }
    }

    /// The rulesets.
    pub fn rules() -> Self {
        Self { rules: true, ..Self::plain() }
    }
}

/// The moment that every test happens at.
pub fn now() -> DateTime<Utc> {
    "2026-08-03T09:00:00Z".parse().expect("a moment")
}

impl Site {
    pub fn sqlite() -> Self {
        Self::sqlite_with(Wishes::default())
    }

    pub fn sqlite_with(wishes: Wishes) -> Self {
        Self::start(Database::sqlite(), wishes)
    }

    pub fn postgres_with(wishes: Wishes) -> Self {
        Self::start(Database::postgres(), wishes)
    }

    fn start(database: Database, wishes: Wishes) -> Self {
        let (store, objects) = (database.store.clone(), database.objects.clone());
        people(&store);
        let rulesets = Rulesets::new(Source::Embedded);
        let known: &[&str] = if wishes.rules { &["cn-bank-card", "tw-minimum-standard"] } else { &[] };
        let known = known.iter().map(|id| rulesets.get(&id.parse().expect("an id")).expect("a ruleset")).collect();
        let parser = env!("CARGO_BIN_EXE_plumbline").into();
        let jobs = Context { store, objects, rulesets, clock: Clock::Fixed(now()), parser };
        let app = App::new(jobs, known, wishes.settings).expect("an application");
        let app = Data::new(app);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (send, receive) = mpsc::channel();
        let served = app.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = server::server(listener, served, 1, wishes.more).expect("a server");
                send.send(server.handle()).expect("somebody waits");
                server.await.expect("it serves");
            });
        });
        let handle = receive.recv().expect("a running server");
        Self { app, address, handle: Some((handle, thread)), database }
    }

    /// Changes what is kept behind the program's back.
    pub fn tamper(&self, sql: &str) {
        self.database.tamper(sql);
    }

    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// Somebody not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.address)
    }

    /// Somebody signed in by the login form: `ann` of agency A, `bob` of agency B, `quinn` (QA), `sue` (supervisor).
    pub fn signed_in(&self, name: &str) -> Client {
        let mut client = self.visitor();
        let csrf = client.get("/login").csrf();
        let answer = client.form("/login", &[("csrf", &csrf), ("name", name), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{answer:?}");
        client
    }

    /// A program with a key of that access.
    pub fn with_key(&self, access: Access) -> Client {
        let id = secrets::token()[..12].to_owned();
        let secret = secrets::api_key(&id);
        let expires_at = now() + TimeDelta::days(1);
        self.add_key(&id, &secret, access, expires_at, false);
        Client::with_key(self.address, &secret)
    }

    pub fn add_key(&self, id: &str, secret: &str, access: Access, expires_at: DateTime<Utc>, revoked: bool) {
        let key = ApiKey { id: id.into(), label: "test".into(), access, expires_at, created_at: now(), revoked };
        let digest = secrets::digest(secret);
        self.store().write(|db| accounts::add_key(db, &key, digest.as_str())).expect("a key");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.handle.take() {
            actix_web::rt::System::new().block_on(handle.stop(false));
            // A panic of the server was the test's own business.
            let _ = thread.join();
        }
    }
}

pub fn agency(id: &str) -> AgencyId {
    id.parse().expect("an agency id")
}

pub fn account(name: &str, access: Access) -> Account {
    Account {
        name: name.parse::<AccountName>().expect("a name"),
        display_name: name.to_uppercase(),
        access,
        lang: None,
        disabled: false,
        created_at: now(),
    }
}

fn people(store: &Store) {
    let hash = secrets::hash_password(PASSWORD).expect("a hash");
    let day = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    store
        .write(|db| {
            for id in ["A", "B"] {
                let agency = Agency {
                    id: agency(id),
                    name: format!("Agency {id}"),
                    ruleset: "cn-bank-card".parse().expect("a ruleset id"),
                    agreement_from: day,
                    agreement_to: None,
                    time_zone: None,
                    encoding: None,
                };
                agencies::add(db, &agency)?;
            }
            accounts::add(db, &account("ann", Access::Agency(agency("A"))), &hash)?;
            accounts::add(db, &account("bob", Access::Agency(agency("B"))), &hash)?;
            accounts::add(db, &account("quinn", Access::Qa), &hash)?;
            accounts::add(db, &account("sue", Access::Supervisor), &hash)
        })
        .expect("people");
}
