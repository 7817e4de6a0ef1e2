//! Holds the ledger against everything on record: the chain against itself, each entry against its record, the records against the entries,
//! the stored files against their names, the scorecards against what is counted. Stops at the first thing that differs.

use super::score;
use super::{Context, JobError};
use crate::domain::quarter::Quarter;
use crate::domain::scheme::Terms;
use crate::domain::score::Scorecard;
use crate::ledger::{Broken, Chain, Checkpoint, Entry, Kind};
use crate::scoring;
use crate::store::counters::Period;
use crate::store::ledger::{self, Recorded, Unrecorded};
use crate::store::{DbConnection, Scope, StoreError, counters, scorecards, verdicts};
use std::collections::{BTreeSet, HashSet};

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Entries whose links and digests were recomputed.
    pub entries: u64,
    /// Entries whose records were recomputed.
    pub records: u64,
    /// Entries that a later act took the place of: only their links can be checked.
    pub replaced: u64,
    /// Stored files and packs of conversations whose bytes were digested.
    pub files: u64,
    /// Scorecards that were scored again.
    pub scorecards: u64,
    /// Scorecards that can't be held against anything: scored by another content of the rules, or before a later audit or verdict.
    pub scorecards_skipped: u64,
}

/// The first thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// The chain is broken.
    #[error(transparent)]
    Chain(#[from] Broken),
    /// A checkpoint that was written down is not in the chain.
    #[error("entry {0} is not the one of the checkpoint: it has another digest, or is gone")]
    Checkpoint(u64),
    /// A record is not what its entry says.
    #[error("{kind} {subject} was altered: it is not what entry {sequence} says")]
    Altered {
        /// The kind of act.
        kind: &'static str,
        /// What it concerned.
        subject: String,
        /// The entry.
        sequence: u64,
    },
    /// A record is gone.
    #[error("{kind} {subject} is gone: entry {sequence} tells of it")]
    Gone {
        /// The kind of act.
        kind: &'static str,
        /// What it concerned.
        subject: String,
        /// The entry.
        sequence: u64,
    },
    /// A record that no entry tells of.
    #[error("{kind} {subject} is not in the ledger")]
    Untold {
        /// The kind of act.
        kind: &'static str,
        /// What it concerned.
        subject: String,
    },
    /// A stored file is gone or altered.
    #[error("hand-in {hand_in}: {reason}")]
    File {
        /// The hand-in that it came with.
        hand_in: String,
        /// Which, and what is wrong with it.
        reason: String,
    },
    /// Findings don't have the status that people gave them.
    #[error("the findings of {agency} don't have the status that the verdicts gave them")]
    Statuses {
        /// Whose.
        agency: String,
    },
    /// What is counted about findings is not what their rows say.
    #[error("the counters of {agency} {quarter} are not what its findings say")]
    Counters {
        /// Whose.
        agency: String,
        /// When.
        quarter: Quarter,
    },
    /// A scorecard is not what its inputs give.
    #[error("scorecard {agency} {quarter}, version {version}, is not what is counted now")]
    Score {
        /// Whose.
        agency: String,
        /// When.
        quarter: Quarter,
        /// Which version.
        version: u32,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was looked at until then.
    pub seen: Seen,
    /// Where the chain ends, as far as it was walked.
    pub checkpoint: Checkpoint,
    /// The first thing that differs, if any.
    pub difference: Option<Difference>,
}

/// Entries read at once.
const PAGE: usize = 500;

/// Verifies everything, or besides the chain only what concerns one quarter. `noted` is a checkpoint that somebody wrote down: number and digest.
/// `step` is told of every entry and every hand-in done.
pub fn verify(
    context: &Context,
    quarter: Option<Quarter>,
    noted: Option<&(u64, String)>,
    step: &mut dyn FnMut(u64),
) -> Result<Verified, JobError> {
    let mut run = Run { context, quarter, noted, seen: Seen::default(), chain: Chain::default() };
    let difference = run.all(step)?;
    Ok(Verified { seen: run.seen, checkpoint: run.chain.end().clone(), difference })
}

struct Run<'a> {
    context: &'a Context,
    quarter: Option<Quarter>,
    noted: Option<&'a (u64, String)>,
    seen: Seen,
    chain: Chain,
}

/// The first difference that a part of the work found.
type Found = Result<Option<Difference>, JobError>;

