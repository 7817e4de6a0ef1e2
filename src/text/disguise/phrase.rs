//! A phrase as places, each with all that may stand there instead.

use super::guard::Everyday;
use super::kinds::{Disguise, Disguises};
use super::sound::{SOUNDS, Sound};
use super::tables::{Splits, alike};
use super::units::{Kind, Reader, Unit};
use super::{Hidden, PatternId};

/// How a unit stands for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is the same character.
    Same,
    /// It looks like it.
    Alike,
    /// It sounds the same.
    Sounds,
    /// It sounds nearly the same.
    Near,
    /// It spells the sound.
    Spelt,
    /// A digit that sounds like it.
    Digit,
    /// The first letter of its spelling.
    Letter,
    /// A sign that the normal form drops.
    Dropped,
}

/// One place of a phrase.
#[derive(Debug)]
pub(super) struct Place {
    pub sign: char,
    pub sound: Sound,
    /// How many times it stands there in a row.
    pub times: u8,
    alike: &'static [char],
    /// The digits that sound like it, a bit each.
    digits: u16,
    letter: Option<u8>,
}

/// A phrase of two places or more.
#[derive(Debug)]
pub(super) struct Phrase {
    pub pattern: PatternId,
    pub by: Disguises,
    /// Further ways in which it is found where something else stands beside it.
    pub doubtful_by: Disguises,
    pub places: Vec<Place>,
}

/// Longer phrases are looked for as they are written alone.
pub(super) const LONGEST: usize = 24;

/// Digits and the syllables that they stand for.
const DIGIT_SOUNDS: [&[&str]; 10] = [
    &["ling"],
    &["yi", "yao"],
    &["er", "ai"],
    &["san"],
    &["si", "shi"],
    &["wu", "wo"],
    &["liu", "lu"],
    &["qi", "qu"],
    &["ba", "bu", "fa"],
    &["jiu"],
];

impl Phrase {
    /// The phrase's places, and once more with what stands in a row apart; none where it is too short or too long, or holds Latin words.
    pub(super) fn all(hidden: &Hidden, everyday: &Everyday, reader: &Reader, splits: &Splits) -> Vec<Self> {
        let mut units = Vec::new();
        // What is said daily, and means no harm unless it is written just so, is guessed at by ear or eye only with doubt.
        let daily = everyday.is_word(&hidden.text) && hidden.text.chars().count() < 3;
        let guesses = if daily { &[Disguise::Homophone, Disguise::LookAlike][..] } else { &[] };
        let by = hidden.by.without(guesses);
        let doubtful_by = hidden.by.without(&by.iter().collect::<Vec<_>>());
        reader.read(&hidden.text, splits, &mut units);
        if hidden.text.is_ascii() || units.iter().any(|unit| matches!(unit.kind, Kind::Spelt | Kind::Other)) {
            return Vec::new();
        }
        let of = |units: &[Unit]| Self {
            pattern: hidden.pattern,
            by,
            doubtful_by,
            places: units.iter().map(|unit| Place::new(unit, hidden.by)).collect(),
        };
        // What sounds the same side by side may be written with one character twice: `前前` for `欠钱`.
        let same = |one: &Unit, other: &Unit| {
            one.sound == other.sound && one.sound.is_syllable() && one.times == 1 && other.times == 1
        };
        let twins = units.windows(2).position(|two| same(&two[0], &two[1]));
        let apart = |unit: &Unit| std::iter::repeat_n(Unit { times: 1, ..*unit }, usize::from(unit.times));
        let mut phrases = vec![of(&units)];
        if units.iter().any(|unit| unit.times > 1) {
            phrases.push(of(&units.iter().flat_map(apart).collect::<Vec<_>>()));
        }
        if let Some(at) = twins.filter(|_| by.contains(Disguise::Homophone) && units.len() > 3) {
            let mut merged = units.clone();
            merged.remove(at + 1);
            merged[at].times = 2;
            phrases.push(of(&merged));
        }
        phrases.retain(|phrase| (2..=LONGEST).contains(&phrase.places.len()));
        phrases
    }
}

impl Place {
    fn new(unit: &Unit, by: Disguises) -> Self {
        let character = unit.kind == Kind::Character;
        let signs = character && by.contains(Disguise::Signs) && unit.sound.is_syllable();
        let spelling = if signs { SOUNDS.spelling(unit.sound) } else { "" };
        let digits = DIGIT_SOUNDS.iter().zip(0..).filter(|(sounds, _)| sounds.contains(&spelling));
        Self {
            sign: unit.sign,
            sound: unit.sound,
            times: unit.times,
            alike: if by.contains(Disguise::LookAlike) { alike(unit.sign) } else { &[] },
            digits: digits.fold(0, |digits, (_, digit)| digits | 1 << digit),
            letter: spelling.bytes().next(),
        }
    }

    /// How `unit` stands here, if it does.
    pub(super) fn way(&self, unit: &Unit) -> Option<Way> {
        if unit.times < self.times {
            return None;
        }
        if unit.sign == self.sign && unit.kind != Kind::Spelt {
            // Two digits that look like a letter are a sign for it.
            return Some(if unit.kind == Kind::Letter && unit.length > 1 { Way::Letter } else { Way::Same });
        }
        let same_sound = unit.sound == self.sound && self.sound.is_syllable();
        match unit.kind {
            Kind::Character if self.alike.contains(&unit.sign) => Some(Way::Alike),
            Kind::Character if same_sound => Some(Way::Sounds),
            Kind::Character if SOUNDS.are_near(unit.sound, self.sound) => Some(Way::Near),
            Kind::Spelt if same_sound => Some(Way::Spelt),
            Kind::Digit if self.digits & 1 << (unit.sign as u32 - u32::from(b'0')) != 0 => Some(Way::Digit),
            Kind::Dropped if self.letter.is_some() => Some(Way::Dropped),
            Kind::Letter if self.letter.map(char::from) == Some(unit.sign) => Some(Way::Letter),
            _ => None,
        }
    }

    /// The sounds of the characters that look like it.
    pub(super) fn alike_sounds(&self) -> impl Iterator<Item = Sound> {
        self.alike.iter().map(|other| SOUNDS.of(*other))
    }

    /// The sounds of the signs that may stand here: digits, the letter, a dropped one.
    pub(super) fn sign_sounds(&self) -> impl Iterator<Item = Sound> {
        let digits = (0..10).filter(|digit| self.digits & 1 << digit != 0).map(|digit| Sound::of_digit(b'0' + digit));
        digits.chain(self.letter_sound()).chain(self.letter.map(|_| Sound::DROPPED))
    }

    /// The sounds of all that may stand here.
    pub(super) fn sounds(&self) -> impl Iterator<Item = Sound> {
        std::iter::once(self.sound).chain(SOUNDS.near(self.sound)).chain(self.alike_sounds()).chain(self.sign_sounds())
    }

    /// The sound of the letter that may stand here.
    pub(super) fn letter_sound(&self) -> Option<Sound> {
        self.letter.map(Sound::of_letter)
    }
}
