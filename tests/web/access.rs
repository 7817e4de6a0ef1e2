//! Who may see what, for every address of the URL table.

use crate::client::{Answer, Client};
use crate::setup::{PASSWORD, Site, agency, on_both};
use crate::world::{Belongings, hand_in};
use actix_web::http::Method;
use plumbline::domain::account::{Access, Role};
use plumbline::web::access::Who;
use plumbline::web::routes::routes;
use serde_json::{Value, json};

on_both! { rules: what_belongs_to_another_agency_looks_like_what_does_not_exist lists_hold_only_ones_own }

/// Addresses that lead to nobody's data in particular.
const SHARED: [&str; 4] = ["/assets/{name}", "/rules/{ruleset}", "/rules/{ruleset}/{rule}", "/api/v1/rules/{id}"];
/// Addresses whose list is narrowed to what the caller may see.
const NARROWED: [&str; 2] = ["/scorecards/{quarter}", "/api/v1/scorecards/{quarter}"];

/// What the placeholders of `path` stand for; a new address must say it here.
fn filled(path: &str, of: &Belongings, agency: &str) -> String {
    let id = match path.trim_start_matches("/api/v1") {
        shared if path.starts_with("/submissions") || shared.starts_with("/submissions") => &of.submission,
        jobs if jobs.starts_with("/jobs") => &of.job,
        findings if findings.starts_with("/findings") => &of.finding,
        files if files.starts_with("/files") => &of.file,
        appeals if appeals.starts_with("/appeals") => &of.appeal(),
        others if ["/duties", "/inspections"].iter().any(|prefix| others.starts_with(prefix)) => {
            "U-00000000000000000000"
        }
        others if ["/scorecards", "/users", "/attachments"].iter().any(|prefix| others.starts_with(prefix)) => "",
        _ => panic!("say in tests/web/access.rs what the placeholders of {path} stand for"),
    };
    path.replace("{id}", id)
        .replace("{sha256}", &of.file)
        .replace("{quarter}", "2026Q3")
        .replace("{agency}", agency)
        .replace("{name}", "bob")
}

fn nothing() -> Belongings {
    Belongings {
        job: "01K00000000000000000000000".into(),
        submission: "S-00000000000000000000".into(),
        file: "0".repeat(64),
        finding: "F-00000000000000000000".into(),
    }
}

/// Asks for `path` with whatever its method needs to be let in.
fn ask(client: &mut Client, method: &Method, path: &str) -> Answer {
    if method == Method::GET {
        return client.get(path);
    }
    if path.starts_with("/api/") {
        return client.post_json(path, &body(path));
    }
    let csrf = client.get("/login").csrf();
    let reasons = [("reason", "It was agreed."), ("outcome", "rejected"), ("answer", "No.")];
    let fields = [("csrf", csrf.as_str()), ("status", "confirmed"), ("name", "x"), ("password", PASSWORD)];
    client.form(path, &[&fields[..], &reasons[..]].concat())
}

/// What the API is sent.
fn body(path: &str) -> Value {
    match path.rsplit('/').next() {
        Some("appeals") => json!({ "reason": "It was agreed." }),
        Some("decision") => json!({ "outcome": "rejected", "answer": "No." }),
        _ => json!({ "status": "confirmed" }),
    }
}

/// The answer without what differs in every answer.
fn plain(mut answer: Answer) -> Answer {
    answer.headers.retain(|(name, _)| name != "date");
    answer.headers.sort();
    answer
}

fn what_belongs_to_another_agency_looks_like_what_does_not_exist(site: Site) {
    hand_in(&site, &mut site.with_key(Access::Agency(agency("A"))), "A");
    let theirs = hand_in(&site, &mut site.with_key(Access::Agency(agency("B"))), "B");
    let (mut ann, mut bob) = (site.signed_in("ann"), site.signed_in("bob"));
    let (mut key_of_a, mut key_of_b) =
        (site.with_key(Access::Agency(agency("A"))), site.with_key(Access::Agency(agency("B"))));
    let mut tried = 0;
    for entry in routes() {
        if !entry.path.contains('{') || SHARED.contains(&entry.path) || NARROWED.contains(&entry.path) {
            continue;
        }
        let (path, missing) = (filled(entry.path, &theirs, "B"), filled(entry.path, &nothing(), "Z"));
        let api = path.starts_with("/api/");
        let (other, owner) = if api { (&mut key_of_a, &mut key_of_b) } else { (&mut ann, &mut bob) };
        let (seen, unseen) = (plain(ask(other, &entry.method, &path)), plain(ask(other, &entry.method, &missing)));
        assert_eq!(seen, unseen, "{} {path}", entry.method);
        let open_to_agencies = matches!(entry.who, Who::Only(roles) if roles.contains(&Role::Agency));
        assert_eq!(seen.status, if open_to_agencies { 404 } else { 403 }, "{path}: {}", seen.body);
        if open_to_agencies {
            let status = ask(owner, &entry.method, &path).status;
            // An appeal is made once: the second time it is in conflict with the first.
            assert!(matches!(status, 200 | 303 | 409), "{path} is really there, but answers {status}");
        }
        tried += 1;
    }
    assert!(tried >= 12, "only {tried} addresses were tried");
}

