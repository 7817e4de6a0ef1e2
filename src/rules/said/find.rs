//! `[[find]]`: phrases, and what must stand around them.

use super::has;
use super::pattern::Pattern;
use crate::rules::lexicon::{Lexicon, Patterns, SignalId};
use crate::rules::prepared::Prepared;
use crate::rules::ruleset::Ruleset;
use crate::rules::search::{Mark, Search};
use crate::rules::sets::SetId;
use crate::rules::stretch::Stretch;
use crate::text::disguise::Disguise;
use crate::text::normalize::normalize;
use crate::text::personal_data::{Number, NumberKind, find_kinds};
use crate::text::phrases::Occurrence;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// A doubtful phrase is believed at most so many characters away from what must stand before or behind it.
const NEXT_TO: usize = 4;

/// One thing to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// What a shared signal hears, instead of all else…
    signal: Option<Spanned<String>>,
    /// …or one of these phrases…
    #[serde(default)]
    any: Vec<Spanned<String>>,
    /// …preceded by one of these, no comma or stop between…
    #[serde(default)]
    after: Vec<Spanned<String>>,
    /// …followed by one of these, likewise…
    #[serde(default)]
    then: Vec<Spanned<String>>,
    /// …after at most so many characters…
    #[serde(default = "default_within")]
    within: usize,
    /// …with none of these between…
    #[serde(default)]
    gap_without: Vec<String>,
    /// …with one of these somewhere in the turn…
    #[serde(default)]
    with: Vec<Spanned<String>>,
    /// …and each of these…
    #[serde(default)]
    all: Vec<Spanned<String>>,
    /// …and so many of these…
    at_least: Option<AtLeast>,
    /// …none of these in the same clause…
    #[serde(default)]
    without: Vec<Spanned<String>>,
    /// …and none of these in the turn…
    #[serde(default)]
    none: Vec<Spanned<String>>,
    /// …with a number of one of these kinds in the turn; without `any` the number is what is found…
    #[serde(default)]
    number: Vec<Spanned<String>>,
    /// …where the turn's normal form matches this around the phrase…
    regex: Option<Spanned<String>>,
    /// …and not this.
    except: Option<Spanned<String>>,
    /// How sure a hit is, 0 to 1.
    #[serde(default = "default_confidence")]
    confidence: f64,
    /// One of these in the turn makes it surer.
    #[serde(default)]
    surer_with: Vec<Spanned<String>>,
    /// Whether negation before or after makes it harmless.
    #[serde(default = "yes")]
    pub(super) negatable: bool,
    /// Whether quoting it makes it harmless.
    #[serde(default = "yes")]
    pub(super) quotable: bool,
    #[serde(skip)]
    compiled: Compiled,
}

/// So many different phrases of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtLeast {
    count: usize,
    of: Vec<Spanned<String>>,
}

#[derive(Debug, Default)]
struct Compiled {
    signal: Option<SignalId>,
    any: Option<SetId>,
    after: Option<SetId>,
    then: Option<SetId>,
    gap_without: Vec<String>,
    with: Patterns,
    all: Vec<Patterns>,
    at_least: Option<(usize, Patterns)>,
    without: Patterns,
    none: Patterns,
    surer_with: Patterns,
    number: Vec<NumberKind>,
    regex: Option<Pattern>,
    except: Option<Pattern>,
    wants_company: bool,
}

fn default_within() -> usize {
    6
}

fn default_confidence() -> f64 {
    0.9
}

fn yes() -> bool {
    true
}

impl Find {
    /// Takes the phrases of all conditions and compiles the patterns.
    pub(super) fn compile(&mut self, lexicon: &mut Lexicon) {
        if self.signal.is_none() && self.any.is_empty() && self.number.is_empty() {
            lexicon.problem_in(&self.after, "a find names phrases (`any`), a `number` or a `signal`");
        }
        let (any, after, then) = (lexicon.set(&self.any), lexicon.set(&self.after), lexicon.set(&self.then));
        let others = [&self.after, &self.then, &self.with, &self.all];
        let others = others.iter().any(|entries| !entries.is_empty());
        let wants_company = others || self.at_least.is_some() || self.regex.is_some();
        if wants_company {
            lexicon.accompany([any, after, then]);
        }
        self.compiled = Compiled {
            signal: self.signal.as_ref().and_then(|name| lexicon.signal(name)),
            any,
            after,
            then,
            gap_without: self.gap_without.iter().map(|words| normalize(words).text).collect(),
            with: lexicon.context(&self.with),
            all: self.all.iter().map(|entry| lexicon.context(std::slice::from_ref(entry))).collect(),
            at_least: self.at_least.as_ref().map(|wanted| (wanted.count, lexicon.context(&wanted.of))),
            without: lexicon.context(&self.without),
            none: lexicon.context(&self.none),
            surer_with: lexicon.context(&self.surer_with),
            number: self.number.iter().filter_map(|kind| number_kind(kind, lexicon)).collect(),
            regex: self.regex.as_ref().and_then(|written| Pattern::new(written, lexicon)),
            except: self.except.as_ref().and_then(|written| Pattern::new(written, lexicon)),
            wants_company,
        };
        // The phrases live on in the lexicon's tables.
        let Self { any, after, then, with, all, without, none, surer_with, .. } = self;
        [any, after, then, with, all, without, none, surer_with].into_iter().for_each(|entries| *entries = Vec::new());
        self.at_least = None;
    }

