//! Transcripts: a turn per row, or a whole call per cell.

use crate::domain::contact::Turn;
use crate::intake::codes::Code;
use crate::intake::row::RowReader;
use crate::intake::values::{Fault, conversation};

/// One turn, or every turn of a conversation; none where a fault was found.
pub fn read(row: &mut RowReader) -> Vec<Turn> {
    if row.whole_calls {
        return whole_call(row);
    }
    let turn = one(row);
    turn.into_iter().filter(|_| row.faults.is_empty()).collect()
}

fn one(row: &mut RowReader) -> Option<Turn> {
    let call_id = row.need_id("call_id");
    let turn_no = row.need_count("turn_no");
    let speaker = row.need_speaker("speaker");
    let text = row.need_text("text");
    let start_ms = row.count("start_ms");
    let end_ms = row.count("end_ms");
    if let (Some(start), Some(end)) = (start_ms, end_ms)
        && end < start
    {
        row.fault("end_ms", Fault::new(Code::EndBeforeStart));
    }
    let turn_no = turn_no.and_then(|number| {
        let small = u32::try_from(number).ok();
        if small.is_none() {
            row.fault("turn_no", Fault::new(Code::NumberInvalid));
        }
        small
    });
    Some(Turn { call_id: call_id?, turn_no: turn_no?, speaker: speaker?, text: text?, start_ms, end_ms })
}

fn whole_call(row: &mut RowReader) -> Vec<Turn> {
    let call_id = row.need_id("call_id");
    // Read once for its bound, then as a conversation.
    let text = row.need_text("text");
    let Some(value) = row.value("text").filter(|_| text.is_some()) else { return Vec::new() };
    let said = match conversation::turns(value) {
        Ok(said) => said,
        Err(fault) => {
            row.fault("text", fault);
            return Vec::new();
        }
    };
    let Some(call_id) = call_id.filter(|_| row.faults.is_empty()) else { return Vec::new() };
    said.into_iter()
        .zip(1..)
        .map(|((speaker, text), turn_no)| Turn {
            call_id: call_id.clone(),
            turn_no,
            speaker,
            text,
            start_ms: None,
            end_ms: None,
        })
        .collect()
}
