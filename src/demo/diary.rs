//! A quarter in which nobody breaks a rule: who calls whom, when and from which line, and who visits.

use super::draft::{Draft, DraftCall, DraftVisit, ruleset_zone};
use super::material::{AgencySpec, Bank, Names, Scene, material, party};
use super::people::{self, FIELD_STAFF};
use super::prng::Prng;
use super::talk;
use crate::domain::contact::{Call, DayOrMoment, Direction, Outcome, Party, Recording, Visit};
use crate::domain::ids::Digest;
use crate::domain::quarter::Week;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Third parties in the order in which they turn up.
const CONTACTS: [&str; 8] = ["spouse", "parent", "relative", "colleague", "friend", "neighbour", "guarantor", "other"];

/// The agency's evidence over all periods, before anything is planted.
pub fn draft(bank: &'static Bank, spec: &'static AgencySpec) -> Draft {
    let material = material(&spec.script);
    let zone = ruleset_zone(spec.ruleset.as_str());
    let stream = |label: &str| Prng::new(bank.seed, &format!("{}/{label}", spec.id));
    let mut draft = Draft {
        bank,
        spec,
        material,
        zone,
        staff: people::staff(spec, &material.names, &mut stream("staff")),
        lines: people::lines(spec, &material.names),
        cases: people::cases(spec, &material.names, zone, &mut stream("cases")),
        calls: Vec::new(),
        visits: Vec::new(),
        loose: Vec::new(),
        registers: Vec::new(),
        amended: Vec::new(),
        flaws: Vec::new(),
    };
    let mut calls = Calls::new(&draft);
    for (period, stretch) in bank.periods.iter().enumerate() {
        for week in stretch.weeks() {
            let mut prng = draft.prng(&format!("calls/{week}"));
            let count = spec.calls_per_week * stretch.calls_per_mille / 1000;
            let made = calls.week(&draft, period, week, count, &mut prng);
            draft.calls.extend(made);
            let made = visits(&draft, period, week, &mut draft.prng(&format!("visits/{week}")));
            draft.visits.extend(made);
        }
    }
    draft
}

/// Working days of `week` that lie in `quarter`: Monday to Saturday.
fn days(draft: &Draft, period: usize, week: Week) -> Vec<NaiveDate> {
    let quarter = draft.bank.periods[period].quarter;
    (0..6).map(|n| week.first_day() + Days::new(n)).filter(|day| quarter.contains(*day)).collect()
}

/// A moment of local time in a zone without clock changes.
pub fn at(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    zone.from_local_datetime(&day.and_time(time)).unwrap().with_timezone(&Utc)
}

/// `hour:minute:second`, which exists.
pub fn time(hour: i64, minute: i64, second: i64) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt((hour * 3600 + minute * 60 + second) as u32, 0)
        .expect("a time of day")
}

/// Goes round the cases, so that nobody is called twice on a day.
struct Calls {
    next_case: usize,
    next_call: usize,
    /// Cases that are left alone.
    closed: Vec<bool>,
}

impl Calls {
    fn new(draft: &Draft) -> Self {
        Self { next_case: 0, next_call: 1, closed: vec![false; draft.cases.len()] }
    }

    fn case(&mut self) -> usize {
        loop {
            self.next_case = (self.next_case + 1) % self.closed.len();
            if !self.closed[self.next_case] {
                return self.next_case;
            }
        }
    }

    /// `count` calls spread over the week's days and the collectors on duty, one after another between 09:30 and 18:00.
    fn week(&mut self, draft: &Draft, period: usize, week: Week, count: usize, prng: &mut Prng) -> Vec<DraftCall> {
        let days = days(draft, period, week);
        let mut calls = Vec::with_capacity(count);
        for (number, day) in days.iter().enumerate() {
            let today = count * (number + 1) / days.len() - count * number / days.len();
            let on_duty: Vec<usize> = (0..draft.spec.collectors)
                .chain(draft.spec.collectors + FIELD_STAFF..draft.spec.collectors + FIELD_STAFF + 2)
                .filter(|&n| draft.staff[n].in_service(*day))
                .collect();
            let first = prng.below(on_duty.len());
            for n in 0..today {
                let collector = on_duty[(first + n) % on_duty.len()];
                // 10, 11, 14, 15: two hours' difference of zones can't bring two calls of one collector together.
                let turn = (n / on_duty.len()) as i64;
                let hour = 10 + turn / 2 * 4 + turn % 2;
                let start = time(hour, prng.between(0, 34), prng.between(0, 59));
                calls.push(self.call(draft, (period, week), *day, start, collector, prng));
            }
        }
        calls
    }

