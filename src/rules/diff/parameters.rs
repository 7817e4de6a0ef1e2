//! Where two tables of parameters part.

use super::Found;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// Compares value by value; `name` is the path so far.
pub(super) fn parameters(what: &'static str, name: &str, one: &Table, other: &Table, found: &mut Found) {
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for key in keys {
        let path = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        values(what, &path, one.get(key), other.get(key), found);
    }
}

fn values(what: &'static str, path: &str, one: Option<&Value>, other: Option<&Value>, found: &mut Found) {
    match (one, other) {
        (Some(Value::Table(one)), Some(Value::Table(other))) => parameters(what, path, one, other, found),
        (Some(Value::Array(one)), Some(Value::Array(other))) => match (texts(one), texts(other)) {
            (Some(one), Some(other)) if one.len() + other.len() > FEW => found.entries(what, path, &one, &other),
            _ if one.len() == other.len() => {
                for (at, (one, other)) in one.iter().zip(other).enumerate() {
                    values(what, &format!("{path}[{at}]"), Some(one), Some(other), found);
                }
            }
            _ => found.different(what, path, alone(one, other), alone(other, one)),
        },
        (one, other) => {
            let shown = |value: Option<&Value>| {
                value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            found.different(what, path, shown(one), shown(other));
        }
    }
}

/// The entries that only the first list has.
fn alone(entries: &[Value], others: &[Value]) -> Option<String> {
    let alone: Vec<String> = entries.iter().filter(|entry| !others.contains(entry)).map(ToString::to_string).collect();
    (!alone.is_empty()).then(|| alone.join(", "))
}

/// Lists up to so many entries in both together are shown, longer ones are counted.
const FEW: usize = 12;

fn texts(values: &[Value]) -> Option<Vec<String>> {
    values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// How many entries only the first has, and only the second; nothing where they hold the same.
pub(super) fn entries(one: &[String], other: &[String]) -> Option<(String, String)> {
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (one.iter().collect(), other.iter().collect());
    let (gone, new) = (before.difference(&after).count(), after.difference(&before).count());
    (gone + new > 0).then(|| (format!("−{gone}"), format!("+{new}")))
}
