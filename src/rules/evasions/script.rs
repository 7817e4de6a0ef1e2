//! The same characters in another form: width, case, script, variants.

use super::table::VARIANTS;

/// Latin letters, digits and signs in full width.
pub(super) fn full_width(words: &str) -> Vec<String> {
    let wide = |character: char| match character {
        '!'..='~' => char::from_u32(character as u32 + 0xfee0).unwrap_or(character),
        other => other,
    };
    vec![words.chars().map(wide).collect()]
}

/// Capitals for small letters, and the other way round.
pub(super) fn letter_case(words: &str) -> Vec<String> {
    let turned = |character: char| match character {
        'a'..='z' => character.to_ascii_uppercase(),
        'A'..='Z' => character.to_ascii_lowercase(),
        other => other,
    };
    vec![words.chars().map(turned).collect()]
}

/// Traditional characters as OpenCC and as Taiwan writes them; simplified ones where the words were Traditional.
pub(super) fn other_script(words: &str) -> Vec<String> {
    vec![hanconv::s2t(words), hanconv::s2tw(words), hanconv::t2s(words)]
}

/// A variant for every character that has one, and one by one.
pub(super) fn variants(words: &str) -> Vec<String> {
    let variant = |character: char| VARIANTS.get(&character).cloned().unwrap_or_default();
    let all: String = words
        .chars()
        .map(|character| variant(character).first().map_or_else(|| character.to_string(), |other| (*other).to_owned()))
        .collect();
    let mut texts = super::kinds::one_by_one(words, variant);
    texts.push(all);
    texts
}
