//! What the form of an inspection says: held against the checklist, it is rows as the bank would hand them in, or everything that is wrong.

use crate::domain::attachment::Attachment;
use crate::domain::lang::Lang;
use crate::domain::register::Regularity;
use crate::rules::checklist::Item as Listed;
use crate::web::error::Item;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Characters of a remark, and of what names evidence.
const LONGEST: usize = 2_000;
/// Characters of the inspectors' names.
const LONGEST_NAMES: usize = 200;
/// What may be said of an item.
pub const RESULTS: [&str; 3] = ["pass", "fail", "not-applicable"];

/// The form as it was sent: field → text without blanks around it.
#[derive(Debug, Default)]
pub struct Draft {
    fields: BTreeMap<String, String>,
    attached: BTreeMap<String, Vec<Attachment>>,
}

impl Draft {
    /// Of the fields sent; of several of one name the last counts.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect();
        Self { fields, attached: BTreeMap::new() }
    }

    /// A field; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// What was said about an item under `part`: `result`, `remark` or `evidence`.
    pub fn about(&self, part: &str, rule: &str) -> &str {
        self.get(&format!("{part}.{rule}"))
    }

    /// Files that the form names: those that were kept when it was sent before.
    pub fn kept(&self) -> impl Iterator<Item = (String, Attachment)> + '_ {
        let named = self.fields.iter().filter(|(name, _)| name.starts_with("kept-"));
        named.filter_map(|(name, value)| Some((name.split_once('.')?.1.to_owned(), value.parse().ok()?)))
    }

    /// Takes the files that are there, each with the item that it belongs to, in the place of what the form names.
    pub fn attach(&mut self, files: Vec<(String, Attachment)>) {
        self.fields.retain(|name, _| !name.starts_with("kept-"));
        for (rule, file) in files {
            let of_item = self.attached.entry(rule).or_default();
            if !of_item.contains(&file) {
                of_item.push(file);
            }
        }
    }

    /// The files attached to an item.
    pub fn files(&self, rule: &str) -> &[Attachment] {
        self.attached.get(rule).map(Vec::as_slice).unwrap_or_default()
    }

    /// Regular or unannounced, where it is one of them.
    pub fn kind(&self) -> Option<Regularity> {
        Regularity::deserialize(json!(self.get("inspection_kind"))).ok()
    }
}

/// The inspection's rows. All items of a regular inspection are judged; an unannounced one may look at some of them.
pub fn rows(draft: &Draft, items: &[Listed<'_>], today: NaiveDate, lang: Lang) -> Result<Vec<Value>, Vec<Item>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &str| wrong.push(Item::refusal(lang, field, code));
    let (kind, held_on) = (draft.kind(), day(draft.get("held_on")));
    let id = draft.get("inspection_id");
    if kind.is_none() || !is_id(id) {
        refuse("inspection_kind", "inspection-form");
    }
    match held_on {
        None => refuse("held_on", "inspection-day"),
        Some(day) if day > today => refuse("held_on", "inspection-ahead"),
        Some(_) => {}
    }
    let inspector = draft.get("inspector");
    if inspector.is_empty() || inspector.chars().count() > LONGEST_NAMES {
        refuse("inspector", "inspection-inspector");
    }
    let mend_by = day(draft.get("mend_by"));
    let early = mend_by.zip(held_on).is_some_and(|(mend_by, held_on)| mend_by < held_on);
    if early || (mend_by.is_none() && !draft.get("mend_by").is_empty()) {
        refuse("mend_by", "inspection-mend-by");
    }
    let listed =
        |field: &str| field.split_once('.').is_none_or(|(_, rule)| items.iter().any(|it| it.rule.id.as_str() == rule));
    let known = |rule: &String| items.iter().any(|it| it.rule.id.as_str() == rule);
    if draft.fields.keys().any(|field| !listed(field)) || !draft.attached.keys().all(known) {
        refuse("inspection_id", "inspection-form");
    }
    let judged: Vec<_> = items.iter().filter(|item| !draft.about("result", item.rule.id.as_str()).is_empty()).collect();
    if judged.is_empty() {
        refuse("result", "inspection-empty");
    }
    for item in items {
        if let Some((part, code)) = fault(draft, item.rule.id.as_str(), kind) {
            refuse(&format!("{part}.{}", item.rule.id), code);
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let row = |item: &Listed<'_>| {
        let about = |part: &str| draft.about(part, item.rule.id.as_str());
        let mend_by = mend_by.filter(|_| about("result") == "fail");
        let files = draft.files(item.rule.id.as_str()).iter().map(ToString::to_string);
        let evidence: Vec<String> = std::iter::once(about("evidence").to_owned()).chain(files).collect();
        json!({
            "kind": "inspections", "inspection_id": id, "item_id": item.id, "item": item.look.get(lang),
            "inspection_kind": kind, "held_on": held_on, "inspector": inspector, "result": about("result"),
            "evidence": evidence.join("、").trim_matches('、'), "mend_by": mend_by, "remark": about("remark"),
        })
    };
    Ok(judged.into_iter().map(row).collect())
}

/// What is wrong with what was said about one item, and where.
fn fault(draft: &Draft, rule: &str, kind: Option<Regularity>) -> Option<(&'static str, &'static str)> {
    let about = |part: &str| draft.about(part, rule);
    let silent = about("result").is_empty();
    let said = !about("remark").is_empty() || !about("evidence").is_empty() || !draft.files(rule).is_empty();
    if silent && (kind == Some(Regularity::Regular) || said) {
        return Some(("result", "inspection-unanswered"));
    }
    if !silent && !RESULTS.contains(&about("result")) {
        return Some(("result", "inspection-result"));
    }
    if about("result") == "fail" && about("remark").is_empty() {
        return Some(("remark", "inspection-unexplained"));
    }
    let long = ["remark", "evidence"].into_iter().find(|part| about(part).chars().count() > LONGEST);
    long.map(|part| (part, "inspection-long"))
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
