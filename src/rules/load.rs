//! TOML → `Ruleset`.

pub use super::examples::Example;

use super::calendars;
use super::clauses;
use super::document::Document;
use super::files::{self, CLAUSES, Files};
use super::index::Index;
use super::layers::{self, Layers};
use super::lexicon::{Compiled, Lexicon};
use super::phrase_list::{self, PhraseList};
use super::raw::{Parameters, RawRule, RawRuleset, RawScorecard};
use super::rule::{Catalogue, finish};
use super::ruleset::{Rule, Ruleset};
use super::said::{Find, Said};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{Digest, RulesetId};
use crate::domain::scheme::{Scheme, Section};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Where rulesets come from: embedded in the binary, or a folder (`--rulesets DIR`).
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// Those built into the program.
    #[default]
    Embedded,
    /// A folder laid out like `rulesets/`.
    Folder(std::path::PathBuf),
}

/// One thing wrong in a ruleset, at its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct RuleError {
    /// Path within the rulesets folder.
    pub file: String,
    /// From 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// From 1, in characters; 0 likewise.
    pub column: u32,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl RuleError {
    pub(super) fn whole_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, message: message.into() }
    }
}

/// Ids of the rulesets that can be loaded (base sets that only lend their rules are left out).
pub fn list(source: &Source) -> Result<Vec<RulesetId>, Vec<RuleError>> {
    let files = files::read(source)?;
    let mut ids = Vec::new();
    for (folder, path) in ruleset_files(&files) {
        if !layers::outline(&files, &path)?.is_abstract {
            ids.push(folder.parse().map_err(|error| vec![RuleError::whole_file(&path, format!("{error}"))])?);
        }
    }
    Ok(ids)
}

/// Loads and compiles one ruleset; every error of it at once.
pub fn load(source: &Source, id: &RulesetId) -> Result<Ruleset, Vec<RuleError>> {
    let files = files::read(source)?;
    let path = format!("{id}/ruleset.toml");
    if !files.contains_key(&path) {
        let known: Vec<_> = ruleset_files(&files).map(|(folder, _)| folder.to_owned()).collect();
        let message = format!("there is no ruleset '{id}'; known: {}", known.join(", "));
        return Err(vec![RuleError::whole_file(&path, message)]);
    }
    let layers = Layers::of(&files, id)?;
    let built_in = matches!(source, Source::Embedded);
    Loader { files: &files, id, layers, built_in, used: vec![CLAUSES.to_owned()], written: BTreeMap::new() }.load()
}

/// The calendar of that name, with every year that there is; without any it is empty, and every answer of it unknown.
pub fn calendar(source: &Source, name: &str) -> Result<Calendar, Vec<RuleError>> {
    calendars::read(&files::read(source)?, name).map(|(calendar, _)| calendar)
}

fn ruleset_files(files: &Files) -> impl Iterator<Item = (&str, String)> {
    files.keys().filter_map(|path| Some((path.strip_suffix("/ruleset.toml")?, path.clone())))
}

struct Loader<'a> {
    files: &'a Files,
    id: &'a RulesetId,
    layers: Layers<'a>,
    /// Whether the files are those of the program.
    built_in: bool,
    /// Paths of everything that the ruleset is made of, for its digest.
    used: Vec<String>,
    /// Signals as written, by name.
    written: BTreeMap<String, String>,
}

/// `ruleset.toml`, read.
struct Frame {
    raw: RawRuleset,
    scheme: Scheme,
    costs: Costs,
    calendar: Option<Calendar>,
}

