//! What holds for every address: headers, errors, limits, panics, CSRF.

use crate::client::{Answer, Client, read};
use crate::setup::{PASSWORD, Site, Wishes, agency};
use plumbline::domain::account::Access;
use plumbline::web::access::Who;
use plumbline::web::body::Limits;
use plumbline::web::routes::{self, Entry};
use plumbline::web::state::WebSettings;
use plumbline::web::upload::Upload;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

async fn panics() -> &'static str {
    panic!("the secret reason")
}

async fn counts(upload: Upload) -> String {
    let files: Vec<_> = upload.files.iter().map(|file| format!("{}={}", file.name, file.bytes)).collect();
    format!("{:?} {files:?}", upload.fields)
}

async fn takes(form: actix_web::web::Form<std::collections::BTreeMap<String, String>>) -> String {
    format!("{} fields", form.len())
}

fn more() -> Vec<Entry> {
    vec![
        routes::get("/test/panic", Who::Anyone, panics),
        routes::get("/api/test/panic", Who::Anyone, panics),
        routes::post("/test/upload", Who::Anyone, counts),
        routes::post("/test/form", Who::Anyone, takes),
        routes::post("/api/test/upload", Who::Open, counts),
    ]
}

fn site() -> Site {
    let limits = Limits {
        upload: 100_000,
        form: 1_000,
        silence: Duration::from_millis(300),
        grace: Duration::from_millis(800),
        bytes_per_second: 1_000_000,
    };
    Site::sqlite_with(Wishes { settings: WebSettings { limits, ..WebSettings::default() }, more, rules: false })
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type") == Some("text/html; charset=utf-8") && answer.body.contains("</html>")
}

/// A problem with at least one reason, none of it empty.
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], format!("urn:plumbline:problem:{code}"));
    let errors = problem["errors"].as_array().expect("a list");
    assert!(!errors.is_empty());
    for error in errors {
        let keys: Vec<_> = error.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["cell", "code", "field", "hint", "message", "sheet"]);
        for key in ["code", "message", "hint"] {
            assert_ne!(error[key], "", "{key} of {error}");
        }
    }
}

