//! Breaks rules one at a time and notes each in the manifest.
//!
//! `plants.toml` says how often each trick is played, by agency and period; a trick takes a call or visit that nothing else was planted
//! in, so that every planted thing stands alone.

pub mod across;
mod audits;
mod begun;
mod calls;
mod evidence;
mod filed;
mod flaws;
mod inspections;
mod near;
mod often;
mod promises;
mod recordings;
mod registers;
mod staff;
mod traces;
mod visits;
mod words;

use super::draft::{Draft, DraftCall, DraftVisit};
use super::manifest::{Manifest, NearMiss, Violation};
use super::material;
use super::prng::Prng;
use crate::domain::evidence::EvidenceKind;

/// What a trick works on.
pub struct Planter<'a> {
    pub draft: &'a mut Draft,
    pub manifest: &'a mut Manifest,
    pub prng: Prng,
    /// Index of the period that it is played in.
    pub period: usize,
    /// How often it was played in this period before.
    pub turn: usize,
}

/// Plants everything that `plants.toml` and `inspections.toml` ask for.
pub fn all(draft: &mut Draft, manifest: &mut Manifest) {
    inspections::all(draft, manifest);
    let tricks = material::plants().get(draft.spec.id.as_str()).into_iter().flatten();
    let mut tricks: Vec<(&String, &Vec<usize>)> =
        tricks.filter(|(trick, _)| !across::TRICKS.contains(&trick.as_str())).collect();
    tricks.sort_by_key(|(trick, _)| *trick != begun::SILENT_WEEK);
    for (trick, counts) in tricks {
        for (period, &count) in counts.iter().enumerate() {
            for turn in 0..count {
                let prng = draft.prng(&format!("plant/{trick}/{period}/{turn}"));
                let mut planter = Planter { draft, manifest, prng, period, turn };
                planter.play(trick);
            }
        }
    }
    filed::settle(draft);
}

impl Planter<'_> {
    fn play(&mut self, trick: &str) {
        let known = calls::play(self, trick)
            || often::play(self, trick)
            || evidence::play(self, trick)
            || recordings::play(self, trick)
            || visits::play(self, trick)
            || traces::play(self, trick)
            || audits::play(self, trick)
            || begun::play(self, trick)
            || filed::play(self, trick)
            || promises::play(self, trick)
            || near::play(self, trick)
            || flaws::play(self, trick)
            || registers::play(self, trick)
            || staff::play(self, trick)
            || words::play(self, trick);
        assert!(known, "plants.toml: '{trick}' is no trick, nor a rule that planted.*.toml knows");
    }

    /// An untouched call of the period that fits, now taken.
    fn call(&mut self, fits: impl Fn(&DraftCall) -> bool) -> usize {
        let free: Vec<usize> = (0..self.draft.calls.len())
            .filter(|&n| {
                let call = &self.draft.calls[n];
                call.period == self.period && !call.used && fits(call)
            })
            .collect();
        assert!(!free.is_empty(), "{}: no call left for a trick", self.draft.spec.id);
        let chosen = *self.prng.pick(&free);
        self.draft.calls[chosen].used = true;
        chosen
    }

    /// An untouched visit of the period that fits, now taken.
    fn visit(&mut self, fits: impl Fn(&DraftVisit) -> bool) -> usize {
        let free: Vec<usize> = (0..self.draft.visits.len())
            .filter(|&n| {
                let visit = &self.draft.visits[n];
                visit.period == self.period && !visit.used && fits(visit)
            })
            .collect();
        assert!(!free.is_empty(), "{}: no visit left for a trick", self.draft.spec.id);
        let chosen = *self.prng.pick(&free);
        self.draft.visits[chosen].used = true;
        chosen
    }

    /// Notes a finding that must come out.
    fn violation(&mut self, rule: &str, kind: EvidenceKind, subject: &str, field: Option<&str>, note: &str) {
        self.note(Violation {
            agency: self.draft.spec.id.clone(),
            quarter: self.draft.bank.periods[self.period].quarter,
            rule_id: rule.parse().unwrap_or_else(|error| panic!("{error}")),
            kind,
            subject: subject.to_owned(),
            turn: None,
            field: field.map(str::to_owned),
            note: note.to_owned(),
            false_hit: None,
        });
    }

    fn note(&mut self, violation: Violation) {
        self.manifest.violations.push(violation);
    }

    /// Notes something on which no rule may fire.
    fn near_miss(&mut self, kind: EvidenceKind, subject: &str, note: &str) {
        let agency = self.draft.spec.id.clone();
        self.manifest.near_misses.push(NearMiss { agency, kind, subject: subject.to_owned(), note: note.to_owned() });
    }

    /// Whether the agency's ruleset is Taiwan's.
    fn taiwan(&self) -> bool {
        self.draft.spec.ruleset.as_str().starts_with("tw-")
    }
}
