//! How characters sound: toneless syllables, and the ear's coarser ones in which neighbours fall together (zh and z, n and l, ang and an).

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The sound of one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sound {
    /// The coarse syllable; digits, letters and characters without a reading have one of their own. 0: nothing to match.
    pub near: u16,
    /// The syllable; 0 for what is none.
    pub full: u16,
}

/// Every `near` is smaller.
pub(super) const NEARS: usize = 512;
const DIGITS: u16 = 470;
const LETTERS: u16 = 480;
const ODD: u16 = 511;
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// What the sound of a digit is called.
pub(super) fn of_digit(digit: u8) -> Sound {
    Sound { near: DIGITS + u16::from(digit - b'0'), full: 0 }
}

/// What the sound of a single letter is called.
pub(super) fn of_letter(letter: u8) -> Sound {
    Sound { near: LETTERS + u16::from(letter - b'a'), full: 0 }
}

/// A character without a reading.
pub(super) const SOUNDLESS: Sound = Sound { near: ODD, full: 0 };

pub(super) struct Sounds {
    characters: Vec<Sound>,
    spelt: HashMap<String, Sound>,
    /// The spelling of each full syllable, from 1.
    spellings: Vec<String>,
}

pub(super) static SOUNDS: LazyLock<Sounds> = LazyLock::new(Sounds::build);

impl Sounds {
    fn build() -> Self {
        let mut nears: HashMap<String, u16> = HashMap::new();
        let mut sounds = Self { characters: Vec::new(), spelt: HashMap::new(), spellings: vec![String::new()] };
        for code in FIRST..=LAST {
            let reading = char::from_u32(code).and_then(reading);
            let sound = reading.map_or(SOUNDLESS, |reading| {
                *sounds.spelt.entry(reading.clone()).or_insert_with(|| {
                    let next = nears.len() as u16 + 1;
                    let near = *nears.entry(coarse(&reading)).or_insert(next);
                    sounds.spellings.push(reading);
                    Sound { near, full: sounds.spellings.len() as u16 - 1 }
                })
            });
            sounds.characters.push(sound);
        }
        debug_assert!(nears.len() < DIGITS as usize);
        sounds
    }

    /// The sound of a character that is no Latin letter or digit.
    pub(super) fn of(&self, character: char) -> Sound {
        let index = (character as u32).wrapping_sub(FIRST) as usize;
        self.characters.get(index).copied().unwrap_or(SOUNDLESS)
    }

    /// The spelling of a full syllable.
    pub(super) fn spelling(&self, sound: Sound) -> &str {
        &self.spellings[sound.full as usize]
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
    if coarse.starts_with('n') {
        coarse.replace_range(..1, "l");
    }
    for (ending, plain) in [("ang", "an"), ("eng", "en"), ("ing", "in")] {
        if let Some(stem) = coarse.strip_suffix(ending) {
            coarse = format!("{stem}{plain}");
        }
    }
    coarse
}
