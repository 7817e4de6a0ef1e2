//! Which phrases may stand in a text, told from its raw characters before anything is normalised.
//!
//! Every character has a class: that of its normal form. Each phrase is known by three neighbouring classes (two, where it has no more), the
//! least common ones it has. One word of a table, chosen by two neighbours, has a bit for what may stand before them: that is all that a
//! character costs. Where the bit is set, the phrase is compared class by class.
//! Spaces are left out on both sides, so that words in Latin letters may be parts of others: who looks at the normal form can tell.

use super::table::{Fate, TABLE, TABLE_END};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Dropped in the normal form.
const DROPPED: u16 = 0x7fff;
/// Stands for several characters: the text is let through.
const UNSURE: u16 = 0x7ffe;
/// May be a digit of a number.
const NUMBER_SIGN: u16 = 0x8000;

/// Characters that stand in most sentences, the most common first: pairs of them tell little.
const COMMON: &str = "的我您是了不一在这有个你们到那就还以要好说来会可上能时下么对没去候什吗以为多他她它也和款卡行银天给电话请先生女士小姐今明后月号钱联系处理帮打过样看想知道里家人大问题情况现如果已经方便";

static COMMON_CHARACTERS: LazyLock<HashSet<char>> = LazyLock::new(|| COMMON.chars().collect());

/// How common a phrase may be, for comparing: the shorter, and the more of its characters are common, the more.
pub fn commonness(phrase: &str) -> u64 {
    let by_length = match phrase.chars().count() {
        0 | 1 => 4_000,
        2 => 60,
        3 => 6,
        _ => 1,
    };
    let common = phrase.chars().filter(|character| COMMON_CHARACTERS.contains(character)).count().min(4);
    by_length * 8_u64.pow(common as u32)
}

/// The classes of all characters.
pub struct Alphabet {
    /// By character: its class, 0 where no phrase holds it, with the flags above.
    classes: Vec<u16>,
    class_of: HashMap<char, u16>,
}

/// The sieve over some phrases.
pub struct Sieve {
    /// A bit for each class that is a phrase by itself.
    alone: Vec<u64>,
    /// By class, the phrase that it is by itself, where its bit is set.
    singles: Vec<u32>,
    /// By two neighbouring classes: a bit for the class before them, all bits where any may stand there. Neighbours share words.
    words: Vec<u64>,
    /// The upper bits of a hash beyond these name the word, and the bucket.
    shift: u32,
    /// By bucket of keys, where its entries begin; one more at the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// The classes of all phrases, one after the other.
    written: Vec<u16>,
}

/// A phrase that may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Its number.
    pub phrase: u32,
    /// Its first character, counted without what is dropped and without spaces.
    pub first: u32,
    /// Its characters, likewise.
    pub length: u32,
}

struct Entry {
    /// Two neighbours, and what stands before them; `None` before a phrase of two.
    pair: u32,
    before: Option<u16>,
    phrase: u32,
    /// Where the phrase begins in `written`, its length, and where in it the key ends.
    from: u32,
    length: u16,
    at: u16,
}

/// What is read of a text; memory to be used again.
#[derive(Debug, Default)]
pub struct Reading {
    classes: Vec<u16>,
    /// Where keys of phrases stand: the place of the last class.
    places: Vec<u32>,
    number_signs: u32,
    unsure: bool,
}

impl Reading {
    /// Begins anew.
    pub fn clear(&mut self) {
        self.begin_again();
        self.number_signs = 0;
    }

    /// Begins anew with the same text in another form; its number signs are known.
    pub fn begin_again(&mut self) {
        self.classes.clear();
        self.places.clear();
        self.unsure = false;
    }

    /// The last two classes, 0 where there are none.
    fn last_two(&self) -> (u16, u16) {
        match self.classes[..] {
            [.., first, second] => (first, second),
            [second] => (0, second),
            [] => (0, 0),
        }
    }

    /// How many characters may be digits of a number, written or spoken.
    pub fn number_signs(&self) -> u32 {
        self.number_signs
    }

    /// Whether something stands there of which the sieve can't tell.
    pub fn unsure(&self) -> bool {
        self.unsure
    }
}

impl std::fmt::Debug for Sieve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sieve").field("phrases", &self.entries.len()).finish()
    }
}

impl std::fmt::Debug for Alphabet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alphabet").field("characters", &self.class_of.len()).finish()
    }
}

impl Alphabet {
    /// Of normalised `phrases`; the error says that there are more different characters than it can tell apart.
    pub fn new(phrases: &[String]) -> Result<Self, String> {
        let mut class_of: HashMap<char, u16> = HashMap::new();
        for character in phrases.iter().flat_map(|phrase| phrase.chars()).filter(|character| *character != ' ') {
            let next = class_of.len() + 1;
            class_of.entry(character).or_insert(next.min(usize::from(UNSURE)) as u16);
        }
        if class_of.len() + 1 >= usize::from(UNSURE) {
            return Err("the phrases hold more different characters than can be told apart".into());
        }
        Ok(Self { classes: classes(&class_of), class_of })
    }
}

impl Sieve {
    /// Over `phrases` in normal form, all of whose characters are in `alphabet`.
    pub fn new(alphabet: &Alphabet, phrases: &[String]) -> Self {
        let mut sieve = Self {
            alone: vec![0; alphabet.class_of.len() / 64 + 1],
            singles: vec![0; alphabet.class_of.len() + 1],
            words: Vec::new(),
            shift: 0,
            starts: Vec::new(),
            entries: Vec::new(),
            written: Vec::new(),
        };
        let common: HashMap<char, u32> = COMMON.chars().rev().zip(1..).collect();
        for (number, phrase) in (0..).zip(phrases) {
            let plain: Vec<char> = phrase.chars().filter(|character| *character != ' ').collect();
            sieve.enter(number, &plain, alphabet, &common);
        }
        sieve.fill();
        sieve
    }

