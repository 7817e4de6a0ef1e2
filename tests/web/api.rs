//! The API from end to end: a week goes in, findings and a scorecard come out, a verdict moves the score.

use crate::client::Client;
use crate::setup::{Site, agency, now, on_both};
use crate::world::{HEAD, calls, hand_in, send, text, work};
use actix_web::http::Method;
use chrono::TimeDelta;
use plumbline::domain::account::Access;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::web::metrics::Metrics;
use plumbline::web::routes::routes;
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both! {
    rules: a_week_goes_in_and_its_report_comes_back the_same_key_is_the_same_upload a_verdict_moves_the_score_at_once
    lists_go_on_from_their_cursor the_workbook_comes_back_annotated operators_see_how_much_there_is
}

fn key_of(site: &Site, id: &str) -> Client {
    site.with_key(Access::Agency(agency(id)))
}

fn a_week_goes_in_and_its_report_comes_back(site: Site) {
    let mut ann = key_of(&site, "A");
    let bad = format!("{}A-3,K1,W1,13900000001,debtor,sometime,2026-07-22T21:31:00+08:00,connected\n", calls("A"));
    let asked = send(&mut ann, &[("accept-language", "en")], &bad);
    assert_eq!(asked.status, 202);
    let job = asked.json();
    assert_eq!((&job["state"], &job["submission_id"]), (&json!("queued"), &Value::Null));
    assert_eq!(job["enqueued_at"], "2026-08-03T09:00:00Z");
    work(&site);
    let job = ann.get(asked.header("location").expect("a job")).json();
    let id = text(&job["submission_id"]);
    let report = ann.get(&format!("/api/v1/submissions/{id}")).json();
    assert_eq!(
        (&report["state"], &report["version"], &report["week"]),
        (&json!("partly-accepted"), &json!(1), &json!("2026-W30"))
    );
    let sheet = &report["sheets"][0];
    assert_eq!(
        [&sheet["rows"], &sheet["accepted"], &sheet["refused"], &sheet["duplicates"], &sheet["unchanged"]],
        [&json!(3), &json!(2), &json!(1), &json!(0), &json!(0)]
    );
    let issue = &report["issues"][0];
    assert_eq!(
        (&issue["cell"], &issue["field"], &issue["value"]),
        (&json!("F4"), &json!("started_at"), &json!("sometime"))
    );
    let listed = ann.get("/api/v1/submissions").json();
    assert_eq!(listed["items"][0]["submission_id"], json!(id));
    assert_eq!(listed["items"][0]["refused"], 1);
}

fn the_same_key_is_the_same_upload(site: Site) {
    let mut ann = key_of(&site, "A");
    let once = [("idempotency-key", "week-30")];
    let first = send(&mut ann, &once, &calls("A")).json();
    assert_eq!(send(&mut ann, &once, &calls("A")).json()["job_id"], first["job_id"]);
    work(&site);
    assert_eq!(send(&mut ann, &once, &calls("A")).json()["state"], "done", "afterwards, too");
    let other = send(&mut ann, &once, &format!("{}\n", calls("A")));
    assert_eq!((other.status, &other.json()["errors"][0]["code"]), (409, &json!("key-used-before")));
    assert_ne!(send(&mut key_of(&site, "A"), &once, &calls("A")).json()["job_id"], first["job_id"], "another sender's");
    let long = "x".repeat(201);
    assert_eq!(send(&mut ann, &[("idempotency-key", &long)], &calls("A")).status, 400);
    assert_eq!(send(&mut ann, &[("idempotency-key", &long[..200])], &calls("A")).status, 202);
}

