//! The bank's inspections as `inspections.toml` tells them: a row for each item, with what the inspector saw.

use super::Planter;
use crate::demo::draft::{Draft, RegisterRow};
use crate::demo::manifest::Manifest;
use crate::demo::material::{Fields, read};
use crate::domain::evidence::EvidenceKind::Inspections;
use crate::domain::ids::{AgencyId, RuleId, RulesetId};
use crate::domain::quarter::{Quarter, Week};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Days that the inspector leaves for mending what failed.
const MENDED_WITHIN: Days = Days::new(30);

/// `inspections.toml`: what the bank's inspectors saw.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Material {
    /// What there is to look at.
    #[serde(rename = "item")]
    items: Vec<Item>,
    /// Who was inspected when.
    #[serde(rename = "inspection")]
    inspections: Vec<Inspection>,
}

/// An item of the checklist with the inspector's remarks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    /// The rule that judges it.
    rule: RuleId,
    /// Its number by ruleset.
    id: BTreeMap<RulesetId, String>,
    /// Where it passes.
    pass: String,
    /// Where it fails.
    fail: String,
    /// Where it does not apply; none for an item that always does.
    not_applicable: Option<String>,
}

/// One inspection of one agency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inspection {
    /// Whom it visits.
    agency: AgencyId,
    /// `regular` or `unannounced`.
    kind: String,
    /// When.
    held_on: NaiveDate,
    /// The items looked at; all where it names none.
    #[serde(default)]
    looked_at: Vec<RuleId>,
    /// Those that failed.
    #[serde(default)]
    failed: Vec<RuleId>,
    /// Those that don't apply.
    #[serde(default)]
    not_applicable: Vec<RuleId>,
}

impl Inspection {
    /// Whether it judges the item.
    fn asks(&self, item: &Item) -> bool {
        self.looked_at.is_empty() || self.looked_at.contains(&item.rule)
    }
}

static MATERIAL: LazyLock<Material> = LazyLock::new(|| read("inspections.toml"));

/// Plants every inspection of the agency, and a violation for each item that failed.
pub fn all(draft: &mut Draft, manifest: &mut Manifest) {
    let held: Vec<&Inspection> = MATERIAL.inspections.iter().filter(|it| it.agency == draft.spec.id).collect();
    for (n, inspection) in held.into_iter().enumerate() {
        let quarter = Quarter::of(inspection.held_on);
        let period = draft.bank.periods.iter().position(|period| period.quarter == quarter);
        let period = period.unwrap_or_else(|| panic!("inspections.toml: {quarter} is no period of bank.toml"));
        let id = format!("{}-X{:02}", draft.spec.id, n + 1);
        let prng = draft.prng(&format!("plant/{id}"));
        let mut planter = Planter { draft, manifest, prng, period, turn: n };
        for item in MATERIAL.items.iter().filter(|item| inspection.asks(item)) {
            judge(&mut planter, inspection, &id, item);
        }
    }
}

/// One item; nothing where the agency's ruleset does not ask it.
fn judge(planter: &mut Planter<'_>, inspection: &Inspection, id: &str, item: &Item) {
    let Some(item_id) = item.id.get(&planter.draft.spec.ruleset) else { return };
    let failed = inspection.failed.contains(&item.rule);
    let (result, remark) = match (failed, inspection.not_applicable.contains(&item.rule)) {
        (true, _) => ("fail", Some(item.fail.as_str())),
        (false, true) => ("not-applicable", item.not_applicable.as_deref()),
        (false, false) => ("pass", Some(item.pass.as_str())),
    };
    let remark = remark.unwrap_or_else(|| panic!("inspections.toml: {} always applies", item.rule));
    let mut values = row(planter, inspection, [id, item_id, result, remark]);
    if failed {
        values.insert("mend_by".into(), (inspection.held_on + MENDED_WITHIN).to_string());
    }
    let week = Week::of(inspection.held_on);
    planter.draft.registers.push(RegisterRow { kind: Inspections, week, monday: week.first_day(), values });
    let subject = format!("{id}#{item_id}");
    match result {
        "fail" => planter.violation(item.rule.as_str(), Inspections, &subject, Some("result"), &item.fail),
        "not-applicable" => planter.near_miss(Inspections, &subject, "the item does not apply"),
        _ => {}
    }
}

fn row(planter: &Planter<'_>, inspection: &Inspection, [id, item_id, result, remark]: [&str; 4]) -> Fields {
    let spec = planter.draft.spec;
    let traditional = spec.script == "zh-Hant";
    let texts = remark.split_once('|');
    let remark = texts.map_or(remark, |(hans, hant)| if traditional { hant } else { hans });
    let inspector = if traditional { "李稽核（範例）" } else { "李稽核（示例）" };
    let values = [
        ("agency_id", spec.id.as_str()),
        ("inspection_id", id),
        ("item_id", item_id),
        ("inspection_kind", &inspection.kind),
        ("held_on", &inspection.held_on.to_string()),
        ("inspector", inspector),
        ("result", result),
        ("evidence", &photo(inspection.held_on, item_id)),
        ("remark", remark),
    ];
    values.map(|(field, value)| (field.to_owned(), value.to_owned())).into()
}

/// The name of the photograph that goes with an item.
fn photo(held_on: NaiveDate, item_id: &str) -> String {
    format!("IMG-{}-{item_id}", held_on.format("%Y%m%d"))
}