impl Run<'_> {
    fn all(&mut self, step: &mut dyn FnMut(u64)) -> Found {
        if let Some(difference) = self.entries(step)? {
            return Ok(Some(difference));
        }
        if let Some(Unrecorded { kind, subject }) = self.context.store.read(ledger::unrecorded)? {
            return Ok(Some(Difference::Untold { kind: kind.as_str(), subject }));
        }
        if let Some(difference) = self.files(step)? {
            return Ok(Some(difference));
        }
        self.scores()
    }

    /// Walks the chain, and holds each entry against its record.
    fn entries(&mut self, step: &mut dyn FnMut(u64)) -> Found {
        loop {
            let after = self.chain.end().sequence;
            let entries = self.context.store.read(|c| ledger::entries(c, after, PAGE))?;
            for entry in &entries {
                if let Err(broken) = self.chain.take(entry) {
                    return Ok(Some(broken.into()));
                }
                self.seen.entries += 1;
                if self.noted.is_some_and(|(sequence, digest)| {
                    *sequence == entry.sequence && digest.trim_start_matches("sha256:") != entry.digest.as_str()
                }) {
                    return Ok(Some(Difference::Checkpoint(entry.sequence)));
                }
                if let Some(difference) = self.record(entry)? {
                    return Ok(Some(difference));
                }
            }
            step(entries.len() as u64);
            if entries.len() < PAGE {
                let missing = self.noted.filter(|(sequence, _)| *sequence > self.chain.end().sequence);
                return Ok(missing.map(|(sequence, _)| Difference::Checkpoint(*sequence)));
            }
        }
    }

    fn record(&mut self, entry: &Entry) -> Found {
        let recorded = self.context.store.read(|c| {
            let concerned = self.quarter.is_none() || self.concerns(&ledger::quarters(c, entry)?);
            if concerned { ledger::recorded(c, entry).map(Some) } else { Ok(None) }
        })?;
        let (kind, subject, sequence) = (entry.act.kind.as_str(), entry.act.subject.clone(), entry.sequence);
        match recorded {
            None => return Ok(None),
            Some(Recorded::Content(digest)) if digest != entry.act.content => {
                return Ok(Some(Difference::Altered { kind, subject, sequence }));
            }
            Some(Recorded::Nothing) => return Ok(Some(Difference::Gone { kind, subject, sequence })),
            Some(Recorded::Content(_)) => self.seen.records += 1,
            Some(Recorded::Replaced) => self.seen.replaced += 1,
        }
        Ok(None)
    }

    /// What concerns no one quarter concerns all.
    fn concerns(&self, quarters: &BTreeSet<Quarter>) -> bool {
        self.quarter.is_none_or(|only| quarters.is_empty() || quarters.contains(&only))
    }

    /// Reads every stored file, each once.
    fn files(&mut self, step: &mut dyn FnMut(u64)) -> Found {
        let mut read = HashSet::new();
        for (hand_in, quarters) in self.context.store.read(ledger::hand_ins)? {
            step(1);
            if !self.concerns(&quarters) {
                continue;
            }
            for digest in self.context.store.read(|c| ledger::objects(c, &hand_in))? {
                if !read.insert(digest.clone()) {
                    continue;
                }
                match self.context.objects.get(&digest) {
                    Ok(_) => self.seen.files += 1,
                    Err(error @ (StoreError::ObjectMissing(_) | StoreError::ObjectAltered(_))) => {
                        let (hand_in, reason) = (hand_in.to_string(), error.to_string());
                        return Ok(Some(Difference::File { hand_in, reason }));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(None)
    }

    /// Holds statuses and counters against verdicts and findings, and scores each agency's quarter again, where the rules at hand are still
    /// those that it was scored by.
    fn scores(&mut self) -> Found {
        for agency in self.context.agencies(None)? {
            let ruleset = self.context.rulesets.get(&agency.ruleset)?;
            let terms = ruleset.terms();
            if !self.context.store.read(|c| verdicts::agree(c, &agency.id))? {
                return Ok(Some(Difference::Statuses { agency: agency.id.to_string() }));
            }
            let cards = self.context.store.read(|c| scorecards::history(c, &Scope::Bank, &agency.id))?;
            for card in cards.into_iter().filter(|card| self.quarter.is_none_or(|only| only == card.quarter)) {
                let period = Period { agency: agency.id.clone(), ruleset: ruleset.id.clone(), quarter: card.quarter };
                if !self.context.store.read(|c| counters::agree(c, &period))? {
                    return Ok(Some(Difference::Counters { agency: agency.id.to_string(), quarter: card.quarter }));
                }
                match self.context.store.read(|c| again(c, &terms, &period, &card))? {
                    Again::Same => self.seen.scorecards += 1,
                    Again::Outdated => self.seen.scorecards_skipped += 1,
                    Again::Other => {
                        let (agency, quarter, version) = (agency.id.to_string(), card.quarter, card.version);
                        return Ok(Some(Difference::Score { agency, quarter, version }));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// What scoring again comes to.
enum Again {
    Same,
    Outdated,
    Other,
}

/// Scores a period again. Another result is only wrong where no audit or verdict came after the card.
fn again(connection: &mut DbConnection, terms: &Terms, period: &Period, card: &Scorecard) -> Result<Again, StoreError> {
    if card.ruleset_digest != terms.ruleset_digest {
        return Ok(Again::Outdated);
    }
    let inputs = scoring::Inputs { state: card.state, ..score::inputs(connection, period)? };
    if scoring::score(terms, &inputs, card.version) == *card {
        return Ok(Again::Same);
    }
    let made = ledger::of_scorecard(connection, &card.agency_id, card.quarter, card.version)?;
    let outdated = match made {
        Some(entry) => ledger::any_after(connection, entry.sequence, &[Kind::Audit, Kind::Verdict])?,
        None => true,
    };
    Ok(if outdated { Again::Outdated } else { Again::Other })
}
