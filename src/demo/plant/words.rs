//! What is said on calls: stretches of talk that must be found, and some that must not.

use super::Planter;
use crate::demo::draft::Spoken;
use crate::demo::manifest::Violation;
use crate::demo::material::{Stretch, spoken};
use crate::demo::talk;
use crate::domain::contact::Speaker;
use crate::domain::evidence::EvidenceKind::Transcripts;
use chrono::TimeDelta;

/// Long enough for something to go wrong in.
const WITH_DEBTOR: [&str; 4] = ["promise", "promise-how", "refusal", "waiver-asked"];
const WITH_OTHERS: [&str; 2] = ["message-left", "message-asked"];
/// A whole conversation stands for one of these, in which no day is promised either.
const REPLACED: [&str; 2] = ["refusal", "waiver-asked"];

/// Plays the trick that is named like a rule, or `near-words`.
pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    let fits = |stretch: &&Stretch| match trick {
        "near-words" => stretch.rules.is_empty(),
        // The first rule is the one that a stretch is there for.
        rule => stretch.rules.first().is_some_and(|id| id.as_str() == rule),
    };
    let stretches: Vec<&'static Stretch> = planter.draft.material.words.stretches.iter().filter(fits).collect();
    if stretches.is_empty() {
        return false;
    }
    // Each agency and period begins at another one and goes round.
    let first = planter.draft.spec.id.as_str().bytes().map(usize::from).sum::<usize>() + 5 * planter.period;
    let stretch = stretches[(first + planter.turn) % stretches.len()];
    let n = planter.call(|call| {
        let scenes: &[&str] = match stretch.party.as_str() {
            _ if stretch.whole => &REPLACED,
            "debtor" => &WITH_DEBTOR,
            _ => &WITH_OTHERS,
        };
        call.transcript && scenes.contains(&call.scene)
    });
    let place = say(planter, n, stretch);
    note(planter, n, stretch, place + stretch.at);
    true
}

/// Puts the stretch before the last thing the collector says, or in place of everything; gives the turn that it begins with.
fn say(planter: &mut Planter<'_>, n: usize, stretch: &Stretch) -> usize {
    let case_no = &planter.draft.calls[n].call.case_no;
    let case = planter.draft.cases.iter().find(|case| case.case_no == *case_no).expect("the case of a call");
    let values = talk::values(planter.draft, &planter.draft.calls[n].call, case, &mut planter.prng);
    let said: Vec<Spoken> = stretch
        .turns
        .iter()
        .map(|turn| spoken(turn))
        .map(|(speaker, text)| Spoken { speaker, text: talk::fill(text, &values) })
        .collect();
    let draft = &mut planter.draft.calls[n];
    let last = draft.talk.iter().rposition(|turn| turn.speaker == Speaker::Agent).unwrap_or(draft.talk.len());
    let place = if stretch.whole { 0..draft.talk.len() } else { last..last };
    let first = place.start;
    let before = talk::seconds(&draft.talk);
    draft.talk.splice(place, said);
    let longer = TimeDelta::seconds(talk::seconds(&draft.talk) - before);
    draft.call.ended_at += longer;
    if let Some(recording) = &mut draft.recording {
        recording.duration_s += longer.num_seconds();
    }
    first
}

/// Notes what must come of it.
fn note(planter: &mut Planter<'_>, n: usize, stretch: &Stretch, turn: usize) {
    let subject = planter.draft.calls[n].call.call_id.clone();
    let text = &stretch.turns[stretch.at];
    if stretch.rules.is_empty() {
        planter.near_miss(Transcripts, &subject, text);
    }
    for rule in &stretch.rules {
        planter.note(Violation {
            agency: planter.draft.spec.id.clone(),
            quarter: planter.draft.bank.periods[planter.period].quarter,
            rule_id: rule.clone(),
            kind: Transcripts,
            subject: subject.clone(),
            turn: (!stretch.of_call).then(|| u32::try_from(turn).expect("a conversation of few turns")),
            field: (!stretch.of_call).then(|| "text".to_owned()),
            note: text.clone(),
            false_hit: stretch.false_hit,
        });
    }
}
