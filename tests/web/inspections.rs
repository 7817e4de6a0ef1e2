//! Inspections on site: the form is the ruleset's checklist, and what is sent is evidence like any other of the bank's.

use crate::client::{Answer, Client};
use crate::setup::{Site, agency, on_both};
use crate::world::work;
use plumbline::domain::account::Access;
use plumbline::domain::evidence::{EvidenceKind, Record};
use plumbline::domain::ids::Digest;
use plumbline::domain::register::{Inspection, InspectionResult};
use plumbline::jobs::{audit, verify};
use plumbline::store::Scope;
use plumbline::store::evidence::{self, Kept};

on_both! { rules:
    what_the_form_says_is_evidence_and_a_fail_is_a_finding
    photographs_and_papers_are_attached_and_only_the_bank_opens_them
}

const FORM: &str = "/inspections/new?agency=A&kind=regular&lang=en";

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split(end).next().unwrap_or_default()
}

/// The rules whose items the form asks for.
fn items(form: &Answer) -> Vec<String> {
    let parts = form.body.split("name=\"remark.").skip(1);
    parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// A filled-in form: everything passed, but for what `more` says.
fn filled(form: &Answer, kind: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let id = between(&form.body, "name=\"inspection_id\" value=\"", "\"");
    let csrf = form.csrf();
    let head = [("csrf", csrf.as_str()), ("agency", "A"), ("inspection_kind", kind), ("inspection_id", id)];
    let head = head.into_iter().chain([("held_on", "2026-08-03"), ("inspector", "陈先生"), ("mend_by", "2026-08-31")]);
    let mut fields: Vec<_> = head.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if kind == "regular" {
        fields.extend(items(form).into_iter().map(|rule| (format!("result.{rule}"), "pass".to_owned())));
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn send(client: &mut Client, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.attach("/inspections", &[], &fields, &[])
}

fn on_record(site: &Site) -> Vec<Kept> {
    site.store()
        .read(|db| evidence::register(db, &Scope::Bank, &agency("A"), EvidenceKind::Inspections))
        .expect("the register")
}

fn row<'a>(rows: &'a [Kept], item: &str) -> &'a Inspection {
    let found = rows.iter().find_map(|kept| match &kept.record {
        Record::Inspection(row) if row.item_id == item => Some(row),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no {item}: {rows:?}"))
}

fn what_the_form_says_is_evidence_and_a_fail_is_a_finding(site: Site) {
    let mut sue = site.signed_in("sue");
    assert!(sue.get("/inspections?lang=en").body.contains("No inspection is on record yet."));
    let form = sue.get(FORM);
    assert_eq!(
        items(&form),
        ["debtor-data-passed-on", "sub-delegated", "acted-in-banks-name", "internal-audit-not-held"]
    );
    let fail = [
        ("result.sub-delegated", "fail"),
        ("remark.sub-delegated", "付给另一家公司的款项 <b>"),
        ("evidence.sub-delegated", "IMG-7，IMG-8"),
        ("result.acted-in-banks-name", "not-applicable"),
    ];
    let fields = filled(&form, "regular", &fail);
    let sent = send(&mut sue, &fields);
    assert_eq!(sent.status, 303, "{}", sent.body);
    work(&site);
    let rows = on_record(&site);
    assert_eq!(rows.len(), 4);
    let failed = row(&rows, "PL-3b");
    assert_eq!(failed.result, InspectionResult::Fail);
    assert_eq!(failed.remark.as_deref(), Some("付给另一家公司的款项 <b>"));
    assert_eq!(failed.evidence, ["IMG-7", "IMG-8"]);
    assert_eq!(failed.mend_by.map(|day| day.to_string()).as_deref(), Some("2026-08-31"));
    assert_eq!(row(&rows, "PL-3a").mend_by, None, "nothing to mend");
    assert!(rows.iter().all(|kept| kept.origin.cell("result").cell.starts_with('L')), "each row has its line");
    let submission = rows[0].since.to_string();
    let job = sue.get(sent.header("location").expect("the job"));
    assert_eq!(job.header("location"), Some(format!("/submissions/{submission}").as_str()));
    let list = sue.get("/inspections?lang=en").body;
    assert!(list.contains("/inspections/A/X-") && list.contains("2027-02-03"), "{list}");

    assert_eq!(send(&mut sue, &fields).status, 303, "the same once more");
    work(&site);
    assert_eq!(on_record(&site), rows, "it is the same inspection");

    let quarter = "2026Q3".parse().expect("a quarter");
    audit::audit(&site.app.jobs, &agency("A"), quarter, None).expect("an audit");
    let found = site.with_key(Access::Supervisor).get("/api/v1/findings?agency=A").json();
    let [finding] = found["items"].as_array().expect("findings").as_slice() else { panic!("{found}") };
    assert_eq!(finding["rule_id"], "sub-delegated");
    let page = sue.get(&format!("/findings/{}?lang=en", finding["finding_id"].as_str().expect("an id"))).body;
    assert!(page.contains("collection was passed on to others: 付给另一家公司的款项 &#60;b&#62;"), "{page}");
    let verified = verify::verify(&site.app.jobs, None, None, &mut |_| {}).expect("a verification");
    assert_eq!(verified.difference, None);
}

const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photograph of the door";
const PAPER: &[u8] = b"%PDF-1.7 the contract with the other company";

fn photographs_and_papers_are_attached_and_only_the_bank_opens_them(site: Site) {
    let mut sue = site.signed_in("sue");
    let form = sue.get(FORM);
    assert!(form.body.contains("multipart/form-data") && form.body.contains("accept=\"image/*,application/pdf\""));
    let fail = [("result.sub-delegated", "fail"), ("evidence.sub-delegated", "IMG-7")];
    let fields = filled(&form, "regular", &fail);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let files = [
        ("file.sub-delegated", "门口 1.jpg", PHOTO),
        ("file.sub-delegated", "contract.pdf", PAPER),
        ("file.acted-in-banks-name", "virus.pdf", b"MZ not a paper"),
    ];
    let refused = sue.attach("/inspections", &[], &fields, &files);
    assert_eq!(refused.status, 422, "a fail without words, and a file that is no paper");
    assert!(refused.body.contains("no photograph and no PDF"), "{}", refused.body);
    let photo = format!("sha256:{}.jpg", Digest::of(PHOTO));
    let paper = format!("sha256:{}.pdf", Digest::of(PAPER));
    assert!(refused.body.contains(&photo) && refused.body.contains(&paper), "what was sent needn't be sent again");

    let kept = [
        ("remark.sub-delegated", "付给另一家公司"),
        ("kept-0.sub-delegated", &photo),
        ("kept-1.sub-delegated", &paper),
    ];
    let forged = format!("sha256:{}.pdf", Digest::of(b"nothing"));
    let fields = [&fields[..], &kept, &[("kept-2.sub-delegated", forged.as_str())]].concat();
    let sent = sue.attach("/inspections", &[], &fields, &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    work(&site);
    let rows = on_record(&site);
    let failed = row(&rows, "PL-3b");
    assert_eq!(failed.evidence, ["IMG-7".to_owned(), photo.clone(), paper.clone()], "and nothing that isn't there");

    let list = sue.get("/inspections?lang=en").body;
    let page = sue.get(&format!("/inspections/A/{}?lang=en", failed.inspection_id));
    assert!(list.contains(&format!("/inspections/A/{}", failed.inspection_id)));
    let (photo, paper) = (photo.replace("sha256:", "/attachments/"), paper.replace("sha256:", "/attachments/"));
    assert!(page.body.contains(&format!("<img src=\"{photo}\"")) && page.body.contains(&paper), "{}", page.body);
    for (path, media, content) in [(&photo, "image/jpeg", PHOTO), (&paper, "application/pdf", PAPER)] {
        let got = sue.get(path);
        assert_eq!((got.status, got.header("content-type")), (200, Some(media)));
        assert!(
            got.header("content-disposition").is_some_and(|it| it.starts_with("attachment")),
            "it is kept, not run"
        );
        assert!(got.body.contains(std::str::from_utf8(&content[4..]).expect("words")));
        assert_eq!(site.signed_in("quinn").get(path).status, 200);
        assert_eq!(site.signed_in("ann").get(path).status, 403, "not the agency");
    }
    let other = photo.replace(".jpg", ".pdf");
    let unknown = format!("/attachments/{}.jpg", Digest::of(b"nothing"));
    for missing in [&other, &unknown, "/attachments/x", "/inspections/A/X-0", "/inspections/Z/X-0"] {
        assert_eq!(sue.get(missing).status, 404, "{missing}");
    }
    let verified = verify::verify(&site.app.jobs, None, None, &mut |_| {}).expect("a verification");
    assert_eq!(verified.difference, None);
    assert!(verified.seen.files >= 3, "the rows and both files: {:?}", verified.seen);
}

#[test]
fn a_file_that_is_too_large_is_refused_at_its_item() {
    let site = Site::sqlite_with(crate::setup::Wishes::rules());
    let mut sue = site.signed_in("sue");
    let form = sue.get(FORM);
    let fields = filled(&form, "regular", &[]);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut photo = PHOTO.to_vec();
    photo.resize(10 << 20, 0);
    assert_eq!(sue.attach("/inspections", &[], &fields, &[("file.sub-delegated", "a.jpg", &photo)]).status, 303);
    photo.push(0);
    let refused = sue.attach("/inspections", &[], &fields, &[("file.sub-delegated", "a.jpg", &photo)]);
    assert!(refused.status == 422 && refused.body.contains("This file is too large."), "{}", refused.status);
    let stray = sue.attach("/inspections", &[], &fields, &[("file.no-such-item", "a.jpg", PHOTO)]);
    assert!(stray.status == 422 && stray.body.contains("does not fit the checklist"), "{}", stray.status);
}

#[test]
fn what_is_wrong_is_said_at_its_item_and_nothing_is_taken() {
    let site = Site::sqlite_with(crate::setup::Wishes::rules());
    let mut sue = site.signed_in("sue");
    let form = sue.get(FORM);
    let long = "x".repeat(2001);
    for (more, words) in [
        (("held_on", "2026-08-04"), "The inspection lies ahead."),
        (("held_on", "soon"), "The day of the inspection is missing."),
        (("inspector", " "), "Who inspected is missing"),
        (("mend_by", "2026-08-02"), "no day after the inspection"),
        (("inspection_kind", "weekly"), "does not fit the checklist"),
        (("inspection_id", "../x"), "does not fit the checklist"),
        (("result.sub-delegated", ""), "This item is not judged."),
        (("result.sub-delegated", "perhaps"), "There is no such result."),
        (("result.sub-delegated", "fail"), "A fail needs to say what was seen."),
        (("remark.sub-delegated", long.as_str()), "The text is too long."),
        (("result.rooms-not-secured", "pass"), "does not fit the checklist"),
    ] {
        let refused = send(&mut sue, &filled(&form, "regular", &[more]));
        assert_eq!(refused.status, 422, "{more:?}");
        assert!(refused.body.contains(words), "{more:?}: {}", refused.body);
    }
    let nothing = send(&mut sue, &filled(&form, "unannounced", &[]));
    assert!(nothing.status == 422 && nothing.body.contains("No item is judged."), "{}", nothing.body);
    work(&site);
    assert!(on_record(&site).is_empty());
    let one = send(&mut sue, &filled(&form, "unannounced", &[("result.sub-delegated", "pass")]));
    assert_eq!(one.status, 303, "an unannounced inspection may look at one thing");
    work(&site);
    assert_eq!(on_record(&site).len(), 1);
    assert!(sue.get("/inspections?lang=en").body.contains("2025-07-01"), "it is no regular one");
    let duties = sue.get("/duties?lang=en").body;
    for words in [
        "2025-07-01",
        "overdue",
        "Regular inspection on site",
        "Reconcile 12 months, 2025-08 first",
        "Evaluate Q2 2026",
    ] {
        assert!(duties.contains(words), "{words}: {duties}");
    }
}

#[test]
fn only_supervisors_inspect_and_only_with_the_forms_token() {
    let site = Site::sqlite_with(crate::setup::Wishes::rules());
    for name in ["ann", "quinn"] {
        let mut other = site.signed_in(name);
        for path in ["/inspections", "/inspections/new?agency=A&kind=regular", "/inspections/new?agency=Z&kind=regular"]
        {
            assert_eq!(other.get(path).status, 403, "{path} by {name}");
        }
    }
    let mut sue = site.signed_in("sue");
    let form = sue.get(FORM);
    let mut fields = filled(&form, "regular", &[]);
    fields.retain(|(name, _)| name != "csrf");
    assert_eq!(send(&mut sue, &fields).status, 403);
    assert_eq!(sue.get("/inspections/new?agency=Z&kind=regular").status, 404);
    assert_eq!(sue.get("/inspections/new?agency=A&kind=weekly").status, 400);
    assert!(on_record(&site).is_empty());
}
