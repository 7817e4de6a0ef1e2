//! Digits as they are written and read out: `6222`, full width, `六二二二`, `幺`, `三个八`, with pauses, fillers and short questions between.

use super::number_words::{between, cross, is_latin_between, letter, names_other_number, no_digit};
use super::stretches::stretches;
use super::table::{Fate, TABLE};

/// One digit or letter of a number, with the original characters it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// `0`–`9`, or a capital letter.
    pub value: u8,
    /// First original character, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Begins a group: it follows a pause, or is written otherwise than the sign before it.
    pub leads: bool,
    /// Comes out of a date such as `1990年1月1日`.
    pub dated: bool,
    /// Stands right behind the name of a number that is no card, such as an order's.
    pub named_otherwise: bool,
    form: Form,
}

/// How a sign is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Digit,
    Word,
    Letter,
}

/// The shortest number of interest, in signs.
const SHORTEST: usize = 9;
/// Most characters that may stand between two digits of one number, separators not counted.
const LONGEST_GAP: usize = 24;

/// Stretches of `text` that may hold a number: digits and Latin letters, close together.
pub(super) fn runs(text: &str) -> Vec<Vec<Sign>> {
    let mut runs = Vec::new();
    for stretch in stretches(text) {
        read(&Kept::of(&text[stretch.bytes], stretch.place), &mut runs);
    }
    runs.retain(|run: &Vec<Sign>| run.len() >= SHORTEST);
    runs
}

/// The runs of one stretch.
fn read(kept: &Kept, runs: &mut Vec<Vec<Sign>>) {
    let mut run: Vec<Sign> = Vec::new();
    let mut gap = 0;
    let mut at = 0;
    while at < kept.characters.len() {
        let token = token(kept, at, run.last());
        match token.read {
            Read::Signs(signs) => {
                gap = 0;
                push(&mut run, kept, at, token.length, &signs);
            }
            Read::Between if gap + token.length <= LONGEST_GAP => gap += token.length,
            Read::Between | Read::Break => {
                gap = 0;
                if !run.is_empty() {
                    runs.push(std::mem::take(&mut run));
                }
            }
        }
        at += token.length;
    }
    runs.push(run);
}

fn push(run: &mut Vec<Sign>, kept: &Kept, at: usize, length: usize, signs: &Signs) {
    let (start, end) = (kept.places[at], kept.places[at + length - 1] + 1);
    let named_otherwise = run.is_empty() && names_other_number(&kept.characters[..at]);
    for (index, &value) in signs.values.iter().enumerate() {
        let follows = run.last().is_some_and(|last| (index > 0 || last.end >= start) && last.form == signs.form);
        run.push(Sign { value, start, end, leads: !follows, dated: signs.dated, named_otherwise, form: signs.form });
    }
}

/// The characters that count: in normal form, separators gone, with the places they stood on.
struct Kept {
    characters: Vec<char>,
    places: Vec<u32>,
    has_dates: bool,
}

impl Kept {
    /// Of `text`, which begins at the character `first` of the whole.
    fn of(text: &str, first: u32) -> Self {
        let mut kept = Self { characters: Vec::new(), places: Vec::new(), has_dates: false };
        for (place, character) in text.chars().enumerate() {
            let mut keep = |normal: char| {
                kept.characters.push(normal);
                kept.places.push(first + place as u32);
                kept.has_dates |= normal == '年';
            };
            match TABLE.fate(character) {
                Fate::Becomes(normal) => keep(normal),
                Fate::Expands(several) => several.iter().for_each(|normal| keep(*normal)),
                Fate::Dropped(_) => match character {
                    '*' | '＊' | '●' => keep('*'),
                    '○' => keep('0'),
                    '×' | '✕' | '✖' => keep('×'),
                    '\n' => keep('\n'),
                    _ => {}
                },
            }
        }
        kept
    }
}

impl Kept {
    /// Whether a digit stands right before the one at `at`.
    fn continues(&self, at: usize) -> bool {
        at > 0 && self.places[at - 1] + 1 == self.places[at] && digit(self.characters[at - 1]).is_some()
    }
}