#[test]
fn every_answer_carries_the_protecting_headers() {
    let site = site();
    for path in [
        "/login",
        "/nowhere",
        "/healthz",
        "/api/v1/openapi.json",
        "/api/v1/findings",
        "/assets/nothing",
        "/test/panic",
        "/",
    ] {
        let answer = site.visitor().get(path);
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")]
        {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[test]
fn behind_https_cookies_are_secure_and_browsers_are_told_to_stay() {
    let settings = WebSettings { behind_proxy: true, ..WebSettings::default() };
    let site = Site::sqlite_with(Wishes { settings, ..Wishes::default() });
    let answer = site.visitor().get("/login");
    assert!(answer.header("strict-transport-security").is_some());
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains("Secure")));
    assert!(site_without_https().header("set-cookie").is_some_and(|cookie| !cookie.contains("Secure")));
}

fn site_without_https() -> Answer {
    site().visitor().get("/login")
}

#[test]
fn errors_are_pages_for_browsers_and_problems_for_programs() {
    let site = site();
    let mut visitor = site.visitor();
    let page = visitor.get("/nowhere");
    assert_eq!(page.status, 404);
    assert!(is_page(&page), "{page:?}");
    assert_problem(&visitor.get("/api/v1/nowhere"), 404, "not-found");
    assert_problem(&visitor.get("/api/v1/findings"), 401, "not-signed-in");
    assert_eq!(visitor.get("/api/v1/findings").header("www-authenticate"), Some("Bearer realm=\"plumbline\""));
    assert_problem(&visitor.send("DELETE", "/api/v1/openapi.json", &[], b""), 405, "method-not-allowed");
    assert_problem(&Client::with_key(site.address, "plk_no_key").get("/api/v1/findings"), 401, "not-signed-in");
    let mut program = site.with_key(Access::Supervisor);
    assert_problem(&program.get("/api/v1/findings?quarter=2026Q5"), 400, "invalid");
    assert_problem(&program.get("/api/v1/findings?limit=0"), 400, "invalid");
    assert_problem(&program.get("/api/v1/findings?limit=x"), 400, "invalid");
    assert_problem(&program.get("/api/v1/findings?cursor=x"), 400, "invalid");
    assert_problem(&program.send("POST", "/api/v1/findings/F-1/verdicts", &[], b"{"), 400, "invalid");
}

#[test]
fn a_panic_is_answered_and_tells_nothing() {
    let site = site();
    for _ in 0..3 {
        let page = site.visitor().get("/test/panic");
        assert_eq!(page.status, 500);
        assert!(is_page(&page) && !page.body.contains("secret"), "{page:?}");
        let problem = site.visitor().get("/api/test/panic");
        assert_problem(&problem, 500, "internal");
        assert!(!problem.body.contains("secret"));
    }
    assert_eq!(site.visitor().get("/healthz").status, 200, "the server lives on");
}

#[test]
fn visitors_are_sent_to_the_login_page_and_back() {
    let site = site();
    let answer = site.visitor().form("/logout", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/login")));
    let answer = site.visitor().get("/api/v1/jobs/1");
    assert_eq!(answer.status, 401, "programs are not sent anywhere");
}

#[test]
fn forms_without_their_token_are_refused() {
    let site = site();
    let mut visitor = site.visitor();
    let token = visitor.get("/login").csrf();
    let other = site.visitor().get("/login").csrf();
    assert_eq!(visitor.form("/test/form", &[("csrf", &token)]).status, 200);
    assert_eq!(visitor.form("/test/form", &[]).status, 403);
    assert_eq!(visitor.form("/test/form", &[("csrf", "")]).status, 403);
    assert_eq!(visitor.form("/test/form", &[("csrf", &other)]).status, 403, "another visitor's");
    assert_eq!(site.visitor().form("/test/form", &[("csrf", &token)]).status, 403, "without the cookie");
    assert_eq!(visitor.form("/login", &[("name", "ann"), ("password", PASSWORD)]).status, 403, "signing in, too");
    assert_eq!(visitor.send("POST", "/test/form", &[], b"").status, 403);
    let plain = [("content-type", "text/plain")];
    assert_eq!(visitor.send("POST", "/test/form", &plain, format!("csrf={token}").as_bytes()).status, 403);
    let header = [("x-csrf-token", token.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(visitor.send("POST", "/test/form", &header, b"a=1").status, 200, "scripts send it in a header");
    let elsewhere = [("sec-fetch-site", "cross-site"), header[0], header[1]];
    assert_eq!(visitor.send("POST", "/test/form", &elsewhere, b"a=1").status, 403, "from another site");
}

#[test]
fn uploads_prove_their_token_before_anything_else() {
    let site = site();
    let mut visitor = site.visitor();
    let token = visitor.get("/login").csrf();
    let file = [("week.csv", b"a,b\n".as_slice())];
    let answer = visitor.upload("/test/upload", &[], &[("csrf", &token), ("week", "2026-W30")], &file);
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"week\": \"2026-W30\"} [\"week.csv=4\"]"));
    assert_eq!(visitor.upload("/test/upload", &[], &[("week", "2026-W30")], &file).status, 403);
    assert_eq!(visitor.upload("/test/upload", &[], &[("week", "2026-W30"), ("csrf", &token)], &file).status, 403);
    assert_eq!(visitor.upload("/test/upload", &[], &[("csrf", "x")], &file).status, 403);
    assert_eq!(visitor.upload("/test/upload", &[], &[], &[]).status, 403);
}

#[test]
fn uploads_keep_to_names_and_numbers() {
    let site = site();
    let mut visitor = site.visitor();
    let answer =
        visitor.upload("/api/test/upload", &[], &[], &[("data/week.csv", b"1"), ("../../etc/周报.xlsx", b"22")]);
    assert_eq!(answer.body, "{} [\"week.csv=1\", \"周报.xlsx=2\"]");
    let many = |count| vec![("a.csv", b"".as_slice()); count];
    assert_eq!(visitor.upload("/api/test/upload", &[], &[], &many(40)).status, 200);
    assert_problem(&visitor.upload("/api/test/upload", &[], &[], &many(41)), 422, "refused");
    let broken = [("content-type", "multipart/form-data; boundary=XX")];
    assert_problem(&visitor.send("POST", "/api/test/upload", &broken, b"--XX\r\nnonsense"), 400, "invalid");
    assert_problem(&visitor.send("POST", "/api/test/upload", &[], b"x"), 400, "invalid");
}

#[test]
fn bodies_keep_to_their_size() {
    let site = site();
    let mut visitor = site.visitor();
    // The frame of the parts takes 144 bytes.
    let frame = 122;
    assert_eq!(visitor.upload("/api/test/upload", &[], &[], &[("a.csv", &vec![b'x'; 100_000 - frame])]).status, 200);
    assert_problem(
        &visitor.upload("/api/test/upload", &[], &[], &[("a.csv", &vec![b'x'; 100_001 - frame])]),
        413,
        "too-large",
    );
    let token = visitor.get("/login").csrf();
    let form = |length: usize| "x".repeat(length - "csrf=&a=".len() - token.len());
    assert_eq!(visitor.form("/test/form", &[("csrf", &token), ("a", &form(1_000))]).status, 200);
    assert_eq!(visitor.form("/test/form", &[("csrf", &token), ("a", &form(1_001))]).status, 413);
    let chunked = b"POST /api/test/upload HTTP/1.1\r\nhost: t\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
        content-type: multipart/form-data; boundary=XX\r\n\r\n";
    let part = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n";
    let mut request = chunked.to_vec();
    write!(request, "{:x}\r\n{part}\r\n", part.len()).expect("memory");
    for _ in 0..11 {
        write!(request, "{:x}\r\n{}\r\n", 10_000, "x".repeat(10_000)).expect("memory");
    }
    let mut stream = TcpStream::connect(site.address).expect("a connection");
    stream.write_all(&request).expect("sent");
    assert_problem(&read(&mut stream), 413, "too-large");
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "the connection is closed, although the body never ended");
}

#[test]
fn bodies_that_fall_silent_or_trickle_are_given_up() {
    let site = site();
    let head = "POST /api/test/upload HTTP/1.1\r\nhost: t\r\ncontent-length: 5000\r\nconnection: close\r\n\
        content-type: multipart/form-data; boundary=XX\r\n\r\n";
    let mut silent = TcpStream::connect(site.address).expect("a connection");
    silent.write_all(head.as_bytes()).expect("sent");
    assert_problem(&read(&mut silent), 408, "too-slow");

    let mut trickling = TcpStream::connect(site.address).expect("a connection");
    trickling.write_all(head.as_bytes()).expect("sent");
    trickling.write_all(b"--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n").expect("sent");
    let mut writer = trickling.try_clone().expect("a second handle");
    let writing = std::thread::spawn(move || {
        // Never silent for long, never done: the whole takes too long.
        while writer.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert_problem(&read(&mut trickling), 408, "too-slow");
    trickling.shutdown(Shutdown::Both).ok();
    writing.join().expect("it ends");
    assert_eq!(site.visitor().get("/healthz").status, 200);
}

#[test]
fn keys_work_until_they_expire_or_are_withdrawn() {
    use crate::setup::now;
    use chrono::TimeDelta;
    use plumbline::secrets;
    let site = site();
    for (id, seconds, revoked, status) in [("good", 1, false, 200), ("over", 0, false, 401), ("gone", 1, true, 401)] {
        let secret = secrets::api_key(id);
        site.add_key(id, &secret, Access::Agency(agency("A")), now() + TimeDelta::seconds(seconds), revoked);
        assert_eq!(Client::with_key(site.address, &secret).get("/api/v1/findings").status, status, "{id}");
        let forged = format!("plk_{id}_{}", secrets::token());
        assert_eq!(Client::with_key(site.address, &forged).get("/api/v1/findings").status, 401, "{id}");
    }
}

#[test]
fn a_wrong_key_is_refused_even_beside_a_good_session() {
    let site = site();
    let mut client = site.signed_in("sue");
    assert_eq!(client.get("/api/v1/findings").status, 200);
    client.bearer = Some("plk_nothing_at_all".into());
    assert_eq!(client.get("/api/v1/findings").status, 401);
}

#[test]
fn pages_speak_the_language_asked_for() {
    let site = site();
    let lang = |client: &mut Client, path: &str, headers: &[(&str, &str)]| {
        let body = client.send("GET", path, headers, b"").body;
        body.split("<html lang=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    for (accepted, expected) in [
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fr, en-GB;q=0.8", "en"),
        ("fr", "zh-Hans"),
    ] {
        assert_eq!(lang(&mut site.visitor(), "/login", &[("accept-language", accepted)]), expected, "{accepted}");
    }
    let mut client = site.visitor();
    assert_eq!(lang(&mut client, "/login?lang=en", &[("accept-language", "zh-TW")]), "en");
    assert_eq!(lang(&mut client, "/login", &[("accept-language", "zh-TW")]), "en", "it is kept");
    assert_eq!(lang(&mut client, "/nowhere", &[("accept-language", "zh-TW")]), "en", "on error pages, too");
}

#[test]
fn operators_are_told_what_they_need_and_nothing_personal() {
    let site = site();
    let mut client = site.signed_in("ann");
    client.get("/api/v1/findings/F-secret");
    client.get("/nowhere-secret");
    assert_eq!(client.get("/healthz").body, "ok\n");
    let ready = client.get("/readyz");
    assert_eq!((ready.status, ready.json()["database"].as_bool()), (200, Some(true)));
    let metrics = client.get("/metrics");
    let has = |line: &str| assert!(metrics.body.contains(line), "{line} in\n{}", metrics.body);
    has("plumbline_http_requests_total{method=\"GET\",route=\"/api/v1/findings/{id}\",status=\"404\"} 1");
    has("plumbline_http_requests_total{method=\"POST\",route=\"/login\",status=\"303\"} 1");
    has("plumbline_http_requests_total{method=\"GET\",route=\"(none)\",status=\"404\"} 1");
    has("plumbline_http_request_seconds_bucket{method=\"GET\",route=\"/healthz\",le=\"+Inf\"} 1");
    assert!(!metrics.body.contains("secret") && !metrics.body.contains("ann"));
}

#[test]
fn pages_are_not_compressed_and_everything_else_is() {
    let site = site();
    let encoding = |path: &str| {
        let answer = site.visitor().send("GET", path, &[("accept-encoding", "gzip")], b"");
        answer.header("content-encoding").map(str::to_owned)
    };
    assert_eq!(encoding("/login"), None, "a page holds a token that compression would give away");
    assert_eq!(encoding("/api/v1/openapi.json").as_deref(), Some("gzip"));
    assert_eq!(encoding("/assets/plumbline.css").as_deref(), Some("gzip"));
}

#[test]
fn behind_a_proxy_visitors_are_told_apart_by_what_it_adds() {
    let settings = WebSettings { behind_proxy: true, ..WebSettings::default() };
    let site = Site::sqlite_with(Wishes { settings, ..Wishes::plain() });
    let attempt = |number: usize, forwarded: &str| {
        let mut visitor = site.visitor();
        let csrf = visitor.get("/login").csrf();
        let headers = [("x-forwarded-for", forwarded), ("content-type", "application/x-www-form-urlencoded")];
        visitor
            .send("POST", "/login", &headers, format!("csrf={csrf}&name=nobody{number}&password=x").as_bytes())
            .status
    };
    // The first part is what the visitor claims, the last what the proxy saw.
    // On a slow machine an attempt more is granted while the others are made.
    let refused = (0..200).find(|number| attempt(*number, &format!("192.0.2.{number}, 198.51.100.7")) == 429);
    assert!(refused.is_some_and(|number| number >= 60), "refused at attempt {refused:?}");
    assert_eq!(attempt(200, "198.51.100.8"), 401);
    let mut visitor = site.visitor();
    assert_eq!(visitor.send("GET", "/metrics", &[("x-forwarded-for", "198.51.100.7")], b"").status, 404);
    assert_eq!(visitor.get("/metrics").status, 200, "operators ask the server itself");
}
