//! A rule's `[check.…]` as people read it: a line for each value, phrase lists by name with their count.

use crate::rules::ruleset::{Rule, Ruleset};
use std::collections::BTreeMap;
use toml::Value;

/// Phrases written into the rule itself that a line shows.
const SHOWN: usize = 12;

/// One value, or several of one name.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name as in the rule file; tables within tables are numbered from 1: `find 2 · any`.
    pub name: String,
    /// What it is set to.
    pub values: Vec<Setting>,
    /// Values that are not shown.
    pub left: usize,
}

/// One value.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// As in the rule file; of a phrase list its name.
    pub text: String,
    /// How many phrases the list has; absent for anything else.
    pub phrases: Option<usize>,
}

/// The kind of a rule's check, and its parameters in the order of their names.
pub fn read(ruleset: &Ruleset, rule: &Rule) -> (String, Vec<Parameter>) {
    let mut found = Vec::new();
    let Some((kind, parameters)) = rule.parameters.iter().next() else { return (String::new(), found) };
    add(&mut found, "", parameters, &ruleset.phrase_lists);
    (kind.clone(), found)
}

fn add(found: &mut Vec<Parameter>, name: &str, value: &Value, lists: &BTreeMap<String, usize>) {
    let below = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name} · {key}") };
    match value {
        Value::Table(table) => table.iter().for_each(|(key, value)| add(found, &below(key), value, lists)),
        Value::Array(all) if all.iter().any(Value::is_table) => {
            (1..).zip(all).for_each(|(number, value)| add(found, &format!("{name} {number}"), value, lists));
        }
        Value::Array(all) => {
            let values = all.iter().take(SHOWN).map(|value| setting(value, lists)).collect();
            found.push(Parameter { name: name.to_owned(), values, left: all.len().saturating_sub(SHOWN) });
        }
        one => found.push(Parameter { name: name.to_owned(), values: vec![setting(one, lists)], left: 0 }),
    }
}

fn setting(value: &Value, lists: &BTreeMap<String, usize>) -> Setting {
    match value {
        Value::String(text) => match text.strip_prefix('@') {
            Some(list) => Setting { text: list.to_owned(), phrases: lists.get(list).copied() },
            None => Setting { text: text.clone(), phrases: None },
        },
        other => Setting { text: other.to_string(), phrases: None },
    }
}
