//! `[check.conversation]`: what is said, by whom and to whom.
//!
//! Each `[[check.conversation.find]]` names phrases; any one of them fires the rule. Around a phrase the check knows negation ('we will
//! not …'), quotation ('you said …'), longer harmless words, and what must stand before, after or near it.

use super::{ConversationCheck, Described, Sink};
use crate::domain::contact::{Party, Speaker};
use crate::rules::lexicon::{Lexicon, Patterns};
use crate::rules::prepared::{Prepared, PreparedTurn};
use crate::rules::view::Conversation as Talk;
use crate::text::normalize::normalize;
use crate::text::phrases::{Occurrence, PatternId};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;

/// Most bytes that a compiled pattern may take.
const REGEX_BUDGET: usize = 64 * 1024;

/// Parameters of the check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Whose words are meant.
    #[serde(default)]
    speaker: SpeakerScope,
    /// In talks with whom.
    #[serde(default)]
    party: PartyScope,
    /// What to look for; any of them fires.
    find: Vec<Find>,
    /// Longer harmless words: a phrase inside one of them is none.
    #[serde(default)]
    not_in: Vec<Spanned<String>>,
    #[serde(skip)]
    harmless: Patterns,
    #[serde(skip)]
    around: Around,
    #[serde(skip)]
    anchors: Vec<PatternId>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SpeakerScope {
    #[default]
    Agent,
    Debtor,
    Third,
    Any,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PartyScope {
    /// The debtor is known to be on the line.
    Debtor,
    /// Somebody else is known to be on the line.
    Third,
    #[default]
    Any,
}

/// One thing to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    /// One of these phrases…
    any: Vec<Spanned<String>>,
    /// …preceded by one of these in the same clause…
    #[serde(default)]
    after: Vec<Spanned<String>>,
    /// …followed by one of these in the same clause…
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
    /// …and none of these in the same clause…
    #[serde(default)]
    without: Vec<Spanned<String>>,
    /// …where the turn's normal form matches this around the phrase…
    regex: Option<Spanned<String>>,
    /// …and not this.
    except: Option<Spanned<String>>,
    /// How sure a hit is, 0 to 1.
    #[serde(default = "default_confidence")]
    confidence: f64,
    /// Whether negation before or after makes it harmless.
    #[serde(default = "yes")]
    negatable: bool,
    /// Whether quoting it makes it harmless.
    #[serde(default = "yes")]
    quotable: bool,
    #[serde(skip)]
    compiled: Compiled,
}

#[derive(Debug, Default)]
struct Compiled {
    any: Patterns,
    after: Patterns,
    then: Patterns,
    gap_without: Vec<String>,
    with: Patterns,
    without: Patterns,
    regex: Option<Regex>,
    except: Option<Regex>,
}

/// The lists of every ruleset that say when a phrase is not meant.
#[derive(Debug, Default)]
struct Around {
    negation: Patterns,
    negation_ends: Patterns,
    negation_after: Patterns,
    quotation: Patterns,
    quotation_after: Patterns,
}

/// So many characters may stand between a negation or quotation and what it is about.
const WINDOW: usize = 8;

fn default_within() -> usize {
    6
}

fn default_confidence() -> f64 {
    0.9
}

fn yes() -> bool {
    true
}

impl Described for Conversation {
    fn unit(&self) -> &'static str {
        match self.party {
            PartyScope::Third => "connected calls with a third party whose transcript was handed in",
            _ => "connected calls whose transcript was handed in",
        }
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("said", &["words", "turn"])]
    }

    fn by_facts(&self) -> bool {
        false
    }

    fn compile(&mut self, lexicon: &mut Lexicon) {
        self.harmless = lexicon.context(&self.not_in);
        self.around = Around {
            negation: lexicon.context_list("negation"),
            negation_ends: lexicon.context_list("negation-ends"),
            negation_after: lexicon.context_list("negation-after"),
            quotation: lexicon.context_list("quotation"),
            quotation_after: lexicon.context_list("quotation-after"),
        };
        for find in &mut self.find {
            find.compiled = Compiled {
                any: lexicon.anchors(&find.any),
                after: lexicon.context(&find.after),
                then: lexicon.context(&find.then),
                gap_without: find.gap_without.iter().map(|words| normalize(words).text).collect(),
                with: lexicon.context(&find.with),
                without: lexicon.context(&find.without),
                regex: pattern(find.regex.as_ref(), lexicon),
                except: pattern(find.except.as_ref(), lexicon),
            };
            self.anchors.extend(&find.compiled.any);
        }
        self.anchors.sort_unstable();
        self.anchors.dedup();
    }
}