    /// Whether anything must stand beside a phrase of `any`: then a doubtful one is believed.
    pub(super) fn wants_company(&self) -> bool {
        self.compiled.wants_company
    }

    /// The name of the signal that it stands for.
    pub fn signal_name(&self) -> Option<&Spanned<String>> {
        self.signal.as_ref()
    }

    /// The signal that it stands for.
    pub(super) fn signal_id(&self) -> Option<SignalId> {
        self.compiled.signal
    }

    /// Sets of each of which a phrase must stand in the stretch; none where it waits for a number.
    pub(super) fn sets(&self) -> [Option<SetId>; 3] {
        let Compiled { any, after, then, .. } = self.compiled;
        [any, after, then]
    }

    /// Each phrase of it that stands in `stretch`.
    pub(super) fn each(&self, prepared: &Prepared<'_>, stretch: &Stretch, mut take: impl FnMut(&Mark)) {
        match self.compiled.any {
            Some(any) => stretch.search(prepared).marks(prepared.ruleset, any).for_each(|mark| take(&mark)),
            None => numbers(prepared, stretch, &self.compiled.number).iter().for_each(&mut take),
        }
    }

    /// Whether such a number stands in `stretch`, where one is wanted.
    pub(super) fn number_fits(&self, prepared: &Prepared<'_>, stretch: &Stretch) -> bool {
        self.compiled.number.is_empty() || !numbers(prepared, stretch, &self.compiled.number).is_empty()
    }

    /// Where the stretch begins: what must precede the anchor, or the anchor. Of two that stand side by side one must be beyond doubt.
    pub(super) fn begin(&self, ruleset: &Ruleset, search: &Search, anchor: &Mark) -> Option<Mark> {
        let Some(after) = self.compiled.after else { return Some(*anchor) };
        let clause = search.normal.clause_start(anchor.start);
        let fits = |word: &Mark| {
            !(word.doubtful && anchor.doubtful)
                && clause <= word.end
                && word.end <= anchor.start
                && self.gap_fits(&search.normal.text[word.end..anchor.start], word.doubtful || anchor.doubtful)
        };
        search.marks(ruleset, after).filter(fits).max_by_key(|word| (!word.doubtful, word.end, word.start))
    }

    /// Where it ends: what must follow the anchor, or the anchor; likewise.
    pub(super) fn finish(&self, ruleset: &Ruleset, search: &Search, anchor: &Mark) -> Option<Mark> {
        let Some(then) = self.compiled.then else { return Some(*anchor) };
        let clause = search.normal.clause_end(anchor.end);
        let fits = |word: &Mark| {
            !(word.doubtful && anchor.doubtful)
                && anchor.end <= word.start
                && word.start <= clause
                && self.gap_fits(&search.normal.text[anchor.end..word.start], word.doubtful || anchor.doubtful)
        };
        search.marks(ruleset, then).filter(fits).min_by_key(|word| (word.doubtful, word.start, word.end))
    }

    fn gap_fits(&self, gap: &str, doubtful: bool) -> bool {
        let within = if doubtful { self.within.min(NEXT_TO) } else { self.within };
        gap.chars().count() <= within && !self.compiled.gap_without.iter().any(|word| gap.contains(word.as_str()))
    }

    /// Whether context phrases decide about it.
    pub(super) fn reads_context(&self) -> bool {
        let Compiled { with, all, at_least, without, none, .. } = &self.compiled;
        let asked = [with, without, none].into_iter().chain(all).any(|patterns| !patterns.is_empty());
        asked || at_least.is_some() || self.negatable || self.quotable
    }

    pub(super) fn surroundings_fit(
        &self,
        ruleset: &Ruleset,
        search: &Search,
        context: &[Occurrence],
        marks: [&Mark; 3],
    ) -> bool {
        let normal = &search.normal;
        let (start, end) = (marks[0].start, marks[2].end);
        let clause = normal.clause_start(start)..normal.clause_end(end);
        let compiled = &self.compiled;
        let stands = |patterns: &Patterns| context.iter().any(|word| has(patterns, word));
        let in_clause = |word: &Occurrence| clause.start <= word.start && word.end <= clause.end;
        let without = !context.iter().any(|word| has(&compiled.without, word) && in_clause(word));
        (compiled.with.is_empty() || stands(&compiled.with))
            && compiled.all.iter().all(stands)
            && compiled.at_least.as_ref().is_none_or(|(count, of)| different(of, context) >= *count)
            && without
            && !stands(&compiled.none)
            && self.patterns_fit(ruleset, &normal.text, marks)
    }

