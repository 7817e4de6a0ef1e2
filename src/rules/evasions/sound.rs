//! By the sound: other characters, digits, letters, the spelling. All of it takes words in normal form.

use super::kinds::one_by_one;
use super::table::SOUNDS;

/// Characters offered in the place of one.
const OFFERED: usize = 2;
/// Initials of fewer characters could be read as anything.
const SHORTEST_INITIALS: usize = 3;

/// Digits by the sounds that they stand for.
const DIGITS: [(&str, &str); 16] = [
    ("ling", "0"),
    ("yi", "1"),
    ("yao", "1"),
    ("er", "2"),
    ("ai", "2"),
    ("san", "3"),
    ("si", "4"),
    ("shi", "4"),
    ("wu", "5"),
    ("wo", "5"),
    ("liu", "6"),
    ("qi", "7"),
    ("ba", "8"),
    ("fa", "8"),
    ("jiu", "9"),
    ("gou", "9"),
];

/// What ears and speech recognition take for one another: a beginning or an ending, and the other.
const NEAR_BEGINNINGS: [(&str, &str); 8] =
    [("zh", "z"), ("ch", "c"), ("sh", "s"), ("z", "zh"), ("c", "ch"), ("s", "sh"), ("n", "l"), ("l", "n")];
const NEAR_ENDINGS: [(&str, &str); 6] =
    [("ang", "an"), ("eng", "en"), ("ing", "in"), ("an", "ang"), ("en", "eng"), ("in", "ing")];

/// Whether `words` may be told by their sound: one character alone could be any of dozens.
fn can_be_heard(words: &str) -> bool {
    words.chars().nth(1).is_some()
}

/// The commonest other characters of the same sound.
fn homophones(character: char) -> Vec<&'static str> {
    let Some(sound) = SOUNDS.of(character) else { return Vec::new() };
    let others = SOUNDS.characters(sound).iter().copied();
    others.filter(|other| !other.starts_with(character)).take(OFFERED).collect()
}

/// One character in turn by the commonest others of the same sound.
pub(super) fn one_homophone(words: &str) -> Vec<String> {
    if can_be_heard(words) { one_by_one(words, homophones) } else { Vec::new() }
}

/// All of them; none where a character has no other of its sound.
pub(super) fn all_homophones(words: &str) -> Vec<String> {
    let with = |choice: usize| -> Option<String> {
        words.chars().map(|character| homophones(character).get(choice).copied()).collect()
    };
    if can_be_heard(words) { (0..OFFERED).filter_map(with).collect() } else { Vec::new() }
}

/// One character in turn by the commonest that sounds nearly the same.
pub(super) fn near_homophone(words: &str) -> Vec<String> {
    if !can_be_heard(words) {
        return Vec::new();
    }
    one_by_one(words, |character| {
        let nears = SOUNDS.of(character).map(near_sounds).unwrap_or_default();
        nears.iter().filter_map(|sound| SOUNDS.characters(sound).first().copied()).collect()
    })
}

fn near_sounds(sound: &str) -> Vec<String> {
    let beginning = NEAR_BEGINNINGS.iter().find_map(|(one, other)| Some((sound.strip_prefix(one)?, other)));
    let ending = NEAR_ENDINGS.iter().find_map(|(one, other)| Some((sound.strip_suffix(one)?, other)));
    let begun = beginning.map(|(rest, other)| format!("{other}{rest}"));
    begun.into_iter().chain(ending.map(|(rest, other)| format!("{rest}{other}"))).collect()
}

/// One character in turn by a digit that sounds like it, and by its first letter.
pub(super) fn signs(words: &str) -> Vec<String> {
    one_by_one(words, |character| {
        let Some(sound) = SOUNDS.of(character) else { return Vec::new() };
        let digit = DIGITS.iter().find(|(of, _)| *of == sound).map(|(_, digit)| *digit);
        digit.into_iter().chain([&sound[..1]]).collect()
    })
}

/// The spelling of all of them, in one word and in several, and of one in turn.
pub(super) fn pinyin(words: &str) -> Vec<String> {
    let Some(spelt) = spelling(words) else { return Vec::new() };
    let mut texts = vec![spelt.concat(), spelt.join(" ")];
    texts.extend(one_by_one(words, |character| SOUNDS.of(character).into_iter().collect()));
    texts
}

/// The first letters of all of them, small and capital.
pub(super) fn initials(words: &str) -> Vec<String> {
    let Some(spelt) = spelling(words).filter(|spelt| spelt.len() >= SHORTEST_INITIALS) else { return Vec::new() };
    let letters: String = spelt.iter().map(|sound| &sound[..1]).collect();
    vec![letters.to_uppercase(), letters]
}

fn spelling(words: &str) -> Option<Vec<&'static str>> {
    words.chars().map(|character| SOUNDS.of(character)).collect()
}
