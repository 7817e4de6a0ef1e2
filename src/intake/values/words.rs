//! Words with a fixed meaning: parties, outcomes, yes and no … with their usual synonyms (`words.toml`).

use super::Fault;
use crate::domain::contact::{Direction, Outcome, Party, Speaker};
use crate::domain::lang::{Lang, Texts};
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::fold;
use crate::intake::schema::Field;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// One meaning and the words for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The id, as in the API.
    pub id: String,
    /// How templates and exports write it.
    pub name: Texts,
    /// Other words for it.
    #[serde(default)]
    aliases: Vec<String>,
}

impl Word {
    /// All words for it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let names = [&self.id, &self.name.zh_hans, &self.name.zh_hant, &self.name.en];
        names.into_iter().chain(&self.aliases).map(String::as_str)
    }
}

struct Vocabulary {
    words: Vec<Word>,
    by_folded: HashMap<String, usize>,
}

static VOCABULARIES: LazyLock<BTreeMap<String, Vocabulary>> = LazyLock::new(|| {
    let lists: BTreeMap<String, Vec<Word>> =
        toml::from_str(include_str!("words.toml")).expect("words.toml is valid: tests/intake checks it");
    lists.into_iter().map(|(name, words)| (name, vocabulary(words))).collect()
});

fn vocabulary(words: Vec<Word>) -> Vocabulary {
    let mut by_folded = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        for text in word.texts() {
            by_folded.entry(fold(text)).or_insert(index);
        }
    }
    Vocabulary { words, by_folded }
}

/// The words a field may hold; empty where it isn't bound to any.
pub fn choices(field: &Field) -> &'static [Word] {
    field.list().and_then(|list| VOCABULARIES.get(list)).map_or(&[], |vocabulary| &vocabulary.words)
}

/// The id of the meaning of `text`.
pub fn meaning(list: &str, text: &str) -> Option<&'static str> {
    let vocabulary = VOCABULARIES.get(list)?;
    vocabulary.by_folded.get(&fold(text)).map(|&index| vocabulary.words[index].id.as_str())
}

/// The word for an id, as exports write it.
pub fn name_of(field: &Field, id: &str, lang: Lang) -> Option<&'static str> {
    choices(field).iter().find(|word| word.id == id).map(|word| word.name.get(lang))
}

/// The id of what a cell says, from the list that its field names.
pub fn word(value: &Value, field: &Field) -> Result<&'static str, Fault> {
    let known = field.list().and_then(|list| meaning(list, &value.shown()));
    known.ok_or_else(|| Fault::new(Code::ValueUnknown))
}

fn typed<T: DeserializeOwned>(value: &Value, list: &str) -> Result<T, Fault> {
    meaning(list, &value.shown())
        .and_then(|id| T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(id)).ok())
        .ok_or_else(|| Fault::new(Code::ValueUnknown))
}

/// Who was reached.
pub fn party(value: &Value) -> Result<Party, Fault> {
    typed(value, "party")
}

/// How a call ended.
pub fn outcome(value: &Value) -> Result<Outcome, Fault> {
    typed(value, "outcome")
}

/// Who placed a call.
pub fn direction(value: &Value) -> Result<Direction, Fault> {
    typed(value, "direction")
}

/// Who speaks.
pub fn speaker(value: &Value) -> Result<Speaker, Fault> {
    typed(value, "speaker")
}

/// Yes or no.
pub fn yes_no(value: &Value) -> Result<bool, Fault> {
    match value {
        Value::Bool(yes) => Ok(*yes),
        _ => match meaning("yes-no", &value.shown()) {
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            _ => Err(Fault::new(Code::ValueUnknown)),
        },
    }
}

/// The IANA name of a zone that people name by its place.
pub fn place(text: &str) -> Option<&'static str> {
    meaning("place", text)
}
