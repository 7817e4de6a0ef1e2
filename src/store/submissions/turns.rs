//! Transcripts of a hand-in: the turns of a call join those that stand, by number.

use super::merge::{Incoming, Merged, Weeks, differences, evidence_row, standing};
use crate::domain::contact::Turn;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::ids::AgencyId;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::objects::Objects;
use crate::store::row::from_json;
use crate::store::transcripts::{Place, StoredTurn, Transcript};
use serde_json::Value;
use std::collections::BTreeMap;

/// Merges the turns of each call with what stands.
pub(super) fn merge(
    connection: &mut DbConnection,
    objects: &Objects,
    weeks: &Weeks<'_>,
    agency: &AgencyId,
    incoming: Vec<Incoming<'_>>,
    merged: &mut Merged,
) -> Result<(), StoreError> {
    let mut calls: BTreeMap<&str, Vec<(Incoming<'_>, &Turn)>> = BTreeMap::new();
    for incoming in incoming {
        if let Record::Turn(turn) = &incoming.row.record {
            calls.entry(&turn.call_id).or_default().push((incoming, turn));
        }
    }
    let keys: Vec<String> = calls.keys().map(|call| (*call).to_owned()).collect();
    let standing = standing(connection, agency, EvidenceKind::Transcripts, &keys)?;
    for (call, turns) in calls {
        let old = standing.get(call);
        let mut transcript = match old {
            Some(old) => from_json::<Place>("transcript's address", &old.payload)?.read(objects)?,
            None => Transcript { call_id: call.to_owned(), turns: Vec::new() },
        };
        let mut fresh = false;
        for (incoming, turn) in &turns {
            fresh |= join(&mut transcript, weeks, incoming, turn, old.map(|old| old.since.as_str()), merged);
        }
        let (Some((first, _)), true) = (turns.first(), fresh) else { continue };
        if old.is_some() {
            merged.end(agency, EvidenceKind::Transcripts, call.to_owned());
        }
        transcript.turns.sort_by_key(|turn| turn.turn_no);
        let mut row = evidence_row(first, call.to_owned(), String::new(), "{}".to_owned());
        // Where the call is missing from the log, what was said counts in the week it was handed in for.
        row.day = weeks.first_day();
        merged.transcript(row, transcript);
    }
    Ok(())
}

/// Puts one turn in its place; whether it says anything new.
fn join(
    transcript: &mut Transcript,
    weeks: &Weeks<'_>,
    incoming: &Incoming<'_>,
    turn: &Turn,
    since: Option<&str>,
    merged: &mut Merged,
) -> bool {
    let new = StoredTurn {
        turn_no: turn.turn_no,
        speaker: turn.speaker,
        text: turn.text.clone(),
        start_ms: turn.start_ms,
        end_ms: turn.end_ms,
        cell: incoming.row.origin.cell("text"),
        extra: incoming.row.extra.clone(),
    };
    let old = transcript.turns.iter_mut().find(|old| old.turn_no == turn.turn_no);
    match old {
        None => transcript.turns.push(new),
        Some(old) if old.says_the_same(&new) => {
            merged.seen(incoming, false);
            return false;
        }
        Some(old) => {
            let fields = differences(fields(old), fields(&new));
            *old = new;
            merged.changed(weeks, incoming, &incoming.row.record.natural_key(), since.unwrap_or_default(), fields);
        }
    }
    merged.seen(incoming, true);
    true
}

/// A turn's fields as the sheet names them.
fn fields(turn: &StoredTurn) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::from([
        ("speaker".to_owned(), serde_json::to_value(turn.speaker).unwrap_or_default()),
        ("text".to_owned(), Value::from(turn.text.as_str())),
    ]);
    fields.extend(turn.start_ms.map(|ms| ("start_ms".to_owned(), Value::from(ms))));
    fields.extend(turn.end_ms.map(|ms| ("end_ms".to_owned(), Value::from(ms))));
    fields.extend(turn.extra.iter().map(|(header, value)| (header.clone(), Value::from(value.as_str()))));
    fields
}