fn a_verdict_moves_the_score_at_once(site: Site) {
    let mut ann = key_of(&site, "A");
    let ours = hand_in(&site, &mut ann, "A");
    let finding = ann.get(&format!("/api/v1/findings/{}", ours.finding)).json();
    assert_eq!(finding["rule_id"], "contact-outside-hours");
    assert_eq!(
        (&finding["call_id"], &finding["status"], &finding["turn"]),
        (&json!("A-2"), &json!("open"), &Value::Null)
    );
    assert_eq!(finding["evidence"][0]["file_sha256"], json!(ours.file));
    assert!(text(&finding["why"]).contains("21:30"), "{finding}");
    let card = "/api/v1/scorecards/2026Q3/A";
    let before = ann.get(card).json();
    let deduction = |card: &Value| {
        let deductions = card["deductions"].as_array().cloned().unwrap_or_default();
        deductions.into_iter().find(|deduction| deduction["rule_id"] == "contact-outside-hours").unwrap_or(Value::Null)
    };
    assert_eq!(deduction(&before)["open"], 1, "{before}");

    let mut quinn = site.with_key(Access::Qa);
    let verdicts = format!("/api/v1/findings/{}/verdicts", ours.finding);
    for (body, field) in [
        (json!({ "status": "false-hit" }), "reason"),
        (json!({ "status": "false-hit", "reason": "weather" }), "reason"),
        (json!({ "status": "false-hit", "reason": "other" }), "note"),
        (json!({ "status": "confirmed", "reason": "other" }), "reason"),
        (json!({ "status": "perhaps" }), "status"),
        (json!({ "status": "confirmed", "note": "x".repeat(4001) }), "note"),
    ] {
        let refused = quinn.post_json(&verdicts, &body);
        assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &json!(field)), "{body}");
    }
    let decided = quinn.post_json(&verdicts, &json!({ "status": "false-hit", "reason": "transcript-error" }));
    assert_eq!((decided.status, &decided.json()["status"]), (201, &json!("false-hit")));
    let after = ann.get(card).json();
    assert_eq!(deduction(&after), Value::Null, "without any job having run");
    assert_eq!(after["version"], json!(before["version"].as_u64().unwrap_or(0) + 1));
    assert_eq!(ann.get("/api/v1/findings?status=false-hit").json()["items"].as_array().map(Vec::len), Some(1));
}

fn lists_go_on_from_their_cursor(site: Site) {
    let mut ann = key_of(&site, "A");
    hand_in(&site, &mut ann, "A");
    let all = ann.get("/api/v1/findings?quarter=2026Q3").json();
    let ids = |page: &Value| -> Vec<String> {
        page["items"].as_array().expect("items").iter().map(|item| text(&item["finding_id"])).collect()
    };
    assert_eq!(all["next_cursor"], Value::Null);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ann.get(&format!("/api/v1/findings?quarter=2026Q3&limit=1&cursor={cursor}")).json();
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert!(seen.len() > 1);
    assert_eq!(seen, ids(&all));
}

fn the_workbook_comes_back_annotated(site: Site) {
    let mut ann = key_of(&site, "A");
    let ours = hand_in(&site, &mut ann, "A");
    let answer = ann.get(&format!("/api/v1/submissions/{}/annotated", ours.submission));
    assert_eq!(answer.status, 200, "{answer:?}");
    let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(answer.header("content-type"), Some(xlsx));
    let name = format!("attachment; filename=\"{}-annotated.xlsx\"", ours.submission);
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    assert!(answer.body.starts_with("PK"), "a workbook is a zip archive");
}

