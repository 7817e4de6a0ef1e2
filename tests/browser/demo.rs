//! The demo as people start it: `plumbline demo`, loaded and served.

use crate::driver::{Browser, Started, free_port, until};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A served demo.
pub struct Demo {
    pub base: String,
    /// The account of an agency's uploader, and that of another.
    pub agencies: [String; 2],
    pub folder: tempfile::TempDir,
    _server: Started,
    _database: Option<Database>,
}

pub const PASSWORD: &str = "plumbline-demo";
pub const REVIEWER: &str = "qa";
pub const SUPERVISOR: &str = "supervisor";
pub const QUARTER: &str = "2026Q3";

impl Demo {
    pub async fn on_sqlite() -> Self {
        Self::start(None).await
    }

    pub async fn on_postgres() -> Self {
        Self::start(Some(Database::fresh())).await
    }

    async fn start(database: Option<Database>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
        command
            .arg("demo")
            .arg("--data")
            .arg(folder.path().join("demo"))
            .arg("--bind")
            .arg(format!("127.0.0.1:{port}"));
        if let Some(database) = &database {
            command.arg("--database-url").arg(&database.url);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the demo starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = lines.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                kept.lock().expect("nobody panics with it").push(line);
            }
        });
        let server = Started(child);
        let agencies = || async { uploaders(&lines.lock().expect("nobody panics with it")) };
        let agencies = until("the demo", Duration::from_secs(600), agencies).await;
        Self { base: format!("http://127.0.0.1:{port}"), agencies, folder, _server: server, _database: database }
    }

    /// A browser in which `account` has signed in.
    pub async fn signed_in(&self, account: &str, name: &str) -> Browser {
        let browser = Browser::open(&self.base, name).await;
        browser.sign_in(account, PASSWORD).await;
        browser
    }

    /// A file of an agency's hand-ins, as the demo leaves them.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }
}

/// The first two accounts with the role `agency`, as the demo prints them.
fn uploaders(lines: &[String]) -> Option<[String; 2]> {
    let account = |line: &String| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (name, role) = (words.next()?, words.next()?);
        (role == "agency").then_some(name)
    };
    let accounts = lines.iter().skip_while(|line| !line.starts_with("accounts")).filter_map(account);
    let found: Vec<String> = accounts.take(2).collect();
    found.try_into().ok()
}

/// A database of one's own on the PostgreSQL that `PLUMBLINE_TEST_POSTGRES` names; without one the test fails.
struct Database {
    name: String,
    url: String,
}

impl Database {
    fn fresh() -> Self {
        let name = format!("browser_{}", std::process::id());
        postgres_says(&format!("CREATE DATABASE {name}"));
        let base = postgres_url();
        let url = format!("{}/{name}", base.rsplit_once('/').expect("an address with a database").0);
        Self { name, url }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        postgres_says(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn postgres_url() -> String {
    std::env::var("PLUMBLINE_TEST_POSTGRES")
        .expect("PLUMBLINE_TEST_POSTGRES must name a PostgreSQL that may be filled with databases: ./check starts one")
}

fn postgres_says(statement: &str) {
    let mut connection = PgConnection::establish(&postgres_url()).expect("PostgreSQL answers");
    connection.batch_execute(statement).expect(statement);
}
