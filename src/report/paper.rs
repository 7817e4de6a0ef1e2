//! What stands on a scorecard's paper, whatever form it takes.

use crate::domain::lang::Lang;
use crate::domain::scheme::Terms;
use crate::domain::score::{Deduction, Hundredths, KindCompleteness, Scorecard, ScorecardState};
use crate::i18n::phrase;
use crate::rules::ruleset::Ruleset;
use crate::scoring::{change, explain};
use std::fmt::Display;

/// A paper: headings, facts, sentences and tables, in the order of reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The language of its words.
    pub lang: Lang,
    /// Agency and quarter.
    pub title: String,
    /// What it was made from.
    pub under_title: Vec<String>,
    /// Name and value: the answer first.
    pub facts: Vec<(String, String)>,
    /// Why the grade is bounded, and what would change it.
    pub notes: Vec<String>,
    /// Sections, deductions, and the findings behind them.
    pub tables: Vec<Table>,
    /// Digests and the policy's standing.
    pub closing: Vec<String>,
    /// Who signs.
    pub signatures: Vec<String>,
}

/// A table with its sentences below.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences below it; where it has no row, why.
    pub after: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Figures stand to the right.
    pub figures: bool,
    /// Its share of the width, in parts.
    pub width: u32,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// Points or a rate.
    Number(Hundredths),
}

impl Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => f.write_str(&explain::thousands(*count)),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// What a paper is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The card.
    pub card: &'a Scorecard,
    /// The agency's name.
    pub agency: &'a str,
    /// The ruleset as it is now; its costs are only quoted where the card was scored by this very content.
    pub ruleset: &'a Ruleset,
    /// The card's own entry in the ledger: it vouches for every act up to the card.
    pub checkpoint: Option<&'a str>,
    /// The language of the paper.
    pub lang: Lang,
}