fn pattern(written: Option<&Spanned<String>>, lexicon: &mut Lexicon) -> Option<Regex> {
    let written = written?;
    match RegexBuilder::new(written.get_ref()).size_limit(REGEX_BUDGET).build() {
        Ok(regex) => Some(regex),
        Err(error) => {
            lexicon.problem(written, format!("this pattern can't be used: {error}"));
            None
        }
    }
}

impl ConversationCheck for Conversation {
    fn explain(&self, prepared: &Prepared<'_>) -> Vec<String> {
        let mut steps = Vec::new();
        for turn in &prepared.turns {
            if !self.hears(turn.turn.speaker) {
                continue;
            }
            for (number, find) in self.find.iter().enumerate() {
                for anchor in turn.anchors.iter().filter(|anchor| has(&find.compiled.any, anchor)) {
                    let words = &turn.normal.text[anchor.start..anchor.end];
                    let verdict = match self.meant(find, turn, anchor) {
                        Ok((start, end)) => format!("hit: '{}'", turn.span(start, end).excerpt),
                        Err(against) => format!("no hit: {}", against.as_str()),
                    };
                    steps.push(format!(
                        "turn {}, find {}: '{words}' stands there; {verdict}",
                        turn.number + 1,
                        number + 1
                    ));
                }
            }
        }
        steps
    }

    fn hears(&self, speaker: Speaker) -> bool {
        match self.speaker {
            SpeakerScope::Agent => speaker == Speaker::Agent,
            SpeakerScope::Debtor => speaker == Speaker::Debtor,
            SpeakerScope::Third => speaker == Speaker::Third,
            SpeakerScope::Any => true,
        }
    }

    fn anchors(&self) -> &[PatternId] {
        &self.anchors
    }

    fn concerns(&self, talk: &Talk) -> bool {
        match self.party {
            PartyScope::Any => true,
            PartyScope::Debtor => talk.party == Some(Party::Debtor),
            PartyScope::Third => talk.party.is_some_and(Party::is_third),
        }
    }

    fn run(&self, prepared: &Prepared<'_>, sink: &mut Sink) {
        for turn in prepared.turns.iter().filter(|turn| self.hears(turn.turn.speaker)) {
            let mut stretches = Vec::new();
            let mut confidence = 0.0_f64;
            for find in &self.find {
                for anchor in turn.anchors.iter().filter(|anchor| has(&find.compiled.any, anchor)) {
                    if let Ok((start, end)) = self.meant(find, turn, anchor) {
                        confidence = confidence.max(find.confidence_of(turn, start, end));
                        stretches.push((start, end));
                    }
                }
            }
            if !stretches.is_empty() {
                let permille = (confidence * 1000.0).round() as u16;
                sink.hits.push(prepared.hit(sink.rule, turn, stretches, permille));
            }
        }
    }
}

fn has(patterns: &Patterns, occurrence: &Occurrence) -> bool {
    patterns.binary_search(&occurrence.pattern).is_ok()
}

impl Conversation {
    /// The stretch that `anchor` stands for, if it is meant as the rule says; else what speaks against it.
    fn meant(&self, find: &Find, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Result<(usize, usize), Against> {
        let start = find.begin(turn, anchor).ok_or(Against::NothingBefore)?;
        let end = find.finish(turn, anchor).ok_or(Against::NothingBehind)?;
        let inside =
            |word: &Occurrence| has(&self.harmless, word) && word.start <= anchor.start && anchor.end <= word.end;
        if turn.context().iter().any(inside) {
            Err(Against::Harmless)
        } else if find.negatable && self.around.negated(turn, start, end) {
            Err(Against::Negated)
        } else if find.quotable && self.around.quoted(turn, start, end) {
            Err(Against::Quoted)
        } else if !find.surroundings_fit(turn, start, end) {
            Err(Against::Surroundings)
        } else {
            Ok((start, end))
        }
    }
}

/// Why a phrase that stands there is not a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    NothingBefore,
    NothingBehind,
    Harmless,
    Negated,
    Quoted,
    Surroundings,
}

