//! Duties that events bring about: raised from registers and verdicts, told to people, settled with their reasons, and in the ledger.

use crate::client::Client;
use crate::setup::{Site, agency, on_both};
use crate::world::{text, work};
use plumbline::domain::account::Access;
use plumbline::domain::lang::Lang;
use plumbline::intake::InputFile;
use plumbline::jobs::import::{self, HandedInBy, Request};
use plumbline::jobs::{duties, verify};
use serde_json::{Value, json};

on_both! { rules:
    registers_raise_duties_and_close_them
    a_threshold_calls_for_a_decision_and_the_record_says_who_was_told
    confirmed_findings_call_for_a_decision_until_they_are_taken_back
}

/// Hands in rows of the bank's about agency A.
fn bank(site: &Site, rows: &[Value]) {
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let request = Request {
        from: HandedInBy::Bank(Some(agency("A"))),
        files: vec![InputFile { name: "lists.jsonl".into(), bytes: lines.into_bytes() }],
        lang: Lang::En,
        received_from: "sue".into(),
        dry_run: false,
    };
    let report = import::import(&site.app.jobs, &request).expect("a hand-in").report;
    assert!(report.sheets.iter().all(|sheet| sheet.refused == 0), "{report:?}");
}

fn complaint(id: &str, received: &str, grounds: &str, more: &Value) -> Value {
    let mut row = json!({ "kind": "complaints", "complaint_id": id, "received_at": received, "grounds": grounds });
    for (name, value) in more.as_object().expect("fields") {
        row[name] = value.clone();
    }
    row
}

/// The upheld complaints about W1, so many of them.
fn upheld(count: usize) -> Vec<Value> {
    let of_w1 =
        json!({ "collector_id": "W1", "outcome": "upheld", "answered_at": "2026-07-30", "answered_side": "bank" });
    (1..=count).map(|n| complaint(&format!("T{n}"), &format!("2026-07-2{n}"), "attitude", &of_w1)).collect()
}

