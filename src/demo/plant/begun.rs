//! How the work on a case begins, and weeks in which there is none on record.

use super::Planter;
use crate::demo::draft::{DraftCall, RegisterRow};
use crate::domain::contact::{Direction, Party};
use crate::domain::evidence::EvidenceKind::{Calls, Cases};
use crate::domain::quarter::Week;
use crate::domain::register::Case;
use chrono::{Days, NaiveDate};

/// The trick that leaves out a whole week: it goes before all others, so that nothing else is planted there.
pub const SILENT_WEEK: &str = "week-without-calls";

pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    match trick {
        "first-contact-not-debtor" => begin(planter, true),
        "near-first-contact" => begin(planter, false),
        SILENT_WEEK => silent_week(planter),
        _ => return false,
    }
    true
}

fn day(call: &DraftCall) -> NaiveDate {
    call.call.started_at.with_timezone(&call.zone).date_naive()
}

/// A call becomes the first one of a case that came the day before: with somebody else, or with the debtor as it should be.
fn begin(planter: &mut Planter<'_>, with_third: bool) {
    let zone = planter.draft.spec.time_zone.unwrap_or(planter.draft.zone);
    let quarter = planter.draft.bank.periods[planter.period].quarter;
    let n = planter.call(|call| {
        let party = call.call.party;
        let wanted = if with_third { party.is_third() && party != Party::Guarantor } else { party == Party::Debtor };
        let outbound = call.call.direction == Some(Direction::Outbound);
        wanted && outbound && call.call.connected() && call.zone == zone && quarter.contains(day(call) - Days::new(1))
    });
    let since = day(&planter.draft.calls[n]) - Days::new(1);
    let case_no = entrust(planter, n, since);
    let call = &mut planter.draft.calls[n].call;
    call.case_no = case_no;
    let subject = call.call_id.clone();
    if with_third {
        let note = "the first call on a case of the day before, to somebody else than the debtor";
        planter.violation("first-contact-not-debtor", Calls, &subject, Some("party"), note);
    } else {
        planter.near_miss(Calls, &subject, "the first call on a case of the day before, to the debtor");
    }
}

/// Another case of the debtor of call `n`, entrusted on `since`; its number.
fn entrust(planter: &mut Planter<'_>, n: usize, since: NaiveDate) -> String {
    let draft = &mut *planter.draft;
    let old = &draft.calls[n].call.case_no;
    let case: &Case = draft.cases.iter().find(|case| case.case_no == *old).expect("every call has its case");
    let case_no = format!("{}-26-N{}", draft.spec.id, &draft.calls[n].call.call_id[draft.spec.id.as_str().len() + 2..]);
    let values = [
        ("agency_id", draft.spec.id.to_string()),
        ("case_no", case_no.clone()),
        ("debtor_name", case.debtor_name.clone().unwrap_or_default()),
        ("phones", case.phones.join("、")),
        ("balance", format!("{:.2}", case.balance.unwrap_or_default() as f64 / 100.0)),
        ("entrusted_at", format!("{since} 10:00:00")),
        ("due_at", "2026-12-31".to_owned()),
    ];
    let values = values.map(|(field, value)| (field.to_owned(), value)).into();
    let week = Week::of(since);
    draft.registers.push(RegisterRow { kind: Cases, week, monday: week.first_day(), values });
    case_no
}

/// A week of calls is not handed in, and what was made of them neither; the weeks on both sides are.
fn silent_week(planter: &mut Planter<'_>) {
    let weeks: Vec<Week> = planter.draft.bank.periods[planter.period].weeks().skip(3).take(5).collect();
    let left_out = *planter.prng.pick(&weeks);
    let after = Week::of(left_out.first_day() + Days::new(7));
    planter.draft.calls.retain(|call| call.week != left_out);
    let next = planter.draft.calls.iter_mut().filter(|call| call.week == after);
    let next = next.min_by(|one, other| one.call.call_id.cmp(&other.call.call_id)).expect("calls in every week");
    next.used = true;
    let subject = next.call.call_id.clone();
    planter.violation(SILENT_WEEK, Calls, &subject, Some("started_at"), &format!("no calls of {left_out}"));
}
