//! The demo bank: a generator of a whole quarter in which every violation is known.
//!
//! `material` what it is made from (`fixtures/quarter/`) · `people`, `diary`, `talk` a quarter in which nobody breaks a rule · `plant`
//! breaks rules one at a time and notes each in the `manifest` · `handin` writes the weekly hand-ins in the mess of real life ·
//! `run` takes them the same way as anybody's upload. No clock and no randomness but a seeded one: the same bytes everywhere.

mod diary;
mod draft;
pub mod handin;
pub mod manifest;
mod material;
mod people;
mod plant;
mod prng;
mod talk;

pub use material::{AgencySpec, Bank, bank};

use crate::domain::quarter::Week;
use crate::rules::view::{Conversation, ConversationTurn};
use chrono::{DateTime, Utc};
use draft::Draft;
use handin::HandIn;
use manifest::Manifest;
use std::collections::HashSet;

/// Everything the demo bank has: agencies, hand-ins in the order in which they came, and what must be found in them.
#[derive(Debug)]
pub struct DemoQuarter {
    /// The bank and its agencies.
    pub bank: &'static Bank,
    /// Hand-ins, the bank's own first.
    pub hand_ins: Vec<HandIn>,
    /// What was planted.
    pub manifest: Manifest,
    /// Everything that was said and handed in, by agency.
    pub conversations: Vec<(&'static AgencySpec, Conversation<'static>)>,
    counts: Counts,
}

/// How much there is of what, over all agencies and weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Counts {
    pub calls: usize,
    pub conversations: usize,
    /// Conversations that differ in more than names and numbers drawn once.
    pub different_conversations: usize,
    pub turns: usize,
    pub visits: usize,
    pub recordings: usize,
}

impl DemoQuarter {
    /// How much there is of what.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

/// Makes the whole of it.
pub fn generate() -> DemoQuarter {
    let bank = bank();
    let mut manifest = Manifest::new(bank);
    let mut drafts: Vec<Draft> = bank.agencies.iter().map(|agency| diary::draft(bank, agency)).collect();
    for draft in &mut drafts {
        plant::all(draft, &mut manifest);
    }
    plant::across::all(&mut drafts, &mut manifest);
    let mut hand_ins = handin::bank(bank, &drafts);
    for draft in &drafts {
        hand_ins.extend(handin::agency(draft, &mut manifest));
    }
    manifest.settle();
    let counts = count(&drafts);
    let conversations = drafts.iter().flat_map(conversations).collect();
    DemoQuarter { bank, hand_ins, manifest, conversations, counts }
}

/// A large call log of the first agency, and its week: something to measure with.
pub fn call_log(rows: u32) -> (Week, Vec<u8>) {
    let bank = bank();
    let draft = diary::draft(bank, &bank.agencies[0]);
    let week = Week::of(bank.quarter.first_day());
    (week, handin::call_log(&draft, week, rows))
}

/// What was said on the agency's calls, as the audit will see it.
fn conversations(draft: &Draft) -> Vec<(&'static AgencySpec, Conversation<'static>)> {
    let calls = draft.calls.iter().filter(|call| call.transcript);
    let heard = calls.map(|call| {
        let local = |moment: DateTime<Utc>| moment.with_timezone(&call.zone).fixed_offset();
        let turn = |turn: &draft::Spoken| ConversationTurn {
            speaker: turn.speaker,
            text: turn.text.clone().into(),
            start_ms: None,
            end_ms: None,
            cell: None,
        };
        Conversation {
            call_id: call.call.call_id.clone(),
            party: Some(call.call.party),
            started_at: Some(local(call.call.started_at)),
            ended_at: Some(local(call.call.ended_at)),
            day: local(call.call.started_at).date_naive(),
            turns: call.talk.iter().map(turn).collect(),
            party_cell: None,
        }
    });
    heard.map(|conversation| (draft.spec, conversation)).collect()
}

fn count(drafts: &[Draft]) -> Counts {
    let calls = || drafts.iter().flat_map(|draft| &draft.calls);
    let visits = || drafts.iter().flat_map(|draft| &draft.visits);
    let said = |call: &draft::DraftCall| call.talk.iter().map(|turn| turn.text.as_str()).collect::<Vec<_>>().join("\n");
    Counts {
        calls: calls().count(),
        conversations: calls().filter(|call| call.transcript).count(),
        different_conversations: calls().filter(|call| call.transcript).map(said).collect::<HashSet<_>>().len(),
        turns: calls().filter(|call| call.transcript).map(|call| call.talk.len()).sum(),
        visits: visits().count(),
        recordings: calls().filter(|call| call.recording.is_some()).count()
            + visits().filter(|visit| visit.recording.is_some()).count(),
    }
}
