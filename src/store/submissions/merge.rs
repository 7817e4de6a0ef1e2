//! Holds the rows of a hand-in against what stands: each is new, changed or unchanged.

use super::hand_in::{Amendment, HandIn};
use super::turns;
use crate::domain::evidence::{EvidenceKind, Record, Row, SheetRef};
use crate::domain::ids::{AgencyId, SubmissionId};
use crate::domain::quarter::Week;
use crate::domain::submission::{Change, FieldChange, Issue};
use crate::store::CHUNK;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::evidence::EvidenceRow;
use crate::store::objects::Objects;
use crate::store::row::{count, from_json, to_json};
use crate::store::schema::{evidence, submissions};
use crate::store::transcripts::{Pack, Transcript};
use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a hand-in changes.
#[derive(Default)]
pub(super) struct Merged {
    /// By sheet: rows of the sheet that say nothing new.
    pub unchanged: BTreeMap<usize, u64>,
    /// Rows that replace what stood.
    pub changes: Vec<Change>,
    /// Remarks on amendments of other weeks.
    pub remarks: Vec<Issue>,
    /// Natural keys whose standing row ends.
    pub ended: BTreeMap<(AgencyId, EvidenceKind), Vec<String>>,
    /// The sheets that new rows stand on.
    pub sheets: BTreeMap<(AgencyId, usize), Arc<SheetRef>>,
    rows: Vec<EvidenceRow>,
    transcripts: Vec<(EvidenceRow, Transcript)>,
    /// Sheet and row number of every row, and whether it says anything new.
    fresh: BTreeMap<(usize, u32), bool>,
}

/// What stands under a natural key.
pub(super) struct Standing {
    pub since: String,
    pub payload: String,
    extra: String,
}

/// One row on its way.
pub(super) struct Incoming<'a> {
    pub agency: &'a AgencyId,
    pub sheet: usize,
    pub row: &'a Row,
}

/// Reads what stands and compares; writes nothing.
pub(super) fn merge(
    connection: &mut DbConnection,
    objects: &Objects,
    hand_in: &HandIn<'_>,
) -> Result<Merged, StoreError> {
    let mut groups: BTreeMap<(&AgencyId, EvidenceKind), Vec<Incoming<'_>>> = BTreeMap::new();
    for (sheet, row) in &hand_in.intake.rows {
        let Some(agency) = row.agency.as_ref().or(hand_in.agency) else {
            return Err(StoreError::corrupt("row", "it names no agency"));
        };
        groups.entry((agency, row.record.kind())).or_default().push(Incoming { agency, sheet: *sheet, row });
    }
    let mut merged = Merged::default();
    for ((agency, kind), incoming) in groups {
        let weeks = Weeks { own: hand_in.week, remark: hand_in.remark, known: weeks(connection, agency)? };
        if kind == EvidenceKind::Transcripts {
            turns::merge(connection, objects, &weeks, agency, incoming, &mut merged)?;
        } else {
            merge_rows(connection, &weeks, (agency, kind), incoming, &mut merged)?;
        }
    }
    for ((sheet, _), fresh) in std::mem::take(&mut merged.fresh) {
        if !fresh {
            *merged.unchanged.entry(sheet).or_default() += 1;
        }
    }
    Ok(merged)
}

fn merge_rows(
    connection: &mut DbConnection,
    weeks: &Weeks<'_>,
    (agency, kind): (&AgencyId, EvidenceKind),
    incoming: Vec<Incoming<'_>>,
    merged: &mut Merged,
) -> Result<(), StoreError> {
    let keys: Vec<String> = incoming.iter().map(|incoming| incoming.row.record.natural_key()).collect();
    let standing = standing(connection, agency, kind, &keys)?;
    for (incoming, key) in incoming.into_iter().zip(keys) {
        let payload = to_json("row", &incoming.row.record)?;
        let extra = to_json("extra columns", &incoming.row.extra)?;
        let old = standing.get(&key);
        if old.is_some_and(|old| old.payload == payload && old.extra == extra) {
            merged.seen(&incoming, false);
            continue;
        }
        merged.seen(&incoming, true);
        if let Some(old) = old {
            merged.end(agency, kind, key.clone());
            let mut fields = differences(record_of(&old.payload)?, record_of(&payload)?);
            fields.extend(differences(from_json("extra columns", &old.extra)?, from_json("extra columns", &extra)?));
            merged.changed(weeks, &incoming, &key, &old.since, fields);
        }
        let row = evidence_row(&incoming, key, payload, extra);
        merged.rows.push(row);
    }
    Ok(())
}

