//! The words for what the engine itself adds to a finding's sentence (`why.toml`).

use crate::domain::lang::{Lang, Texts};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Words {
    disguised: Texts,
    how: BTreeMap<String, Texts>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("why.toml")).expect("why.toml is part of the program and tested"));

/// How words were disguised; `disguises` are their ids, separated by spaces.
pub(super) fn disguised(disguises: &str, lang: Lang) -> String {
    let comma = if lang == Lang::En { ", " } else { "、" };
    let how: Vec<&str> = disguises.split(' ').filter_map(|id| WORDS.how.get(id)).map(|texts| texts.get(lang)).collect();
    WORDS.disguised.get(lang).replace("{how}", &how.join(comma))
}
