//! The demo bank in two databases, loaded by the program itself.

use diesel::{Connection, RunQueryDsl, sql_query};
use plumbline::clock::Clock;
use plumbline::config::{Layer, Settings};
use plumbline::demo::{self, DemoQuarter};
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::finding::Finding;
use plumbline::domain::ids::{AgencyId, Digest, RulesetId};
use plumbline::domain::submission::ImportReport;
use plumbline::jobs::{Context, Rulesets, audit, score};
use plumbline::rules::ruleset::Ruleset;
use plumbline::store::counters::{self, Daily, Period};
use plumbline::store::evidence::{self, Kept};
use plumbline::store::findings::{self, Filter};
use plumbline::store::objects::Objects;
use plumbline::store::{Scope, Store, submissions};
use std::collections::HashSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plumbline");

/// One database with the demo in it.
pub struct Demo {
    pub name: &'static str,
    /// What `plumbline demo --format json` printed.
    pub printed: String,
    pub made: DemoQuarter,
    context: Context,
    database_url: String,
    /// Removed when the demo goes.
    folder: tempfile::TempDir,
}

/// SQLite and PostgreSQL, loaded at the same time, far apart on the map.
pub fn demos() -> [Demo; 2] {
    let postgres = fresh_postgres();
    let sqlite = start("SQLite", "America/Los_Angeles", None);
    let postgres = start("PostgreSQL", "Asia/Kathmandu", Some(postgres));
    [sqlite, postgres].map(finish)
}

struct Running {
    name: &'static str,
    child: Child,
    database_url: String,
    folder: tempfile::TempDir,
}

fn start(name: &'static str, zone: &str, database_url: Option<String>) -> Running {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("demo");
    let mut command = Command::new(PROGRAM);
    command.args(["demo", "--no-serve", "--format", "json", "--data"]).arg(&data).env("TZ", zone);
    if let Some(url) = &database_url {
        command.args(["--database-url", url]);
    }
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let database_url = database_url.unwrap_or_else(|| format!("sqlite:{}", data.join("plumbline.db").display()));
    Running { name, child, database_url, folder }
}

fn finish(running: Running) -> Demo {
    let Running { name, child, database_url, folder } = running;
    let out = child.wait_with_output().expect("the program ends");
    assert!(out.status.success(), "{name}: {}\n{}", out.status, String::from_utf8_lossy(&out.stderr));
    let printed = String::from_utf8(out.stdout).expect("UTF-8");
    let made = demo::generate();
    let context = context(&folder.path().join("demo"), &database_url, &made);
    Demo { name, printed, made, context, database_url, folder }
}

fn context(data: &Path, database_url: &str, made: &DemoQuarter) -> Context {
    let layer = Layer { data: Some(data.to_owned()), database_url: Some(database_url.to_owned()), ..Layer::default() };
    let settings = Settings::resolve(&[layer]).expect("settings");
    Context {
        store: Store::open(database_url).expect("the demo's database"),
        objects: Objects::open(&settings.objects).expect("the demo's objects"),
        rulesets: Rulesets::new(settings.rulesets),
        clock: Clock::Fixed(made.bank.now),
        parser: PROGRAM.into(),
    }
}

/// An empty database on the PostgreSQL that `./check` started.
fn fresh_postgres() -> String {
    let server = std::env::var("PLUMBLINE_TEST_POSTGRES").expect("PLUMBLINE_TEST_POSTGRES names a server: run ./check");
    let mut connection = diesel::PgConnection::establish(&server).expect("the PostgreSQL of the tests");
    let name = format!("end_to_end_{}", std::process::id());
    sql_query(format!("CREATE DATABASE {name}")).execute(&mut connection).expect("a new database");
    let (place, _) = server.rsplit_once('/').expect("an address with a database in it");
    format!("{place}/{name}")
}