impl Loader<'_> {
    fn load(mut self) -> Result<Ruleset, Vec<RuleError>> {
        let mut errors = Vec::new();
        let Frame { raw, scheme, costs, calendar } = self.frame()?;
        let clauses = clauses::read(self.files)?;
        let Some(time_zone) = raw.time_zone else {
            return Err(vec![RuleError::whole_file(&format!("{}/ruleset.toml", self.id), "time_zone is missing")]);
        };
        let catalogue = Catalogue { clauses: clauses::ids(&clauses), scheme: &scheme, costs: &costs, zone: time_zone };
        let mut lexicon = Lexicon::new(self.lists(&mut errors)).by_calendar(calendar.as_ref()).built_in(self.built_in);
        let signals = self.signals(&mut lexicon, &mut errors);
        let rules = self.rules(&catalogue, &mut lexicon, &mut errors);
        let built = lexicon.build();
        if let Err(problem) = &built {
            errors.push(RuleError::whole_file(self.id.as_str(), format!("the phrases can't be compiled: {problem}")));
        }
        let (Ok(Compiled { anchors, sets, context, unmasker, commonness, finds }), true) = (built, errors.is_empty())
        else {
            errors.sort();
            return Err(errors);
        };
        let index = Index::new(&rules, &signals, finds.count(), &commonness);
        let phrase_lists = lexicon.used_lists();
        let used_lists =
            self.layers.named("phrases", ".txt").into_iter().filter(|(name, _)| phrase_lists.contains_key(name));
        let used_lists = used_lists.map(|(_, path)| path);
        self.used.extend(used_lists);
        Ok(Ruleset {
            id: self.id.clone(),
            version: raw.version,
            digest: self.digest(),
            title: raw.title,
            effective_from: raw.effective_from.and_then(day),
            effective_to: raw.effective_to.and_then(day),
            time_zone,
            sources: raw.sources,
            calendar,
            appeal_days: raw.appeals.window_days,
            scheme,
            index,
            rules,
            signals,
            signal_texts: self.written,
            sets,
            finds,
            unmasker,
            clauses,
            phrase_lists,
            lists: lexicon.into_lists(),
            anchors,
            context,
        })
    }

    /// The rules that can be read.
    fn rules(&mut self, catalogue: &Catalogue<'_>, lexicon: &mut Lexicon, errors: &mut Vec<RuleError>) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (rule, parts) in self.layers.rules(errors) {
            self.used.extend(parts.iter().cloned());
            let texts = parts.iter().map(|path| (path.as_str(), self.files[path].as_str())).collect();
            let read = Document::parse(texts).and_then(|mut document| {
                let parameters = document.peek::<Parameters>().map(|written| written.check).unwrap_or_default();
                let raw: RawRule = document.read().map_err(|error| vec![error])?;
                finish(rule, raw, &parameters, &document, catalogue, lexicon)
            });
            match read {
                Ok(rule) => rules.push(rule),
                Err(problems) => errors.extend(problems),
            }
        }
        rules
    }

    /// `ruleset.toml` over those it extends.
    fn frame(&mut self) -> Result<Frame, Vec<RuleError>> {
        let paths = self.layers.frames();
        let parts = paths.iter().map(|path| (path.as_str(), self.files[path].as_str())).collect();
        let mut document = Document::parse(parts)?;
        let mut raw: RawRuleset = document.read().map_err(|error| vec![error])?;
        if raw.id.get_ref() != self.id {
            return Err(vec![document.error_at(&raw.id, format!("the folder is called '{}': use one name", self.id))]);
        }
        let Some(scorecard) = raw.scorecard.take() else {
            return Err(vec![RuleError::whole_file(&paths[0], "[scorecard] is missing")]);
        };
        let place = scorecard.span().start;
        let (scheme, costs) = scheme(scorecard.into_inner()).map_err(|message| vec![document.error(place, message)])?;
        let mut calendar = None;
        if let Some(name) = &raw.calendar {
            let (read, files) = calendars::read(self.files, name.get_ref())?;
            if files.is_empty() {
                let known: Vec<_> = calendars::names(self.files).into_iter().collect();
                let message = format!("there is no calendar '{}'; known: {}", name.get_ref(), known.join(", "));
                return Err(vec![document.error_at(name, message)]);
            }
            self.used.extend(files);
            calendar = Some(read);
        }
        self.used.extend(paths);
        Ok(Frame { raw, scheme, costs, calendar })
    }

    fn lists(&self, errors: &mut Vec<RuleError>) -> BTreeMap<String, PhraseList> {
        let mut lists = BTreeMap::new();
        for (name, path) in self.layers.named("phrases", ".txt") {
            match phrase_list::read(&path, &self.files[&path]) {
                Ok(list) => drop(lists.insert(name, list)),
                Err(problems) => errors.extend(problems),
            }
        }
        lists
    }

    /// Signals in the order of their names, compiled; an upper layer's before a lower's.
    fn signals(&mut self, lexicon: &mut Lexicon, errors: &mut Vec<RuleError>) -> Vec<Said> {
        let mut signals = Vec::new();
        for (name, path) in self.layers.named("signals", ".toml") {
            let text = self.files[&path].as_str();
            let read = Document::parse(vec![(path.as_str(), text)]).and_then(|mut document| {
                let mut said: Said = document.read().map_err(|error| vec![error])?;
                if let Some(name) = said.find.iter().find_map(Find::signal_name) {
                    return Err(vec![document.error_at(name, "a signal is made of phrases, not of other signals")]);
                }
                said.compile(lexicon);
                let problems = lexicon.take_problems().into_iter();
                let problems: Vec<_> = problems.map(|(place, message)| document.error(place, message)).collect();
                if problems.is_empty() { Ok(said) } else { Err(problems) }
            });
            match read {
                Ok(said) => {
                    lexicon.add_signal(&name);
                    self.written.insert(name, text.to_owned());
                    signals.push(said);
                }
                Err(problems) => errors.extend(problems),
            }
            self.used.push(path);
        }
        signals
    }

    /// sha256 over path and text of every file used, sorted by path, each led by its length.
    fn digest(&mut self) -> Digest {
        self.used.sort();
        self.used.dedup();
        let mut bytes = Vec::new();
        for path in &self.used {
            for part in [path.as_str(), self.files[path].as_str()] {
                bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
                bytes.extend_from_slice(part.as_bytes());
            }
        }
        Digest::of(&bytes)
    }
}

pub(super) fn day(date: toml::value::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// What a finding costs by severity, unless the rule says otherwise.
pub(super) type Costs = BTreeMap<crate::domain::finding::Severity, crate::domain::scheme::Cost>;

fn scheme(raw: RawScorecard) -> Result<(Scheme, Costs), String> {
    let total: u32 = raw.sections.iter().map(|section| section.weight).sum();
    if total != 100 {
        return Err(format!("the sections' weights add up to {total}: make them 100"));
    }
    let costs: Costs = raw.defaults.iter().map(|(severity, cost)| (*severity, cost.cost())).collect();
    if costs.len() != 4 || costs.values().any(|cost| cost.limit <= cost.tolerance) {
        return Err("defaults name all four severities, and each limit lies above its tolerance".into());
    }
    let sections = raw
        .sections
        .into_iter()
        .map(|section| Section { id: section.id, weight: section.weight, title: section.title })
        .collect();
    let scheme = Scheme {
        version: raw.version,
        sections,
        cutoffs: [raw.cutoffs.A, raw.cutoffs.B, raw.cutoffs.C],
        completeness_capped: raw.completeness.capped,
        completeness_needed: raw.completeness.needed,
    };
    Ok((scheme, costs))
}
