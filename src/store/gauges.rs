//! How much there is of everything: numbers for operators, of no one agency.

use super::connection::DbConnection;
use super::error::StoreError;
use super::row::uncount;
use super::schema::{appeals, findings, jobs, submissions};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Counts by state.
pub type ByState = BTreeMap<String, u64>;

/// How much there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Jobs: queued, running, done, failed.
    pub jobs: ByState,
    /// Findings: open, confirmed, false-hit, needs-information.
    pub findings: ByState,
    /// Hand-ins as they came: accepted, partly-accepted, rejected.
    pub submissions: ByState,
    /// Appeals: submitted, assigned, and what became of them.
    pub appeals: ByState,
}

/// Counts everything.
pub fn read(connection: &mut DbConnection) -> Result<Gauges, StoreError> {
    let jobs = jobs::table.group_by(jobs::state).select((jobs::state, count_star())).load(connection)?;
    let findings =
        findings::table.group_by(findings::status).select((findings::status, count_star())).load(connection)?;
    let submissions =
        submissions::table.group_by(submissions::state).select((submissions::state, count_star())).load(connection)?;
    let appeals = appeals::table.group_by(appeals::state).select((appeals::state, count_star())).load(connection)?;
    Ok(Gauges {
        jobs: by_state(jobs),
        findings: by_state(findings),
        submissions: by_state(submissions),
        appeals: by_state(appeals),
    })
}

fn by_state(rows: Vec<(String, i64)>) -> ByState {
    rows.into_iter().map(|(state, count)| (state, uncount(count))).collect()
}