impl Demo {
    /// Starts the demo once more on the same database and folder; what it says when it refuses.
    pub fn start_another(&self) -> String {
        let mut command = Command::new(PROGRAM);
        command.args(["demo", "--no-serve", "--database-url", &self.database_url, "--data"]);
        let out = command.arg(self.folder.path().join("demo")).output().expect("the program runs");
        let objects = self.folder.path().join("demo/objects");
        assert!(objects.is_dir(), "the objects of the first demo are gone");
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).expect("UTF-8")
    }

    /// What `plumbline verify` says.
    pub fn verified(&self) -> serde_json::Value {
        let mut command = Command::new(PROGRAM);
        command.args(["verify", "--format", "json", "--database-url", &self.database_url, "--data"]);
        let out = command.arg(self.folder.path().join("demo")).output().expect("the program runs");
        let said = String::from_utf8_lossy(&out.stdout);
        assert_eq!(out.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_str(&said).expect("JSON")
    }

    /// Every finding of every agency and quarter.
    pub fn findings(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = self
                .context
                .store
                .read(|c| findings::list(c, &Scope::Bank, &Filter::default(), after.as_deref(), 500))
                .expect("findings");
            all.extend(page.items);
            match page.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    /// One agency's register as it stands.
    pub fn register(&self, agency: &AgencyId, kind: EvidenceKind) -> Vec<Kept> {
        self.context.store.read(|c| evidence::register(c, &Scope::Bank, agency, kind)).expect("a register")
    }

    /// Every row that ever stood under a key.
    pub fn versions(&self, agency: &AgencyId, kind: EvidenceKind, key: &str) -> Vec<Kept> {
        self.context.store.read(|c| evidence::versions(c, &Scope::Bank, agency, kind, key)).expect("a register")
    }

    /// The rules that an agency is judged by.
    pub fn ruleset(&self, id: &RulesetId) -> Arc<Ruleset> {
        self.context.rulesets.get(id).expect("a ruleset that loads")
    }

    /// What each hand-in was answered.
    pub fn reports(&self) -> Vec<ImportReport> {
        let filter = submissions::Filter::default();
        let read = |c: &mut _| submissions::list(c, &Scope::Bank, &filter, None, 1000);
        let all = self.context.store.read(read).expect("submissions").items;
        all.iter()
            .map(|submission| {
                let report = self.context.store.read(|c| submissions::report(c, &Scope::Bank, &submission.id));
                report.expect("a report").expect("the report of a submission")
            })
            .collect()
    }

    /// Files that were handed in, members of archives among them.
    pub fn files(&self) -> HashSet<Digest> {
        self.reports().into_iter().flat_map(|report| report.files).map(|file| file.sha256).collect()
    }

    /// Each agency's quarters.
    pub fn periods(&self) -> Vec<Period> {
        let bank = self.made.bank;
        let of = |agency: &demo::AgencySpec| {
            let (id, ruleset) = (agency.id.clone(), agency.ruleset.clone());
            bank.periods.iter().map(move |period| Period {
                agency: id.clone(),
                ruleset: ruleset.clone(),
                quarter: period.quarter,
            })
        };
        bank.agencies.iter().flat_map(of).collect()
    }

    /// The counters as kept, and as counted again.
    pub fn counters(&self, period: &Period) -> (Daily, Daily) {
        let kept = self.context.store.read(|c| counters::daily(c, &Scope::Bank, period)).expect("counters");
        let counted = self.context.store.read(|c| counters::recount(c, period)).expect("a recount");
        (kept, counted)
    }

    /// Audits and scores the demo's quarter once more; what `demo --format json` would print.
    pub fn audit_and_score_again(&self) -> String {
        let quarter = self.made.bank.quarter;
        let mut cards = Vec::new();
        for agency in &self.made.bank.agencies {
            audit::audit(&self.context, &agency.id, quarter, None).expect("an audit");
        }
        for agency in &self.made.bank.agencies {
            cards.push(score::score(&self.context, &agency.id, quarter).expect("a score"));
        }
        cards.sort_by(|one, other| one.agency_id.cmp(&other.agency_id));
        serde_json::to_string_pretty(&cards).expect("JSON") + "\n"
    }
}
