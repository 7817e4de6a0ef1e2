//! `checklist`: an item of the inspection on site, for what no upload can prove. The bank's inspector judges it, the rule counts it.

use super::found::{Found, blank};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::lang::Texts;
use crate::domain::register::InspectionResult;
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use serde::Deserialize;
use toml::Spanned;

/// `[check.checklist]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Ids that inspections know the item by; the first is the one that our own form writes.
    items: Spanned<Vec<String>>,
    /// What the inspector looks at.
    pub look: Texts,
    /// What proves it.
    pub proof: Texts,
}

impl Checklist {
    /// The id that our own form writes.
    pub fn item_id(&self) -> &str {
        self.items.get_ref().first().map(String::as_str).unwrap_or_default()
    }

    /// Whether an inspection's row under that id is about this item.
    pub fn is_about(&self, item_id: &str) -> bool {
        self.items.get_ref().iter().any(|item| item.eq_ignore_ascii_case(item_id))
    }
}

impl Described for Checklist {
    fn unit(&self) -> &'static str {
        "items judged on site"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("failed", &["inspection", "item", "day", "remark"])]
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        if self.items.get_ref().iter().all(|item| item.trim().is_empty()) {
            lexicon.problem(&self.items, "name the item: the id that inspections know it by");
        }
    }
}

impl RecordCheck for Checklist {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let rows = view.registers.inspections.iter();
        for row in rows.filter(|row| self.is_about(&row.item_id) && view.quarter.contains(row.held_on)) {
            // What does not apply could not have failed.
            if row.result == InspectionResult::NotApplicable {
                continue;
            }
            sink.expose(row.held_on);
            if row.result == InspectionResult::Pass {
                continue;
            }
            let key = Record::Inspection(row.value.clone()).natural_key();
            let remark = row.remark.as_deref().filter(|remark| !blank(Some(remark))).unwrap_or("–");
            let found = Found::new(EvidenceKind::Inspections, &key, row.held_on, "failed");
            let found = found.value("inspection", &row.inspection_id).value("item", &row.item_id);
            let found = found.value("day", row.held_on).value("remark", remark);
            sink.found(found.cells(&row.origin, &["result", "remark", "evidence", "item_id"]));
        }
    }
}