struct Token {
    length: usize,
    read: Read,
}

enum Read {
    Signs(Signs),
    Between,
    Break,
}

struct Signs {
    values: Vec<u8>,
    form: Form,
    dated: bool,
}

impl Token {
    fn signs(length: usize, values: Vec<u8>, form: Form) -> Self {
        Self { length, read: Read::Signs(Signs { values, form, dated: false }) }
    }

    fn between(length: usize) -> Self {
        Self { length, read: Read::Between }
    }

    fn stop(length: usize) -> Self {
        Self { length, read: Read::Break }
    }
}

/// What stands at `at`, after the sign `last` of an open run.
fn token(kept: &Kept, at: usize, last: Option<&Sign>) -> Token {
    let text = &kept.characters[at..];
    if last.is_some() {
        if let Some(length) = between(text) {
            return Token::between(length);
        }
        if let Some(length) = cross(text) {
            return Token::signs(length, vec![b'X'], Form::Letter);
        }
    } else if let Some((value, length)) = spoken_letter(kept, at) {
        return Token::signs(length, vec![value], Form::Letter);
    }
    if text[0].is_ascii_lowercase() {
        return latin(text, last);
    }
    match digit(text[0]) {
        Some((value, form)) => number(kept, at, value, form),
        None => other(text, last),
    }
}

/// A letter as it is said, before the nine digits of a Taiwan number, and not the end of a word.
fn spoken_letter(kept: &Kept, at: usize) -> Option<(u8, usize)> {
    let (value, length) = letter(&kept.characters[at..])?;
    let apart = at == 0
        || kept.places[at - 1] + 1 < kept.places[at]
        || "是号码母字写为文叫嗯那".contains(kept.characters[at - 1]);
    let next = &kept.characters[at + length..];
    // Of two letters that may be fillers the second counts: 'well, A'.
    if letter(next).is_some() {
        return None;
    }
    let next = &next[between(next).unwrap_or(0)..];
    (apart && next.first().is_some_and(|next| digit(*next).is_some())).then_some((value, length))
}

fn number(kept: &Kept, at: usize, value: u8, form: Form) -> Token {
    let text = &kept.characters[at..];
    if kept.has_dates
        && let Some((values, length)) = date(text)
    {
        return Token { length, read: Read::Signs(Signs { values, form, dated: true }) };
    }
    // 'Of 16 places.'
    let places = text.iter().take(3).position(|character| matches!(character, '位' | '码'));
    if let Some(until @ 1..) = places
        && text[..until].iter().all(|character| digit(*character).is_some())
        && !kept.continues(at)
    {
        return Token::stop(until + 1);
    }
    if let Some((times, length)) = repetition(text, value) {
        let (repeated, form) = digit(text[length - 1]).unwrap_or((value, form));
        return Token::signs(length, vec![repeated; times], form);
    }
    match no_digit(text) {
        // In one piece: a digit, and words after a pause, may look like such a word.
        Some(length) if kept.places[at] as usize + length == kept.places[at + length - 1] as usize + 1 => {
            Token::stop(length)
        }
        _ => Token::signs(1, vec![value], form),
    }
}

/// `三个八`, `俩零`: how often, and how long the words are; the last of them is the digit.
fn repetition(text: &[char], value: u8) -> Option<(usize, usize)> {
    let length = match text {
        ['俩' | '仨', ..] => 2,
        [_, '个', ..] if value != b'0' => 3,
        _ => return None,
    };
    let counts_things = text.get(length).is_some_and(|next| "位月人小年天组块万千百十".contains(*next));
    let times = usize::from(value - b'0');
    (!counts_things && digit(*text.get(length - 1)?).is_some()).then_some((times, length))
}

