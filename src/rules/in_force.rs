//! The days on which a rule, or an earlier form of it, is in force.

use super::checks::{Check, CheckKind};
use super::lexicon::Lexicon;
use super::raw::RawEarlier;
use super::ruleset::Rule;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// First and last day, both included; open where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InForce {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl InForce {
    /// Whether `day` is one of them; a day that nobody knows is.
    pub fn on(self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

/// A rule as it was before a change of its parameters.
#[derive(Debug)]
pub struct Earlier {
    /// Its last day.
    pub to: NaiveDate,
    /// What it ran.
    pub check: Check,
    /// `[check.…]` as it was, for people to read.
    pub parameters: toml::Table,
}

impl Rule {
    /// What it runs, each with the days on which it does, the latest first. A change of parameters leaves what lies before it to the old ones.
    pub fn checks(&self) -> impl Iterator<Item = (InForce, &Check)> {
        let start = |at: usize| {
            let day_after = |earlier: &Earlier| earlier.to.checked_add_days(Days::new(1));
            self.earlier.get(at).map_or(self.in_force.from, day_after)
        };
        let now = (InForce { from: start(0), to: self.in_force.to }, &self.check);
        let earlier = self.earlier.iter().enumerate();
        let earlier =
            earlier.map(move |(at, earlier)| (InForce { from: start(at + 1), to: Some(earlier.to) }, &earlier.check));
        std::iter::once(now).chain(earlier)
    }
}

/// Lays each `[[earlier]]` over the present parameters; latest first.
pub(super) fn earlier(
    written: Vec<toml::Spanned<RawEarlier>>,
    check: &Check,
    present: &toml::Table,
    in_force: InForce,
    lexicon: &mut Lexicon,
) -> Result<Vec<Earlier>, (usize, String)> {
    let mut all: Vec<Earlier> = Vec::new();
    for entry in written {
        let place = entry.span().start;
        let entry = entry.into_inner();
        let wrong = |message: String| (place, message);
        if matches!(check.kind(), CheckKind::Conversation(_)) {
            return Err(wrong(
                "what is said has no earlier form: write a second rule, each with its effective days".into(),
            ));
        }
        if matches!(check, Check::Predicate(_)) {
            return Err(wrong(
                "a predicate has no earlier form: write a second rule, each with its effective days".into(),
            ));
        }
        let to = super::load::day(entry.effective_to).ok_or_else(|| wrong("effective_to is no day".into()))?;
        if all.last().is_some_and(|later| to >= later.to) || !in_force.on(Some(to)) {
            return Err(wrong(format!(
                "{to} comes too late or too early: the latest form first, each within the rule's days"
            )));
        }
        let mut parameters = entry.check;
        lay_under(&mut parameters, present);
        let mut check = Check::deserialize(toml::Value::Table(parameters.clone()))
            .map_err(|error| wrong(error.message().replace('\n', "; ")))?;
        check.compile(lexicon);
        if let Some((_, message)) = lexicon.take_problems().into_iter().next() {
            return Err(wrong(message));
        }
        all.push(Earlier { to, check, parameters });
    }
    Ok(all)
}

fn lay_under(upper: &mut toml::Table, lower: &toml::Table) {
    for (key, value) in lower {
        match (upper.get_mut(key), value) {
            (Some(toml::Value::Table(standing)), toml::Value::Table(lower)) => lay_under(standing, lower),
            (Some(_), _) => {}
            (None, _) => drop(upper.insert(key.clone(), value.clone())),
        }
    }
}
