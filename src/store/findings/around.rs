//! What stands around a finding in a list: its neighbours, and the page before.

use super::{Filter, Query, cursor, cursor_at, list, query, urgency};
use crate::domain::finding::Finding;
use crate::domain::ids::FindingId;
use crate::store::connection::DbConnection;
use crate::store::error::StoreError;
use crate::store::row::{self, typed};
use crate::store::schema::findings;
use crate::store::scope::Scope;
use chrono::NaiveDate;
use diesel::prelude::*;

/// Those of the list that `filter` gives which stand before `finding`.
fn preceding<'a>(scope: &'a Scope, filter: &'a Filter, finding: &'a Finding) -> Query<'a> {
    let (urgency, day, id) = (urgency(finding), finding.day, finding.id.as_str());
    let earlier_that_day = findings::day.eq(day).and(findings::finding_id.lt(id));
    query(scope, filter).filter(
        findings::urgency.gt(urgency).or(findings::urgency.eq(urgency).and(findings::day.lt(day).or(earlier_that_day))),
    )
}

/// The findings before and after `finding` in the list that `filter` gives, whether or not it is in that list itself.
pub fn neighbours(
    connection: &mut DbConnection,
    scope: &Scope,
    filter: &Filter,
    finding: &Finding,
) -> Result<(Option<FindingId>, Option<FindingId>), StoreError> {
    let before: Option<String> = preceding(scope, filter, finding)
        .order((findings::urgency, findings::day.desc(), findings::finding_id.desc()))
        .select(findings::finding_id)
        .first(connection)
        .optional()?;
    let after = list(connection, scope, filter, Some(&cursor(finding)), 1)?.items.into_iter().next();
    let before = before.map(|id| typed("finding id", &id)).transpose()?;
    Ok((before, after.map(|finding| finding.id)))
}

/// What stands before a page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// How many findings.
    pub count: u64,
    /// Where the page before goes on from; absent where that is the first one.
    pub after: Option<String>,
}

/// What stands before the page that begins with `first`, in pages of `limit`.
pub fn before(
    connection: &mut DbConnection,
    scope: &Scope,
    filter: &Filter,
    first: &Finding,
    limit: usize,
) -> Result<Before, StoreError> {
    let count = row::uncount(preceding(scope, filter, first).count().get_result(connection)?);
    let last_of_page_before: Option<(i64, NaiveDate, String)> = preceding(scope, filter, first)
        .order((findings::urgency, findings::day.desc(), findings::finding_id.desc()))
        .select((findings::urgency, findings::day, findings::finding_id))
        .limit(1)
        .offset(row::count(limit))
        .first(connection)
        .optional()?;
    Ok(Before { count, after: last_of_page_before.map(|(urgency, day, id)| cursor_at(urgency, day, &id)) })
}
