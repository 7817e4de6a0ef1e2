//! The program itself: accounts and keys made on the command line, a server that starts, serves and stops.

use crate::client::Client;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn plumbline(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.env_clear().arg("--data").arg(data).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = plumbline(data, arguments).spawn().expect("the program");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("it ends")
}

/// What a command that must go well prints.
fn says(data: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(data, arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What a command that can't do it says, in one line.
fn complains(data: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(data, arguments, input);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    let line = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

/// The rest of the line of `text` that begins with `start`.
fn after<'a>(text: &'a str, start: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_else(|| panic!("no '{start}' in {text}"))
}

fn with_agency() -> TempDir {
    let data = tempfile::tempdir().expect("a folder");
    let terms = ["agency", "add", "--id", "A1", "--name", "甲", "--ruleset", "cn-bank-card"];
    says(data.path(), &[&terms[..], &["--agreement-from", "2025-01-01"]].concat(), "");
    data
}

/// A server on a port of its own; it is stopped when dropped.
struct Serving {
    child: Child,
    client: Client,
}

fn serve(data: &Path) -> Serving {
    let mut child = plumbline(data, &["serve", "--bind", "127.0.0.1:0"]).spawn().expect("the program");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let address = lines
        .find_map(|line| Some(line.ok()?.strip_prefix("plumbline: listening on http://")?.parse().expect("an address")))
        .expect("it says where it listens");
    // Somebody must read on, or the server would wait for it.
    std::thread::spawn(move || lines.for_each(drop));
    Serving { child, client: Client::new(address) }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn accounts_are_made_listed_and_shut() {
    let data = with_agency();
    let data = data.path();
    let made = says(data, &["user", "add", "Ann", "--role", "agency", "--agency", "A1", "--generate"], "");
    assert_eq!(after(&made, "password: ").len(), 23);
    says(
        data,
        &["user", "add", "quinn", "--role", "qa", "--lang", "zh-Hant", "--display-name", "質檢"],
        "ten letters\n",
    );
    let listed: serde_json::Value =
        serde_json::from_str(&says(data, &["user", "list", "--format", "json"], "")).expect("JSON");
    let seen = |index: usize| {
        let row = &listed[index];
        (
            row["name"].clone(),
            row["role"].clone(),
            row["agency_id"].clone(),
            row["lang"].clone(),
            row["disabled"].clone(),
        )
    };
    assert_eq!(seen(0), ("ann".into(), "agency".into(), "A1".into(), serde_json::Value::Null, false.into()));
    assert_eq!(seen(1), ("quinn".into(), "qa".into(), serde_json::Value::Null, "zh-Hant".into(), false.into()));
    assert!(!listed.to_string().contains("argon2"));
    says(data, &["user", "disable", "quinn"], "");
    assert!(says(data, &["user", "list", "--format", "csv"], "").contains("quinn,質檢,qa,,zh-Hant,yes,"));
    says(data, &["user", "enable", "quinn"], "");
    says(data, &["user", "passwd", "quinn", "--generate"], "");
}

#[test]
fn what_is_wrong_with_an_account_is_said_with_how_to_mend_it() {
    let data = with_agency();
    let data = data.path();
    for (arguments, input, part) in [
        (&["add", "x", "--role", "qa"][..], "123456789\n", "at least 10"),
        (&["add", "x", "--role", "qa"], "two\nlines which differ\n", "pipe the password alone"),
        (&["add", "x", "--role", "agency"], "ten letters", "--agency ID"),
        (&["add", "x", "--role", "qa", "--agency", "A1"], "ten letters", "leave --agency out"),
        (&["add", "x", "--role", "agency", "--agency", "A2"], "ten letters", "plumbline agency add"),
        (&["add", "no blanks", "--role", "qa"], "", "no account name"),
        (&["add", "x", "--role", "boss"], "", "agency, qa or supervisor"),
        (&["disable", "nobody"], "", "plumbline user list"),
        (&["passwd", "nobody", "--generate"], "", "plumbline user list"),
        (&["key", "revoke", "nothing"], "", "plumbline user key list"),
        (&["key", "add", "--label", "x", "--role", "qa", "--days", "732"], "", "731"),
    ] {
        let line = complains(data, &[&["user"], arguments].concat(), input);
        assert!(line.contains(part), "{arguments:?}: {line}");
    }
    says(data, &["user", "add", "x", "--role", "qa"], "ten letters");
    assert!(complains(data, &["user", "add", "X", "--role", "qa"], "ten letters").contains("another name"));
}

#[test]
fn a_server_takes_in_a_week_and_stops_when_told() {
    let data = with_agency();
    let data = data.path();
    let key = says(data, &["user", "key", "add", "--label", "weekly", "--role", "agency", "--agency", "A1"], "");
    let made = says(data, &["user", "add", "sue", "--role", "supervisor", "--generate"], "");
    let mut serving = serve(data);
    let mut browser = serving.client.clone();
    let csrf = browser.get("/login").csrf();
    let form = [("csrf", csrf.as_str()), ("name", "sue"), ("password", after(&made, "password: "))];
    assert_eq!(browser.form("/login", &form).status, 303);

    let mut program = serving.client.clone();
    program.bearer = Some(after(&key, "secret: ").to_owned());
    let asked = crate::world::send(&mut program, &[], &crate::world::calls("A1"));
    assert_eq!(asked.status, 202, "{asked:?}");
    let job = asked.header("location").expect("where the job is").to_owned();
    let deadline = Instant::now() + Duration::from_secs(60);
    while program.get(&job).json()["state"] != "done" {
        assert!(Instant::now() < deadline, "{:?}", program.get(&job));
    }
    assert_eq!(program.get("/api/v1/submissions").json()["items"].as_array().map(Vec::len), Some(1));

    assert_eq!(stop(&mut serving).code(), Some(0));
}

/// Tells the server to stop, and waits until it has.
fn stop(serving: &mut Serving) -> ExitStatus {
    let id = serving.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
    serving.child.wait().expect("it ends")
}

/// The best of a few tries: other tests may keep the machine busy for a second.
#[test]
fn an_idle_server_stops_within_a_second_even_while_a_browser_stays_connected() {
    let data = with_agency();
    let stops = || {
        let mut serving = serve(data.path());
        let mut browser = TcpStream::connect(serving.client.address).expect("a connection");
        browser.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").expect("sent");
        assert!(browser.read(&mut [0; 4096]).expect("an answer") > 0);
        let begun = Instant::now();
        assert_eq!(stop(&mut serving).code(), Some(0));
        begun.elapsed()
    };
    assert!((0..5).any(|_| stops() < Duration::from_secs(1)));
}

#[test]
fn a_taken_port_is_said() {
    let data = with_agency();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = listener.local_addr().expect("an address").to_string();
    assert!(complains(data.path(), &["serve", "--bind", &taken], "").contains("choose another --bind"));
}
