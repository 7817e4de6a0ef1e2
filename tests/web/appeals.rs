//! Appeals from end to end: by the API, and on the page of the finding without a script.

use crate::client::{Answer, Client};
use crate::setup::{Site, agency, on_both};
use crate::world::{Belongings, hand_in, text};
use plumbline::domain::account::Access;
use serde_json::{Value, json};

on_both! {
    rules: an_appeal_is_made_once_and_decided_by_somebody_else what_an_appeal_needs_is_named another_agencys_finding_is_no_finding
    the_page_has_a_form_and_shows_what_became_of_it the_bank_finds_what_waits_and_decides_it_on_the_page
    the_time_is_over_on_the_page_too
}

struct Scene {
    ann: Client,
    ours: Belongings,
}

fn scene(site: &Site) -> Scene {
    let mut ann = site.with_key(Access::Agency(agency("A")));
    let ours = hand_in(site, &mut ann, "A");
    Scene { ann, ours }
}

impl Scene {
    fn path(&self) -> String {
        format!("/api/v1/findings/{}", self.ours.finding)
    }

    fn appeal(&mut self, body: &Value) -> Answer {
        self.ann.post_json(&format!("{}/appeals", self.path()), body)
    }
}

fn code(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json()["errors"][0]["code"].clone())
}

fn post(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = client.get("/login").csrf();
    let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    client.form(path, &fields)
}

fn an_appeal_is_made_once_and_decided_by_somebody_else(site: Site) {
    let mut scene = scene(&site);
    let (mut quinn, mut sue) = (site.signed_in("quinn"), site.with_key(Access::Supervisor));
    let verdict = format!("/findings/{}/verdict", scene.ours.finding);
    assert_eq!(post(&mut quinn, &verdict, &[("decision", "confirmed")]).status, 303);
    let path = scene.path();
    let before = scene.ann.get(&path).json();
    assert_eq!((&before["appeal_until"], &before["appeals"]), (&json!("2026-08-17"), &json!([])));

    let evidence = [scene.ours.submission.clone(), scene.ours.file.clone()];
    let made = scene.appeal(&json!({ "reason": " The debtor asked for it. ", "evidence": evidence }));
    assert_eq!(made.status, 201, "{made:?}");
    let appeal = made.json();
    assert_eq!((&appeal["state"], &appeal["reason"]), (&json!("submitted"), &json!("The debtor asked for it.")));
    assert_eq!(appeal["evidence"], json!(evidence));
    assert_eq!(appeal["submitted_at"], "2026-08-03T09:00:00Z");
    let again = scene.appeal(&json!({ "reason": "The debtor asked for it." }));
    assert_eq!(code(&again), (409, json!("appeal-exists")));
    assert_eq!(scene.appeal(&json!({ "reason": "Another." })).body, again.body, "whatever is said, and however often");

    let address = format!("/api/v1/appeals/{}", text(&appeal["appeal_id"]));
    let decision = json!({ "outcome": "upheld", "answer": "So it was agreed.", "reason": "not-about-debt" });
    let csrf = quinn.get("/login").csrf();
    let headers = [("x-csrf-token", csrf.as_str()), ("content-type", "application/json")];
    let own = quinn.send("POST", &format!("{address}/decision"), &headers, decision.to_string().as_bytes());
    assert_eq!(code(&own), (409, json!("appeal-own-verdict")), "quinn confirmed it");
    let taken = sue.post_json(&format!("{address}/assignment"), &Value::Null).json();
    assert_eq!(taken["state"], "assigned");
    assert!(text(&taken["assigned_to"]).starts_with("key:"));
    let verdicts = sue.post_json(&format!("{path}/verdicts"), &json!({ "status": "confirmed" }));
    assert_eq!(code(&verdicts), (409, json!("appeal-pending")));

    let decided = sue.post_json(&format!("{address}/decision"), &decision);
    assert_eq!((decided.status, &decided.json()["state"]), (200, &json!("upheld")));
    let after = scene.ann.get(&path).json();
    assert_eq!((&after["status"], &after["appeal_until"]), (&json!("false-hit"), &Value::Null));
    let told = &after["appeals"][0];
    assert_eq!((&told["state"], &told["answer"]), (&json!("upheld"), &json!("So it was agreed.")));
    assert_eq!((&told["assigned_to"], &told["ended_by"]), (&Value::Null, &Value::Null), "the agency learns no names");
    let card = scene.ann.get("/api/v1/scorecards/2026Q3/A").body;
    assert!(!card.contains("contact-outside-hours"), "the score has followed: {card}");
    assert_eq!(code(&sue.post_json(&format!("{address}/decision"), &decision)), (409, json!("appeal-ended")));
    let verdicts = sue.post_json(&format!("{path}/verdicts"), &json!({ "status": "confirmed" }));
    assert_eq!(code(&verdicts), (409, json!("appeal-final")));
    assert_eq!(
        code(&scene.ann.post_json(&format!("{address}/withdrawal"), &Value::Null)),
        (409, json!("appeal-ended"))
    );
}

