//! Signing in, staying signed in, signing out.

use crate::client::Answer;
use crate::setup::{PASSWORD, Site, account, now, on_both};
use chrono::TimeDelta;
use plumbline::domain::account::Access;
use plumbline::secrets;
use plumbline::store::{accounts, sessions};

on_both! { plain:
    the_right_password_opens_a_session wrong_passwords_and_unknown_accounts_look_the_same disabled_accounts_stay_out
    signing_in_changes_the_session signing_out_ends_it sessions_end_when_their_time_is_up sessions_last_while_they_are_used
    only_addresses_of_ours_are_followed_after_signing_in
}

fn try_to(site: &Site, name: &str, password: &str) -> Answer {
    let mut client = site.visitor();
    let csrf = client.get("/login").csrf();
    client.form("/login", &[("csrf", &csrf), ("name", name), ("password", password)])
}

fn the_right_password_opens_a_session(site: Site) {
    let mut client = site.visitor();
    assert_eq!(client.get("/api/v1/findings").status, 401);
    let csrf = client.get("/login?next=%2Ffindings").csrf();
    let answer =
        client.form("/login", &[("csrf", &csrf), ("name", " Ann "), ("password", PASSWORD), ("next", "/findings")]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/findings")));
    let cookie = answer.headers.iter().find(|(_, value)| value.starts_with("plumbline_session=")).expect("a session");
    assert!(cookie.1.contains("HttpOnly") && cookie.1.contains("SameSite=Lax"), "{}", cookie.1);
    assert!(!client.cookies.contains_key("plumbline_visitor"));
    assert_eq!(client.get("/api/v1/findings").status, 200);
}

fn wrong_passwords_and_unknown_accounts_look_the_same(site: Site) {
    let without_tokens = |answer: Answer, name: &str| {
        let csrf = answer.csrf();
        (answer.status, answer.body.replace(&csrf, "…").replace(name, "…"))
    };
    let wrong = without_tokens(try_to(&site, "ann", "not the password"), "ann");
    let unknown = without_tokens(try_to(&site, "zed", "not the password"), "zed");
    assert_eq!(wrong.0, 401);
    assert_eq!(wrong, unknown);
}

fn disabled_accounts_stay_out(site: Site) {
    let mut client = site.signed_in("ann");
    let name = "ann".parse().expect("a name");
    assert!(site.store().write(|db| accounts::set_disabled(db, &name, true, crate::setup::now())).expect("disabled"));
    assert_eq!(client.get("/api/v1/findings").status, 401, "its sessions end");
    assert_eq!(try_to(&site, "ann", PASSWORD).status, 401);
}

fn signing_in_changes_the_session(site: Site) {
    let mut client = site.signed_in("ann");
    let old = client.cookies["plumbline_session"].clone();
    let csrf = client.get("/login").csrf();
    client.form("/login", &[("csrf", &csrf), ("name", "quinn"), ("password", PASSWORD)]);
    let new = client.cookies["plumbline_session"].clone();
    assert_ne!(old, new);
    client.cookies.insert("plumbline_session".into(), old);
    assert_eq!(client.get("/api/v1/findings").status, 401, "the old token is worth nothing any more");
}

fn signing_out_ends_it(site: Site) {
    let mut client = site.signed_in("ann");
    let token = client.cookies["plumbline_session"].clone();
    let csrf = client.get("/login").csrf();
    let answer = client.form("/logout", &[("csrf", &csrf)]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/login")));
    assert!(!client.cookies.contains_key("plumbline_session"));
    client.cookies.insert("plumbline_session".into(), token);
    assert_eq!(client.get("/api/v1/findings").status, 401);
}

/// A session of `ann` that began and ends so many seconds from now.
fn session(site: &Site, began: i64, ends: i64) -> String {
    let token = secrets::token();
    let session = sessions::Session {
        token_sha256: secrets::digest(&token).to_string(),
        account: "ann".parse().expect("a name"),
        csrf_token: String::new(),
        created_at: now() + TimeDelta::seconds(began),
        expires_at: now() + TimeDelta::seconds(ends),
    };
    site.store().write(|db| sessions::add(db, &session)).expect("a session");
    token
}

fn sessions_end_when_their_time_is_up(site: Site) {
    for (ends, status) in [(1, 200), (0, 401), (-1, 401)] {
        let mut client = site.visitor();
        client.cookies.insert("plumbline_session".into(), session(&site, -3600, ends));
        assert_eq!(client.get("/api/v1/findings").status, status, "ends in {ends} s");
    }
}

fn sessions_last_while_they_are_used(site: Site) {
    let until = |began: i64| {
        let token = session(&site, began, 60);
        let mut client = site.visitor();
        client.cookies.insert("plumbline_session".into(), token.clone());
        assert_eq!(client.get("/api/v1/findings").status, 200);
        let digest = secrets::digest(&token).to_string();
        let session = site.store().read(|db| sessions::get(db, &digest, now())).expect("read").expect("a session");
        (session.expires_at - now()).num_minutes()
    };
    assert_eq!(until(-3600), 120, "two hours from the last request");
    assert_eq!(until(-11 * 3600), 60, "but twelve from the first");
}

fn only_addresses_of_ours_are_followed_after_signing_in(site: Site) {
    for (next, location) in [
        ("/findings?status=open", "/findings?status=open"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("", "/"),
    ] {
        let mut client = site.visitor();
        let csrf = client.get("/login").csrf();
        let form = [("csrf", csrf.as_str()), ("name", "sue"), ("password", PASSWORD), ("next", next)];
        assert_eq!(client.form("/login", &form).header("location"), Some(location), "{next}");
    }
}

#[test]
fn too_many_attempts_must_wait_whether_or_not_there_is_such_an_account() {
    let site = Site::sqlite();
    for name in ["ann", "zed"] {
        for attempt in 1..=8 {
            assert_eq!(try_to(&site, name, "not the password").status, 401, "attempt {attempt}");
        }
        let answer = try_to(&site, name, PASSWORD);
        assert_eq!(answer.status, 429);
        let wait: u64 = answer.header("retry-after").and_then(|wait| wait.parse().ok()).expect("a number of seconds");
        assert!((1..=61).contains(&wait), "{wait}");
    }
    assert_eq!(try_to(&site, "bob", PASSWORD).status, 303, "others are not held up");
}

#[test]
fn accounts_are_found_whatever_the_case() {
    let site = Site::sqlite();
    let hash = secrets::hash_password(PASSWORD).expect("a hash");
    site.store().write(|db| accounts::add(db, &account("Zoë.Li", Access::Qa), &hash)).expect("an account");
    assert_eq!(try_to(&site, "ZOË.LI", PASSWORD).status, 303);
}
