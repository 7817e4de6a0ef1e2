//! Everything of one kind that stands, a page at a time.

use super::EvidenceRow;
use crate::domain::contact::Turn;
use crate::domain::evidence::{EvidenceKind, Record};
use crate::domain::ids::AgencyId;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::objects::Objects;
use crate::store::page::Page;
use crate::store::row::{count, from_json, typed};
use crate::store::schema::evidence;
use crate::store::scope::Scope;
use crate::store::transcripts::Place;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Which rows.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Of which kind.
    pub kind: EvidenceKind,
    /// Of one agency only.
    pub agency: Option<&'a AgencyId>,
    /// Of these days only (UTC; a transcript's is that of its week); rows that tell no day count as well.
    pub days: Option<RangeInclusive<NaiveDate>>,
}

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// Whose evidence.
    pub agency: AgencyId,
    /// What it says.
    pub record: Record,
    /// Columns without a known name: header → shown value.
    pub extra: BTreeMap<String, String>,
}

/// A page of them, in order of agency and key; of transcripts so many conversations, turn by turn.
pub fn standing(
    connection: &mut DbConnection,
    objects: &Objects,
    scope: &Scope,
    wanted: &Wanted<'_>,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<StandingRow>, Option<String>), StoreError> {
    let mut query = evidence::table
        .filter(evidence::kind.eq(wanted.kind.as_str()))
        .filter(evidence::until_submission.is_null())
        .into_boxed();
    for only in wanted.agency.into_iter().chain(scope.agency()) {
        query = query.filter(evidence::agency_id.eq(only.as_str()));
    }
    if let Some(days) = &wanted.days {
        let on = evidence::day.between(*days.start(), *days.end()).assume_not_null();
        query = query.filter(on.or(evidence::day.is_null()));
    }
    if let Some(cursor) = after {
        let (agency, key) = cursor.split_once('/').ok_or_else(|| StoreError::Cursor(cursor.to_owned()))?;
        let same = evidence::agency_id.eq(agency).and(evidence::natural_key.gt(key));
        query = query.filter(evidence::agency_id.gt(agency).or(same));
    }
    let order = (evidence::agency_id, evidence::natural_key);
    let rows: Vec<EvidenceRow> = query.order(order).limit(count(limit).saturating_add(1)).load(connection)?;
    let page = Page::of(rows, limit, |last| format!("{}/{}", last.agency_id, last.natural_key));
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        match wanted.kind {
            EvidenceKind::Transcripts => items.extend(turns(&row, objects)?),
            _ => items.push(StandingRow {
                agency: typed("agency id", &row.agency_id)?,
                record: from_json("row", &row.payload)?,
                extra: from_json("extra columns", &row.extra)?,
            }),
        }
    }
    Ok((items, page.next))
}

/// The conversation, turn by turn.
fn turns(row: &EvidenceRow, objects: &Objects) -> Result<Vec<StandingRow>, StoreError> {
    let agency: AgencyId = typed("agency id", &row.agency_id)?;
    let transcript = from_json::<Place>("transcript's address", &row.payload)?.read(objects)?;
    let call_id = transcript.call_id;
    let turns = transcript.turns.into_iter().map(|turn| StandingRow {
        agency: agency.clone(),
        record: Record::Turn(Turn {
            call_id: call_id.clone(),
            turn_no: turn.turn_no,
            speaker: turn.speaker,
            text: turn.text,
            start_ms: turn.start_ms,
            end_ms: turn.end_ms,
        }),
        extra: turn.extra,
    });
    Ok(turns.collect())
}