fn what_an_appeal_needs_is_named(site: Site) {
    let mut scene = scene(&site);
    let theirs = hand_in(&site, &mut site.with_key(Access::Agency(agency("B"))), "B");
    for (body, field, expected) in [
        (json!({ "reason": "  " }), "reason", "appeal-words-missing"),
        (json!({ "reason": "x".repeat(4001) }), "reason", "note-too-long"),
        (json!({ "reason": "x", "evidence": ["S-00000000000000000000"] }), "evidence", "appeal-evidence-unknown"),
        (json!({ "reason": "x", "evidence": [theirs.submission] }), "evidence", "appeal-evidence-unknown"),
        (json!({ "reason": "x", "evidence": [theirs.file] }), "evidence", "appeal-evidence-unknown"),
        (json!({ "reason": "x", "evidence": ["../.."] }), "evidence", "appeal-evidence-unknown"),
        (json!({ "reason": "x", "evidence": vec!["S-1"; 21] }), "evidence", "appeal-evidence-many"),
    ] {
        let refused = scene.appeal(&body);
        assert_eq!(code(&refused), (422, json!(expected)), "{body}");
        assert_eq!(refused.json()["errors"][0]["field"], field);
    }
    assert_eq!(scene.appeal(&json!({})).status, 400);
    assert_eq!(scene.appeal(&json!({ "reason": "x".repeat(4000) })).status, 201);
    let decision = format!("/api/v1/appeals/{}/decision", scene.ours.appeal());
    let mut sue = site.with_key(Access::Supervisor);
    for (body, expected) in [
        (json!({ "outcome": "maybe", "answer": "x" }), "appeal-outcome-unknown"),
        (json!({ "outcome": "withdrawn", "answer": "x" }), "appeal-outcome-unknown"),
        (json!({ "outcome": "rejected", "answer": "" }), "appeal-words-missing"),
        (json!({ "outcome": "rejected", "answer": "x", "reason": "other" }), "reason-unwanted"),
        (json!({ "outcome": "upheld", "answer": "x", "reason": "weather" }), "reason-unknown"),
    ] {
        assert_eq!(code(&sue.post_json(&decision, &body)), (422, json!(expected)), "{body}");
    }
}

fn another_agencys_finding_is_no_finding(site: Site) {
    let mut scene = scene(&site);
    let mut bob = site.with_key(Access::Agency(agency("B")));
    let body = json!({ "reason": "It is not ours." });
    let foreign = bob.post_json(&format!("{}/appeals", scene.path()), &body);
    let missing = bob.post_json("/api/v1/findings/F-00000000000000000000/appeals", &body);
    assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
    assert_eq!(scene.appeal(&body).status, 201);
    for step in ["withdrawal", "decision", "assignment"] {
        let address = |id: &str| format!("/api/v1/appeals/{id}/{step}");
        let body = if step == "decision" { json!({ "outcome": "upheld", "answer": "x" }) } else { Value::Null };
        let foreign = bob.post_json(&address(&scene.ours.appeal()), &body);
        assert_eq!(foreign.body, bob.post_json(&address("P-00000000000000000000"), &body).body);
        assert_eq!(foreign.status, if step == "withdrawal" { 404 } else { 403 });
    }
    for access in [Access::Qa, Access::Supervisor] {
        assert_eq!(site.with_key(access).post_json(&format!("{}/appeals", scene.path()), &body).status, 403);
    }
}

