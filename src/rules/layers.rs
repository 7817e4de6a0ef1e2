//! A ruleset and those it extends: which files it is made of.
//!
//! Each ruleset is a layer over the one it extends. Its files are laid over the files of the same name below; lists of phrases and signals
//! of its own take the place of those below. Which rules it has follows one sentence: those of its own folder, and those of the ruleset it
//! extends, less what it leaves out. An abstract ruleset has no rules, it lends them: a layer over it takes a rule by having its file.

use super::document::Document;
use super::files::Files;
use super::load::RuleError;
use super::raw::Outline;
use crate::domain::ids::{RuleId, RulesetId};
use std::collections::{BTreeMap, BTreeSet};

/// A ruleset's layers, its own first.
pub(super) struct Layers<'a> {
    files: &'a Files,
    layers: Vec<(RulesetId, Outline)>,
}

impl<'a> Layers<'a> {
    /// Follows `extends` from `id` down.
    pub fn of(files: &'a Files, id: &RulesetId) -> Result<Self, Vec<RuleError>> {
        let mut layers: Vec<(RulesetId, Outline)> = Vec::new();
        let mut next = Some(id.clone());
        while let Some(id) = next {
            let outline = outline(files, &frame(&id))?;
            next = match &outline.extends {
                Some(below) => {
                    let known = below.get_ref() == &id || layers.iter().any(|(above, _)| above == below.get_ref());
                    let there = files.contains_key(&frame(below.get_ref()));
                    let wrong = match (known, there) {
                        (true, _) => Some(format!("'{}' extends itself, by way of this: strike it", below.get_ref())),
                        (_, false) => Some(format!("it extends what is not there: {}", frame(below.get_ref()))),
                        _ => None,
                    };
                    if let Some(message) = wrong {
                        return Err(vec![at(files, &frame(&id), below, message)]);
                    }
                    Some(below.get_ref().clone())
                }
                None => None,
            };
            layers.push((id, outline));
        }
        Ok(Self { files, layers })
    }

    /// The layers' `ruleset.toml`, its own first.
    pub fn frames(&self) -> Vec<String> {
        self.layers.iter().map(|(id, _)| frame(id)).collect()
    }

    /// Paths in a folder of the layers by their names, the upper layer's before the lower's.
    pub fn named(&self, folder: &str, ending: &str) -> BTreeMap<String, String> {
        let mut named = BTreeMap::new();
        for (id, _) in self.layers.iter().rev() {
            let folder = format!("{id}/{folder}/");
            for path in self.files.keys().filter(|path| path.starts_with(&folder)) {
                if let Some(name) = path[folder.len()..].strip_suffix(ending) {
                    named.insert(name.to_owned(), path.clone());
                }
            }
        }
        named
    }

    /// Each rule of the ruleset with its files, the uppermost first.
    pub fn rules(&self, errors: &mut Vec<RuleError>) -> Vec<(RuleId, Vec<String>)> {
        let mut rules: BTreeSet<RuleId> = BTreeSet::new();
        for (id, outline) in self.layers.iter().rev() {
            let own = if outline.is_abstract { BTreeSet::new() } else { self.own_rules(id, errors) };
            for left_out in &outline.without {
                let wrong = match (own.contains(left_out.get_ref()), rules.remove(left_out.get_ref())) {
                    (true, _) => "has a file here all the same: strike one of them",
                    (_, false) => "is no rule of the ruleset that this one extends: strike it",
                    _ => continue,
                };
                errors.push(at(self.files, &frame(id), left_out, format!("'{}' {wrong}", left_out.get_ref())));
            }
            rules.extend(own);
        }
        rules.into_iter().map(|rule| (rule.clone(), self.parts(&rule))).collect()
    }

    /// The files of `rule` in every layer.
    fn parts(&self, rule: &RuleId) -> Vec<String> {
        let paths = self.layers.iter().map(|(id, _)| format!("{id}/rules/{rule}.toml"));
        paths.filter(|path| self.files.contains_key(path)).collect()
    }

    fn own_rules(&self, id: &RulesetId, errors: &mut Vec<RuleError>) -> BTreeSet<RuleId> {
        let folder = format!("{id}/rules/");
        let mut rules = BTreeSet::new();
        for path in self.files.keys().filter(|path| path.starts_with(&folder)) {
            match path[folder.len()..].strip_suffix(".toml").unwrap_or_default().parse() {
                Ok(rule) => {
                    rules.insert(rule);
                }
                Err(error) => {
                    errors.push(RuleError::whole_file(path, format!("the file's name is the rule's id, and {error}")))
                }
            }
        }
        rules
    }
}

/// What can be told of a ruleset from its own file.
pub(super) fn outline(files: &Files, path: &str) -> Result<Outline, Vec<RuleError>> {
    let text = files.get(path).map(String::as_str).unwrap_or_default();
    let mut document = Document::parse(vec![(path, text)])?;
    document.read().map_err(|error| vec![error])
}

fn frame(id: &RulesetId) -> String {
    format!("{id}/ruleset.toml")
}

fn at<T>(files: &Files, path: &str, value: &toml::Spanned<T>, message: String) -> RuleError {
    let text = files.get(path).map(String::as_str).unwrap_or_default();
    Document::parse(vec![(path, text)]).map_or_else(
        |_| RuleError::whole_file(path, message.clone()),
        |document| document.error_at(value, message.clone()),
    )
}
