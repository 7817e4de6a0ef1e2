//! A rule's `[check.…]` as people read it: a line for each value or group of values, phrase lists by name with their count.

use crate::rules::ruleset::{Rule, Ruleset};
use std::collections::BTreeMap;
use toml::Value;

/// Values of one list written into the rule itself that are shown.
const SHOWN: usize = 12;

/// One value, or a group of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name as in the rule file; groups of one name are numbered from 1: `find 2`.
    pub name: String,
    /// What is set; within a group each under its own name.
    pub settings: Vec<Setting>,
}

/// What one name is set to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// Its name within a group; empty elsewhere.
    pub name: String,
    /// One value, or several.
    pub values: Vec<Shown>,
    /// Values that are not shown.
    pub left: usize,
}

/// One value.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// As in the rule file; of a phrase list its name.
    pub text: String,
    /// How many phrases the list has; absent for anything else.
    pub phrases: Option<usize>,
}

/// The kind of a rule's check, and its parameters.
pub fn read(ruleset: &Ruleset, rule: &Rule) -> (String, Vec<Parameter>) {
    let lists = &ruleset.phrase_lists;
    let Some((kind, Value::Table(parameters))) = rule.parameters.iter().next() else {
        return Default::default();
    };
    let mut found = Vec::new();
    for (name, value) in parameters {
        match value {
            Value::Array(groups) if groups.iter().any(Value::is_table) => {
                let numbered = (1..).zip(groups);
                found.extend(numbered.map(|(number, group)| parameter(format!("{name} {number}"), group, lists)));
            }
            value => found.push(parameter(name.clone(), value, lists)),
        }
    }
    // A few values first, then the groups that they hold for.
    found.sort_by_key(|parameter| parameter.settings.len() > 1);
    (kind.clone(), found)
}

fn parameter(name: String, value: &Value, lists: &BTreeMap<String, usize>) -> Parameter {
    let settings = match value {
        Value::Table(group) => group.iter().map(|(name, value)| setting(name, value, lists)).collect(),
        value => vec![setting("", value, lists)],
    };
    Parameter { name, settings }
}

fn setting(name: &str, value: &Value, lists: &BTreeMap<String, usize>) -> Setting {
    let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    Setting {
        name: name.to_owned(),
        values: all.iter().take(SHOWN).map(|value| shown(value, lists)).collect(),
        left: all.len().saturating_sub(SHOWN),
    }
}

fn shown(value: &Value, lists: &BTreeMap<String, usize>) -> Shown {
    match value {
        Value::String(text) => match text.strip_prefix('@') {
            Some(list) => Shown { text: list.to_owned(), phrases: lists.get(list).copied() },
            None => Shown { text: text.clone(), phrases: None },
        },
        other => Shown { text: other.to_string(), phrases: None },
    }
}
