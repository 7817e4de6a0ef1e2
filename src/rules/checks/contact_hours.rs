//! `contact-hours`: no contact outside the permitted hours at the debtor's place, unless another time was agreed with its reason.

use super::found::{Found, end_field, local};
use super::hours::{Contact, Hours, Judgement};
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::{Call, Direction, Outcome, Visit};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::{Conversation, View};
use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::fmt::Display;

/// `[check.contact-hours]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ContactHours {
    /// The hours, both limits included.
    pub hours: Hours,
    /// Whether calls that the debtor placed count.
    pub inbound: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "time_of_day")]
    from: NaiveTime,
    #[serde(deserialize_with = "time_of_day")]
    until: NaiveTime,
    #[serde(default)]
    inbound: bool,
}

impl TryFrom<Written> for ContactHours {
    type Error = String;
    fn try_from(Written { from, until, inbound }: Written) -> Result<Self, String> {
        if from >= until {
            return Err(format!("`from` ({from}) must be earlier than `until` ({until})"));
        }
        Ok(Self { hours: Hours { from, until }, inbound })
    }
}

/// A local time of TOML (`21:00:00`).
pub(super) fn time_of_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let time = toml::value::Time::deserialize(deserializer)?;
    let seconds = u32::from(time.second.unwrap_or_default());
    NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), seconds)
        .ok_or_else(|| D::Error::custom("a time of day is wanted, such as 21:00:00"))
}

impl ContactHours {
    /// Whether the call counts: attempts do, answered or not, unless the line was busy or the number does not exist.
    fn counts(&self, call: &Call) -> bool {
        !matches!(call.outcome, Outcome::Busy | Outcome::InvalidNumber)
            && (self.inbound || call.direction != Some(Direction::Inbound))
    }

    fn call(&self, view: &View<'_>, day: NaiveDate, call: &Sourced<Call>, sink: &mut Sink) {
        let zone = view.zone(&call.case_no);
        let contact = Contact {
            start: call.started_at,
            end: call.ended_at,
            agreed: call.agreed_time,
            reason: call.agreed_reason.as_deref(),
        };
        let mut fields = vec!["started_at", end_field(&call.origin)];
        if call.agreed_time.is_some() {
            fields.extend(["agreed_time", "agreed_reason"]);
        }
        if let Some(found) = self.judge(&zone, zone, &contact, (EvidenceKind::Calls, &call.call_id, day)) {
            sink.found(found.cells(&call.origin, &fields));
        }
    }

    fn visit(&self, view: &View<'_>, day: NaiveDate, visit: &Sourced<Visit>, sink: &mut Sink) {
        let zone = view.zone(&visit.case_no);
        let contact = Contact { start: visit.arrived_at, end: visit.left_at, agreed: None, reason: None };
        if let Some(found) = self.judge(&zone, zone, &contact, (EvidenceKind::Visits, &visit.visit_id, day)) {
            sink.found(found.cells(&visit.origin, &["arrived_at", "left_at"]));
        }
    }

    fn judge<'a, Z: TimeZone>(
        &self,
        zone: &Z,
        place: impl Display,
        contact: &Contact<'_>,
        (kind, subject, day): (EvidenceKind, &'a str, NaiveDate),
    ) -> Option<Found<'a>>
    where
        Z::Offset: Display,
    {
        let why = match self.hours.judge(contact, zone) {
            Judgement::Allowed => return None,
            Judgement::Outside => "outside",
            Judgement::Unexplained => "unexplained",
            Judgement::BeyondAgreed => "beyond-agreed",
        };
        let found = Found::new(kind, subject, day, why)
            .value("start", local(contact.start, zone))
            .value("end", local(contact.end, zone))
            .value("from", self.hours.from)
            .value("until", self.hours.until)
            .value("zone", place);
        Some(found)
    }
}

impl Described for ContactHours {
    fn unit(&self) -> &'static str {
        "calls that count as contacts, and visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        const PLACEHOLDERS: &[&str] = &["start", "end", "from", "until", "zone"];
        &[("outside", PLACEHOLDERS), ("unexplained", PLACEHOLDERS), ("beyond-agreed", PLACEHOLDERS)]
    }
}

impl RecordCheck for ContactHours {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        for call in view.calls.iter().filter(|call| self.counts(call)) {
            let day = view.day(&call.case_no, call.started_at);
            if view.quarter.contains(day) {
                sink.expose(day);
                self.call(view, day, call, sink);
            }
        }
        for visit in view.visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            if view.quarter.contains(day) {
                sink.expose(day);
                self.visit(view, day, visit, sink);
            }
        }
    }

    /// The offset that the line gives is the debtor's clock; a call without an end lasts as long as its turns, and one without a
    /// start is judged by its end.
    fn screen(&self, conversation: &Conversation, sink: &mut Sink) {
        let Some(started_at) = conversation.started_at.or(conversation.ended_at) else { return };
        let spoken =
            conversation.turns.iter().filter_map(|turn| turn.end_ms.or(turn.start_ms)).max().unwrap_or_default();
        let spoken = i64::try_from(spoken).ok().and_then(TimeDelta::try_milliseconds).unwrap_or_default();
        let last_heard = started_at.checked_add_signed(spoken).unwrap_or(started_at);
        let ended_at = conversation.ended_at.unwrap_or(last_heard).max(started_at);
        let contact = Contact { start: started_at.to_utc(), end: ended_at.to_utc(), agreed: None, reason: None };
        let zone = started_at.timezone();
        let unit = (EvidenceKind::Calls, conversation.call_id.as_str(), conversation.day);
        if let Some(found) = self.judge(&zone, zone, &contact, unit) {
            sink.found(found);
        }
    }
}
