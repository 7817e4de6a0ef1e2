//! One rule file held against the rest of its ruleset.

use super::document::Document;
use super::in_force::{self, Earlier, InForce};
use super::lexicon::Lexicon;
use super::load::{Costs, RuleError, day};
use super::raw::RawRule;
use super::ruleset::Rule;
use crate::domain::ids::RuleId;
use crate::domain::lang::Lang;
use crate::domain::scheme::{Exact, Scheme};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// What rules may refer to.
pub(super) struct Catalogue<'a> {
    pub clauses: BTreeSet<&'a str>,
    pub scheme: &'a Scheme,
    pub costs: &'a Costs,
    pub zone: Tz,
}

/// Every category that a rule may have.
pub const CATEGORIES: [&str; 45] = [
    "profanity",
    "insult",
    "violence-threat",
    "legal-threat",
    "harassment",
    "gang",
    "label",
    "quarrel",
    "dangerous-suggestion",
    "impersonation",
    "identity-missing",
    "unverified-demand",
    "third-party-demand",
    "third-party-disclosure",
    "third-party-alarm",
    "third-party-refused",
    "personal-data",
    "payment-to-agent",
    "false-promise",
    "dispute-ignored",
    "vulnerable-debtor",
    "contact-hours",
    "contact-frequency",
    "unregistered-line",
    "channel",
    "visit-staffing",
    "visit-entry",
    "visit-identification",
    "visit-recording",
    "recording-missing",
    "recording-mismatch",
    "recording-reused",
    "recording-orphan",
    "recording-retention",
    "recording-backup",
    "collector-unregistered",
    "collector-overlap",
    "evidence-missing",
    "two-agencies",
    "deadline",
    "letter",
    "money",
    "complaint",
    "staff",
    "checklist",
];

/// Checks and compiles one rule; every problem of it at once.
pub(super) fn finish(
    id: RuleId,
    mut raw: RawRule,
    parameters: &toml::Table,
    document: &Document<'_>,
    catalogue: &Catalogue<'_>,
    lexicon: &mut Lexicon,
) -> Result<Rule, Vec<RuleError>> {
    let mut errors = references(&raw, document, catalogue);
    let default = catalogue.costs.get(&raw.severity).copied();
    let cost = raw.cost.as_ref().map(|cost| cost.get_ref().cost()).or(default);
    if let Some(written) = raw.cost.as_ref().filter(|cost| cost.get_ref().limit <= cost.get_ref().tolerance) {
        errors.push(document.error_at(written, "limit lies above tolerance"));
    }
    raw.check.get_mut().compile(lexicon);
    errors.extend(lexicon.take_problems().into_iter().map(|(place, message)| document.error(place, message)));
    errors.extend(texts(&raw, document));
    let (in_force, earlier) = dates(&mut raw, parameters, document, lexicon, &mut errors);
    let mut examples = Vec::new();
    for example in raw.examples {
        let place = document.error_at(&example, "");
        match example.into_inner().complete(catalogue.zone, place.file.clone(), place.line) {
            Ok(example) => examples.push(example),
            Err(message) => errors.push(RuleError { message, ..place }),
        }
    }
    let by_facts = raw.check.get_ref().described().by_facts();
    let prior = if by_facts { Exact::from_integer(1) } else { Exact::new(1, 2) };
    let (Some(cost), true) = (cost, errors.is_empty()) else { return Err(errors) };
    Ok(Rule {
        id,
        version: raw.version,
        status: raw.status,
        in_force,
        earlier,
        category: raw.category.into_inner(),
        severity: raw.severity,
        veto: raw.veto,
        section: raw.section.into_inner(),
        clauses: raw.clauses.into_iter().map(toml::Spanned::into_inner).collect(),
        title: raw.title,
        rationale: raw.rationale,
        remedy: raw.remedy,
        why: raw.why,
        cost,
        prior_precision: raw.prior_precision.unwrap_or(prior),
        check: raw.check.into_inner(),
        parameters: parameters.clone(),
        examples,
    })
}

/// The days on which it is in force, and what it was before.
fn dates(
    raw: &mut RawRule,
    parameters: &toml::Table,
    document: &Document<'_>,
    lexicon: &mut Lexicon,
    errors: &mut Vec<RuleError>,
) -> (InForce, Vec<Earlier>) {
    let in_force = InForce { from: raw.effective_from.and_then(day), to: raw.effective_to.and_then(day) };
    if in_force.from.zip(in_force.to).is_some_and(|(from, to)| to < from) {
        errors.push(document.error_at(&raw.category, "effective_to lies before effective_from: exchange them"));
    }
    let earlier =
        in_force::earlier(std::mem::take(&mut raw.earlier), raw.check.get_ref(), parameters, in_force, lexicon);
    let earlier = earlier.unwrap_or_else(|(place, message)| {
        errors.push(document.error(place, message));
        Vec::new()
    });
    (in_force, earlier)
}

/// Category, section and clauses exist.
fn references(raw: &RawRule, document: &Document<'_>, catalogue: &Catalogue<'_>) -> Vec<RuleError> {
    let mut errors = Vec::new();
    let category = raw.category.get_ref().as_str();
    if !CATEGORIES.contains(&category) {
        let message = format!("'{category}' is no category: {}", CATEGORIES.join(", "));
        errors.push(document.error_at(&raw.category, message));
    }
    let sections: Vec<_> = catalogue.scheme.sections.iter().map(|section| section.id.as_str()).collect();
    if !sections.contains(&raw.section.get_ref().as_str()) {
        let message = format!("the scorecard has no section '{}': {}", raw.section.get_ref(), sections.join(", "));
        errors.push(document.error_at(&raw.section, message));
    }
    for clause in raw.clauses.iter().filter(|clause| !catalogue.clauses.contains(clause.get_ref().as_str())) {
        let message = format!("'{}' is no clause of clauses.toml: mend it, or add the clause there", clause.get_ref());
        errors.push(document.error_at(clause, message));
    }
    if raw.clauses.is_empty() {
        errors.push(document.error_at(&raw.section, "a rule cites at least one clause"));
    }
    errors
}

/// The why-texts are those that the check fills, and name no value that it does not give.
fn texts(raw: &RawRule, document: &Document<'_>) -> Vec<RuleError> {
    let mut messages = Vec::new();
    let check = raw.check.get_ref().described();
    let (keys, names) = (check.why_keys(), check.names());
    for key in raw.why.keys().filter(|key| keys.iter().all(|(known, _)| known != key)) {
        messages.push(format!("[why.{key}] is never used by this kind of check"));
    }
    for (key, placeholders) in keys {
        let Some(texts) = raw.why.get(*key) else {
            messages.push(format!("[why.{key}] is missing"));
            continue;
        };
        for lang in Lang::ALL {
            let known: Vec<&str> = placeholders.iter().copied().chain(names.iter().map(String::as_str)).collect();
            for name in named(texts.get(lang)).filter(|name| !known.contains(name)) {
                let known = known.join(", ");
                messages.push(format!("[why.{key}] in {lang}: there is no value {{{name}}}; known: {known}"));
            }
        }
    }
    messages.into_iter().map(|message| document.error_at(&raw.check, message)).collect()
}

fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