fn list(client: &mut Client, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("/api/v1/duties?{query}")).json();
    answer["items"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

/// Kind, cause, last day and state of each.
fn brief(duties: &[Value]) -> Vec<[&str; 4]> {
    let part = |duty: &'_ Value, name: &str| duty[name].as_str().expect("a text").to_owned();
    let mut lines: Vec<[String; 4]> =
        duties.iter().map(|duty| ["kind", "cause", "due", "state"].map(|name| part(duty, name))).collect();
    lines.sort();
    lines.into_iter().map(|line| line.map(|text| &*text.leak())).collect()
}

fn verified(site: &Site) {
    let verified = verify::verify(&site.app.jobs, None, None, &mut |_| {}).expect("a verification");
    assert_eq!(verified.difference, None);
}

fn registers_raise_duties_and_close_them(site: Site) {
    let mut sue = site.with_key(Access::Supervisor);
    let case = json!({ "case_no": "K1" });
    bank(
        &site,
        &[
            json!({ "kind": "cases", "case_no": "K1", "balance": "12345.60", "entrusted_at": "2026-07-01" }),
            complaint("S1", "2026-07-31", "amount-enquiry", &case),
            complaint("S2", "2026-07-31", "agency-enquiry", &json!({})),
            complaint("S3", "2026-07-31", "agency-enquiry", &json!({ "answered_at": "2026-08-01" })),
            complaint("S4", "2026-07-31", "harassment", &json!({ "agency_refused": true, "outcome": "upheld" })),
            complaint("S5", "2026-07-31", "harassment", &json!({ "agency_refused": true, "outcome": "rejected" })),
            complaint("S6", "2026-07-31", "violence", &json!({})),
            json!({ "kind": "agreements", "agreement_id": "G1", "starts_on": "2025-01-01", "ruleset": "cn-bank-card",
                "terminated_on": "2026-08-01" }),
            json!({ "kind": "agreements", "agreement_id": "G2", "starts_on": "2025-01-01", "ruleset": "cn-bank-card",
                "terminated_on": "2026-08-04" }),
        ],
    );
    assert_eq!(
        brief(&list(&mut sue, "agency=A")),
        [
            ["agency-named", "S2", "2026-08-05", "open"],
            ["amount-told", "S1", "2026-08-05", "open"],
            ["debtor-taken-over", "S4", "2026-08-05", "open"],
            ["termination-reported", "G1", "2026-08-07", "open"],
            ["violence-to-police", "S6", "2026-08-01", "open"],
        ],
        "nothing for what was answered, rejected or lies ahead"
    );
    assert!(list(&mut sue, "agency=B").is_empty());
    let document = sue.get("/api/v1/openapi.json").json();
    let schema =
        &document["paths"]["/api/v1/duties"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    crate::api::fits(&document, schema, &sue.get("/api/v1/duties").json(), "/api/v1/duties");
    let (first, cursor) = {
        let page = sue.get("/api/v1/duties?limit=1").json();
        (page["items"].clone(), text(&page["next_cursor"]))
    };
    assert_eq!(first[0]["cause"], "S6", "the one due first leads");
    assert_eq!(list(&mut sue, &format!("cursor={cursor}")).len(), 4);

    closed_by_the_registers(&site, &mut sue);
    settled_on_its_page(&site, &mut sue);
}

fn closed_by_the_registers(site: &Site, sue: &mut Client) {
    bank(
        site,
        &[
            complaint("S1", "2026-07-31", "amount-enquiry", &json!({ "case_no": "K1", "answered_at": "2026-08-02" })),
            complaint("S4", "2026-07-31", "harassment", &json!({ "agency_refused": true, "outcome": "withdrawn" })),
            complaint("S6", "2026-07-31", "violence", &json!({ "police_reported_on": "2026-08-01" })),
        ],
    );
    assert_eq!(
        brief(&list(sue, "")),
        [
            ["agency-named", "S2", "2026-08-05", "open"],
            ["amount-told", "S1", "2026-08-05", "settled"],
            ["debtor-taken-over", "S4", "2026-08-05", "lapsed"],
            ["termination-reported", "G1", "2026-08-07", "open"],
            ["violence-to-police", "S6", "2026-08-01", "settled"],
        ]
    );
    let told = list(sue, "kind=amount-told&state=settled");
    let last = &told[0]["steps"][1];
    assert_eq!((&last["by"], &last["done_on"]), (&json!("plumbline"), &json!("2026-08-02")));
    bank(site, &[complaint("S4", "2026-07-31", "harassment", &json!({ "agency_refused": true, "outcome": "upheld" }))]);
    assert_eq!(list(sue, "kind=debtor-taken-over")[0]["state"], "open", "what a register takes back is due again");
}

fn settled_on_its_page(site: &Site, sue: &mut Client) {
    bank(site, &[complaint("S1", "2026-07-31", "amount-enquiry", &json!({ "case_no": "K1" }))]);
    let id = text(&list(sue, "kind=amount-told")[0]["duty_id"]);
    let mut browser = site.signed_in("sue");
    let page = browser.get(&format!("/duties/{id}?lang=en"));
    assert!(page.body.contains("12345.60") && page.body.contains("Agency A"), "what is to be told: {}", page.body);
    let fields = [("csrf", &*page.csrf()), ("done_on", "2026-08-03"), ("note", "Called back, told 12,345.60 <b>.")];
    assert_eq!(browser.form(&format!("/duties/{id}/settlement"), &fields).status, 303);
    let page = browser.get(&format!("/duties/{id}")).body;
    assert!(page.contains("12,345.60 &#60;b&#62;") && !page.contains("/settlement"), "{page}");
    assert!(browser.get("/duties?lang=en").body.contains("Settled lately"));
    verified(site);
    site.tamper("UPDATE duties SET note = 'Another.' WHERE step = 'settled' AND done_by = 'sue'");
    let verified = verify::verify(&site.app.jobs, None, None, &mut |_| {}).expect("a verification");
    assert!(verified.difference.is_some(), "a changed note is seen");
}

fn a_threshold_calls_for_a_decision_and_the_record_says_who_was_told(site: Site) {
    let (mut sue, mut browser) = (site.with_key(Access::Supervisor), site.signed_in("sue"));
    bank(&site, &upheld(2));
    assert!(list(&mut sue, "").is_empty(), "two are not three");
    bank(&site, &upheld(3));
    let alerts = list(&mut sue, "state=open");
    assert_eq!(brief(&alerts), [["collector-dismissal", "W1 2026Q3", "2026-08-10", "open"]]);
    let fact = &alerts[0]["facts"][1];
    assert_eq!((&fact["count"], &fact["at_least"]), (&json!(3), &json!(3)), "{fact}");
    assert_eq!(fact["complaint_ids"], json!(["T1", "T2", "T3"]));
    let id = text(&alerts[0]["duty_id"]);
    let listed = browser.get("/duties?lang=en").body;
    assert!(listed.contains("a decision is called for") && listed.contains("nobody has taken note yet"), "{listed}");
    assert!(listed.contains("3 upheld complaints in Q3 2026, where 3 call for a decision"), "{listed}");

    let page = browser.get(&format!("/duties/{id}?lang=en"));
    assert_eq!(browser.form(&format!("/duties/{id}/note"), &[("csrf", &page.csrf())]).status, 303);
    let told = browser.get("/duties?lang=en").body;
    assert!(told.contains("sue 2026-08-03 17:00"), "who was told, and when: {told}");

    let settle = format!("/api/v1/duties/{id}/settlement");
    for (body, status, code) in [
        (json!({ "note": " " }), 422, "duty-words-missing"),
        (json!({ "note": "x".repeat(4001) }), 422, "note-too-long"),
        (json!({ "note": "No outcome." }), 409, "duty-outcome"),
        (json!({ "note": "Another's.", "outcome": "terminate" }), 409, "duty-outcome"),
        (json!({ "note": "Early.", "outcome": "keep", "done_on": "2026-07-22" }), 409, "duty-day"),
        (json!({ "note": "Late.", "outcome": "keep", "done_on": "2026-08-04" }), 409, "duty-day"),
        (json!({ "note": "Some day.", "outcome": "keep", "done_on": "soon" }), 422, "duty-day"),
    ] {
        let answer = sue.post_json(&settle, &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert_eq!(answer.json()["errors"][0]["code"], code, "{body}");
    }
    let decided = sue.post_json(&settle, &json!({ "outcome": "remove", "note": "Three complaints in three days." }));
    assert_eq!(decided.status, 200, "{}", decided.body);
    let decided = decided.json();
    let steps: Vec<_> = decided["steps"].as_array().expect("steps").iter().map(|step| text(&step["step"])).collect();
    assert_eq!(steps, ["raised", "noted", "noted", "settled"], "whoever decides was told with that");
    assert_eq!(decided["steps"][3]["outcome"], "remove");
    assert_eq!(
        sue.post_json(&settle, &json!({ "outcome": "keep", "note": "Again." })).status,
        409,
        "decided is decided"
    );
    bank(&site, &upheld(4));
    assert_eq!(list(&mut sue, "")[0]["state"], "settled", "a person's decision stands");
    assert!(browser.get(&format!("/duties/{id}?lang=en")).body.contains("Take off the bank&#39;s cases"));

    let agreed = json!({ "kind": "agreements", "agreement_id": "G1", "starts_on": "2025-01-01", "ruleset": "cn-bank-card",
        "termination_threshold": 4 });
    bank(&site, &[agreed]);
    assert_eq!(
        brief(&list(&mut sue, "state=open")),
        [["agency-termination", "2026Q3", "2026-08-17", "open"]],
        "the agreement's own number goes first"
    );
    verified(&site);
}

fn confirmed_findings_call_for_a_decision_until_they_are_taken_back(site: Site) {
    let call = |n: u8| {
        let (started, ended) = (format!("2026-07-2{n}T10:00:00+08:00"), format!("2026-07-2{n}T10:01:00+08:00"));
        let row = json!({ "kind": "calls", "call_id": format!("A-{n}"), "case_no": "K1", "collector_id": "W1", "party": "debtor",
            "called_number": "13900000001", "started_at": started, "ended_at": ended, "outcome": "connected" });
        let turns = [json!({ "speaker": "agent", "text": "再不还钱，我打断你的腿。" })];
        format!("{row}\n{}\n", json!({ "kind": "transcripts", "call_id": format!("A-{n}"), "turns": turns }))
    };
    let week = call(1) + &call(2);
    let mut key = site.with_key(Access::Agency(agency("A")));
    let sent = key.upload("/api/v1/submissions", &[], &[("week", "2026-W30")], &[("week.jsonl", week.as_bytes())]);
    assert_eq!(sent.status, 202, "{}", sent.body);
    work(&site);
    let mut sue = site.with_key(Access::Supervisor);
    let found = sue.get("/api/v1/findings?rule=threat-of-violence").json();
    let found = found["items"].as_array().unwrap_or_else(|| panic!("{found}"));
    let ids: Vec<String> = found.iter().map(|it| text(&it["finding_id"])).collect();
    assert_eq!(ids.len(), 2, "{found:?}");
    let mut decide = |id: &str, verdict: Value| {
        assert_eq!(sue.post_json(&format!("/api/v1/findings/{id}/verdicts"), &verdict).status, 201);
        work(&site);
        list(&mut sue, "")
    };
    assert!(decide(&ids[0], json!({ "status": "confirmed" })).is_empty(), "one is not two");
    let alerts = decide(&ids[1], json!({ "status": "confirmed" }));
    assert_eq!(brief(&alerts), [["collector-dismissal", "W1 2026Q3", "2026-08-10", "open"]]);
    assert_eq!(alerts[0]["since"], "2026-07-22", "the day that made it two");
    assert_eq!(alerts[0]["facts"][0], json!({ "fact": "collector", "collector_id": "W1" }));
    assert_eq!(alerts[0]["facts"][1]["count"], 2);
    duties::raise(&site.app.jobs, &agency("A")).expect("raised");
    let page = site.signed_in("sue").get(&format!("/duties/{}?lang=en", text(&alerts[0]["duty_id"]))).body;
    assert!(ids.iter().all(|id| page.contains(&format!("/findings/{id}"))), "each is one click away: {page}");
    let lapsed = decide(&ids[0], json!({ "status": "false-hit", "reason": "wrong-speaker" }));
    assert_eq!(lapsed[0]["steps"].as_array().map(Vec::len), Some(2), "raising again changed nothing: {lapsed:?}");
    assert_eq!(lapsed[0]["state"], "lapsed");
    verified(&site);
}

#[test]
fn only_supervisors_see_duties() {
    let site = Site::sqlite_with(crate::setup::Wishes::rules());
    bank(&site, &[complaint("S2", "2026-07-31", "agency-enquiry", &json!({}))]);
    let id = text(&list(&mut site.with_key(Access::Supervisor), "")[0]["duty_id"]);
    for access in [Access::Qa, Access::Agency(agency("A"))] {
        let mut other = site.with_key(access);
        assert_eq!(other.get("/api/v1/duties").status, 403);
        assert_eq!(other.get(&format!("/api/v1/duties/{id}")).status, 403);
        assert_eq!(other.post_json(&format!("/api/v1/duties/{id}/notes"), &json!({})).status, 403);
    }
    let mut sue = site.with_key(Access::Supervisor);
    assert_eq!(sue.get("/api/v1/duties/U-00000000000000000000").status, 404);
    assert_eq!(sue.get("/api/v1/duties?state=done").status, 400);
}
