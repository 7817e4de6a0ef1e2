//! Whom a contact is with: the same person, number or debtor, told from the call log and the register of cases.

use crate::domain::contact::{Call, Party, Visit};
use crate::domain::debtor::national;
use crate::rules::view::View;
use serde::Deserialize;
use std::collections::HashMap;

/// Within what contacts are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Everything on the cases of one debtor, whoever was called.
    Debtor,
    /// Everything on one case, whoever was called.
    Case,
    /// One person on one case: the debtor at any number, others by their number.
    Person,
    /// One number, on whatever case.
    Number,
}

impl Per {
    /// The id, as in rule files; also the key of the rule's text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debtor => "debtor",
            Self::Case => "case",
            Self::Person => "person",
            Self::Number => "number",
        }
    }
}

/// The debtors of a view.
pub(super) struct Whom<'a> {
    view: &'a View<'a>,
    /// Case → the first case of the same debtor.
    debtors: HashMap<&'a str, &'a str>,
}

impl<'a> Whom<'a> {
    /// Cases are of one debtor where name and one of the numbers are the same; a name alone is none.
    pub fn new(view: &'a View<'a>) -> Self {
        let mut debtors: HashMap<&str, &str> = HashMap::new();
        let mut known: HashMap<(&str, &str), &str> = HashMap::new();
        for case in view.cases.values() {
            let name = case.debtor_name.as_deref().unwrap_or_default().trim();
            let keys: Vec<_> = case.phones.iter().map(|phone| (name, national(phone))).collect();
            let first = keys.iter().find_map(|key| known.get(key)).copied().unwrap_or(case.case_no.as_str());
            debtors.insert(&case.case_no, first);
            if !name.is_empty() {
                for key in keys {
                    known.entry(key).or_insert(first);
                }
            }
        }
        Self { view, debtors }
    }

    /// The key of a call under `per`.
    pub fn of_call(&self, call: &'a Call, per: Per) -> (&'a str, &'a str) {
        match per {
            Per::Number => ("", national(&call.called_number)),
            Per::Person if !self.is_debtor(call) => (&call.case_no, national(&call.called_number)),
            _ => self.of_case(&call.case_no, per),
        }
    }

    /// The key of a visit under `per`; at a number nobody is visited.
    pub fn of_visit(&self, visit: &'a Visit, per: Per) -> Option<(&'a str, &'a str)> {
        match per {
            Per::Number => None,
            Per::Person if visit.party.is_third() => Some((&visit.case_no, &visit.person_met)),
            _ => Some(self.of_case(&visit.case_no, per)),
        }
    }

    /// Whether the debtor is called: the log says so, or nobody could tell and the number is the debtor's own.
    pub fn is_debtor(&self, call: &Call) -> bool {
        let own = |phones: &[String]| phones.iter().any(|own| national(own) == national(&call.called_number));
        match call.party {
            Party::Unknown => self.view.cases.get(&call.case_no).is_none_or(|case| own(&case.phones)),
            party => !party.is_third(),
        }
    }

    fn of_case(&self, case_no: &'a str, per: Per) -> (&'a str, &'a str) {
        let first = if per == Per::Debtor { self.debtors.get(case_no).copied() } else { None };
        (first.unwrap_or(case_no), "")
    }
}
