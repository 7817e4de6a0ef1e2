//! Why a request can't be understood: on pages in the page's language, for programs in English.

use crate::client::{Answer, Client};
use crate::setup::Site;
use plumbline::domain::account::Access;
use plumbline::domain::lang::Lang;
use plumbline::i18n::phrase;

/// A request that a browser may send, and the text that says what is wrong with it.
type Wrong = (fn(&mut Client, &str) -> Answer, &'static str, &'static str);

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=XX");

fn post(client: &mut Client, path: &str, content_type: (&str, &str), body: &[u8]) -> Answer {
    let csrf = client.get("/login").csrf();
    client.send("POST", path, &[content_type, ("x-csrf-token", &csrf)], body)
}

fn upload(client: &mut Client, files: &[(&str, &[u8])]) -> Answer {
    let csrf = client.get("/login").csrf();
    client.upload("/submissions", &[], &[("csrf", &csrf), ("week", "2026-W30")], files)
}

fn nameless(csrf: &str) -> Vec<u8> {
    let part =
        |head: &str, content: &str| format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
    let csrf = part("name=\"csrf\"", csrf);
    format!("{csrf}{}--XX--\r\n", part("name=\"files\"; filename=\"\"", "content")).into_bytes()
}

const WRONG: [Wrong; 9] = [
    (|client, lang| client.get(&format!("/findings?severity=dire&lang={lang}")), "parameter", "severity"),
    (|client, lang| client.get(&format!("/findings?quarter=summer&lang={lang}")), "parameter", "quarter"),
    (|client, lang| client.get(&format!("/findings?after=here&lang={lang}")), "cursor", ""),
    (|client, lang| client.get(&format!("/submissions?quarter=summer&lang={lang}")), "query", ""),
    (|client, lang| post(client, &format!("/login?lang={lang}"), FORM, b"name=ann"), "form", ""),
    (|client, _| post(client, "/submissions", MULTIPART, b"--XX\r\nno header at all"), "upload", ""),
    (|client, _| post(client, "/submissions", ("content-type", "multipart/form-data"), b""), "upload", ""),
    (
        |client, _| {
            let csrf = client.get("/login").csrf();
            client.send("POST", "/submissions", &[MULTIPART], &nameless(&csrf))
        },
        "file-name",
        "",
    ),
    (|client, _| upload(client, &[("calls.csv", b"x".as_slice()); 41]), "files", ""),
];

#[test]
fn pages_say_it_in_their_own_language() {
    let site = Site::sqlite();
    for lang in Lang::ALL {
        let mut ann = site.signed_in("ann");
        ann.get(&format!("/findings?lang={lang}"));
        for (number, (ask, text, field)) in WRONG.iter().enumerate() {
            let answer = ask(&mut ann, lang.tag());
            assert!((400..500).contains(&answer.status), "{number}: {answer:?}");
            let words = phrase(lang, format!("invalid-{text}")).with("field", *field).to_string();
            assert!(
                answer.body.contains(&format!("<li>{words}</li>")),
                "{number} in {lang}: {words} in {}",
                answer.body
            );
            assert_eq!(answer.body.matches("<li>").count(), 1, "{number} in {lang}: {}", answer.body);
        }
    }
}

#[test]
fn forty_files_are_taken() {
    let site = Site::sqlite();
    let mut ann = site.signed_in("ann");
    assert_eq!(upload(&mut ann, &[("calls.csv", b"x".as_slice()); 40]).status, 303);
}

#[test]
fn programs_read_it_in_english() {
    let site = Site::sqlite();
    let mut key = site.with_key(Access::Supervisor);
    let chinese = ("accept-language", "zh-CN");
    let json = ("content-type", "application/json");
    let verdicts = "/api/v1/findings/F-1/verdicts";
    for (method, path, headers, body, words) in [
        ("GET", "/api/v1/findings?limit=many", vec![chinese], "", "A parameter can't be read"),
        ("GET", "/api/v1/findings?cursor=x", vec![chinese], "", "is no cursor of this list"),
        ("POST", verdicts, vec![chinese, json], "{", "The JSON is not what is expected"),
        ("POST", verdicts, vec![chinese, FORM], "a=b", "The body is no JSON document."),
        ("POST", "/api/v1/submissions", vec![chinese, MULTIPART], "--XX\r\nno header", "The upload can't be read"),
    ] {
        let answer = key.send(method, path, &headers, body.as_bytes());
        assert_eq!(answer.status, 400, "{path}: {answer:?}");
        let error = &answer.json()["errors"][0];
        assert!(error["message"].as_str().is_some_and(|message| message.contains(words)), "{path}: {error}");
        assert!(error.get("on_pages").is_none(), "{error}");
    }
}
