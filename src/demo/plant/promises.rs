//! Cases over several days: promises to pay that are seen through or not, new cases whose debtor is not reached.

use super::Planter;
use crate::demo::diary::{at, time};
use crate::demo::draft::{Draft, DraftCall, RegisterRow};
use crate::demo::material::{Fields, registers};
use crate::domain::contact::{Direction, Outcome, Party};
use crate::domain::evidence::EvidenceKind::{self, Calls, Cases, Collections};
use crate::domain::quarter::Week;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

const PROMISE: &str = "promise-not-followed";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "promise" => drop(promise(planter, 3, &[-1, 0, 1])),
        "promise-not-reminded" => broken(planter, &[0, 1], "no reminder before the promised day"),
        "promise-not-checked" => broken(planter, &[-2, 1], "nothing on the promised day"),
        "promise-not-followed-up" => broken(planter, &[-1, 0], "no follow-up the day after"),
        "near-promise-paid" => paid(planter),
        "near-promise-tomorrow" => {
            let call = promise(planter, 1, &[0, 1]);
            planter.near_miss(Calls, &call, "promised for the next day, which leaves no day for a reminder");
        }
        "unreached-left" => unreached(planter, false),
        "near-unreached" => unreached(planter, true),
        _ => return false,
    }
    true
}

/// A call on which the debtor names the day `after` so many days, and short calls on the days counted from it; gives the call's number.
///
/// It comes on a Monday or Tuesday, long before the quarter's end, and nothing else happens on the case until the promise is over.
fn promise(planter: &mut Planter<'_>, after: u64, calls: &[i64]) -> String {
    let draft = &*planter.draft;
    let free: Vec<String> = draft.calls.iter().filter(|call| is_free(draft, call, after)).map(id).collect();
    let n = planter.call(|call| free.contains(&call.call.call_id));
    let call = &mut planter.draft.calls[n];
    let promised = day(call) + Days::new(after);
    call.call.promise_date = Some(promised);
    let (subject, like) = (call.call.call_id.clone(), n);
    for (number, offset) in calls.iter().enumerate() {
        attempt(planter, like, &format!("{subject}-P{}", number + 1), promised + TimeDelta::days(*offset));
    }
    subject
}

fn id(call: &DraftCall) -> String {
    call.call.call_id.clone()
}

fn day(call: &DraftCall) -> NaiveDate {
    call.call.started_at.with_timezone(&call.zone).date_naive()
}

fn is_free(draft: &Draft, call: &DraftCall, after: u64) -> bool {
    let (made, case_no) = (day(call), &call.call.case_no);
    let quarter = draft.bank.periods[call.period].quarter;
    let over = made + Days::new(after + 4);
    let busy = |on: NaiveDate| (made..=over).contains(&on);
    let called = |other: &&DraftCall| {
        other.call.case_no == *case_no && other.call.call_id != call.call.call_id && busy(day(other))
    };
    let visited =
        draft.visits.iter().any(|visit| visit.visit.case_no == *case_no && busy(visit.visit.arrived_at.date_naive()));
    let registered = draft.registers.iter().any(|row| row.values.get("case_no") == Some(case_no));
    let open = draft.cases.iter().any(|case| case.case_no == *case_no && case.ended_at().is_none());
    call.call.connected()
        && call.call.party == Party::Debtor
        && call.scene.starts_with("promise")
        && matches!(made.weekday(), Weekday::Mon | Weekday::Tue)
        && quarter.contains(made + Days::new(25))
        && served(draft, call, over)
        && open
        && !registered
        && !visited
        && !draft.calls.iter().any(|other| called(&other))
}

/// Whether the collector of `call` still works there on `day`.
fn served(draft: &Draft, call: &DraftCall, day: NaiveDate) -> bool {
    draft.staff.iter().any(|one| one.collector_id == call.call.collector_id && one.in_service(day))
}