fn operators_see_how_much_there_is(site: Site) {
    let mut ann = key_of(&site, "A");
    let ours = hand_in(&site, &mut ann, "A");
    let verdicts = format!("/api/v1/findings/{}/verdicts", ours.finding);
    assert_eq!(site.with_key(Access::Qa).post_json(&verdicts, &json!({ "status": "confirmed" })).status, 201);
    let appeals = format!("/api/v1/findings/{}/appeals", ours.finding);
    assert_eq!(ann.post_json(&appeals, &json!({ "reason": "It was agreed." })).status, 201);
    let metrics = ann.get("/metrics").body;
    for line in [
        "plumbline_submissions{state=\"accepted\"} 1",
        "plumbline_findings{status=\"confirmed\"} 1",
        "plumbline_appeals{state=\"submitted\"} 1",
        "plumbline_jobs{state=\"done\"} ",
        "plumbline_jobs{state=\"queued\"} 1",
    ] {
        assert!(metrics.contains(line), "{line} in\n{metrics}");
    }
    assert_eq!(ann.post_json(&format!("/api/v1/appeals/{}/withdrawal", ours.appeal()), &json!({})).status, 200);
    let again = ann.get("/metrics").body;
    assert!(
        again.contains("plumbline_appeals{state=\"submitted\"} 1"),
        "within the half minute nothing is counted anew"
    );
}

#[test]
fn what_is_on_record_is_counted_every_half_minute() {
    let metrics = Metrics::new().expect("counters");
    let due: Vec<bool> =
        [0, 29, 30, 59, 60].map(|second| metrics.due(now() + TimeDelta::seconds(second))).into_iter().collect();
    assert_eq!(due, [true, false, true, false, true]);
}

#[test]
fn a_refused_upload_names_everything_that_is_wrong() {
    let site = Site::sqlite();
    let refused = |client: &mut Client, fields: &[(&str, &str)], files: &[(&str, &[u8])]| {
        let answer = client.upload("/api/v1/submissions", &[], fields, files);
        assert_eq!(answer.status, 422, "{answer:?}");
        let errors = answer.json()["errors"].as_array().cloned().expect("a list");
        errors.iter().map(|error| text(&error["field"])).collect::<Vec<_>>()
    };
    let file: [(&str, &[u8]); 1] = [("calls.csv", HEAD.as_bytes())];
    let mut ann = key_of(&site, "A");
    assert_eq!(refused(&mut ann, &[], &[]), ["week", "files"]);
    assert_eq!(refused(&mut ann, &[("week", "2026-W54")], &file), ["week"]);
    assert_eq!(refused(&mut ann, &[("week", "2026-W30"), ("as", "bank")], &file), ["as"]);
    let mut sue = site.with_key(Access::Supervisor);
    assert_eq!(refused(&mut sue, &[("week", "2026-W30")], &file), ["agency"]);
    assert_eq!(refused(&mut sue, &[("week", "2026-W30"), ("as", "bank")], &file), ["week"]);
    for (lang, message) in [("zh-CN", "没有选择文件。"), ("zh-TW", "沒有選擇檔案。"), ("en", "There is no file.")]
    {
        let week = [("week", "2026-W30")];
        let answer = ann.upload("/api/v1/submissions", &[("accept-language", lang)], &week, &[]);
        assert_eq!(answer.json()["errors"][0]["message"], message);
    }
    let foreign = |client: &mut Client, agency| {
        client.upload("/api/v1/submissions", &[], &[("week", "2026-W30"), ("agency", agency)], &file)
    };
    assert_eq!(foreign(&mut ann, "B").body, foreign(&mut ann, "Z").body, "another agency is no agency");
    assert_eq!(foreign(&mut ann, "B").status, 422);
    assert_eq!(foreign(&mut ann, "A").status, 202);
    assert_eq!(sue.upload("/api/v1/submissions", &[], &[("as", "bank")], &file).status, 202);
}

#[test]
fn the_description_holds_every_address_and_no_other() {
    let site = Site::sqlite();
    let document = site.visitor().get("/api/v1/openapi.json").json();
    assert!(text(&document["openapi"]).starts_with("3."));
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().expect("methods").keys().map(|method| (path.clone(), method.to_uppercase()))
        })
        .collect();
    let served: BTreeSet<(String, String)> = routes()
        .iter()
        .filter(|entry| entry.path.starts_with("/api/"))
        .map(|entry| (entry.path.to_owned(), entry.method.to_string()))
        .collect();
    assert_eq!(described, served);
    assert!(served.contains(&("/api/v1/submissions".into(), Method::POST.to_string())));
}

