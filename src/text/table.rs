//! What becomes of each character: one table, built on first use from Unicode's compatibility forms and OpenCC's characters.

use hanconv::Dictionary::TSCharacters;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What a dropped character separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: invisible, or part of the character before it.
    Inside,
    /// Words.
    Word,
    /// Clauses: comma, colon.
    Clause,
    /// Sentences: full stop, question mark, line break.
    Sentence,
}

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays, perhaps in another form.
    Becomes(char),
    /// It stands for several (`㈱`, `ﬁ`).
    Expands(&'static [char]),
    /// It goes.
    Dropped(Gap),
}

/// Characters from here on are looked at one by one: private planes and tags, nothing that is spoken.
pub(super) const TABLE_END: u32 = 0x3_0000;
const DROPPED: u32 = 1 << 31;
const EXPANDS: u32 = 1 << 30;
const NUMBER_SIGN: u32 = 1 << 29;

/// Digits in normal form, as they are written and spoken.
const NUMBER_SIGNS: &str = "0123456789零〇洞一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖十百千万";

/// Folded beyond OpenCC's characters: the same word in both scripts, or a variant that it keeps apart.
const FURTHER: [(char, char); 15] = [
    ('妳', '你'),
    ('著', '着'),
    ('喫', '吃'),
    ('牠', '它'),
    ('祂', '他'),
    ('瞭', '了'),
    ('麽', '么'),
    ('麼', '么'),
    ('倂', '并'),
    ('擡', '抬'),
    ('衞', '卫'),
    ('貍', '狸'),
    ('栢', '柏'),
    ('帳', '账'),
    ('帐', '账'),
];

/// What the table says of a character, packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry(u32);

impl Entry {
    /// Whether the character stays as it is.
    #[inline]
    pub(super) fn stays(self, character: char) -> bool {
        self.0 & !NUMBER_SIGN == character as u32
    }

    /// 1 for what may be a digit of a number, else 0.
    #[inline]
    pub(super) fn number_sign(self) -> u32 {
        self.0 >> 29 & 1
    }
}

pub(super) struct Table {
    entries: Vec<Entry>,
    expansions: Vec<&'static [char]>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

impl Table {
    fn build() -> Self {
        let mut simplified: HashMap<char, char> =
            TSCharacters.iter().filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?))).collect();
        simplified.extend(FURTHER);
        let mut table = Self { entries: Vec::with_capacity(TABLE_END as usize), expansions: Vec::new() };
        for code in 0..TABLE_END {
            let entry = char::from_u32(code).map_or(DROPPED, |character| table.entry(character, &simplified));
            let sign = if entry & (DROPPED | EXPANDS) == 0
                && char::from_u32(entry).is_some_and(|normal| NUMBER_SIGNS.contains(normal))
            {
                NUMBER_SIGN
            } else {
                0
            };
            table.entries.push(Entry(entry | sign));
        }
        table
    }

    fn entry(&mut self, character: char, simplified: &HashMap<char, char>) -> u32 {
        let fold = |c: char| {
            let mut lower = c.to_lowercase();
            let c = lower.next().filter(|_| lower.next().is_none()).unwrap_or(c);
            simplified.get(&c).copied().unwrap_or(c)
        };
        let kept: Vec<char> = std::iter::once(character).nfkc().filter(|c| is_kept(*c)).map(fold).collect();
        match kept.as_slice() {
            [] => DROPPED | gap(character) as u32,
            [one] => u32::from(*one),
            several => {
                let index = self.expansions.len() as u32;
                self.expansions.push(Box::leak(several.to_vec().into_boxed_slice()));
                EXPANDS | index
            }
        }
    }

    /// What the table says of `character`.
    #[inline]
    pub(super) fn entry_of(&self, character: char) -> Entry {
        self.entries.get(character as usize).copied().unwrap_or_else(|| beyond(character))
    }

    /// What becomes of `character`.
    pub(super) fn fate(&self, character: char) -> Fate {
        self.fate_of(self.entry_of(character), character)
    }

    /// What becomes of `character`, of which the table says `entry`.
    pub(super) fn fate_of(&self, entry: Entry, character: char) -> Fate {
        let packed = entry.0 & !NUMBER_SIGN;
        if packed & (DROPPED | EXPANDS) == 0 {
            // Every entry below the flags was made from a char.
            Fate::Becomes(char::from_u32(packed).unwrap_or(character))
        } else if packed & DROPPED == 0 {
            Fate::Expands(self.expansions[(packed & !EXPANDS) as usize])
        } else {
            Fate::Dropped(match packed & !DROPPED {
                0 => Gap::Inside,
                1 => Gap::Word,
                2 => Gap::Clause,
                _ => Gap::Sentence,
            })
        }
    }
}

fn beyond(character: char) -> Entry {
    Entry(if is_kept(character) { character as u32 } else { DROPPED | Gap::Inside as u32 })
}

/// Letters and digits stay, but for those that nobody sees.
fn is_kept(character: char) -> bool {
    const INVISIBLE: [char; 5] = ['\u{345}', '\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];
    character.is_alphanumeric() && !INVISIBLE.contains(&character)
}

fn gap(character: char) -> Gap {
    let plain = std::iter::once(character).nfkc().next().unwrap_or(character);
    match plain {
        '。' | '！' | '!' | '?' | ';' | '\n' | '\r' | '｡' | '…' => Gap::Sentence,
        ',' | '、' | ':' | '，' => Gap::Clause,
        c if c.is_whitespace() || c.is_ascii_punctuation() => Gap::Word,
        '\u{2000}'..='\u{206f}' if !('\u{200b}'..='\u{200f}').contains(&plain) && plain != '\u{2060}' => Gap::Word,
        '\u{3000}'..='\u{303f}' => Gap::Word,
        _ => Gap::Inside,
    }
}
