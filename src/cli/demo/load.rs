//! Takes the demo's hand-ins the same way as anybody's upload, audits, lets the reviewers decide and the agencies appeal, and scores.

use super::{appeals, reviewers};
use crate::cli::CliError;
use crate::clock::Clock;
use crate::demo::handin::HandIn;
use crate::demo::{AgencySpec, DemoQuarter};
use crate::domain::agency::Agency;
use crate::domain::lang::Lang;
use crate::domain::score::Scorecard;
use crate::domain::submission::ImportReport;
use crate::jobs::import::{self, HandedInBy, Request};
use crate::jobs::{Context, JobError, audit, score};
use crate::store::agencies;

/// What came of the whole.
#[derive(Debug)]
pub struct Loaded {
    /// What each hand-in was answered, in their order.
    pub reports: Vec<ImportReport>,
    /// Findings over all quarters.
    pub findings: u64,
    /// The scorecards of the demo's quarter, by agency.
    pub scorecards: Vec<Scorecard>,
}

/// Loads everything into an empty store; `step` is called after each hand-in.
pub fn load(context: &Context, quarter: &DemoQuarter, step: &mut dyn FnMut()) -> Result<Loaded, CliError> {
    for spec in &quarter.bank.agencies {
        context.store.write(|connection| agencies::add(connection, &agency(spec)))?;
    }
    let mut reports = Vec::with_capacity(quarter.hand_ins.len());
    for hand_in in &quarter.hand_ins {
        reports.push(take(context, hand_in)?);
        step();
    }
    let mut findings = 0;
    for period in &quarter.bank.periods {
        for spec in &quarter.bank.agencies {
            findings += audit::audit(context, &spec.id, period.quarter, None)?.findings;
        }
    }
    reviewers::add(context, quarter)?;
    reviewers::decide(context, quarter)?;
    appeals::add(context, quarter)?;
    let mut scorecards = Vec::new();
    for period in &quarter.bank.periods {
        let cards = score::score_all(context, period.quarter)?;
        if period.quarter == quarter.bank.quarter {
            scorecards = cards;
        }
    }
    scorecards.sort_by(|one, other| one.agency_id.cmp(&other.agency_id));
    Ok(Loaded { reports, findings, scorecards })
}

fn agency(spec: &AgencySpec) -> Agency {
    Agency {
        id: spec.id.clone(),
        name: spec.name.clone(),
        ruleset: spec.ruleset.clone(),
        agreement_from: spec.agreement[0],
        agreement_to: Some(spec.agreement[1]),
        time_zone: spec.time_zone,
        encoding: spec.encoding.clone(),
    }
}

/// One hand-in, at the moment at which it came.
fn take(context: &Context, hand_in: &HandIn) -> Result<ImportReport, JobError> {
    let context = Context { clock: Clock::Fixed(hand_in.received_at), ..context.clone() };
    let (from, received_from) = match &hand_in.from {
        Some((agency, week)) => (HandedInBy::Agency(agency.clone(), *week), reviewers::uploader(agency)),
        None => (HandedInBy::Bank(None), reviewers::SUPERVISOR.to_owned()),
    };
    let files = hand_in.files.clone();
    let request = Request { from, files, lang: Lang::ZhHans, received_from, dry_run: false };
    Ok(import::import(&context, &request)?.report)
}
