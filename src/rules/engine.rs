//! Runs every rule of a ruleset over one agency's quarter, or over one conversation.

use super::checks::{CheckKind, Sink};
use super::prepared::Desk;
use super::ruleset::{Rule, RuleStatus, Ruleset};
use super::view::{Conversation, View};
use super::why;
use crate::domain::evidence::EvidenceKind;
use crate::domain::finding::{Finding, Hit, Why};
use crate::domain::ids::{AgencyId, Digest, FindingId};
use crate::domain::lang::{Lang, Texts};
use crate::domain::verdict::FindingStatus;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What the rules say about one agency's quarter.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Every finding, sorted by id.
    pub findings: Vec<Finding>,
    /// How many units each rule could have failed on, by rule index and local day.
    pub exposure: BTreeMap<(usize, NaiveDate), u64>,
    /// Expected and handed-in pieces of evidence, by what is expected (`recordings`, `transcripts`) and local day.
    pub coverage: BTreeMap<(EvidenceKind, NaiveDate), Coverage>,
}

/// How much of the expected evidence is there and linked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Pieces expected.
    pub expected: u64,
    /// Of them handed in and linked.
    pub present: u64,
}

/// What checks over records, or over conversations, gave before findings are made of it.
#[derive(Debug, Default)]
pub struct Judged {
    /// What they found.
    pub hits: Vec<Hit>,
    /// As in `Audit`.
    pub exposure: BTreeMap<(usize, NaiveDate), u64>,
    /// As in `Audit`.
    pub coverage: BTreeMap<(EvidenceKind, NaiveDate), Coverage>,
}

impl Judged {
    fn take(&mut self, sink: Sink) {
        self.hits.extend(sink.hits);
        for (day, units) in sink.exposure {
            *self.exposure.entry((sink.rule, day)).or_default() += units;
        }
        for (key, coverage) in sink.coverage {
            let sum = self.coverage.entry(key).or_default();
            sum.expected += coverage.expected;
            sum.present += coverage.present;
        }
    }
}

/// Rules that run: all but retired ones.
pub fn running(ruleset: &Ruleset) -> Vec<usize> {
    (0..ruleset.rules.len()).filter(|&rule| ruleset.rules[rule].status != RuleStatus::Retired).collect()
}

/// Runs every check over the records of `view` and every conversation check over `conversations`, which are taken one at a time.
pub fn audit(
    ruleset: &Ruleset,
    view: &View<'_>,
    conversations: &mut dyn Iterator<Item = Conversation<'static>>,
) -> Audit {
    let rules = running(ruleset);
    let mut desk = Desk::default();
    let mut judged = records(ruleset, view, &rules);
    for conversation in conversations {
        if view.quarter.contains(conversation.day) {
            judge(ruleset, view, &conversation, &rules, &mut desk, &mut judged);
        }
    }
    let agency = &view.agency.id;
    let findings: BTreeMap<FindingId, Finding> = judged
        .hits
        .into_iter()
        .map(|hit| finding(ruleset, agency, hit))
        .map(|finding| (finding.id.clone(), finding))
        .collect();
    Audit { findings: findings.into_values().collect(), exposure: judged.exposure, coverage: judged.coverage }
}

/// Runs those of `rules` that check records; each day is judged by what was in force on it.
pub fn records(ruleset: &Ruleset, view: &View<'_>, rules: &[usize]) -> Judged {
    let mut judged = Judged::default();
    for &rule in rules {
        for (in_force, check) in ruleset.rules[rule].checks() {
            if let CheckKind::Record(check) = check.kind() {
                let mut sink = Sink::of(rule);
                check.run(view, &mut sink);
                sink.keep(in_force);
                judged.take(sink);
            }
        }
    }
    judged
}

/// Judges one conversation of an audit, and counts it where its call is connected (or said to hold what broke a rule).
fn judge(
    ruleset: &Ruleset,
    view: &View<'_>,
    conversation: &Conversation<'_>,
    rules: &[usize],
    desk: &mut Desk,
    judged: &mut Judged,
) {
    let connected = view.call_index.get(&conversation.call_id).is_none_or(|&index| view.calls[index].connected());
    let day = Some(conversation.day);
    let found = said(ruleset, conversation, day, rules, desk);
    let broken: BTreeSet<usize> = found.iter().map(|hit| hit.rule).collect();
    for &rule in rules {
        if let CheckKind::Conversation(check) = ruleset.rules[rule].check.kind()
            && ruleset.rules[rule].in_force.on(day)
            && check.concerns(conversation)
            && (connected || broken.contains(&rule))
        {
            *judged.exposure.entry((rule, conversation.day)).or_default() += 1;
        }
    }
    judged.hits.extend(found);
}

/// Runs every rule over one conversation: `plumbline screen`.
pub fn screen(ruleset: &Ruleset, conversation: &Conversation<'_>) -> Vec<Hit> {
    screen_rules(ruleset, conversation, &running(ruleset))
}

/// Runs `rules` over one conversation, as `screen_at` does.
pub fn screen_rules(ruleset: &Ruleset, conversation: &Conversation<'_>, rules: &[usize]) -> Vec<Hit> {
    screen_at(&mut Desk::default(), ruleset, conversation, rules)
}

