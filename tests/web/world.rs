//! A site on which both agencies have handed in a week: A's collector called late, and so did B's.

use crate::client::{Answer, Client};
use crate::setup::Site;
use plumbline::jobs::worker;
use serde_json::Value;

pub const HEAD: &str = "call_id,case_no,collector_id,called_number,party,started_at,ended_at,outcome\n";

/// Everything of one agency that has an address.
#[derive(Debug, Clone)]
pub struct Belongings {
    pub job: String,
    pub submission: String,
    pub file: String,
    pub finding: String,
}

impl Belongings {
    /// The id of the appeal against the finding, whether or not it was made.
    pub fn appeal(&self) -> String {
        self.finding.replace("F-", "P-")
    }
}

/// The calls of one agency: one by day, one after nine in the evening, in Shanghai.
pub fn calls(agency: &str) -> String {
    format!(
        "{HEAD}{agency}-1,K1,W1,13900000001,debtor,2026-07-21T10:00:00+08:00,2026-07-21T10:02:00+08:00,connected\n\
         {agency}-2,K1,W1,13900000001,debtor,2026-07-22T21:30:00+08:00,2026-07-22T21:31:00+08:00,connected\n"
    )
}

/// Does what waits.
pub fn work(site: &Site) {
    while worker::once(&site.app.jobs, "test").expect("the queue") {}
}

/// Sends calls.csv for week 30.
pub fn send(client: &mut Client, headers: &[(&str, &str)], content: &str) -> Answer {
    client.upload("/api/v1/submissions", headers, &[("week", "2026-W30")], &[("calls.csv", content.as_bytes())])
}

/// Hands in for the agency that the client's key is for.
pub fn hand_in(site: &Site, client: &mut Client, agency: &str) -> Belongings {
    let asked = send(client, &[], &calls(agency));
    assert_eq!(asked.status, 202, "{asked:?}");
    work(site);
    let job = client.get(asked.header("location").expect("where the job is")).json();
    assert_eq!(job["state"], "done", "{job}");
    let submission = text(&job["submission_id"]);
    let report = client.get(&format!("/api/v1/submissions/{submission}")).json();
    let findings = client.get("/api/v1/findings?rule=contact-outside-hours").json();
    Belongings {
        job: text(&job["job_id"]),
        submission,
        file: text(&report["files"][0]["sha256"]),
        finding: text(&findings["items"][0]["finding_id"]),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