impl Merged {
    /// Whether the hand-in says nothing that does not stand already.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.transcripts.is_empty()
    }

    /// Notes that a row of the sheet was looked at; one new record makes the whole row new.
    pub(super) fn seen(&mut self, incoming: &Incoming<'_>, fresh: bool) {
        *self.fresh.entry((incoming.sheet, incoming.row.origin.row)).or_default() |= fresh;
        if fresh {
            let sheet = || Arc::clone(&incoming.row.origin.sheet);
            self.sheets.entry((incoming.agency.clone(), incoming.sheet)).or_insert_with(sheet);
        }
    }

    pub(super) fn end(&mut self, agency: &AgencyId, kind: EvidenceKind, key: String) {
        self.ended.entry((agency.clone(), kind)).or_default().push(key);
    }

    pub(super) fn transcript(&mut self, row: EvidenceRow, transcript: Transcript) {
        self.transcripts.push((row, transcript));
    }

    /// Notes that a row takes the place of one handed in with `since`.
    pub(super) fn changed(
        &mut self,
        weeks: &Weeks<'_>,
        incoming: &Incoming<'_>,
        key: &str,
        since: &str,
        fields: Vec<FieldChange>,
    ) {
        let origin = &incoming.row.origin;
        let kind = incoming.row.record.kind();
        let (sheet, row) = (origin.sheet.sheet.clone(), origin.row);
        self.changes.push(Change { kind, key: key.to_owned(), sheet, row, fields });
        if let Some(week) = weeks.other(since) {
            let amendment = Amendment { kind, key, week, sheet: &origin.sheet, row };
            self.remarks.push((weeks.remark)(&amendment));
        }
    }

    /// The rows to insert for submission `id`; transcripts go to the object store on the way, in one pack.
    pub(super) fn rows_of(self, objects: &Objects, id: &SubmissionId) -> Result<Vec<EvidenceRow>, StoreError> {
        let mut pack = Pack::default();
        let mut places = Vec::with_capacity(self.transcripts.len());
        for (_, transcript) in &self.transcripts {
            places.push(pack.push(transcript)?);
        }
        let mut rows = self.rows;
        if let Some(digest) = pack.put(objects)? {
            for ((row, _), place) in self.transcripts.into_iter().zip(places) {
                let payload = to_json("transcript's address", &place.in_pack(&digest))?;
                rows.push(EvidenceRow { payload, ..row });
            }
        }
        for row in &mut rows {
            row.since_submission = id.to_string();
        }
        Ok(rows)
    }
}

/// The weeks that an agency's submissions were handed in for.
pub(super) struct Weeks<'a> {
    own: Option<Week>,
    remark: &'a dyn Fn(&Amendment<'_>) -> Issue,
    known: HashMap<String, Week>,
}

impl Weeks<'_> {
    /// The week of `since`, where it is another than that of this hand-in.
    fn other(&self, since: &str) -> Option<Week> {
        let week = *self.known.get(since)?;
        self.own.filter(|own| *own != week).map(|_| week)
    }

    /// The first day of the hand-in's own week.
    pub(super) fn first_day(&self) -> Option<NaiveDate> {
        self.own.map(Week::first_day)
    }
}

fn weeks(connection: &mut DbConnection, agency: &AgencyId) -> Result<HashMap<String, Week>, StoreError> {
    let rows: Vec<(String, String)> = submissions::table
        .filter(submissions::agency_id.eq(agency.as_str()))
        .filter(submissions::week.ne(""))
        .select((submissions::submission_id, submissions::week))
        .load(connection)?;
    rows.into_iter().map(|(id, week)| Ok((id, crate::store::row::typed("week", &week)?))).collect()
}

/// What stands under `keys`.
pub(super) fn standing(
    connection: &mut DbConnection,
    agency: &AgencyId,
    kind: EvidenceKind,
    keys: &[String],
) -> Result<HashMap<String, Standing>, StoreError> {
    let mut standing = HashMap::with_capacity(keys.len());
    for chunk in keys.chunks(CHUNK) {
        let rows: Vec<(String, String, String, String)> = evidence::table
            .filter(evidence::agency_id.eq(agency.as_str()))
            .filter(evidence::kind.eq(kind.as_str()))
            .filter(evidence::until_submission.is_null())
            .filter(evidence::natural_key.eq_any(chunk))
            .select((evidence::natural_key, evidence::since_submission, evidence::payload, evidence::extra))
            .load(connection)?;
        let rows = rows.into_iter();
        standing.extend(rows.map(|(key, since, payload, extra)| (key, Standing { since, payload, extra })));
    }
    Ok(standing)
}

/// The row of the table; its submission is filled in when it is written.
pub(super) fn evidence_row(incoming: &Incoming<'_>, key: String, payload: String, extra: String) -> EvidenceRow {
    let record = &incoming.row.record;
    let (linked_to, content) = match record {
        Record::Call(call) => (call.recording_id.clone(), None),
        Record::Visit(visit) => (visit.recording_id.clone(), None),
        Record::Recording(recording) => {
            let contact = recording.call_id.clone().or_else(|| recording.visit_id.clone());
            (contact, recording.sha256.clone())
        }
        _ => (None, None),
    };
    let deleted_on = match record {
        Record::Recording(recording) => recording.deleted_at.map(|deleted| deleted.day(Tz::UTC)),
        _ => None,
    };
    EvidenceRow {
        agency_id: incoming.agency.to_string(),
        kind: record.kind().to_string(),
        natural_key: key,
        since_submission: String::new(),
        until_submission: None,
        day: record.happened_on(Tz::UTC),
        deleted_on,
        linked_to,
        content_sha256: content,
        sheet_no: count(incoming.sheet),
        row_no: i64::from(incoming.row.origin.row),
        payload,
        extra,
    }
}

type Fields = BTreeMap<String, Value>;

/// The fields of a stored record, without the name of its kind around them.
fn record_of(payload: &str) -> Result<Fields, StoreError> {
    let record: BTreeMap<String, Fields> = from_json("row", payload)?;
    Ok(record.into_values().next().unwrap_or_default())
}

/// What differs between two rows, by field.
pub(super) fn differences(before: Fields, after: Fields) -> Vec<FieldChange> {
    let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let show = |value: Option<&Value>| value.map(shown).unwrap_or_default();
    fields
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .map(|field| FieldChange {
            field: field.clone(),
            before: show(before.get(field)),
            after: show(after.get(field)),
        })
        .collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.values().map(shown).collect::<Vec<_>>().join(" "),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
