//! `predicate`: something must hold for every record of a register, said in CEL over the names of its fields.

mod compiled;
mod fields;
mod types;
mod units;

pub use fields::names;
pub use units::Beside;

use super::found::{Found, local};
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Origin};
use crate::rules::lexicon::Lexicon;
use crate::rules::view::View;
use cel::{Context, Value};
use chrono::{NaiveDate, Utc};
use chrono_tz::Tz;
use compiled::{Compiled, Use, Written, decimal};
use fields::{Row, Type};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use units::{Neighbours, Register, Unit};

/// `[check.predicate]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Which register.
    pub kind: Spanned<EvidenceKind>,
    /// What stands beside each record.
    #[serde(default)]
    pub with: Vec<Beside>,
    /// The field whose day counts; the register's own where absent. A record that has none is no unit.
    #[serde(default)]
    pub on: Option<Spanned<String>>,
    /// Which records are units; all where absent.
    #[serde(default)]
    pub when: Option<Spanned<String>>,
    /// What must hold for each.
    pub holds: Spanned<String>,
    /// Fields that the sentence names besides those of the expressions.
    #[serde(default)]
    pub shows: Vec<Spanned<String>>,
    /// Parameters, by the names that the expressions know them by.
    #[serde(default)]
    pub values: BTreeMap<String, Spanned<toml::Value>>,
    #[serde(skip)]
    compiled: Option<Compiled>,
}

impl Described for Predicate {
    fn unit(&self) -> &'static str {
        self.compiled.as_ref().map_or("units", |compiled| compiled.register.unit)
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("broken", &["record", "day"])]
    }

    fn names(&self) -> Vec<String> {
        let Some(compiled) = &self.compiled else { return Vec::new() };
        let fields = compiled.uses.iter().map(|used| used.name().to_owned());
        fields.chain(compiled.values.keys().cloned()).collect()
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        let Some(register) = Register::of(*self.kind.get_ref()) else {
            let known = Register::kinds().join(", ");
            lexicon.problem(&self.kind, format!("'{}' has checks of its own: {known}", self.kind.get_ref()));
            return;
        };
        // Staff are judged by their contacts, so those are always at hand.
        if register.kind == EvidenceKind::Staff && !self.with.contains(&Beside::Contacts) {
            self.with.push(Beside::Contacts);
        }
        let written = Written {
            register,
            with: &self.with,
            on: self.on.as_ref(),
            when: self.when.as_ref(),
            holds: &self.holds,
            shows: &self.shows,
            values: &self.values,
        };
        match compiled::compile(&written) {
            Ok(compiled) => self.compiled = Some(compiled),
            Err(problems) => {
                problems.into_iter().for_each(|(at, message)| lexicon.problem(&Spanned::new(at..at, ()), message));
            }
        }
    }
}

impl RecordCheck for Predicate {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let Some(compiled) = &self.compiled else { return };
        let neighbours = Neighbours::new(view, &self.with);
        let judge = Judge { compiled, view, neighbours, context: compiled.context() };
        (compiled.register.each)(view, &mut |unit| judge.judge(&unit, sink));
    }
}

/// One run over one register.
struct Judge<'a> {
    compiled: &'a Compiled,
    view: &'a View<'a>,
    neighbours: Neighbours<'a>,
    context: Context<'static, 'static>,
}

impl Judge<'_> {
    fn judge(&self, unit: &Unit<'_>, sink: &mut Sink) {
        let case_no = units::text(unit.row.value("case_no", Tz::UTC)).unwrap_or_default();
        let zone = self.view.zone(&case_no);
        let Some(day) = self.day(unit.row, zone).filter(|day| self.view.quarter.contains(*day)) else { return };
        let value = |used: &Use| (*used, self.value(*used, unit.row, Some(day), zone));
        let read: Vec<(Use, Value)> = self.compiled.uses.iter().map(value).collect();
        let Some(good) = self.compiled.judge(&self.context, &read) else { return };
        sink.expose(day);
        if !good {
            self.found(unit, day, zone, &read, sink);
        }
    }

    /// The day that the record counts on.
    fn day(&self, row: &dyn Row, zone: Tz) -> Option<NaiveDate> {
        let dated = self.compiled.dated;
        match (self.value(dated, row, None, zone), dated.field.holds) {
            (Value::Timestamp(at), Type::Moment) => Some(at.with_timezone(&zone).date_naive()),
            (Value::Timestamp(at), _) => Some(at.date_naive()),
            _ => None,
        }
    }

    fn value(&self, used: Use, row: &dyn Row, day: Option<NaiveDate>, zone: Tz) -> Value {
        match used.beside {
            None => row.value(used.field.name, zone),
            Some(beside) => {
                let beside = self.neighbours.find(beside, row, day);
                beside.map_or(Value::Null, |(row, _)| row.value(used.field.name, zone))
            }
        }
    }

    fn found(&self, unit: &Unit<'_>, day: NaiveDate, zone: Tz, read: &[(Use, Value)], sink: &mut Sink) {
        let key = (unit.key)();
        let mut found = Found::new(self.compiled.register.kind, &key, day, "broken").value("record", &key);
        found = found.value("day", day);
        for (used, value) in read {
            found = found.value(used.name(), shown(value, used.field.holds, zone));
        }
        for (name, (_, shown)) in &self.compiled.values {
            found = found.value(name.clone(), shown);
        }
        let of = |beside: Option<Beside>| -> Vec<&str> {
            let uses = self.compiled.uses.iter();
            uses.filter(|used| used.beside == beside).map(|used| used.field.name).collect()
        };
        found = found.cells(unit.origin, &of(None));
        let besides = [Beside::Case, Beside::Agreement, Beside::Approval, Beside::Staff];
        for beside in besides.into_iter().filter(|beside| !of(Some(*beside)).is_empty()) {
            let origin: Option<&Origin> =
                self.neighbours.find(beside, unit.row, Some(day)).and_then(|(_, origin)| origin);
            if let Some(origin) = origin {
                found = found.cells(origin, &of(Some(beside)));
            }
        }
        sink.found(found);
    }
}

/// A value as a sentence gives it.
fn shown(value: &Value, holds: Type, zone: Tz) -> String {
    match (value, holds) {
        (Value::Int(hundredths), Type::Amount) => decimal(*hundredths),
        (Value::Int(count), _) => count.to_string(),
        (Value::Timestamp(at), Type::Moment) => local(at.with_timezone(&Utc), &zone),
        (Value::Timestamp(at), _) => at.date_naive().to_string(),
        (Value::String(text), _) => text.to_string(),
        (Value::Bool(yes), _) => yes.to_string(),
        (Value::List(items), _) => {
            items.iter().filter_map(|item| units::text(item.clone())).collect::<Vec<_>>().join(", ")
        }
        _ => "–".to_owned(),
    }
}