impl Paper {
    /// The paper of one scorecard.
    pub fn of(source: Source<'_>) -> Self {
        let Source { card, agency, ruleset, checkpoint, lang } = source;
        let terms = ruleset.terms();
        let quarter =
            phrase(lang, "quarter-name").of("year", card.quarter.year()).with("number", card.quarter.number());
        Self {
            lang,
            title: format!("{} · {quarter}", phrase(lang, "scorecard-heading").of("agency", agency)),
            under_title: vec![format!(
                "{} · {} {} · {} · {}",
                phrase(
                    lang,
                    if card.state == ScorecardState::Published {
                        "scorecard-published"
                    } else {
                        "scorecard-provisional"
                    }
                ),
                ruleset.title.get(lang),
                card.ruleset,
                phrase(lang, "version").of("version", card.version),
                phrase(lang, "scheme-version").of("version", card.scheme_version),
            )],
            facts: source.facts(),
            notes: source.notes(&terms),
            tables: std::iter::once(source.sections(&terms))
                .chain(source.evidence())
                .chain([source.deductions(&terms), source.findings()])
                .collect(),
            closing: [
                Some(format!("{} {}", phrase(lang, "ruleset-digest"), card.ruleset_digest)),
                Some(format!("{} {}", phrase(lang, "inputs-digest"), card.inputs_digest)),
                checkpoint.map(|checkpoint| format!("{} {checkpoint}", phrase(lang, "ledger-checkpoint"))),
                Some(phrase(lang, "example-policy").to_string()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            signatures: vec![phrase(lang, "sign-bank").to_string(), phrase(lang, "sign-agency").to_string()],
        }
    }
}

impl Source<'_> {
    fn word(&self, key: &str) -> String {
        phrase(self.lang, key).to_string()
    }

    fn line(&self, name: &str, text: &str) -> String {
        phrase(self.lang, "paper-line").with("name", name).with("text", text).to_string()
    }

    fn title_of(&self, rule: &str) -> String {
        let named =
            rule.parse().ok().and_then(|id| self.ruleset.rule(&id)).map(|rule| rule.title.get(self.lang).to_owned());
        named.unwrap_or_else(|| rule.to_owned())
    }

    /// Whether the ruleset is still the one that the card was scored by.
    fn same_ruleset(&self) -> bool {
        self.card.ruleset_digest == self.ruleset.digest.tagged()
    }

    fn facts(&self) -> Vec<(String, String)> {
        let card = self.card;
        let grade = phrase(self.lang, "paper-grade").with("grade", explain::letter(card.grade));
        let mut facts = vec![(self.word("grade"), grade.to_string())];
        if card.grade != card.grade_before_caps {
            facts.push((self.word("paper-before-caps"), explain::letter(card.grade_before_caps).to_owned()));
        }
        let score = card.score.map_or_else(|| self.word("not-assessed-why"), |score| score.to_string());
        facts.push((self.word("score"), score));
        if let Some([low, high]) = card.interval {
            facts.push((self.word("interval-95"), format!("{low} – {high}")));
        }
        if let Some(share) = card.completeness {
            facts.push((self.word("completeness"), format!("{} %", explain::percent(share.0))));
        }
        facts
    }

    fn notes(&self, terms: &Terms) -> Vec<String> {
        let title = |rule: &str| self.title_of(rule);
        let mut notes: Vec<String> =
            self.card.caps.iter().map(|cap| explain::cap(cap, self.card, self.lang, title)).collect();
        if self.same_ruleset() {
            notes.extend(change::plan(self.card, terms).iter().map(|step| explain::change(step, self.lang, title)));
        } else {
            notes.push(self.word("paper-ruleset-changed"));
        }
        notes
    }

    fn sections(&self, terms: &Terms) -> Table {
        let title = |id: &str| {
            let section = terms.scheme.sections.iter().find(|section| section.id == id);
            section.map_or(id, |section| section.title.get(self.lang)).to_owned()
        };
        let rows = self.card.sections.iter().map(|section| {
            let score = section.score.map_or_else(|| Cell::Text(self.word("not-assessed")), Cell::Number);
            vec![Cell::Text(title(&section.id)), Cell::Count(section.weight.into()), score]
        });
        let unassessed = self
            .card
            .sections
            .iter()
            .filter_map(|section| Some(self.line(&title(&section.id), &explain::section(section, self.lang)?)));
        Table {
            title: self.word("sections"),
            columns: self.columns(&[("section", false, 6), ("weight", true, 2), ("section-score", true, 2)]),
            rows: rows.collect(),
            after: unassessed.collect(),
        }
    }

    /// How much of each kind of evidence is there; nothing where none was expected.
    fn evidence(&self) -> Option<Table> {
        let kinds = &self.card.completeness_by_kind;
        let row = |kind: &KindCompleteness| {
            vec![
                Cell::Text(explain::kind(kind, self.lang)),
                Cell::Count(kind.expected),
                Cell::Count(kind.present),
                Cell::Text(format!("{} %", explain::percent(kind.share.0))),
            ]
        };
        (!kinds.is_empty()).then(|| Table {
            title: self.word("completeness"),
            columns: self.columns(&[
                ("evidence-kind", false, 4),
                ("evidence-expected", true, 2),
                ("evidence-present", true, 2),
                ("completeness", true, 2),
            ]),
            rows: kinds.iter().map(row).collect(),
            after: Vec::new(),
        })
    }

    fn deductions(&self, terms: &Terms) -> Table {
        let mut after: Vec<String> = match self.card.deductions.is_empty() {
            true => vec![self.word("deductions-none")],
            false => Vec::new(),
        };
        if self.same_ruleset() {
            after.extend(self.card.deductions.iter().filter_map(|deduction| self.reason(deduction, terms)));
        }
        Table {
            title: self.word("deductions"),
            columns: self.columns(&[
                ("rule", false, 9),
                ("clause", false, 6),
                ("exposure-n", true, 4),
                ("violations", true, 3),
                ("open", true, 3),
                ("rate-per-1000", true, 4),
                ("interval-95", true, 6),
                ("points-lost", true, 3),
            ]),
            rows: self.card.deductions.iter().map(|deduction| self.deduction(deduction)).collect(),
            after,
        }
    }

    fn deduction(&self, deduction: &Deduction) -> Vec<Cell> {
        let clauses: Vec<&str> = deduction.clauses.iter().map(|clause| clause.as_str()).collect();
        let [low, high] = deduction.interval;
        vec![
            Cell::Text(self.title_of(deduction.rule_id.as_str())),
            Cell::Text(clauses.join(" ")),
            Cell::Count(deduction.exposure),
            Cell::Count(deduction.violations),
            Cell::Count(deduction.open),
            Cell::Number(deduction.rate_per_1000),
            Cell::Text(format!("{low} – {high}")),
            Cell::Number(deduction.points),
        ]
    }

    /// 'lost 6.25 of 25 points: …', with the rule's name before it.
    fn reason(&self, deduction: &Deduction, terms: &Terms) -> Option<String> {
        let cost = terms.rules.iter().find(|rule| rule.id == deduction.rule_id)?;
        let unit = self.ruleset.rule(&deduction.rule_id)?.check.described().unit();
        let title = self.title_of(deduction.rule_id.as_str());
        Some(self.line(&title, &explain::deduction(deduction, cost, unit, self.lang)))
    }

    fn findings(&self) -> Table {
        let row = |deduction: &Deduction| {
            let ids: Vec<&str> = deduction.finding_ids.iter().map(|id| id.as_str()).collect();
            vec![Cell::Text(deduction.rule_id.to_string()), Cell::Text(ids.join(" "))]
        };
        Table {
            title: self.word("paper-findings"),
            columns: self.columns(&[("paper-rule-id", false, 3), ("paper-finding-ids", false, 9)]),
            rows: self.card.deductions.iter().map(row).collect(),
            after: Vec::new(),
        }
    }

    fn columns(&self, columns: &[(&str, bool, u32)]) -> Vec<Column> {
        let column = |&(key, figures, width): &(&str, bool, u32)| Column { title: self.word(key), figures, width };
        columns.iter().map(column).collect()
    }
}
