//! A difference in words (`words.toml`).

use super::Difference;
use crate::domain::lang::{Lang, Texts};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    say: BTreeMap<String, Texts>,
    word: BTreeMap<String, Texts>,
    what: BTreeMap<String, Texts>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).expect("words.toml is part of the program and tested"));

/// The sentence; `a` and `b` are the names of the rulesets.
pub fn said(difference: &Difference, a: &str, b: &str, lang: Lang) -> String {
    let what = WORDS.what.get(difference.what).map(|texts| texts.get(lang).replace("{name}", &difference.name));
    let key = match (difference.what, &difference.one, &difference.other) {
        ("rule", Some(_), _) => "only-in-one",
        ("rule", ..) => "only-in-other",
        _ if difference.counted => "entries",
        _ => "changed",
    };
    let nothing = if difference.what == "effective" { "open" } else { "none" };
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| WORDS.word[nothing].get(lang).to_owned());
    fill(
        WORDS.say[key].get(lang),
        &[
            ("a", a),
            ("b", b),
            ("name", &what.unwrap_or_else(|| difference.name.clone())),
            ("one", &shown(&difference.one)),
            ("other", &shown(&difference.other)),
        ],
    )
}

/// Each placeholder once; what is filled in is never looked at again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = tail;
    }
    filled + rest
}