fn lists_hold_only_ones_own(site: Site) {
    let mut ann = site.with_key(Access::Agency(agency("A")));
    let ours = hand_in(&site, &mut ann, "A");
    let theirs = hand_in(&site, &mut site.with_key(Access::Agency(agency("B"))), "B");
    let mut in_browser = site.signed_in("ann");
    for path in ["/submissions", "/findings", "/api/v1/submissions", "/api/v1/findings", "/api/v1/scorecards/2026Q3"] {
        let answer = if path.starts_with("/api/") { ann.get(path) } else { in_browser.get(path) };
        assert_eq!(answer.status, 200, "{path}");
        for foreign in [&theirs.submission, &theirs.finding, "B-2", "Agency B", "\"agency_id\":\"B\""] {
            assert!(!answer.body.contains(foreign), "{path} tells of {foreign}");
        }
    }
    assert!(ann.get("/api/v1/findings").body.contains(&ours.finding));
    for list in ["findings", "submissions"] {
        let theirs = ann.get(&format!("/api/v1/{list}?agency=B"));
        assert_eq!(plain(theirs), plain(ann.get(&format!("/api/v1/{list}?agency=Z"))));
    }
    let mut bank = site.with_key(Access::Qa);
    assert!(bank.get("/api/v1/findings?agency=B").body.contains(&theirs.finding));
    assert_eq!(bank.get("/api/v1/scorecards/2026Q3").json()["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn every_address_lets_in_those_that_the_table_names_and_nobody_else() {
    let site = Site::sqlite();
    let mut people = [("ann", Role::Agency), ("quinn", Role::Qa), ("sue", Role::Supervisor)]
        .map(|(name, role)| (site.signed_in(name), role));
    for entry in routes() {
        let Who::Only(roles) = entry.who else { continue };
        let path = entry.path.replace("{id}", "x").replace("{sha256}", "x").replace("{quarter}", "2026Q3");
        let path =
            path.replace("{agency}", "Z").replace("{ruleset}", "x").replace("{rule}", "x").replace("{name}", "x");
        let stranger = ask(&mut site.visitor(), &entry.method, &path);
        let expected = if path.starts_with("/api/") { 401 } else { 303 };
        assert_eq!(stranger.status, expected, "{} {path} by a stranger", entry.method);
        for (client, role) in &mut people {
            if path == "/logout" {
                continue;
            }
            let csrf = client.get("/login").csrf();
            let answer = match (entry.method == Method::POST, path.starts_with("/api/")) {
                (true, true) => {
                    let headers = [("x-csrf-token", csrf.as_str()), ("content-type", "application/json")];
                    client.send("POST", &path, &headers, body(&path).to_string().as_bytes())
                }
                _ => ask(client, &entry.method, &path),
            };
            assert_eq!(
                answer.status == 403,
                !roles.contains(role),
                "{} {path} by {role}: {}",
                entry.method,
                answer.status
            );
            assert_ne!(answer.status, 500, "{} {path} by {role}", entry.method);
        }
    }
}

#[test]
fn what_roles_may_do() {
    let may = |path: &str, method: Method| -> Vec<&'static str> {
        let entry = routes().into_iter().find(|entry| entry.path == path && entry.method == method);
        match entry.unwrap_or_else(|| panic!("no {path}")).who {
            Who::Only(roles) => roles.iter().map(|role| role.as_str()).collect(),
            Who::Open | Who::Anyone => vec!["everybody"],
        }
    };
    let all = ["agency", "qa", "supervisor"];
    assert_eq!(may("/api/v1/findings/{id}/verdicts", Method::POST), ["qa", "supervisor"]);
    assert_eq!(may("/findings/{id}/verdict", Method::POST), ["qa", "supervisor"]);
    assert_eq!(may("/api/v1/submissions", Method::POST), ["agency", "supervisor"]);
    for (path, roles) in [
        ("/findings/{id}/appeals", vec!["agency"]),
        ("/appeals/{id}/withdrawal", vec!["agency"]),
        ("/appeals/{id}/assignment", vec!["qa", "supervisor"]),
        ("/appeals/{id}/decision", vec!["qa", "supervisor"]),
    ] {
        assert_eq!(may(&format!("/api/v1{path}"), Method::POST), roles, "{path}");
        assert_eq!(
            may(
                &path.replace("/appeals", if path.starts_with("/appeals") { "/appeals" } else { "/appeal" }),
                Method::POST
            ),
            roles
        );
    }
    assert_eq!(may("/api/v1/ledger/checkpoint", Method::GET), all);
    for (path, method) in [
        ("/users", Method::GET),
        ("/users", Method::POST),
        ("/users/{name}", Method::GET),
        ("/users/{name}/password", Method::POST),
        ("/users/{name}/state", Method::POST),
    ] {
        assert_eq!(may(path, method), ["supervisor"], "{path}");
    }
    assert_eq!(may("/api/v1/scorecards/{quarter}/{agency}", Method::GET), all);
    let open: Vec<_> =
        routes().iter().filter(|entry| !matches!(entry.who, Who::Only(_))).map(|entry| entry.path).collect();
    let known =
        ["/assets/{name}", "/healthz", "/readyz", "/metrics", "/login", "/login", "/help", "/api/v1/openapi.json"];
    assert_eq!(open, known, "what everybody may see is listed here on purpose");
}

#[test]
fn changes_by_api_with_a_session_want_its_token() {
    let site = Site::sqlite();
    let mut sue = site.signed_in("sue");
    let path = "/api/v1/findings/F-1/verdicts";
    assert_eq!(sue.post_json(path, &serde_json::json!({ "status": "confirmed" })).status, 403);
    let mut key = site.with_key(Access::Supervisor);
    assert_eq!(key.post_json(path, &serde_json::json!({ "status": "confirmed" })).status, 404, "keys need none");
}
