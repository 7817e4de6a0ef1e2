//! Accounts in the browser: made, given a new password, shut out and let in again; by supervisors alone.

use crate::client::{Answer, Client};
use crate::setup::{PASSWORD, Site, agency, on_both};
use plumbline::domain::account::{Access, AccountName};
use plumbline::store::accounts;

on_both! { plain: an_account_is_made_in_the_browser a_new_password_ends_the_sessions an_account_is_shut_out_and_let_in }

const NEW: &str = "another-horse-battery";

fn post(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = client.get("/users").csrf();
    let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    client.form(path, &fields)
}

fn signs_in(site: &Site, name: &str, password: &str) -> bool {
    let mut client = site.visitor();
    let csrf = client.get("/login").csrf();
    client.form("/login", &[("csrf", &csrf), ("name", name), ("password", password)]).status == 303
}

fn an_account_is_made_in_the_browser(site: Site) {
    let mut sue = site.signed_in("sue");
    let fields =
        [("name", "Eve.Li"), ("display_name", "Eve Li"), ("role", "agency"), ("agency", "A"), ("password", NEW)];
    let made = post(&mut sue, "/users", &fields);
    assert_eq!((made.status, made.header("location")), (303, Some("/users/eve.li?done=added")));
    let page = sue.get("/users/eve.li?done=added&lang=en").body;
    assert!(page.contains("The account is there") && page.contains("Eve Li") && !page.contains(NEW), "{page}");
    assert!(sue.get("/users").body.contains("href=\"/users/eve.li\""));
    assert!(signs_in(&site, "eve.li", NEW));
    let name: AccountName = "eve.li".parse().expect("a name");
    let (account, hash) = site.store().read(|db| accounts::get(db, &name)).expect("read").expect("an account");
    assert_eq!(account.access, Access::Agency(agency("A")));
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    let again = post(&mut sue, "/users", &fields);
    assert_eq!(again.status, 422);
    assert!(again.body.contains("value=\"Eve.Li\"") && !again.body.contains(NEW), "{}", again.body);
}

fn a_new_password_ends_the_sessions(site: Site) {
    let (mut sue, mut ann) = (site.signed_in("sue"), site.signed_in("ann"));
    let short = post(&mut sue, "/users/ann/password", &[("password", "123456789")]);
    assert_eq!(short.status, 422, "nine characters");
    assert_eq!(ann.get("/findings").status, 200, "nothing has changed");
    let set = post(&mut sue, "/users/ann/password", &[("password", "1234567890")]);
    assert_eq!((set.status, set.header("location")), (303, Some("/users/ann?done=password")), "ten characters");
    assert_eq!(ann.get("/findings").status, 303, "signed out");
    assert!(signs_in(&site, "ann", "1234567890") && !signs_in(&site, "ann", PASSWORD));
    assert_eq!(post(&mut sue, "/users/nobody/password", &[("password", NEW)]).status, 404);
}

fn an_account_is_shut_out_and_let_in(site: Site) {
    let (mut sue, mut quinn) = (site.signed_in("sue"), site.signed_in("quinn"));
    let state = |client: &mut Client, disabled: &str| post(client, "/users/quinn/state", &[("disabled", disabled)]);
    assert_eq!(state(&mut sue, "true").header("location"), Some("/users/quinn?done=disabled"));
    assert_eq!(quinn.get("/findings").status, 303, "signed out");
    assert!(!signs_in(&site, "quinn", PASSWORD));
    assert!(sue.get("/users/quinn?lang=en").body.contains("Activate again"));
    assert_eq!(state(&mut sue, "false").header("location"), Some("/users/quinn?done=enabled"));
    assert!(signs_in(&site, "quinn", PASSWORD));
    let own = post(&mut sue, "/users/sue/state", &[("disabled", "true")]);
    assert_eq!(own.status, 422);
    assert!(!sue.get("/users/sue").body.contains("/users/sue/state"), "no button for one's own account");
    assert!(signs_in(&site, "sue", PASSWORD));
}

#[test]
fn what_is_wrong_is_said_in_the_language_of_the_page() {
    let site = Site::sqlite();
    let mut sue = site.signed_in("sue");
    let long = "x".repeat(65);
    for (name, role, of, password, words) in [
        ("", "qa", "", NEW, "This is no account name."),
        (long.as_str(), "qa", "", NEW, "This is no account name."),
        ("two words", "qa", "", NEW, "This is no account name."),
        ("eve", "agency", "", NEW, "needs the agency"),
        ("eve", "agency", "Z", NEW, "needs the agency"),
        ("eve", "qa", "A", NEW, "This role belongs to the bank."),
        ("eve", "auditor", "", NEW, "There is no such role."),
        ("eve", "qa", "", "123456789", "too short"),
        ("ann", "qa", "", NEW, "already"),
    ] {
        sue.get("/users?lang=en");
        let fields = [("name", name), ("role", role), ("agency", of), ("password", password)];
        let refused = post(&mut sue, "/users", &fields);
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(refused.body.contains(words), "{fields:?}: {}", refused.body);
    }
    for (lang, words) in [("zh-Hans", "密码太短。"), ("zh-Hant", "密碼太短。"), ("en", "The password is too short.")]
    {
        sue.get(&format!("/users?lang={lang}"));
        let refused = post(&mut sue, "/users/ann/password", &[("password", "short")]);
        assert!(refused.body.contains(words), "{}", refused.body);
    }
    let longest = &long[..64];
    let made = post(&mut sue, "/users", &[("name", longest), ("role", "qa"), ("password", NEW)]);
    assert_eq!(made.status, 303, "64 characters are a name");
}

#[test]
fn without_the_forms_token_nothing_is_done() {
    let site = Site::sqlite();
    let mut sue = site.signed_in("sue");
    for (path, field) in [
        ("/users", ("name", "eve")),
        ("/users/ann/password", ("password", NEW)),
        ("/users/ann/state", ("disabled", "true")),
    ] {
        assert_eq!(sue.form(path, &[field]).status, 403, "{path}");
    }
    assert!(signs_in(&site, "ann", PASSWORD));
}
