//! What the other agencies' rows say about one agency's: the only query that reads across agencies for an audit.
//!
//! One pass per kind, a chunk of rows at a time; what is kept grows with the agency's own rows alone, and holds nothing of the others.

use super::EvidenceRow;
use super::quarter::QuarterEvidence;
use crate::domain::contact::Visit;
use crate::domain::debtor;
use crate::domain::elsewhere::{Elsewhere, Entrusted, photo_hash};
use crate::domain::evidence::{EvidenceKind, Record, Sourced};
use crate::domain::ids::AgencyId;
use crate::domain::register::Case;
use crate::store::CHUNK;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::row::{count, from_json};
use crate::store::schema::{agencies, evidence};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Holds the agency's own cases, recordings and visits against everybody else's; `span` is the quarter with its margin.
pub(super) fn of(
    connection: &mut DbConnection,
    agency: &AgencyId,
    span: (NaiveDate, NaiveDate),
    own: &QuarterEvidence,
) -> Result<Elsewhere, StoreError> {
    let ids: Vec<String> = agencies::table.order(agencies::agency_id).select(agencies::agency_id).load(connection)?;
    let others: Vec<String> = ids.into_iter().filter(|id| id != agency.as_str()).collect();
    Ok(Elsewhere {
        entrusted: entrusted(connection, &others, &own.cases)?,
        recordings: recordings(connection, agency, span, own)?,
        photos: photos(connection, &others, &own.visits)?,
    })
}

/// Shows `each` every standing row of `kind` whose record has `mark` in it, agency by agency in order of key.
fn pass(
    connection: &mut DbConnection,
    agencies: &[String],
    (kind, mark): (EvidenceKind, &str),
    mut each: impl FnMut(Record),
) -> Result<(), StoreError> {
    for agency in agencies {
        let mut last = String::new();
        loop {
            let rows: Vec<(String, String)> = evidence::table
                .filter(evidence::agency_id.eq(agency))
                .filter(evidence::kind.eq(kind.as_str()))
                .filter(evidence::until_submission.is_null())
                .filter(evidence::natural_key.gt(&last))
                .filter(evidence::payload.like(format!("%\"{mark}\"%")))
                .order(evidence::natural_key)
                .limit(count(CHUNK))
                .select((evidence::natural_key, evidence::payload))
                .load(connection)?;
            let whole = rows.len() == CHUNK;
            for (key, payload) in rows {
                each(from_json("row", &payload)?);
                last = key;
            }
            if !whole {
                break;
            }
        }
    }
    Ok(())
}

/// When the debtors of `own` cases are entrusted to others as well.
fn entrusted(
    connection: &mut DbConnection,
    others: &[String],
    own: &BTreeMap<String, Sourced<Case>>,
) -> Result<BTreeMap<String, Vec<Entrusted>>, StoreError> {
    let mut by_debtor: HashMap<(String, String), Vec<&Case>> = HashMap::new();
    for case in own.values() {
        for key in debtor::keys(case) {
            by_debtor.entry(key).or_default().push(&case.value);
        }
    }
    let mut found: BTreeMap<String, BTreeSet<Entrusted>> = BTreeMap::new();
    if by_debtor.is_empty() {
        return Ok(BTreeMap::new());
    }
    pass(connection, others, (EvidenceKind::Cases, "case_no"), |record| {
        let Record::Case(theirs) = record else { return };
        let when = Entrusted { from: theirs.entrusted_at, ended: theirs.ended_at(), expires: theirs.expires_at() };
        for case in debtor::keys(&theirs).iter().filter_map(|key| by_debtor.get(key)).flatten() {
            if debtor::may_be_one(case, &theirs) {
                found.entry(case.case_no.clone()).or_default().insert(when);
            }
        }
    })?;
    Ok(found.into_iter().map(|(case, when)| (case, when.into_iter().collect())).collect())
}

/// Own recordings whose hash another agency handed in for one made no later.
fn recordings(
    connection: &mut DbConnection,
    agency: &AgencyId,
    span: (NaiveDate, NaiveDate),
    own: &QuarterEvidence,
) -> Result<BTreeSet<String>, StoreError> {
    // The names are ours, never input; a subquery over the same table does not compile through `DbConnection`.
    let shared = sql::<Bool>(
        "evidence.content_sha256 IN (SELECT near.content_sha256 FROM evidence AS near WHERE near.until_submission IS NULL AND \
         near.kind = 'recordings' AND near.agency_id = ",
    );
    let shared = shared.bind::<Text, _>(agency.to_string()).sql(" AND near.day BETWEEN ");
    let shared = shared.bind::<Date, _>(span.0).sql(" AND ").bind::<Date, _>(span.1).sql(")");
    let rows: Vec<EvidenceRow> = evidence::table
        .filter(evidence::agency_id.ne(agency.as_str()))
        .filter(evidence::kind.eq(EvidenceKind::Recordings.as_str()))
        .filter(evidence::until_submission.is_null())
        .filter(shared)
        .load(connection)?;
    let mut first: HashMap<String, DateTime<Utc>> = HashMap::new();
    for row in rows {
        let Record::Recording(theirs) = from_json("row", &row.payload)? else { continue };
        let Some(hash) = theirs.sha256 else { continue };
        let at = first.entry(hash).or_insert(theirs.recorded_at);
        *at = theirs.recorded_at.min(*at);
    }
    let later = own.recordings.iter().filter(|row| {
        let theirs = row.value.sha256.as_ref().and_then(|hash| first.get(hash));
        theirs.is_some_and(|at| *at <= row.recorded_at)
    });
    Ok(later.map(|row| row.value.recording_id.clone()).collect())
}

/// Own visits with photographs whose hash another agency handed in for a visit made no later.
fn photos(
    connection: &mut DbConnection,
    others: &[String],
    own: &[Sourced<Visit>],
) -> Result<BTreeSet<(String, String)>, StoreError> {
    let mut shown: HashMap<String, Vec<(&Visit, &String)>> = HashMap::new();
    for (visit, photo) in own.iter().flat_map(|visit| visit.photos.iter().map(move |photo| (visit, photo))) {
        if let Some(hash) = photo_hash(photo) {
            shown.entry(hash).or_default().push((&visit.value, photo));
        }
    }
    let mut found = BTreeSet::new();
    if shown.is_empty() {
        return Ok(found);
    }
    pass(connection, others, (EvidenceKind::Visits, "photos"), |record| {
        let Record::Visit(theirs) = record else { return };
        for uses in theirs.photos.iter().filter_map(|photo| shown.get(&photo_hash(photo)?)) {
            let later = uses.iter().filter(|(visit, _)| theirs.arrived_at <= visit.arrived_at);
            found.extend(later.map(|(visit, photo)| (visit.visit_id.clone(), (*photo).clone())));
        }
    })?;
    Ok(found)
}
