//! Names and texts of rules and rulesets in the page's language.

use crate::domain::ids::{ClauseId, RuleId, RulesetId};
use crate::domain::lang::Lang;
use crate::rules::ruleset::{Rule, Ruleset};
use crate::web::page::Page;
use crate::web::state::App;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Texts of the rulesets; what a ruleset no longer has shows as its id.
pub struct Titles<'a> {
    app: &'a App,
    lang: Lang,
}

impl<'a> Titles<'a> {
    /// Texts in `lang`.
    pub fn new(app: &'a App, lang: Lang) -> Self {
        Self { app, lang }
    }

    /// A ruleset that this program has.
    pub fn known(&self, id: &RulesetId) -> Option<&'a Ruleset> {
        self.app.ruleset(id)
    }

    /// A ruleset's name.
    pub fn ruleset(&self, id: &RulesetId) -> String {
        self.known(id).map_or_else(|| id.to_string(), |ruleset| ruleset.title.get(self.lang).to_owned())
    }

    /// A rule of a ruleset.
    pub fn rule_of(&self, ruleset: &RulesetId, rule: &RuleId) -> Option<&'a Rule> {
        self.known(ruleset)?.rules.iter().find(|known| known.id == *rule)
    }

    /// A rule's name.
    pub fn rule(&self, ruleset: &RulesetId, rule: &RuleId) -> String {
        self.rule_of(ruleset, rule).map_or_else(|| rule.to_string(), |rule| rule.title.get(self.lang).to_owned())
    }

    /// The name of a section of a ruleset's scheme.
    pub fn section(&self, ruleset: &RulesetId, id: &str) -> String {
        let sections = self.known(ruleset).map(|ruleset| ruleset.scheme.sections.as_slice());
        let section = sections.unwrap_or_default().iter().find(|section| section.id == id);
        section.map_or_else(|| id.to_owned(), |section| section.title.get(self.lang).to_owned())
    }

    /// Id and name of every rule of `rulesets`, by name.
    pub fn rules(&self, rulesets: &BTreeSet<RulesetId>) -> Vec<(String, String)> {
        let rules = rulesets.iter().filter_map(|id| self.known(id)).flat_map(|ruleset| &ruleset.rules);
        let mut names: Vec<_> = rules.map(|rule| (rule.id.to_string(), rule.title.get(self.lang).to_owned())).collect();
        names.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        names.dedup_by(|a, b| a.0 == b.0);
        names
    }

    /// Id and name of every category that a rule of `rulesets` has.
    pub fn categories(&self, page: &Page, rulesets: &BTreeSet<RulesetId>) -> Vec<(String, String)> {
        let rules = rulesets.iter().filter_map(|id| self.known(id)).flat_map(|ruleset| &ruleset.rules);
        let ids: BTreeSet<&str> = rules.map(|rule| rule.category.as_str()).collect();
        ids.into_iter().map(|id| (id.to_owned(), page.term("category", id))).collect()
    }

    /// The language that evidence under a ruleset is written in, by the ruleset's place: glyphs differ.
    pub fn text_lang(&self, ruleset: &RulesetId) -> &'static str {
        match self.known(ruleset).map(|ruleset| ruleset.time_zone) {
            Some(Tz::Asia__Taipei | Tz::Asia__Hong_Kong | Tz::Asia__Macau) => Lang::ZhHant.tag(),
            _ => Lang::ZhHans.tag(),
        }
    }
}

/// Clauses as they are cited: `PL-6 · CC-7b`.
pub fn clauses(ids: &[ClauseId]) -> String {
    ids.iter().map(ClauseId::as_str).collect::<Vec<_>>().join(" · ")
}
