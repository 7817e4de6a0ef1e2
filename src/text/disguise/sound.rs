//! How characters sound: toneless syllables, and the ear's coarser ones in which neighbours fall together (zh and z, n and l, ang and an).

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The sound of one unit: a syllable, from 1; digits, letters and characters without a reading have one of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sound(u16);

/// There are fewer sounds.
pub(super) const SOUNDS_END: usize = 512;
const DIGITS: u16 = 470;
const LETTERS: u16 = 480;
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

impl Sound {
    /// Matches nothing.
    pub(super) const NONE: Self = Self(0);
    /// A character without a reading.
    pub(super) const READINGLESS: Self = Self(511);

    /// A sign that stands for any character.
    pub(super) const DROPPED: Self = Self(510);

    /// What the sound of a digit is called.
    pub(super) fn of_digit(digit: u8) -> Self {
        Self(DIGITS + u16::from(digit - b'0'))
    }

    /// What the sound of a single letter is called.
    pub(super) fn of_letter(letter: u8) -> Self {
        Self(LETTERS + u16::from(letter - b'a'))
    }

    /// Whether it is a syllable.
    pub(super) fn is_syllable(self) -> bool {
        self != Self::NONE && self.0 < DIGITS
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

pub(super) struct Sounds {
    characters: Vec<Sound>,
    spelt: HashMap<String, Sound>,
    /// The spelling of each syllable.
    spellings: Vec<String>,
    /// The coarse syllable of each.
    coarse: Vec<u16>,
    /// The syllables of each coarse one.
    alike: Vec<Vec<Sound>>,
}

pub(super) static SOUNDS: LazyLock<Sounds> = LazyLock::new(Sounds::build);

impl Sounds {
    fn build() -> Self {
        let mut sounds = Self {
            characters: Vec::new(),
            spelt: HashMap::new(),
            spellings: vec![String::new()],
            coarse: vec![0],
            alike: vec![Vec::new()],
        };
        let mut coarse_ones: HashMap<String, u16> = HashMap::new();
        for code in FIRST..=LAST {
            let sound = match char::from_u32(code).and_then(reading) {
                None => Sound::READINGLESS,
                Some(reading) => *sounds.spelt.entry(reading).or_insert_with_key(|reading| {
                    let next = coarse_ones.len() as u16 + 1;
                    let coarse = *coarse_ones.entry(coarse(reading)).or_insert(next);
                    let sound = Sound(sounds.spellings.len() as u16);
                    sounds.coarse.push(coarse);
                    sounds.spellings.push(reading.clone());
                    sounds.alike.resize_with(coarse_ones.len() + 1, Vec::new);
                    sounds.alike[usize::from(coarse)].push(sound);
                    sound
                }),
            };
            sounds.characters.push(sound);
        }
        sounds
    }

    /// The sound of a character that is no Latin letter or digit.
    pub(super) fn of(&self, character: char) -> Sound {
        let index = (character as u32).wrapping_sub(FIRST) as usize;
        self.characters.get(index).copied().unwrap_or(Sound::READINGLESS)
    }

    /// The spelling of a syllable; nothing for what is none.
    pub(super) fn spelling(&self, sound: Sound) -> &str {
        self.spellings.get(sound.index()).map_or("", String::as_str)
    }

    /// Whether two syllables are hard to tell apart.
    pub(super) fn are_near(&self, one: Sound, other: Sound) -> bool {
        one.is_syllable() && other.is_syllable() && self.coarse[one.index()] == self.coarse[other.index()]
    }

    /// The other syllables that are hard to tell from this one.
    pub(super) fn near(&self, sound: Sound) -> impl Iterator<Item = Sound> {
        let alike = self.coarse.get(sound.index()).map_or(&[][..], |coarse| &self.alike[usize::from(*coarse)]);
        alike.iter().copied().filter(move |other| *other != sound)
    }

    /// Cuts Latin letters into syllables, the longest first; none where letters are left over.
    pub(super) fn cut(&self, letters: &str, syllables: &mut Vec<(usize, Sound)>) -> bool {
        if letters.is_empty() {
            return true;
        }
        for length in (2..=letters.len().min(6)).rev() {
            if let Some(sound) = self.spelt.get(&letters[..length]) {
                syllables.push((length, *sound));
                if self.cut(&letters[length..], syllables) {
                    return true;
                }
                syllables.pop();
            }
        }
        false
    }
}

/// The plain spelling, with `v` for `ü`; the readings that dictionaries give first and talk does not.
fn reading(character: char) -> Option<String> {
    let usual = match character {
        '艹' | '肏' => "cao",
        '屄' => "bi",
        '着' => "zhe",
        '的' => "de",
        '地' => "di",
        '了' => "le",
        '给' => "gei",
        '都' => "dou",
        '呢' => "ne",
        '吗' => "ma",
        '什' => "shen",
        '么' => "me",
        '靠' => "kao",
        '叉' => "cha",
        '尼' => "ni",
        '还' => "hai",
        '吧' => "ba",
        '没' => "mei",
        '揍' => "zou",
        '砍' => "kan",
        other => other.to_pinyin()?.plain(),
    };
    Some(usual.replace('ü', "v"))
}

/// The spelling with what many ears and speakers do not tell apart written alike.
fn coarse(reading: &str) -> String {
    let mut coarse = reading.replacen("zh", "z", 1).replacen("ch", "c", 1).replacen("sh", "s", 1);
    for (initial, plain) in [("n", "l"), ("r", "l"), ("f", "h")] {
        if coarse.starts_with(initial) {
            coarse.replace_range(..1, plain);
        }
    }
    for (ending, plain) in [("ang", "an"), ("eng", "en"), ("ing", "in")] {
        if let Some(stem) = coarse.strip_suffix(ending) {
            coarse = format!("{stem}{plain}");
        }
    }
    coarse
}