    fn call(
        &mut self,
        draft: &Draft,
        (period, week): (usize, Week),
        day: NaiveDate,
        start: NaiveTime,
        collector: usize,
        prng: &mut Prng,
    ) -> DraftCall {
        let case_index = self.case();
        let case = &draft.cases[case_index];
        let zone = draft.zone_of(case);
        let outcome = outcome(prng);
        let scene = (outcome == Outcome::Connected).then(|| talk::scene(&draft.material.talk, prng));
        let party = match scene.map_or("debtor", |scene| &scene.party) {
            "third" => self::party(CONTACTS[prng.below(CONTACTS.len())]),
            other => self::party(other),
        };
        if scene.is_some_and(|scene| scene.last_contact) {
            self.closed[case_index] = true;
        }
        let started_at = at(zone, day, start);
        let mut call = Call {
            call_id: format!("{}-C{:05}", draft.spec.id, self.next_call),
            case_no: case.case_no.clone(),
            collector_id: draft.staff[collector].collector_id.clone(),
            called_number: number(case, party, prng),
            party,
            started_at,
            ended_at: started_at,
            outcome,
            caller_number: Some(line(draft, day, prng)),
            direction: Some(direction(scene)),
            channel: None,
            contact_name: party_name(case, party, &draft.material.names),
            recording_id: None,
            agreed_time: None,
            agreed_reason: None,
            promise_date: promised(draft, scene, day, prng),
            summary: Some(summary(&draft.material.names, scene, prng)),
            agreement_recorded_at: None,
            contact_refused: None,
            filed_at: None,
        };
        self.next_call += 1;
        let talk = scene.map(|scene| talk::compose(draft, scene, &call, case, prng)).unwrap_or_default();
        let seconds = match outcome {
            Outcome::Connected => talk::seconds(&talk) + prng.between(2, 20),
            Outcome::InvalidNumber => prng.between(3, 8),
            _ => prng.between(12, 40),
        };
        call.ended_at = started_at + TimeDelta::seconds(seconds);
        let recording = call.connected().then(|| recording_of_call(draft, &call, case, zone, prng));
        call.recording_id = recording.as_ref().map(|recording| recording.recording_id.clone());
        let scene = scene.map_or("", |scene| &scene.id);
        DraftCall { period, week, call, zone, scene, talk, recording, transcript: !scene.is_empty(), used: false }
    }
}

/// The day that the debtor names. On the mainland a promise on record has its reminder and follow-up: those are played as tricks.
fn promised(draft: &Draft, scene: Option<&Scene>, day: NaiveDate, prng: &mut Prng) -> Option<NaiveDate> {
    let named = scene.filter(|scene| scene.promise).map(|_| day + Days::new(3 + prng.below(12) as u64));
    named.filter(|_| draft.spec.ruleset.as_str().starts_with("tw-"))
}

fn direction(scene: Option<&Scene>) -> Direction {
    if scene.is_some_and(|scene| scene.inbound) { Direction::Inbound } else { Direction::Outbound }
}

/// How attempts end, in the proportions of the trade.
fn outcome(prng: &mut Prng) -> Outcome {
    match prng.below(100) {
        0..58 => Outcome::Connected,
        58..85 => Outcome::NoAnswer,
        85..92 => Outcome::Busy,
        92..95 => Outcome::InvalidNumber,
        _ => Outcome::Voicemail,
    }
}

/// The number of the debtor, or one that stands for somebody else's.
fn number(case: &crate::domain::register::Case, party: Party, prng: &mut Prng) -> String {
    let own = prng.pick(&case.phones);
    if party == Party::Debtor { own.clone() } else { format!("{}9{}", &own[..own.len() - 4], &own[own.len() - 3..]) }
}

/// A recorded line that is on the register that day.
fn line(draft: &Draft, day: NaiveDate, prng: &mut Prng) -> String {
    let usable: Vec<_> =
        draft.lines.iter().filter(|line| line.recorded == Some(true) && line.registered(day)).collect();
    prng.pick(&usable).line_number.clone()
}

fn party_name(case: &crate::domain::register::Case, party: Party, names: &Names) -> Option<String> {
    let debtor = case.debtor_name.clone()?;
    if party == Party::Debtor {
        return Some(debtor);
    }
    let id = serde_json::to_value(party).ok()?;
    Some(format!("{debtor}的{}", names.relations.get(id.as_str()?)?))
}

fn summary(names: &Names, scene: Option<&Scene>, prng: &mut Prng) -> String {
    let key = match scene {
        None => "none",
        Some(scene) if scene.promise => "promise",
        Some(scene) if scene.party == "debtor" => "other",
        Some(_) => "third",
    };
    names.summaries[key].replace("{day}", prng.word(&names.days))
}

