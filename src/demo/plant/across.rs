//! What two agencies have to do with each other: a debtor with both, a recording or photograph of one in the hand-in of the other.

use super::Planter;
use crate::demo::draft::{Draft, RegisterRow};
use crate::demo::manifest::Manifest;
use crate::demo::material::{self, Fields};
use crate::domain::contact::{Direction, Outcome};
use crate::domain::evidence::EvidenceKind::{Cases, Recordings, Visits};
use crate::domain::ids::Digest;
use chrono::{Days, NaiveDate};

/// The tricks that need a second agency.
pub const TRICKS: [&str; 3] = ["recording-from-elsewhere", "photo-from-elsewhere", "two-agencies"];

/// Plays them once everything else is planted; the other agency is the next one, and nothing may be found there.
pub fn all(drafts: &mut [Draft], manifest: &mut Manifest) {
    for at in 0..drafts.len() {
        let other = (at + 1) % drafts.len();
        let Some(tricks) = material::plants().get(drafts[at].spec.id.as_str()) else { continue };
        for trick in TRICKS {
            for (period, &count) in tricks.get(trick).into_iter().flatten().enumerate() {
                for turn in 0..count {
                    let label = format!("plant/{trick}/{period}/{turn}");
                    let prng = drafts[other].prng(&label);
                    let mut lender = Planter { draft: &mut drafts[other], manifest, prng, period: 0, turn };
                    let lent = lend(&mut lender, trick);
                    let prng = drafts[at].prng(&label);
                    play(&mut Planter { draft: &mut drafts[at], manifest, prng, period, turn }, trick, &lent);
                }
            }
        }
    }
}

/// What the other agency gives, all of its first period: the hash of a recording, that of a photograph now on a visit, its own id.
fn lend(lender: &mut Planter<'_>, trick: &str) -> String {
    match trick {
        "recording-from-elsewhere" => {
            let n = lender.call(|call| call.recording.is_some());
            let recording = lender.draft.calls[n].recording.as_ref();
            recording.and_then(|recording| recording.sha256.clone()).expect("every recording of the demo has a hash")
        }
        "photo-from-elsewhere" => {
            let n = lender.visit(|visit| visit.visit.photos.len() > 1);
            let visit = &mut lender.draft.visits[n].visit;
            let hash = Digest::of(format!("photo/{}", visit.visit_id).as_bytes()).to_string();
            visit.photos.push(hash.clone());
            hash
        }
        _ => lender.draft.spec.id.to_string(),
    }
}

fn play(planter: &mut Planter<'_>, trick: &str, lent: &str) {
    match trick {
        "recording-from-elsewhere" => recording(planter, lent),
        "photo-from-elsewhere" => photo(planter, lent),
        _ => entrusted_twice(planter, lent),
    }
}

fn recording(planter: &mut Planter<'_>, hash: &str) {
    let n = planter.call(|call| call.recording.is_some());
    let Some(recording) = &mut planter.draft.calls[n].recording else { return };
    recording.sha256 = Some(hash.to_owned());
    let subject = recording.recording_id.clone();
    let note = "the file that another agency handed in before";
    planter.violation("recording-from-another-agency", Recordings, &subject, Some("sha256"), note);
}

/// Written in capitals, which is the same hash.
fn photo(planter: &mut Planter<'_>, hash: &str) {
    let n = planter.visit(|visit| visit.visit.photos.len() > 1);
    let visit = &mut planter.draft.visits[n].visit;
    visit.photos.push(hash.to_uppercase());
    let subject = visit.visit_id.clone();
    let note = "a photograph that another agency handed in before";
    planter.violation("photo-from-another-agency", Visits, &subject, Some("photos"), note);
}

/// On the day of a call the debtor's name and numbers stand on the other agency's list as well, and from the next day on no more.
fn entrusted_twice(planter: &mut Planter<'_>, other: &str) {
    let open = planter.draft.cases.iter().filter(|case| case.ended_at().is_none());
    let open: Vec<String> = open.map(|case| case.case_no.clone()).collect();
    let n = planter.call(|call| {
        let rang = !matches!(call.call.outcome, Outcome::Busy | Outcome::InvalidNumber);
        rang && call.call.direction == Some(Direction::Outbound) && open.contains(&call.call.case_no)
    });
    let call = &planter.draft.calls[n];
    let (week, monday) = (call.week, call.week.first_day());
    let day: NaiveDate = call.call.started_at.with_timezone(&call.zone).date_naive();
    let case_no = call.call.case_no.clone();
    let case = planter.draft.cases.iter().find(|case| case.case_no == case_no).expect("the case of a call");
    let (from, to) = ((day - monday).num_days(), (day + Days::new(1) - monday).num_days());
    let values: Fields = [
        ("agency_id", other.to_owned()),
        ("case_no", format!("{other}-26-T{case_no}")),
        ("debtor_name", case.debtor_name.clone().unwrap_or_default()),
        ("phones", case.phones.join(";")),
        ("balance", "6100.00".to_owned()),
        ("entrusted_at", format!("+{from} 08:00:00")),
        ("due_at", "2026-12-31".to_owned()),
        ("withdrawn_at", format!("+{to}")),
    ]
    .map(|(field, value)| (field.to_owned(), value))
    .into();
    planter.draft.registers.push(RegisterRow { kind: Cases, week, monday, values });
    let note = "the debtor was with another agency as well on the day of a call";
    planter.violation("worked-by-two-agencies", Cases, &case_no, Some("case_no"), note);
}