impl Against {
    fn as_str(self) -> &'static str {
        match self {
            Self::NothingBefore => "nothing of `after` stands close enough before it",
            Self::NothingBehind => "nothing of `then` stands close enough behind it",
            Self::Harmless => "it is part of a longer harmless word (`not_in`)",
            Self::Negated => "it is negated",
            Self::Quoted => "it is quoted",
            Self::Surroundings => "`with`, `without`, `regex` or `except` speaks against it",
        }
    }
}

impl Find {
    /// Where the stretch begins: at what must precede the anchor, or at the anchor.
    fn begin(&self, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Option<usize> {
        if self.compiled.after.is_empty() {
            return Some(anchor.start);
        }
        let clause = turn.normal.clause_start(anchor.start);
        let fits = |word: &&Occurrence| {
            has(&self.compiled.after, word)
                && clause <= word.start
                && word.end <= anchor.start
                && self.gap_fits(&turn.normal.text[word.end..anchor.start])
        };
        turn.context().iter().rev().find(fits).map(|word| word.start)
    }

    /// Where it ends: with what must follow the anchor, or with the anchor.
    fn finish(&self, turn: &PreparedTurn<'_>, anchor: &Occurrence) -> Option<usize> {
        if self.compiled.then.is_empty() {
            return Some(anchor.end);
        }
        let clause = turn.normal.clause_end(anchor.end);
        let fits = |word: &&Occurrence| {
            has(&self.compiled.then, word)
                && anchor.end <= word.start
                && word.end <= clause
                && self.gap_fits(&turn.normal.text[anchor.end..word.start])
        };
        turn.context().iter().find(fits).map(|word| word.end)
    }

    fn gap_fits(&self, gap: &str) -> bool {
        gap.chars().count() <= self.within && !self.compiled.gap_without.iter().any(|word| gap.contains(word.as_str()))
    }

    fn surroundings_fit(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> bool {
        let normal = &turn.normal;
        let clause = normal.clause_start(start)..normal.clause_end(end);
        let compiled = &self.compiled;
        let with = compiled.with.is_empty() || turn.context().iter().any(|word| has(&compiled.with, word));
        let without = !turn
            .context()
            .iter()
            .any(|word| has(&compiled.without, word) && clause.start <= word.start && word.end <= clause.end);
        let overlaps =
            |regex: &Regex| regex.find_iter(&normal.text).any(|found| found.start() < end && start < found.end());
        with && without
            && compiled.regex.as_ref().is_none_or(overlaps)
            && !compiled.except.as_ref().is_some_and(overlaps)
    }

    /// Less sure where the phrase reaches over the end of a sentence.
    fn confidence_of(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> f64 {
        let doubt = if turn.normal.sentence_ends_inside(start, end) { 0.3 } else { 0.0 };
        (self.confidence - doubt).max(0.1)
    }
}

impl Around {
    /// 'We will not …', '… is forbidden': a negation shortly before it in its clause, with nothing between that takes it back, or after it.
    fn negated(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> bool {
        let context = turn.context();
        let clause = turn.normal.clause_start(start);
        let before = context.iter().any(|word| {
            let taken_back = || {
                context.iter().any(|end| {
                    has(&self.negation_ends, end) && end.start < start && end.end <= start && end.end > word.start
                })
            };
            has(&self.negation, word) && word.start >= clause && near(turn, word.end, start) && !taken_back()
        });
        before || self.after(turn, &self.negation_after, end)
    }

    /// 'You said …', '… such words': somebody else's words repeated.
    fn quoted(&self, turn: &PreparedTurn<'_>, start: usize, end: usize) -> bool {
        let clause = turn.normal.clause_start(start);
        let before = turn.context().iter().any(|word| {
            has(&self.quotation, word) && (word.start >= clause || word.end == clause) && near(turn, word.end, start)
        });
        before || self.after(turn, &self.quotation_after, end)
    }

    fn after(&self, turn: &PreparedTurn<'_>, patterns: &Patterns, end: usize) -> bool {
        let clause_end = turn.normal.clause_end(end);
        turn.context().iter().any(|word| has(patterns, word) && word.end <= clause_end && near(turn, end, word.start))
    }
}

/// Whether `to` comes after `from` with at most a window of characters between.
fn near(turn: &PreparedTurn<'_>, from: usize, to: usize) -> bool {
    from <= to && turn.normal.text[from..to].chars().count() <= WINDOW
}
