//! Rewrites what the rules find in every way there is, and screens what comes of it.

use super::kinds::{Evasion, Reach, Written};
use super::phrases::RulePhrases;
use super::target::{Target, behind, replaced, targets};
use crate::domain::ids::RuleId;
use crate::rules::corpus::Labelled;
use crate::rules::engine::{running, screen_at};
use crate::rules::examples::{Evidence, ExampleKind};
use crate::rules::prepared::Desk;
use crate::rules::ruleset::Ruleset;
use crate::rules::screen::Screener;
use crate::rules::view::{Conversation, ConversationTurn};

/// A call that a rule must find.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// The rule's place in its ruleset.
    pub rule: usize,
    /// Where the call is written.
    pub place: String,
    /// The call.
    pub conversation: Conversation<'a>,
}

/// One rewriting, and whether the rule saw through it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The way.
    pub evasion: Evasion,
    /// The rule.
    pub rule: RuleId,
    /// Where the call is written.
    pub place: String,
    /// The words that it found.
    pub words: String,
    /// As they were written instead; a slash where the next turn begins.
    pub written: String,
    /// Whether it found them again.
    pub found: bool,
}

/// Every example of the rule files that must be found and is a conversation.
pub fn of_examples(ruleset: &Ruleset) -> Vec<Material<'_>> {
    let mut material = Vec::new();
    for rule in running(ruleset) {
        for example in ruleset.rules[rule].examples.iter().filter(|example| example.kind == ExampleKind::Hit) {
            if let Evidence::Conversation(conversation) = &example.evidence {
                let place = format!("{}:{}", example.file, example.line);
                material.push(Material { rule, place, conversation: Conversation::clone(conversation) });
            }
        }
    }
    material
}

/// Every call with each rule of a category that it is labelled with; the error names a call that can't be read.
pub fn of_calls<'a>(
    ruleset: &Ruleset,
    calls: impl IntoIterator<Item = &'a Labelled>,
) -> Result<Vec<Material<'a>>, String> {
    let screener = Screener::new(ruleset, &[])?;
    let mut material = Vec::new();
    for call in calls {
        let rules = running(ruleset).into_iter().filter(|rule| call.is_labelled(&ruleset.rules[*rule].category));
        for rule in rules {
            let conversation = screener
                .read(call.line.as_bytes())
                .map_err(|error| format!("{}: {error}: mend the call", call.place))?;
            material.push(Material { rule, place: format!("{} {}", call.place, call.call_id), conversation });
        }
    }
    Ok(material)
}

/// Rewrites the words of every call that its rule finds undisguised, in every way that changes them and that their lists ask for.
pub fn run(ruleset: &Ruleset, material: &[Material<'_>]) -> Result<Vec<Tried>, String> {
    let mut desk = Desk::default();
    let mut tried = Vec::new();
    let mut known: Option<(usize, RulePhrases)> = None;
    for call in material {
        let phrases = match known.take() {
            Some((rule, phrases)) if rule == call.rule => phrases,
            _ => RulePhrases::of(ruleset, &ruleset.rules[call.rule])?,
        };
        let hits = screen_at(&mut desk, ruleset, &call.conversation, &[call.rule]);
        for found in targets(&hits) {
            for evasion in Evasion::ALL {
                let targets = match evasion.reach() {
                    Reach::Whole => vec![found.clone()],
                    Reach::EachPhrase => phrases.within(&found),
                    Reach::Asked(disguise) => phrases.disguised(&found, disguise),
                };
                for target in targets {
                    let each = evasion.write(&target.words).into_iter();
                    tried.extend(each.map(|written| attempt(ruleset, &mut desk, call, evasion, &target, &written)));
                }
            }
        }
        known = Some((call.rule, phrases));
    }
    Ok(tried)
}

fn attempt(
    ruleset: &Ruleset,
    desk: &mut Desk,
    call: &Material<'_>,
    evasion: Evasion,
    target: &Target,
    written: &Written,
) -> Tried {
    let rewritten = rewrite(&call.conversation, target, written);
    let length = |text: &str| text.chars().count() as u32;
    let mut places = vec![(target.turn, target.start, target.start + length(&written.text))];
    places.extend(written.next_turn.as_ref().map(|rest| (target.turn + 1, 0, length(rest))));
    let hits = screen_at(desk, ruleset, &rewritten, &[call.rule]);
    let found = hits.iter().flat_map(|hit| &hit.spans).any(|span| {
        places.iter().any(|(turn, start, end)| span.turn == Some(*turn) && span.start < *end && *start < span.end)
    });
    Tried {
        evasion,
        rule: ruleset.rules[call.rule].id.clone(),
        place: call.place.clone(),
        words: target.words.clone(),
        written: std::iter::once(written.text.as_str())
            .chain(written.next_turn.as_deref())
            .collect::<Vec<_>>()
            .join(" / "),
        found,
    }
}

/// The call with `written` in the place of the target.
fn rewrite<'c>(conversation: &Conversation<'c>, target: &Target, written: &Written) -> Conversation<'c> {
    let mut rewritten = conversation.clone();
    let at = target.turn as usize;
    let text = rewritten.turns[at].text.clone();
    match &written.next_turn {
        None => rewritten.turns[at].text = replaced(&text, target, &written.text).into(),
        Some(rest) => {
            let whole = replaced(&text, target, &written.text);
            let first = whole[..whole.len() - behind(&text, target).len()].to_owned();
            let next = format!("{rest}{}", behind(&text, target));
            let turn = &mut rewritten.turns[at];
            turn.text = first.into();
            let next = ConversationTurn { text: next.into(), ..turn.clone() };
            rewritten.turns.insert(at + 1, next);
        }
    }
    rewritten
}