/// A recording that begins with the contact, lasts as long, and is backed up and kept as long as either ruleset asks.
fn recording(
    draft: &Draft,
    subject: &str,
    day: NaiveDate,
    debtor: &str,
    from: DateTime<Utc>,
    seconds: i64,
) -> Recording {
    let recording_id = format!("R-{subject}");
    let kept = if draft.spec.ruleset.as_str().starts_with("tw-") {
        day + Months::new(12)
    } else {
        draft.spec.agreement[1] + Months::new(60)
    };
    Recording {
        sha256: Some(Digest::of(recording_id.as_bytes()).to_string()),
        call_id: None,
        visit_id: None,
        file_name: format!("{}_{debtor}_{subject}.wav", day.format("%Y%m%d")),
        duration_s: seconds,
        recorded_at: from,
        backup_location: Some(format!("NAS-2:/{}/{}", draft.spec.id, day.format("%Y%m"))),
        retain_until: Some(DayOrMoment::Day(kept)),
        deleted_at: None,
        filed_at: None,
        retrieval_asked_at: None,
        retrieved_at: None,
        recording_id,
    }
}

fn recording_of_call(
    draft: &Draft,
    call: &Call,
    case: &crate::domain::register::Case,
    zone: Tz,
    prng: &mut Prng,
) -> Recording {
    let day = call.started_at.with_timezone(&zone).date_naive();
    let debtor = case.debtor_name.as_deref().unwrap_or_default();
    let from = call.started_at + TimeDelta::seconds(prng.between(0, 2));
    let made = recording(draft, &call.call_id, day, debtor, from, call.seconds() + prng.between(0, 6));
    Recording { call_id: Some(call.call_id.clone()), ..made }
}

/// The week's visits: at most one for each pair of field staff on a day.
fn visits(draft: &Draft, period: usize, week: Week, prng: &mut Prng) -> Vec<DraftVisit> {
    let days = days(draft, period, week);
    let first = draft.spec.collectors;
    let mut slots: Vec<(NaiveDate, usize)> = days.iter().flat_map(|&day| [(day, first), (day, first + 2)]).collect();
    prng.shuffle(&mut slots);
    slots.truncate(draft.spec.visits_per_week);
    slots.sort_unstable();
    slots
        .into_iter()
        .enumerate()
        .map(|(n, (day, pair))| {
            let visit_id = format!("{}-V{:02}{:02}{:02}", draft.spec.id, week.year() % 100, week.number(), n + 1);
            visit(draft, (period, week), visit_id, day, [pair, pair + 1], prng)
        })
        .collect()
}

fn visit(
    draft: &Draft,
    (period, week): (usize, Week),
    visit_id: String,
    day: NaiveDate,
    pair: [usize; 2],
    prng: &mut Prng,
) -> DraftVisit {
    let names = &draft.material.names;
    let case = prng.pick(&draft.cases);
    let zone = draft.zone_of(case);
    let arrived_at = at(zone, day, time(prng.between(13, 16), prng.between(0, 59), 0));
    let left_at = arrived_at + TimeDelta::minutes(prng.between(8, 35));
    let met = prng.chance(750);
    let entered = met && prng.chance(250);
    let debtor = case.debtor_name.clone().unwrap_or_default();
    let narrative = match (met, entered) {
        (false, _) => prng.word(&names.narratives_nobody),
        (true, true) => names.narratives.last().expect("the last tells of a visit inside"),
        (true, false) => &names.narratives[prng.below(names.narratives.len() - 1)],
    };
    let early = TimeDelta::seconds(prng.between(5, 40));
    let seconds = (left_at - arrived_at + early).num_seconds() + prng.between(5, 40);
    let recording = recording(draft, &visit_id, day, &debtor, arrived_at - early, seconds);
    let reviewed = at(draft.zone, day + Days::new(1), time(prng.between(9, 11), prng.between(0, 59), 0));
    let visit = Visit {
        case_no: case.case_no.clone(),
        visitors: pair.map(|n| draft.staff[n].collector_id.clone()).into(),
        arrived_at,
        left_at,
        address: prng
            .pick(&names.places)
            .replace("{n}", &prng.between(1, 99).to_string())
            .replace("{m}", &prng.between(1, 12).to_string()),
        person_met: if met { names.person_met.replace("{name}", &debtor) } else { names.nobody_met.clone() },
        party: if met { Party::Debtor } else { Party::Unknown },
        planned_on: Some(day),
        handed_over_on: Some(day - Days::new(1)),
        extension: None,
        badge_worn: Some(true),
        authorisation_shown: Some(true),
        entered: Some(entered),
        entry_consent: entered.then_some(true),
        recording_id: Some(recording.recording_id.clone()),
        photos: (1..=2).map(|n| format!("P-{visit_id}-{n}")).collect(),
        items_taken: None,
        narrative: Some(narrative.replace("{day}", prng.word(&names.days)).replace("{hour}", prng.word(&names.hours))),
        reviewed_by: draft.staff.last().map(|supervisor| supervisor.collector_id.clone()),
        reviewed_at: Some(reviewed),
        authorisation_id: None,
        agreed_time: None,
        agreed_reason: None,
        agreement_recorded_at: None,
        force_used: None,
        posted_up: None,
        visit_id: visit_id.clone(),
    };
    let recording = Some(Recording { visit_id: Some(visit_id), ..recording });
    DraftVisit { period, week, visit, recording, used: false }
}