#[test]
fn the_description_holds_a_row_of_each_kind_of_evidence() {
    let site = Site::sqlite();
    let document = site.visitor().get("/api/v1/openapi.json").json();
    let letters = &document["components"]["schemas"]["evidence.letters"];
    let required: Vec<&str> =
        letters["required"].as_array().expect("required").iter().filter_map(Value::as_str).collect();
    assert_eq!(required, ["letter_id", "case_no", "template_id", "recipient_kind", "delivery"]);
    let delivery = &letters["properties"]["delivery"]["enum"];
    assert!(delivery.as_array().expect("words").contains(&json!("registered-mail")), "{delivery}");
    let kinds = key_of(&site, "A").get("/api/v1/kinds").json();
    let kinds: Vec<&str> = kinds.as_array().expect("kinds").iter().filter_map(|kind| kind["kind"].as_str()).collect();
    assert_eq!(kinds, EvidenceKind::ALL.map(EvidenceKind::as_str));
    for kind in kinds {
        assert!(document["components"]["schemas"][format!("evidence.{kind}")].is_object(), "{kind}");
    }
}

/// Every key of `value` is described by `schema`.
pub fn fits(document: &Value, schema: &Value, value: &Value, at: &str) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("a schema"),
        None => schema,
    };
    if let Some(parts) = schema["allOf"].as_array() {
        let keys: Vec<&str> = parts
            .iter()
            .map(|part| {
                part["$ref"].as_str().map_or(part, |r| document.pointer(r.trim_start_matches('#')).expect("a schema"))
            })
            .flat_map(|part| part["properties"].as_object().expect("properties").keys().map(String::as_str))
            .collect();
        for key in value.as_object().expect("an object").keys() {
            assert!(keys.contains(&key.as_str()), "{at}.{key} is not described");
        }
        return;
    }
    match value {
        Value::Object(object) if schema["properties"].is_object() => {
            for (key, value) in object {
                let described = &schema["properties"][key];
                assert!(!described.is_null(), "{at}.{key} is not described");
                fits(document, described, value, &format!("{at}.{key}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                fits(document, &schema["items"], item, &format!("{at}[]"));
            }
        }
        _ => {}
    }
}

#[test]
fn answers_are_what_the_description_says() {
    let site = Site::sqlite_with(crate::setup::Wishes::rules());
    let mut ann = key_of(&site, "A");
    let ours = hand_in(&site, &mut ann, "A");
    let document = ann.get("/api/v1/openapi.json").json();
    let appeals = format!("/api/v1/findings/{}/appeals", ours.finding);
    assert_eq!(ann.post_json(&appeals, &json!({ "reason": "It was agreed." })).status, 201);
    for (path, address) in [
        ("/api/v1/findings", "/api/v1/findings".to_owned()),
        ("/api/v1/findings/{id}", format!("/api/v1/findings/{}", ours.finding)),
        ("/api/v1/submissions", "/api/v1/submissions".to_owned()),
        ("/api/v1/submissions/{id}", format!("/api/v1/submissions/{}", ours.submission)),
        ("/api/v1/jobs/{id}", format!("/api/v1/jobs/{}", ours.job)),
        ("/api/v1/scorecards/{quarter}", "/api/v1/scorecards/2026Q3".to_owned()),
        ("/api/v1/scorecards/{quarter}/{agency}", "/api/v1/scorecards/2026Q3/A".to_owned()),
        ("/api/v1/rules/{id}", "/api/v1/rules/contact-outside-hours".to_owned()),
        ("/api/v1/ledger/checkpoint", "/api/v1/ledger/checkpoint".to_owned()),
        ("/api/v1/kinds", "/api/v1/kinds".to_owned()),
    ] {
        let answer = ann.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        let schema = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(!schema.is_null(), "{path}");
        fits(&document, schema, &answer.json(), path);
    }
}
