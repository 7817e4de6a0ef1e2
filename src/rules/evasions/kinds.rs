//! The ways to hide words.

use super::{script, separators, shape, sound};
use crate::text::disguise::Disguise;
use serde::Serialize;

/// A way to hide words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evasion {
    /// Latin letters and digits in full width.
    FullWidth,
    /// Capitals for small letters, and the other way round.
    LetterCase,
    /// Traditional for simplified characters, and the other way round.
    OtherScript,
    /// Variant characters, radicals among them.
    Variants,
    /// Spaces between the characters.
    Spaces,
    /// Signs of a chat between them.
    Punctuation,
    /// Commas and full stops within a word, as a text cut by machine has them.
    Stops,
    /// Pictures between them.
    Emoji,
    /// What nobody sees between them.
    ZeroWidth,
    /// Marks on top of them.
    Combining,
    /// Characters several times.
    Repeated,
    /// Digits and letters for characters.
    Signs,
    /// One character by another of the same sound.
    OneHomophone,
    /// All characters by others of the same sound.
    AllHomophones,
    /// One character by another that sounds nearly the same.
    NearHomophone,
    /// One character by another that looks like it.
    LookAlike,
    /// Characters taken apart.
    Split,
    /// The spelling in Latin letters.
    Pinyin,
    /// The first letters of the spelling.
    Initials,
    /// Begun in one turn, ended in the next.
    TwoTurns,
}

/// Which of the words that a rule found an evasion is done to.
pub(super) enum Reach {
    /// All of them together.
    Whole,
    /// Each phrase by itself: between two phrases, the end of a clause or a turn has a meaning.
    EachPhrase,
    /// Each phrase whose list asks to be found like this.
    Asked(Disguise),
}

/// Words as written to hide them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// What stands in their place.
    pub text: String,
    /// What the same speaker's next turn begins with.
    pub next_turn: Option<String>,
}

impl Evasion {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::FullWidth,
        Self::LetterCase,
        Self::OtherScript,
        Self::Variants,
        Self::Spaces,
        Self::Punctuation,
        Self::Stops,
        Self::Emoji,
        Self::ZeroWidth,
        Self::Combining,
        Self::Repeated,
        Self::Signs,
        Self::OneHomophone,
        Self::AllHomophones,
        Self::NearHomophone,
        Self::LookAlike,
        Self::Split,
        Self::Pinyin,
        Self::Initials,
        Self::TwoTurns,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FullWidth => "full-width",
            Self::LetterCase => "letter-case",
            Self::OtherScript => "other-script",
            Self::Variants => "variants",
            Self::Spaces => "spaces",
            Self::Punctuation => "punctuation",
            Self::Stops => "stops",
            Self::Emoji => "emoji",
            Self::ZeroWidth => "zero-width",
            Self::Combining => "combining",
            Self::Repeated => "repeated",
            Self::Signs => "signs",
            Self::OneHomophone => "one-homophone",
            Self::AllHomophones => "all-homophones",
            Self::NearHomophone => "near-homophone",
            Self::LookAlike => "look-alike",
            Self::Split => "split",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
            Self::TwoTurns => "two-turns",
        }
    }

    /// Which words it is done to.
    pub(super) fn reach(self) -> Reach {
        match self {
            Self::Repeated => Reach::Asked(Disguise::Stretched),
            Self::Signs => Reach::Asked(Disguise::Signs),
            Self::OneHomophone | Self::AllHomophones | Self::NearHomophone => Reach::Asked(Disguise::Homophone),
            Self::LookAlike => Reach::Asked(Disguise::LookAlike),
            Self::Split => Reach::Asked(Disguise::Split),
            Self::Pinyin => Reach::Asked(Disguise::Pinyin),
            Self::Initials => Reach::Asked(Disguise::Initials),
            Self::Stops | Self::TwoTurns => Reach::EachPhrase,
            _ => Reach::Whole,
        }
    }

    /// Every way that `words` are written like this; none where it changes nothing in them.
    pub fn write(self, words: &str) -> Vec<Written> {
        let texts = match self {
            Self::FullWidth => script::full_width(words),
            Self::LetterCase => script::letter_case(words),
            Self::OtherScript => script::other_script(words),
            Self::Variants => script::variants(words),
            Self::Spaces => separators::spaces(words),
            Self::Punctuation => separators::punctuation(words),
            Self::Stops => separators::stops(words),
            Self::Emoji => separators::emoji(words),
            Self::ZeroWidth => separators::zero_width(words),
            Self::Combining => separators::combining(words),
            Self::Repeated => separators::repeated(words),
            Self::Signs => sound::signs(words),
            Self::OneHomophone => sound::one_homophone(words),
            Self::AllHomophones => sound::all_homophones(words),
            Self::NearHomophone => sound::near_homophone(words),
            Self::LookAlike => shape::look_alike(words),
            Self::Split => shape::split(words),
            Self::Pinyin => sound::pinyin(words),
            Self::Initials => sound::initials(words),
            Self::TwoTurns => return in_two(words),
        };
        let mut written: Vec<Written> = Vec::new();
        for text in texts.into_iter().filter(|text| text != words) {
            if !written.iter().any(|known| known.text == text) {
                written.push(Written { text, next_turn: None });
            }
        }
        written
    }
}

/// Cut in the middle.
fn in_two(words: &str) -> Vec<Written> {
    let middle = words.chars().count() / 2;
    let Some((at, _)) = words.char_indices().nth(middle).filter(|(at, _)| *at > 0) else { return Vec::new() };
    vec![Written { text: words[..at].to_owned(), next_turn: Some(words[at..].to_owned()) }]
}

/// `words` with each of its characters rewritten in turn, in every way that `others` gives.
pub(super) fn one_by_one<'o>(words: &str, others: impl Fn(char) -> Vec<&'o str>) -> Vec<String> {
    let mut texts = Vec::new();
    for (at, character) in words.char_indices() {
        let (before, behind) = (&words[..at], &words[at + character.len_utf8()..]);
        texts.extend(others(character).into_iter().map(|other| format!("{before}{other}{behind}")));
    }
    texts
}