/// A call to the debtor that nobody answers, by the collector of call `like`, in the hour in which the diary has none.
fn attempt(planter: &mut Planter<'_>, like: usize, call_id: &str, on: NaiveDate) {
    let nth = planter.draft.calls.len() as i64 % 46;
    let silent = planter.draft.material.names.summaries["none"].clone();
    let line = planter.draft.lines[0].line_number.clone();
    let DraftCall { period, zone, .. } = planter.draft.calls[like];
    let mut call = planter.draft.calls[like].call.clone();
    call.call_id = call_id.to_owned();
    call.direction = Some(Direction::Outbound);
    call.started_at = at(zone, on, time(12, 36 + nth / 2, nth % 2 * 30));
    call.ended_at = call.started_at + TimeDelta::seconds(24);
    call.outcome = Outcome::NoAnswer;
    (call.caller_number, call.summary) = (Some(line), Some(silent));
    (call.recording_id, call.promise_date) = (None, None);
    let (scene, talk, week) = ("", Vec::new(), Week::of(on));
    let made = DraftCall { period, week, call, zone, scene, talk, recording: None, transcript: false, used: true };
    planter.draft.calls.push(made);
}

fn broken(planter: &mut Planter<'_>, calls: &[i64], note: &str) {
    let subject = promise(planter, 3, calls);
    planter.violation(PROMISE, Calls, &subject, Some("promise_date"), note);
}

/// Reminded, and the money came in on the day.
fn paid(planter: &mut Planter<'_>) {
    let subject = promise(planter, 3, &[-1]);
    let call = planter.draft.calls.iter().find(|call| call.call.call_id == subject).expect("the call just chosen");
    let (week, case_no) = (call.week, call.call.case_no.clone());
    let paid_on = call.call.promise_date.unwrap_or(day(call));
    let id = format!("{}-PK{}{}", planter.draft.spec.id, planter.period, planter.turn);
    let own = [
        ("taken_at", format!("+{} 15:00:00", (paid_on - week.first_day()).num_days())),
        ("collection_id", id),
        ("case_no", case_no),
        ("payer", String::new()),
    ];
    register(planter, Collections, week, own.into());
    planter.near_miss(Calls, &subject, "the money came in on the promised day");
}

/// A row of a register: its base with some values of its own.
fn register(planter: &mut Planter<'_>, kind: EvidenceKind, week: Week, own: Vec<(&str, String)>) {
    let mut values: Fields = registers().base[&kind].clone();
    values.extend(own.into_iter().map(|(field, value)| (field.to_owned(), value)));
    for value in values.values_mut() {
        *value = value.replace("{agency}", planter.draft.spec.id.as_str());
    }
    planter.draft.registers.push(RegisterRow { kind, week, monday: week.first_day(), values });
}

/// A new case whose debtor does not answer for three days; then nothing, or a call to a relative who may know more.
fn unreached(planter: &mut Planter<'_>, another_way: bool) {
    let draft = &*planter.draft;
    let quarter = draft.bank.periods[planter.period].quarter;
    let early: Vec<String> = draft
        .calls
        .iter()
        .filter(|call| call.call.party == Party::Debtor && quarter.contains(day(call) + Days::new(25)))
        .filter(|call| day(call).weekday() == Weekday::Mon && served(draft, call, day(call) + Days::new(7)))
        .map(id)
        .collect();
    let like = planter.call(|call| early.contains(&call.call.call_id));
    planter.draft.calls[like].used = false;
    let call = &planter.draft.calls[like];
    let (monday, number) = (day(call), call.call.called_number.clone());
    let case_no = format!("{}-26-U{}{:02}", planter.draft.spec.id, u8::from(another_way), planter.turn + 1);
    let debtor = call.call.contact_name.clone().unwrap_or_default();
    let own = [
        ("case_no", case_no.clone()),
        ("debtor_name", debtor),
        ("phones", number),
        ("entrusted_at", "+0 09:00:00".to_owned()),
    ];
    register(planter, Cases, Week::of(monday), own.into());
    for after in [0, 1, 3] {
        attempt(planter, like, &format!("{case_no}-C{after}"), monday + Days::new(after));
    }
    if another_way {
        attempt(planter, like, &format!("{case_no}-C4"), monday + Days::new(4));
        let asked = planter.draft.calls.last_mut().expect("the call just made");
        asked.call.party = Party::Relative;
    }
    for call in planter.draft.calls.iter_mut().filter(|call| call.call.call_id.starts_with(&case_no)) {
        call.call.case_no.clone_from(&case_no);
    }
    if another_way {
        planter.near_miss(Cases, &case_no, "a relative was asked once the debtor could not be reached");
    } else {
        let note = "rung in vain for three days, and left at that";
        planter.violation("unreached-debtor-left", Cases, &case_no, Some("entrusted_at"), note);
    }
}
