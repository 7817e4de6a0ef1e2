//! The call log.

use crate::domain::contact::Call;
use crate::intake::codes::Code;
use crate::intake::row::RowReader;
use crate::intake::values::Fault;
use chrono::{DateTime, TimeDelta, Utc};

/// How far end and duration may differ, seconds: logs round to the minute.
const ROUNDING: i64 = 60;

/// Every cell is read before a fault refuses the row, so that all faults are named at once.
pub fn read(row: &mut RowReader) -> Option<Call> {
    let call_id = row.need_id("call_id");
    let case_no = row.need_id("case_no");
    let collector_id = row.need_id("collector_id");
    let called_number = row.need_phone("called_number");
    let party = row.need_party("party");
    let started_at = row.need_moment("started_at");
    let ended_at = end(row, started_at);
    let outcome = row.need_outcome("outcome");
    let caller_number = row.phone("caller_number");
    let direction = row.direction("direction");
    let channel = row.text("channel");
    let contact_name = row.text("contact_name");
    let recording_id = row.id("recording_id");
    let agreed_time = row.agreed("agreed_time");
    let agreed_reason = row.text("agreed_reason");
    let agreement_recorded_at = row.day_or_moment("agreement_recorded_at");
    let promise_date = row.day("promise_date");
    let summary = row.text("summary");
    let contact_refused = row.yes_no("contact_refused");
    let filed_at = row.moment("filed_at");
    Some(Call {
        call_id: call_id?,
        case_no: case_no?,
        collector_id: collector_id?,
        called_number: called_number?,
        party: party?,
        started_at: started_at?,
        ended_at: ended_at?,
        outcome: outcome?,
        caller_number,
        direction,
        channel,
        contact_name,
        recording_id,
        agreed_time,
        agreed_reason,
        agreement_recorded_at,
        promise_date,
        summary,
        contact_refused,
        filed_at,
    })
}

fn end(row: &mut RowReader, started_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    let ended_at = row.moment("ended_at");
    let seconds = row.seconds("duration");
    let started_at = started_at?;
    match (ended_at, seconds) {
        (Some(ended_at), _) if ended_at < started_at => {
            row.fault("ended_at", Fault::new(Code::EndBeforeStart));
            None
        }
        (Some(ended_at), Some(seconds)) => {
            let apart = ((ended_at - started_at).num_seconds() - seconds).abs();
            if apart > ROUNDING {
                row.fault("duration", Fault::new(Code::DurationMismatch).with("seconds", apart.to_string()));
                return None;
            }
            Some(ended_at)
        }
        (Some(ended_at), None) => Some(ended_at),
        (None, Some(seconds)) => started_at.checked_add_signed(TimeDelta::seconds(seconds)),
        (None, None) => None,
    }
}
