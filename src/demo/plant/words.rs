//! What is said on calls: stretches of talk that must be found, and some that must not.

use super::Planter;
use crate::demo::draft::Spoken;
use crate::demo::manifest::Violation;
use crate::demo::material::spoken;
use crate::demo::talk;
use crate::domain::evidence::EvidenceKind::Calls;
use chrono::TimeDelta;

/// Plays the trick that is named like a rule, or `near-words`.
pub fn play(planter: &mut Planter<'_>, trick: &str) -> bool {
    let stretches: Vec<_> = planter
        .draft
        .material
        .words
        .stretches
        .iter()
        .filter(|stretch| match trick {
            "near-words" => stretch.rules.is_empty(),
            // The first rule is the one that a stretch is there for.
            rule => stretch.rules.first().is_some_and(|id| id.as_str() == rule),
        })
        .collect();
    if stretches.is_empty() {
        return false;
    }
    // Go round them over all periods and agencies.
    let step = planter.period * 5
        + planter.turn
        + planter.draft.spec.id.as_str().len() * usize::from(planter.draft.spec.id.as_str().as_bytes()[3]);
    let stretch = stretches[step % stretches.len()];
    let n = planter.call(|call| match stretch.party.as_str() {
        "debtor" => ["promise", "refusal", "waiver-asked", "promise-how"].contains(&call.scene) && call.transcript,
        _ => ["message-left", "message-asked"].contains(&call.scene) && call.transcript,
    });
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
    let longer = TimeDelta::seconds(talk::seconds(&said));
    draft.call.ended_at += longer;
    if let Some(recording) = &mut draft.recording {
        recording.duration_s += longer.num_seconds();
    }
    let place = before_the_end(&draft.talk);
    draft.talk.splice(place..place, said);
    let subject = draft.call.call_id.clone();
    if stretch.rules.is_empty() {
        planter.near_miss(Calls, &subject, &stretch.turns[stretch.at]);
    }
    for rule in &stretch.rules {
        planter.note(Violation {
            agency: planter.draft.spec.id.clone(),
            quarter: planter.draft.bank.periods[planter.period].quarter,
            rule_id: rule.clone(),
            kind: Calls,
            subject: subject.clone(),
            turn: Some(u32::try_from(place + stretch.at).expect("a conversation of few turns")),
            field: Some("text".to_owned()),
            note: stretch.turns[stretch.at].clone(),
            false_hit: stretch.false_hit,
        });
    }
    true
}

/// Before the last thing the collector says.
fn before_the_end(talk: &[Spoken]) -> usize {
    talk.iter().rposition(|turn| turn.speaker == crate::domain::contact::Speaker::Agent).unwrap_or(talk.len())
}