fn the_page_has_a_form_and_shows_what_became_of_it(site: Site) {
    let scene = scene(&site);
    let mut ann = site.signed_in("ann");
    let page = format!("/findings/{}", scene.ours.finding);
    for (lang, words) in [
        ("zh-Hans", "请于 2026-08-17（含当日）前申诉"),
        ("zh-Hant", "請於 2026-08-17（含當日）前提出申覆"),
        ("en", "You may appeal until the end of 2026-08-17."),
    ] {
        let body = ann.get(&format!("{page}?lang={lang}")).body;
        assert!(body.contains(words), "{words} in {body}");
        assert!(body.contains(&format!("<option value=\"{}\">", scene.ours.submission)), "its own hand-ins: {body}");
    }
    let fields = [("reason", "He asked <for> it."), ("evidence", &scene.ours.submission), ("back", "status=open")];
    let made = post(&mut ann, &format!("{page}/appeal"), &fields);
    assert_eq!((made.status, made.header("location")), (303, Some(format!("{page}?status=open").as_str())), "{made:?}");
    let body = ann.get(&format!("{page}?lang=en")).body;
    for part in ["Submitted</span>", "He asked &#60;for&#62; it.", "/submissions/S-", "Withdraw the appeal"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert!(!body.contains("name=\"reason\""), "there is no second appeal");
    assert_eq!(post(&mut ann, &format!("{page}/appeal"), &fields).status, 409);
    let withdrawn = post(&mut ann, &format!("/appeals/{}/withdrawal", scene.ours.appeal()), &[]);
    assert_eq!(withdrawn.status, 303);
    let body = ann.get(&format!("{page}?lang=en")).body;
    assert!(body.contains("Withdrawn</span>") && !body.contains("Withdraw the appeal"), "{body}");
}

fn the_bank_finds_what_waits_and_decides_it_on_the_page(site: Site) {
    let mut scene = scene(&site);
    let (mut quinn, mut sue) = (site.signed_in("quinn"), site.signed_in("sue"));
    let page = format!("/findings/{}", scene.ours.finding);
    assert_eq!(post(&mut quinn, &format!("{page}/verdict"), &[("decision", "confirmed")]).status, 303);
    assert_eq!(scene.appeal(&json!({ "reason": "It was agreed." })).status, 201);
    let list = sue.get("/findings?appeal=pending&lang=en").body;
    assert!(list.contains(&scene.ours.finding) && list.contains("One finding"), "{list}");
    let shown = quinn.get(&format!("{page}?lang=en")).body;
    assert!(shown.contains("It was agreed.") && shown.contains("You gave a verdict on this finding"), "{shown}");
    assert!(!shown.contains("/decision") && !shown.contains("/verdict\""), "quinn decides nothing here: {shown}");
    let shown = sue.get(&format!("{page}?lang=en")).body;
    assert!(shown.contains("Take it on") && shown.contains("Reject: the finding stays"), "{shown}");
    let address = format!("/appeals/{}", scene.ours.appeal());
    assert_eq!(post(&mut sue, &format!("{address}/assignment"), &[]).status, 303);
    assert!(sue.get(&format!("{page}?lang=en")).body.contains("sue: Being looked at"));
    let fields = [("outcome", "rejected"), ("answer", "Nothing was agreed."), ("reason", "other")];
    assert_eq!(post(&mut sue, &format!("{address}/decision"), &fields).status, 303);
    let shown = site.signed_in("ann").get(&format!("{page}?lang=en")).body;
    assert!(shown.contains("Rejected</span>") && shown.contains("Nothing was agreed."), "{shown}");
    let (_, card) = shown.split_once("id=\"appeal\"").expect("the appeal");
    assert!(!card.contains("sue"), "the agency learns no names: {card}");
    assert!(sue.get("/findings?appeal=pending&lang=en").body.contains("No finding matches"));
    assert!(sue.get(&format!("{page}?lang=en")).body.contains("An appeal has settled this finding"));
}

fn the_time_is_over_on_the_page_too(site: Site) {
    let mut scene = scene(&site);
    let long_ago = "UPDATE findings SET found_at = '2026-07-01 00:00:00'";
    site.tamper(long_ago);
    let path = scene.path();
    assert_eq!(scene.ann.get(&path).json()["appeal_until"], Value::Null);
    assert_eq!(code(&scene.appeal(&json!({ "reason": "x" }))), (409, json!("appeal-late")));
    let shown = site.signed_in("ann").get(&format!("/findings/{}?lang=en", scene.ours.finding)).body;
    assert!(shown.contains("The time to appeal ended on 2026-07-15."), "{shown}");
    assert!(!shown.contains("name=\"reason\""), "{shown}");
}
