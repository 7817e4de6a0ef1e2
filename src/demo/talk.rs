//! Conversations put together from lines.

use super::draft::{Draft, Spoken};
use super::material::{Scene, Talk, spoken};
use super::prng::Prng;
use crate::domain::contact::Call;
use crate::domain::register::Case;
use std::collections::BTreeMap;

/// One of the scenes, by weight.
pub fn scene<'a>(talk: &'a Talk, prng: &mut Prng) -> &'a Scene {
    let total = talk.scenes.iter().map(|scene| scene.weight).sum();
    let mut left = prng.below(total);
    for scene in &talk.scenes {
        if left < scene.weight {
            return scene;
        }
        left -= scene.weight;
    }
    unreachable!("the weights add up")
}

/// The conversation of `call`, one wording drawn for each line.
pub fn compose(draft: &Draft, scene: &Scene, call: &Call, case: &Case, prng: &mut Prng) -> Vec<Spoken> {
    let values = values(draft, call, case, prng);
    let talk = &draft.material.talk;
    scene
        .turns
        .iter()
        .map(|turn| {
            let (speaker, lines) = spoken(turn);
            let text: String = lines
                .split('+')
                .map(|line| {
                    let wordings =
                        talk.lines.get(line).unwrap_or_else(|| panic!("scene {}: no line '{line}'", scene.id));
                    fill(prng.word(wordings), &values)
                })
                .collect();
            Spoken { speaker, text }
        })
        .collect()
}

/// What the placeholders stand for on this call.
pub fn values(draft: &Draft, call: &Call, case: &Case, prng: &mut Prng) -> BTreeMap<&'static str, String> {
    let names = &draft.material.names;
    let name = case.debtor_name.clone().unwrap_or_default();
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let collector = draft.staff.iter().find(|staff| staff.collector_id == call.collector_id);
    let party = serde_json::to_value(call.party).unwrap_or_default();
    let cents = case.balance.unwrap_or_default();
    BTreeMap::from([
        ("surname", first(&name)),
        ("title", prng.pick(&names.titles).clone()),
        ("me", first(collector.map_or("", |staff| &staff.name))),
        ("no", call.collector_id.clone()),
        ("agency", draft.spec.spoken.clone()),
        ("bank", draft.bank.names[&draft.spec.script].clone()),
        ("hotline", names.hotline.clone()),
        ("four", format!("{:04}", prng.below(10_000))),
        ("amount", format!("{}.{:02}", cents / 100, cents % 100)),
        ("day", prng.pick(&names.days).clone()),
        ("hour", prng.pick(&names.hours).clone()),
        ("relation", party.as_str().and_then(|id| names.relations.get(id)).cloned().unwrap_or_default()),
        ("name", name),
    ])
}

/// `text` with its placeholders filled.
pub fn fill(text: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

/// How long it takes to say: some four characters a second.
pub fn seconds(talk: &[Spoken]) -> i64 {
    talk.iter().map(|turn| turn.text.chars().count() as i64 / 4 + 1).sum()
}
