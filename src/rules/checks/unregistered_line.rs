//! `unregistered-line`: calls are placed from lines that were on the register that day, and that are recorded.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction};
use crate::domain::debtor::national;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::Line;
use crate::rules::view::View;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashMap;

/// `[check.unregistered-line]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnregisteredLine {
    /// The register must say that the line is recorded; blank counts as no.
    pub recorded: bool,
}

impl UnregisteredLine {
    /// Why the line may not be used on `day`, with the register's row and its decisive field.
    fn fault<'a>(
        &self,
        lines: &[&'a Sourced<Line>],
        day: NaiveDate,
    ) -> Option<(&'static str, Option<&'a Sourced<Line>>, &'static str)> {
        if lines.is_empty() {
            return Some(("unregistered", None, "line_number"));
        }
        let registered: Vec<_> = lines.iter().filter(|line| line.registered(day)).collect();
        let Some(line) = registered.first() else {
            let late = lines[0].registered_on.is_some_and(|first| day < first);
            return Some(("not-that-day", Some(lines[0]), if late { "registered_on" } else { "removed_on" }));
        };
        let fine = !self.recorded || registered.iter().any(|line| line.recorded == Some(true));
        (!fine).then_some(("unrecorded", Some(line), "recorded"))
    }
}

impl Described for UnregisteredLine {
    fn unit(&self) -> &'static str {
        "calls placed by the agency"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["call", "line", "day"];
        &[
            ("unnamed", &["call", "day"]),
            ("unregistered", PLACEHOLDERS),
            ("not-that-day", PLACEHOLDERS),
            ("unrecorded", PLACEHOLDERS),
        ]
    }
}

impl RecordCheck for UnregisteredLine {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let mut register: HashMap<&str, Vec<&Sourced<Line>>> = HashMap::new();
        for line in view.lines {
            register.entry(national(&line.line_number)).or_default().push(line);
        }
        for call in view.calls.iter().filter(|call| outbound(call)) {
            let day = view.day(&call.case_no, call.started_at);
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            let number = call.caller_number.as_deref().unwrap_or_default().trim();
            let fault = if number.is_empty() {
                Some(("unnamed", None, "line_number"))
            } else {
                self.fault(register.get(national(number)).map(Vec::as_slice).unwrap_or_default(), day)
            };
            let Some((why, line, field)) = fault else { continue };
            let mut found = Found::new(EvidenceKind::Calls, &call.call_id, day, why)
                .value("call", &call.call_id)
                .value("line", number)
                .value("day", day)
                .cells(&call.origin, &["caller_number"]);
            if let Some(line) = line {
                found = found.cells(&line.origin, &[field, "line_number"]);
            }
            sink.found(found);
        }
    }
}

/// Whether the agency placed the call; the log says so unless it says 'inbound'.
fn outbound(call: &Call) -> bool {
    call.direction != Some(Direction::Inbound)
}
