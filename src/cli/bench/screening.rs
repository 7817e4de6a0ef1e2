//! The demo's conversations, again and again: aho-corasick's DFA over the bare turns, the rules in memory, and the whole way from
//! JSON Lines to findings.

use super::{Measured, cpu, ratios};
use crate::cli::CliError;
use crate::config::Settings;
use crate::demo;
use crate::domain::contact::Speaker;
use crate::domain::ids::RulesetId;
use crate::rules::engine;
use crate::rules::load;
use crate::rules::prepared::Desk;
use crate::rules::screen::Screener;
use crate::rules::view::Conversation;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde_json::json;

/// Megabytes of conversation per CPU second on one thread, three ways.
pub fn measure(
    ruleset: &RulesetId,
    megabytes: usize,
    rounds: u32,
    settings: &Settings,
) -> Result<Vec<Measured>, CliError> {
    let ruleset = load::load(&settings.rulesets, ruleset)
        .map_err(|errors| CliError::say(errors.first().map(ToString::to_string).unwrap_or_default()))?;
    let (conversations, bytes) = conversations(megabytes * 1_000_000);
    let lines: Vec<Vec<u8>> = conversations.iter().map(line).collect();
    let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(ruleset.phrases())?;
    let screener = Screener::new(&ruleset, &[]).map_err(CliError::say)?;
    let mut bare = || {
        let texts = conversations.iter().flat_map(|conversation| &conversation.turns).map(|turn| turn.text.as_ref());
        let hits: usize = texts.map(|text| automaton.find_overlapping_iter(text).count()).sum();
        std::hint::black_box(hits);
        Ok(())
    };
    let mut in_memory = || {
        let hits: usize = conversations.iter().map(|conversation| engine::screen(&ruleset, conversation).len()).sum();
        std::hint::black_box(hits);
        Ok(())
    };
    let mut whole = || {
        let (mut out, mut desk) = (Vec::new(), Desk::default());
        for (number, line) in lines.iter().enumerate() {
            out.clear();
            screener.line(&mut desk, number as u64 + 1, line, &mut out);
            std::hint::black_box(&out);
        }
        Ok(())
    };
    let phrases = ruleset.phrases().len();
    let seconds = cpu::best(
        rounds,
        &mut [
            (format!("aho-corasick DFA, {phrases} phrases, overlapping, bare turns"), &mut bare),
            ("plumbline's rules, conversations in memory".to_owned(), &mut in_memory),
            ("plumbline screen, JSON Lines to findings".to_owned(), &mut whole),
        ],
    )?;
    Ok(ratios(bytes as f64 / 1e6, "MB", &seconds))
}

/// The demo's conversations until there are so many bytes of them, and how many there are.
fn conversations(bytes: usize) -> (Vec<Conversation<'static>>, usize) {
    let demo = demo::generate().conversations;
    let mut all = Vec::new();
    let mut size = 0;
    for (_, conversation) in demo.iter().cycle() {
        if size >= bytes {
            break;
        }
        size += conversation.turns.iter().map(|turn| turn.text.len()).sum::<usize>();
        all.push(conversation.clone());
    }
    (all, size)
}

/// A conversation as `screen` takes it.
fn line(conversation: &Conversation<'_>) -> Vec<u8> {
    let speaker = |speaker: Speaker| serde_json::to_value(speaker).unwrap_or_default();
    let turns: Vec<_> =
        conversation.turns.iter().map(|turn| json!({ "speaker": speaker(turn.speaker), "text": turn.text })).collect();
    let call = json!({
        "call_id": conversation.call_id,
        "party": conversation.party,
        "started_at": conversation.started_at.map(|moment| moment.to_rfc3339()),
        "ended_at": conversation.ended_at.map(|moment| moment.to_rfc3339()),
        "turns": turns,
    });
    call.to_string().into_bytes()
}