/// A Latin letter, two of them, or a word between the digits.
fn latin(text: &[char], last: Option<&Sign>) -> Token {
    let length = text.iter().take_while(|character| character.is_ascii_lowercase()).count();
    let after_digit = last.is_some_and(|last| last.value.is_ascii_digit());
    match &text[..length] {
        ['o'] if after_digit => Token::signs(1, vec![b'0'], Form::Digit),
        ['l' | 'i'] if after_digit => Token::signs(1, vec![b'1'], Form::Digit),
        word if last.is_some() && is_latin_between(word) => Token::between(length),
        ['d', 'o', 'u', 'b', 'l', 'e'] | ['t', 'r', 'i', 'p', 'l', 'e'] => {
            let times = if text[0] == 'd' { 2 } else { 3 };
            match text.get(length).and_then(|next| digit(*next)) {
                Some((value, form)) => Token::signs(length + 1, vec![value; times], form),
                None => Token::stop(length),
            }
        }
        [_, _] if text.get(length).is_none_or(|next| digit(*next).is_none()) => Token::stop(length),
        word @ ([_] | [_, _]) => {
            Token::signs(length, word.iter().map(|letter| letter.to_ascii_uppercase() as u8).collect(), Form::Letter)
        }
        _ => Token::stop(length),
    }
}

/// Stars and words.
fn other(text: &[char], last: Option<&Sign>) -> Token {
    match text {
        // Two and more mask a number.
        ['*' | '×', '*' | '×', ..] => {
            Token::stop(text.iter().take_while(|character| matches!(character, '*' | '×')).count())
        }
        ['×', rest @ ..] if last.is_some() && rest.first().is_none_or(|next| digit(*next).is_none()) => {
            Token::signs(1, vec![b'X'], Form::Letter)
        }
        ['*' | '×', ..] => Token::between(1),
        ['第', rest @ ..] => Token::stop(1 + rest.iter().take_while(|next| digit(**next).is_some()).take(1).count()),
        _ => Token::stop(1),
    }
}

/// `1990年1月1日`, `九零年十二月三号`: the eight digits that an identity number has for it, and its length.
fn date(text: &[char]) -> Option<(Vec<u8>, usize)> {
    let until = text.iter().take(5).position(|character| *character == '年')?;
    let year =
        text[..until].iter().map(|character| digit(*character).map(|(value, _)| value)).collect::<Option<Vec<u8>>>()?;
    let mut values = match year.as_slice() {
        [b'1', b'9', ..] | [b'2', b'0', ..] if until == 4 => year,
        [b'3'..=b'9', _] => [b"19", year.as_slice()].concat(),
        [b'0', _] => [b"20", year.as_slice()].concat(),
        _ => return None,
    };
    let mut at = until + 1;
    for ends in [['月', '月'], ['日', '号']] {
        let length = text[at..].iter().take(4).position(|character| ends.contains(character))?;
        values.extend(two_places(&text[at..at + length])?);
        at += length + 1;
    }
    Some((values, at))
}

/// A month or a day in two digits.
fn two_places(text: &[char]) -> Option<[u8; 2]> {
    let value = |character: char| digit(character).map(|(value, _)| value);
    match *text {
        ['十'] => Some(*b"10"),
        ['十', last] => Some([b'1', value(last)?]),
        [first, '十'] => Some([value(first)?, b'0']),
        [first, '十', last] | [first, last] => Some([value(first)?, value(last)?]),
        [only] => Some([b'0', value(only)?]),
        _ => None,
    }
}

/// The digit that a character in normal form is, and how it is written.
pub(super) fn digit(normal: char) -> Option<(u8, Form)> {
    let value = match normal {
        '0'..='9' => return Some((normal as u8, Form::Digit)),
        '零' | '〇' | '洞' => b'0',
        '一' | '壹' | '幺' | '么' | '吆' | '弌' => b'1',
        '二' | '贰' | '两' | '俩' | '弍' => b'2',
        '三' | '叁' | '参' | '仨' => b'3',
        '四' | '肆' => b'4',
        '五' | '伍' => b'5',
        '六' | '陆' => b'6',
        '七' | '柒' | '拐' => b'7',
        '八' | '捌' => b'8',
        '九' | '玖' | '勾' => b'9',
        _ => return None,
    };
    Some((value, Form::Word))
}