/// Runs `rules` over one conversation; hits in the order of the talk, those about the whole call first.
///
/// `desk` is memory that a run over many conversations uses again and again. A conversation of which no time is known is judged by every rule,
/// whatever days it is in force on.
pub fn screen_at(desk: &mut Desk, ruleset: &Ruleset, conversation: &Conversation<'_>, rules: &[usize]) -> Vec<Hit> {
    let day = conversation.started_at.or(conversation.ended_at).map(|_| conversation.day);
    let mut hits = said(ruleset, conversation, day, rules, desk);
    for &rule in rules {
        for (in_force, check) in ruleset.rules[rule].checks() {
            if let (CheckKind::Record(check), true) = (check.kind(), in_force.on(day)) {
                let mut sink = Sink::of(rule);
                check.screen(conversation, &mut sink);
                hits.extend(sink.hits);
            }
        }
    }
    let place = |hit: &Hit| hit.spans.first().map(|span| (span.turn, span.start));
    hits.sort_by_key(|one| (place(one), one.rule));
    hits
}

/// Runs those of `rules` that check what is said, are in force on `day`, and that something in the conversation wakes.
fn said(
    ruleset: &Ruleset,
    conversation: &Conversation<'_>,
    day: Option<NaiveDate>,
    rules: &[usize],
    desk: &mut Desk,
) -> Vec<Hit> {
    let mut active = vec![false; ruleset.rules.len()];
    for &rule in rules {
        if let CheckKind::Conversation(check) = ruleset.rules[rule].check.kind() {
            active[rule] = ruleset.rules[rule].in_force.on(day) && check.concerns(conversation);
        }
    }
    let (prepared, woken) = desk.read(ruleset, conversation, &active);
    let mut hits = Vec::new();
    for woken in woken.chunk_by(|one, next| one.rule == next.rule) {
        let rule = woken[0].rule as usize;
        if let CheckKind::Conversation(check) = ruleset.rules[rule].check.kind() {
            let mut sink = Sink::of(rule);
            check.run(&prepared, woken, &mut sink);
            hits.extend(sink.hits);
        }
    }
    hits
}

/// Makes a finding of a hit: adds what rule, ruleset and agency say, and derives fingerprint and id.
pub fn finding(ruleset: &Ruleset, agency: &AgencyId, hit: Hit) -> Finding {
    let rule = &ruleset.rules[hit.rule];
    let fingerprint = fingerprint(agency, rule.id.as_str(), &hit);
    let id = format!("F-{}", &fingerprint.as_str()[..20]);
    Finding {
        id: id.parse().expect("hexadecimal digits after F- are a finding id"),
        fingerprint,
        agency_id: agency.clone(),
        ruleset: ruleset.id.clone(),
        ruleset_digest: ruleset.digest.clone(),
        rule_id: rule.id.clone(),
        rule_version: rule.version,
        clauses: rule.clauses.clone(),
        category: rule.category.clone(),
        severity: rule.severity,
        confidence_permille: hit.confidence_permille,
        kind: hit.kind,
        subject: hit.subject,
        day: hit.day,
        spans: hit.spans,
        why_text: why_texts(rule, &hit.why),
        why: hit.why,
        evidence: hit.evidence,
        status: FindingStatus::Open,
    }
}

/// sha256 over agency, rule, kind, subject, occurrence and first stretch, each led by its length so that none runs into the next.
fn fingerprint(agency: &AgencyId, rule: &str, hit: &Hit) -> Digest {
    let mut bytes = Vec::new();
    let mut add = |part: &str| {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    };
    [agency.as_str(), rule, hit.kind.as_str(), &hit.subject, &hit.occurrence].into_iter().for_each(&mut add);
    if let Some(span) = hit.spans.first() {
        add(&span.turn.map_or(String::new(), |turn| turn.to_string()));
        add(&span.start.to_string());
        add(&span.end.to_string());
        add(&span.excerpt);
    }
    Digest::of(&bytes)
}

/// The sentence of `why` by the texts of `rule`, in every language.
fn why_texts(rule: &Rule, why: &Why) -> Texts {
    let [zh_hans, zh_hant, en] = [Lang::ZhHans, Lang::ZhHant, Lang::En].map(|lang| why_text(rule, why, lang));
    Texts { zh_hans, zh_hant, en }
}

/// The sentence of `why` by the texts of `rule`, placeholders filled, and how the words were disguised; the bare values where the rule has no
/// such text.
pub fn why_text(rule: &Rule, why: &Why, lang: Lang) -> String {
    let sentence = rule.why.get(&why.key).map_or_else(|| bare(why), |text| fill(text.get(lang), &why.values));
    match why.values.get("disguises") {
        Some(disguises) => sentence + &why::disguised(disguises, lang),
        None => sentence,
    }
}

fn bare(why: &Why) -> String {
    let values: Vec<_> = why.values.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    values.join(", ")
}

/// `text` with each `{placeholder}` replaced; values are never looked at again, so that braces in them stay.
fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, rest)| Some((values.get(name)?, rest))) {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}
