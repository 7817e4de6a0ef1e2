//! Terms and inputs in a few words.

use plumbline::domain::ids::FindingId;
use plumbline::domain::lang::Texts;
use plumbline::domain::scheme::{Cost, Exact, RuleTerms, Scheme, Section, Terms, Veto};
use plumbline::domain::score::{Hundredths, Scorecard, ScorecardState};
use plumbline::scoring::{Inputs, Tally, score};

/// `points / tolerance / limit`, each in hundredths: `[6000, 0, 200]` is the default of a critical rule.
pub type CostInHundredths = [i64; 3];

pub const CRITICAL: CostInHundredths = [6000, 0, 200];
pub const MAJOR: CostInHundredths = [2500, 50, 2000];
pub const MINOR: CostInHundredths = [1000, 500, 10_000];
pub const OBSERVATION: CostInHundredths = [0, 0, 100];
/// Loses a hundredth of a point for each violation in 10,000 units: makes any score.
pub const LINEAR: CostInHundredths = [10_000, 0, 100_000];

pub fn hundredths(value: i64) -> Exact {
    Exact::new(value.into(), 100)
}

pub fn rule(id: &str, section: &str, cost: CostInHundredths) -> RuleTerms {
    let [points, tolerance, limit] = cost.map(hundredths);
    RuleTerms {
        id: id.parse().unwrap(),
        clauses: vec!["PL-2a".parse().unwrap()],
        section: section.to_owned(),
        cost: Cost { points, tolerance, limit },
        veto: None,
        prior_precision: Exact::new(1, 2),
        by_facts: false,
    }
}

pub fn veto(id: &str, section: &str, confirmed: u32) -> RuleTerms {
    RuleTerms { veto: Some(Veto { confirmed }), ..rule(id, section, OBSERVATION) }
}

pub fn by_facts(rule: RuleTerms) -> RuleTerms {
    RuleTerms { by_facts: true, prior_precision: Exact::from(1), ..rule }
}

pub fn terms(sections: &[(&str, u32)], rules: Vec<RuleTerms>) -> Terms {
    let title = Texts { zh_hans: String::new(), zh_hant: String::new(), en: String::new() };
    let section = |(id, weight): &(&str, u32)| Section { id: (*id).to_owned(), weight: *weight, title: title.clone() };
    Terms {
        ruleset: "cn-bank-card".parse().unwrap(),
        ruleset_digest: "sha256:00".to_owned(),
        scheme: Scheme {
            version: 1,
            sections: sections.iter().map(section).collect(),
            cutoffs: [9000, 8000, 7000].map(hundredths),
            completeness_capped: hundredths(95),
            completeness_needed: hundredths(80),
        },
        rules,
    }
}

/// Nothing counted yet; all evidence there.
pub fn inputs() -> Inputs {
    Inputs {
        agency: "A1".parse().unwrap(),
        quarter: "2026Q3".parse().unwrap(),
        tallies: Default::default(),
        expected: 100,
        present: 100,
        by_kind: Default::default(),
        state: ScorecardState::Provisional,
    }
}

pub trait Counting {
    fn count(self, rule: &str, tally: Tally) -> Self;
}

impl Counting for Inputs {
    fn count(mut self, rule: &str, tally: Tally) -> Self {
        self.tallies.insert(rule.parse().unwrap(), tally);
        self
    }
}

pub fn found(exposure: u64, confirmed: usize, open: usize) -> Tally {
    Tally { exposure, confirmed: ids("F-c", confirmed), open: ids("F-o", open), ..Tally::default() }
}

pub fn ids(prefix: &str, count: usize) -> Vec<FindingId> {
    (0..count).map(|index| format!("{prefix}{index:06}").parse().unwrap()).collect()
}

/// The card of a ruleset with one section and one rule.
pub fn one(rule: RuleTerms, tally: Tally) -> Scorecard {
    let id = rule.id.to_string();
    score(&terms(&[(&rule.section.clone(), 100)], vec![rule]), &inputs().count(&id, tally), 1)
}

pub fn points(value: &str) -> Hundredths {
    let (whole, part) = value.split_once('.').unwrap();
    Hundredths(whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap())
}
