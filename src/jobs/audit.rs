//! Runs a ruleset over one agency's quarter, and keeps what it says in the place of what it said before.

use super::{Context, JobError};
use crate::domain::agency::Agency;
use crate::domain::ids::{AgencyId, RulesetId};
use crate::domain::quarter::Quarter;
use crate::rules::engine::{self, Audit};
use crate::rules::ruleset::Ruleset;
use crate::rules::view::{Conversation, ConversationTurn, View};
use crate::store::counters::Period;
use crate::store::evidence::{self, QuarterEvidence};
use crate::store::findings::{self, Audited};
use crate::store::transcripts::Transcript;
use crate::store::{Scope, StoreError};
use std::collections::HashMap;

/// What an audit came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Whose quarter, by which ruleset.
    pub period: Period,
    /// Findings.
    pub findings: u64,
}

/// Audits one agency's quarter by its own ruleset, or by another.
pub fn audit(
    context: &Context,
    agency: &AgencyId,
    quarter: Quarter,
    ruleset: Option<&RulesetId>,
) -> Result<Summary, JobError> {
    let agency = context.agency(agency)?;
    let ruleset = context.rulesets.get(ruleset.unwrap_or(&agency.ruleset))?;
    let period = Period { agency: agency.id.clone(), ruleset: ruleset.id.clone(), quarter };
    let found = context.store.read(|c| evidence::quarter(c, &Scope::Bank, &agency.id, quarter))?;
    let audit = run(context, &ruleset, &agency, quarter, &found)?;
    let rule = |index: usize| ruleset.rules[index].id.clone();
    let exposure = audit.exposure.iter().map(|((index, day), units)| ((rule(*index), *day), *units)).collect();
    let coverage = audit.coverage.iter().map(|(key, coverage)| (*key, (coverage.expected, coverage.present))).collect();
    let audited = Audited {
        period: &period,
        ruleset_digest: &ruleset.digest,
        findings: &audit.findings,
        exposure: &exposure,
        coverage: &coverage,
        at: context.clock.now(),
    };
    context.store.write(|c| findings::replace(c, &audited))?;
    Ok(Summary { findings: audit.findings.len() as u64, period })
}

/// Lets the engine look at the evidence; a transcript that can't be read stops the audit, as leaving it out would change the score.
fn run(
    context: &Context,
    ruleset: &Ruleset,
    agency: &Agency,
    quarter: Quarter,
    found: &QuarterEvidence,
) -> Result<Audit, JobError> {
    let call_index: HashMap<String, usize> =
        found.calls.iter().enumerate().map(|(index, call)| (call.call_id.clone(), index)).collect();
    let visit_index: HashMap<String, usize> =
        found.visits.iter().enumerate().map(|(index, visit)| (visit.visit_id.clone(), index)).collect();
    let view = View {
        agency,
        quarter,
        ruleset_zone: ruleset.time_zone,
        calls: &found.calls,
        visits: &found.visits,
        recordings: &found.recordings,
        staff: &found.staff,
        lines: &found.lines,
        cases: &found.cases,
        registers: &found.registers,
        elsewhere: &found.elsewhere,
        transcribed: &found.transcribed,
        call_index: &call_index,
        visit_index: &visit_index,
    };
    let mut broken: Option<StoreError> = None;
    let mut transcripts = found.transcripts(&context.objects);
    let mut conversations = std::iter::from_fn(|| {
        loop {
            match transcripts.next()? {
                Ok(transcript) => {
                    if let Some(conversation) = conversation(&view, found, transcript) {
                        return Some(conversation);
                    }
                }
                Err(error) => {
                    broken = Some(error);
                    return None;
                }
            }
        }
    });
    let audit = engine::audit(ruleset, &view, &mut conversations);
    match broken {
        Some(error) => Err(error.into()),
        None => Ok(audit),
    }
}

/// What was said on a call of the quarter, with what the log says about the call; none where it belongs to another quarter.
pub fn conversation(view: &View<'_>, found: &QuarterEvidence, transcript: Transcript) -> Option<Conversation<'static>> {
    let call = view.call_index.get(&transcript.call_id).map(|index| &view.calls[*index]);
    let day = match call {
        Some(call) => view.day(&call.case_no, call.started_at),
        None => *found.calls_unlogged.get(&transcript.call_id)?,
    };
    if !view.quarter.contains(day) {
        return None;
    }
    let local = |at: chrono::DateTime<chrono::Utc>, case_no: &str| at.with_timezone(&view.zone(case_no)).fixed_offset();
    Some(Conversation {
        party: call.map(|call| call.party),
        started_at: call.map(|call| local(call.started_at, &call.case_no)),
        ended_at: call.map(|call| local(call.ended_at, &call.case_no)),
        day,
        party_cell: call.map(|call| call.origin.cell("party")),
        turns: transcript
            .turns
            .into_iter()
            .map(|turn| ConversationTurn {
                speaker: turn.speaker,
                text: turn.text.into(),
                start_ms: turn.start_ms,
                end_ms: turn.end_ms,
                cell: Some(turn.cell),
            })
            .collect(),
        call_id: transcript.call_id,
    })
}
