//! What differs between two rulesets: rules that only one has, and for the others parameters, costs, texts, phrase lists and dates.

mod parameters;
mod words;

use super::examples::Example;
use super::in_force::InForce;
use super::ruleset::{Rule, Ruleset};
use crate::domain::ids::RuleId;
use crate::domain::lang::{Lang, Texts};
use crate::domain::scheme::Exact;
use parameters::{entries, parameters};
use std::collections::BTreeSet;

pub use words::said;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of which rule; absent where the ruleset as a whole is meant.
    pub rule: Option<RuleId>,
    /// What: a key of the words, such as `severity` or `parameter`.
    pub what: &'static str,
    /// Which of several: a parameter, a list, a language.
    pub name: String,
    /// What stands in the first; of lists, how many entries only the first has (`−2`). Absent where there is nothing.
    pub one: Option<String>,
    /// The same of the second (`+3`).
    pub other: Option<String>,
    /// `one` and `other` count entries.
    pub counted: bool,
}

/// Everything that differs, the rulesets' own first, then rule by rule; rules are called by their titles in `lang`.
pub fn diff(one: &Ruleset, other: &Ruleset, lang: Lang) -> Vec<Difference> {
    let mut found = Found { rule: None, differences: Vec::new() };
    frame(one, other, &mut found);
    let ids: BTreeSet<&RuleId> = one.rules.iter().chain(&other.rules).map(|rule| &rule.id).collect();
    for id in ids {
        found.rule = Some(id.clone());
        match (one.rule(id), other.rule(id)) {
            (Some(before), Some(after)) => rule(before, after, &mut found),
            (before, after) => {
                let title = |rule: Option<&Rule>| rule.map(|rule| rule.title.get(lang).to_owned());
                found.different("rule", "", title(before), title(after));
            }
        }
    }
    found.differences
}

struct Found {
    rule: Option<RuleId>,
    differences: Vec<Difference>,
}

impl Found {
    fn different(&mut self, what: &'static str, name: &str, one: Option<String>, other: Option<String>) {
        if one != other {
            let (rule, name) = (self.rule.clone(), name.to_owned());
            self.differences.push(Difference { rule, what, name, one, other, counted: false });
        }
    }

    fn text(&mut self, what: &'static str, name: &str, one: &Texts, other: &Texts) {
        for lang in Lang::ALL {
            let shown = if name.is_empty() { lang.to_string() } else { format!("{name} ({lang})") };
            self.different(what, &shown, Some(one.get(lang).into()), Some(other.get(lang).into()));
        }
    }

    /// Entries that only one of them has.
    fn entries(&mut self, what: &'static str, name: &str, one: &[String], other: &[String]) {
        if let Some((gone, new)) = entries(one, other) {
            let (rule, name) = (self.rule.clone(), name.to_owned());
            self.differences.push(Difference { rule, what, name, one: Some(gone), other: Some(new), counted: true });
        }
    }
}

fn frame(one: &Ruleset, other: &Ruleset, found: &mut Found) {
    let mut each = |what, value: fn(&Ruleset) -> Option<String>| found.different(what, "", value(one), value(other));
    each("version", |set| Some(set.version.to_string()));
    each("time-zone", |set| Some(set.time_zone.name().to_owned()));
    each("calendar", |set| set.calendar.as_ref().map(|calendar| calendar.name.clone()));
    each("effective", |set| days(InForce { from: set.effective_from, to: set.effective_to }));
    each("appeal-days", |set| Some(set.appeal_days.to_string()));
    each("cutoffs", |set| Some(set.scheme.cutoffs.map(number).join(", ")));
    each("completeness", |set| {
        Some([set.scheme.completeness_capped, set.scheme.completeness_needed].map(number).join(", "))
    });
    let weight = |set: &Ruleset, id: &str| {
        set.scheme.sections.iter().find(|section| section.id == id).map(|section| section.weight.to_string())
    };
    let sections: BTreeSet<&str> =
        one.scheme.sections.iter().chain(&other.scheme.sections).map(|section| section.id.as_str()).collect();
    for id in sections {
        found.different("section", id, weight(one, id), weight(other, id));
    }
    let lists: BTreeSet<&String> = one.phrase_lists.keys().chain(other.phrase_lists.keys()).collect();
    for name in lists {
        let phrases = |set: &Ruleset| {
            let used = set.phrase_lists.contains_key(name).then(|| set.lists.get(name)).flatten();
            used.map(|list| list.phrases().map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default()
        };
        found.entries("phrases", name, &phrases(one), &phrases(other));
    }
    let signals: BTreeSet<&String> = one.signal_texts.keys().chain(other.signal_texts.keys()).collect();
    for name in signals {
        parameters("signal", name, &one.signal_parameters(name), &other.signal_parameters(name), found);
    }
}

fn rule(one: &Rule, other: &Rule, found: &mut Found) {
    let mut each = |what, value: fn(&Rule) -> Option<String>| found.different(what, "", value(one), value(other));
    each("version", |rule| Some(rule.version.to_string()));
    each("status", |rule| Some(rule.status.as_str().to_owned()));
    each("effective", |rule| days(rule.in_force));
    each("severity", |rule| Some(rule.severity.as_str().to_owned()));
    each("category", |rule| Some(rule.category.clone()));
    each("in-section", |rule| Some(rule.section.clone()));
    each("clauses", |rule| Some(rule.clauses.iter().map(|clause| clause.as_str()).collect::<Vec<_>>().join(", ")));
    each("veto", |rule| rule.veto.map(|veto| veto.confirmed.to_string()));
    each("cost", |rule| Some([rule.cost.points, rule.cost.tolerance, rule.cost.limit].map(number).join(", ")));
    each("prior-precision", |rule| Some(number(rule.prior_precision)));
    for (what, before, after) in [
        ("title", &one.title, &other.title),
        ("rationale", &one.rationale, &other.rationale),
        ("remedy", &one.remedy, &other.remedy),
    ] {
        found.text(what, "", before, after);
    }
    let keys: BTreeSet<&String> = one.why.keys().chain(other.why.keys()).collect();
    let nothing = Texts { zh_hans: String::new(), zh_hant: String::new(), en: String::new() };
    for key in keys {
        found.text("why", key, one.why.get(key).unwrap_or(&nothing), other.why.get(key).unwrap_or(&nothing));
    }
    parameters("parameter", "", &one.parameters, &other.parameters, found);
    let ends: BTreeSet<_> = one.earlier.iter().chain(&other.earlier).map(|earlier| earlier.to).collect();
    for end in ends {
        let then = |rule: &Rule| {
            let earlier = rule.earlier.iter().find(|earlier| earlier.to == end);
            earlier.map(|earlier| toml::Value::Table(earlier.parameters.clone()).to_string())
        };
        found.different("earlier", &end.to_string(), then(one), then(other));
    }
    let examples = |rule: &Rule| -> Vec<String> {
        let shown = |example: &Example| format!("{} {:?} {:?}", example.kind.as_str(), example.note, example.finds);
        rule.examples.iter().map(shown).collect()
    };
    found.entries("examples", "", &examples(one), &examples(other));
}

/// `2026-01-01 – 2026-07-31`; an open side is left blank.
fn days(in_force: InForce) -> Option<String> {
    let shown = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = format!("{} – {}", shown(in_force.from), shown(in_force.to));
    (in_force != InForce::default()).then(|| text.trim().to_owned())
}

fn number(number: Exact) -> String {
    let digits = (number * 10_000).to_integer();
    let text = format!("{}.{:04}", digits / 10_000, digits % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