    /// Whether `regex` and `except` say so, which name phrases as they are: a disguised one is put as it should be written.
    fn patterns_fit(&self, ruleset: &Ruleset, text: &str, marks: [&Mark; 3]) -> bool {
        let Compiled { regex, except, .. } = &self.compiled;
        let fit = |text: &str, start: usize, end: usize| {
            regex.as_ref().is_none_or(|regex| regex.overlaps(text, start, end))
                && !except.as_ref().is_some_and(|regex| regex.overlaps(text, start, end))
        };
        let (start, end) = (marks[0].start, marks[2].end);
        if regex.is_none() && except.is_none() || marks.iter().all(|mark| mark.disguise.is_none()) {
            return fit(text, start, end);
        }
        let mut plain = text.to_owned();
        let mut behind = usize::MAX;
        // From the last to the first, so that what stands before keeps its place.
        for mark in marks.into_iter().rev().filter(|mark| mark.disguise.is_some()) {
            if let Some(pattern) = mark.pattern.filter(|_| mark.end <= behind) {
                plain.replace_range(mark.start..mark.end, &ruleset.anchors.patterns()[pattern as usize]);
                behind = mark.start;
            }
        }
        let end = end + plain.len() - text.len();
        fit(&plain, start, end)
    }

    /// Less sure where the words are disguised, pulled apart, or reach over the end of a sentence; surer by what stands near.
    pub(super) fn confidence_of(&self, ruleset: &Ruleset, search: &Search, marks: [&Mark; 3]) -> f64 {
        let [first, mark, last] = marks;
        let (start, end) = (first.start, last.end);
        let over_the_end = if search.normal.sentence_ends_inside(start, end) { 0.3 } else { 0.0 };
        let pulled_apart = if mark.gapped { 0.05 } else { 0.0 };
        let surer = &self.compiled.surer_with;
        let near = !surer.is_empty() && search.context(ruleset).iter().any(|word| has(surer, word));
        let surer = if near { 0.1 } else { 0.0 };
        let disguised = marks.iter().filter_map(|mark| mark.disguise).map(doubt).fold(0.0, f64::max);
        let doubtful = if marks.iter().any(|mark| mark.doubtful) { 0.1 } else { 0.0 };
        (self.confidence + surer - over_the_end - pulled_apart - disguised - doubtful).clamp(0.1, 1.0)
    }
}

/// How much less sure a disguised phrase is.
fn doubt(disguise: Disguise) -> f64 {
    match disguise {
        Disguise::Stretched => 0.05,
        Disguise::LookAlike | Disguise::Split => 0.1,
        Disguise::Signs | Disguise::Pinyin => 0.15,
        Disguise::Initials => 0.2,
        Disguise::Homophone => 0.25,
    }
}

/// The numbers of `kinds` in the turns of `stretch`.
fn numbers(prepared: &Prepared<'_>, stretch: &Stretch, kinds: &[NumberKind]) -> Vec<Mark> {
    let mut marks = Vec::new();
    if stretch.number_signs() > 0 {
        for number in stretch.turns() {
            let found = find_kinds(&prepared.conversation.turns[number as usize].text, kinds);
            marks.extend(found.iter().filter_map(|found| stretch.number_mark(prepared, number, found)));
        }
        if kinds.contains(&NumberKind::Money) {
            // Something may be put inside an amount; the normal form is without it.
            let text = &stretch.search(prepared).normal.text;
            let byte = |place: u32| text.char_indices().nth(place as usize).map_or(text.len(), |(byte, _)| byte);
            let mark = |found: &Number| Mark::of_number(byte(found.start), byte(found.end));
            marks.extend(find_kinds(text, &[NumberKind::Money]).iter().map(mark));
        }
    }
    marks
}

fn number_kind(id: &Spanned<String>, lexicon: &mut Lexicon) -> Option<NumberKind> {
    let kind = NumberKind::from_id(id.get_ref());
    if kind.is_none() {
        let known = NumberKind::ALL.map(NumberKind::as_str).join(", ");
        lexicon.problem(id, format!("'{}' is no kind of number: {known}", id.get_ref()));
    }
    kind
}

fn different(of: &Patterns, context: &[Occurrence]) -> usize {
    let found: BTreeSet<_> = context.iter().filter(|word| has(of, word)).map(|word| word.pattern).collect();
    found.len()
}
