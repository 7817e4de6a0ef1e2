//! Which rules an anchor concerns, so that a turn costs only the rules it may break.

use super::checks::CheckKind;
use super::ruleset::{Rule, RuleStatus};
use crate::domain::contact::Speaker;
use crate::text::phrases::PatternId;

/// Rules by what wakes them.
#[derive(Debug, Default)]
pub struct Index {
    by_anchor: Vec<Vec<usize>>,
    /// Conversation rules that wait for no anchor.
    always: Vec<usize>,
    /// Whether some rule waits for an anchor in a speaker's turns.
    heard: [bool; 4],
}

const SPEAKERS: [Speaker; 4] = [Speaker::Agent, Speaker::Debtor, Speaker::Third, Speaker::Unknown];

impl Index {
    pub(super) fn new(rules: &[Rule], anchors: usize) -> Self {
        let mut index = Self { by_anchor: vec![Vec::new(); anchors], ..Self::default() };
        for (number, rule) in rules.iter().enumerate() {
            let CheckKind::Conversation(check) = rule.check.kind() else { continue };
            if rule.status == RuleStatus::Retired {
                continue;
            }
            for &anchor in check.anchors() {
                index.by_anchor[anchor as usize].push(number);
            }
            if check.anchors().is_empty() {
                index.always.push(number);
            }
            for (speaker, heard) in SPEAKERS.into_iter().zip(&mut index.heard) {
                *heard |= check.hears(speaker) && !check.anchors().is_empty();
            }
        }
        index
    }

    pub(super) fn hears(&self, speaker: Speaker) -> bool {
        self.heard[speaker as usize]
    }

    pub(super) fn rules(&self, anchor: PatternId) -> &[usize] {
        &self.by_anchor[anchor as usize]
    }

    pub(super) fn always(&self) -> &[usize] {
        &self.always
    }
}