    /// Enters a phrase by its least common part.
    fn enter(&mut self, number: u32, phrase: &[char], alphabet: &Alphabet, common: &HashMap<char, u32>) {
        let class_of = |character: &char| alphabet.class_of[character];
        if let [only] = phrase {
            let class = class_of(only);
            self.alone[usize::from(class) / 64] |= 1 << (class % 64);
            self.singles[usize::from(class)] = number;
            return;
        }
        let cost = |part: &[char]| part.iter().map(|character| common.get(character).unwrap_or(&0)).sum::<u32>();
        let width = phrase.len().min(3);
        let parts = phrase.windows(width).enumerate();
        let Some((first, part)) = parts.min_by_key(|(_, part)| cost(part)) else { return };
        self.entries.push(Entry {
            pair: pair(class_of(&part[width - 2]), class_of(&part[width - 1])),
            before: (width == 3).then(|| class_of(&part[0])),
            phrase: number,
            from: self.written.len() as u32,
            length: phrase.len() as u16,
            at: (first + width - 1) as u16,
        });
        self.written.extend(phrase.iter().map(class_of));
    }

    /// Sorts the entries into buckets.
    fn fill(&mut self) {
        let buckets = (self.entries.len() * 2).next_power_of_two().max(64);
        self.shift = 32 - buckets.ilog2();
        self.words = vec![0; buckets];
        let shift = self.shift;
        let bucket = |entry: &Entry| (hash(entry.pair) >> shift) as usize;
        self.entries.sort_by_key(bucket);
        let mut starts = vec![0; buckets + 1];
        self.entries.iter().for_each(|entry| starts[bucket(entry) + 1] += 1);
        (0..buckets).for_each(|at| starts[at + 1] += starts[at]);
        self.starts = starts;
        self.entries.shrink_to_fit();
        self.written.shrink_to_fit();
        for entry in &self.entries {
            self.words[bucket(entry)] |= entry.before.map_or(u64::MAX, bit);
        }
    }

    /// Reads `text` on from what was read before and holds it against the keys; gives how many characters it has.
    pub fn read(&self, alphabet: &Alphabet, text: &str, reading: &mut Reading) -> u32 {
        let (mut characters, mut signs, mut unsure) = (0, 0, false);
        let (mut first, mut second) = reading.last_two();
        reading.classes.reserve(text.len());
        for character in text.chars() {
            let entry = alphabet.classes.get(character as usize).copied().unwrap_or(UNSURE);
            characters += 1;
            signs += u32::from(entry >> 15);
            let class = entry & !NUMBER_SIGN;
            if class >= UNSURE {
                unsure |= class == UNSURE;
                continue;
            }
            let word = self.words[(hash(pair(second, class)) >> self.shift) as usize];
            // Most characters fail here.
            if word & bit(first) != 0 || self.is_phrase(class) {
                reading.places.push(reading.classes.len() as u32);
            }
            reading.classes.push(class);
            (first, second) = (second, class);
        }
        reading.number_signs += signs;
        reading.unsure |= unsure;
        characters
    }

    #[inline]
    fn is_phrase(&self, class: u16) -> bool {
        self.alone[usize::from(class) / 64] >> (class % 64) & 1 != 0
    }

    /// Tells every phrase that stands in what was read, by classes: words in Latin letters may be parts of others.
    pub fn phrases(&self, reading: &Reading, mut found: impl FnMut(Match)) {
        for &place in &reading.places {
            let place = place as usize;
            let class = |back: usize| place.checked_sub(back).map_or(0, |at| reading.classes[at]);
            if self.is_phrase(class(0)) {
                found(Match { phrase: self.singles[usize::from(class(0))], first: place as u32, length: 1 });
            }
            let (key, before) = (pair(class(1), class(0)), class(2));
            let bucket = (hash(key) >> self.shift) as usize;
            for entry in &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize] {
                let fits = entry.pair == key && entry.before.is_none_or(|class| class == before);
                if let Some(first) = place.checked_sub(entry.at.into()).filter(|_| fits)
                    && self.stands(entry, &reading.classes[first..])
                {
                    found(Match { phrase: entry.phrase, first: first as u32, length: entry.length.into() });
                }
            }
        }
    }

    fn stands(&self, entry: &Entry, classes: &[u16]) -> bool {
        classes.starts_with(&self.written[entry.from as usize..entry.from as usize + usize::from(entry.length)])
    }
}

#[inline]
fn pair(one: u16, other: u16) -> u32 {
    u32::from(one) << 16 | u32::from(other)
}

#[inline]
fn hash(pair: u32) -> u32 {
    pair.wrapping_mul(0x9e37_79b1)
}

/// The bit of a class in a word.
#[inline]
fn bit(class: u16) -> u64 {
    1 << (class.wrapping_mul(0x9e37) >> 10)
}

/// What becomes of every character.
fn classes(class_of: &HashMap<char, u16>) -> Vec<u16> {
    let class = |character: char| match TABLE.fate(character) {
        Fate::Becomes(normal) => class_of.get(&normal).copied().unwrap_or(0),
        Fate::Expands(_) => UNSURE,
        Fate::Dropped(_) => DROPPED,
    };
    let entry = |character: char| match TABLE.entry_of(character).number_sign() {
        1 => class(character) | NUMBER_SIGN,
        _ => class(character),
    };
    (0..TABLE_END).map(|code| char::from_u32(code).map_or(DROPPED, entry)).collect()
}
