//! Amounts of money: `三万五千块`, `3.5万`, `NT$12,000`, `两千多元`, `几万块`.

use super::character_set::CharacterSet;
use super::personal_data::{Number, NumberKind};
use super::table::{Fate, TABLE};
use std::sync::LazyLock;

/// Words for a currency before the number, in normal form.
const CURRENCIES: [&str; 14] =
    ["人民币", "新台币", "台币", "港币", "美金", "美元", "rmb", "cny", "ntd", "twd", "usd", "hkd", "nt", "¥"];
/// What a currency begins with, Latin letters aside.
const CURRENCY_STARTS: &str = "人新台港美¥";
/// Units behind the number, longest first.
const UNITS: [&str; 21] = [
    "元人民币",
    "元新台币",
    "元台币",
    "块人民币",
    "块台币",
    "美元",
    "美金",
    "港币",
    "日元",
    "欧元",
    "元整",
    "元钱",
    "圆整",
    "块钱",
    "块整",
    "块",
    "元",
    "圆",
    "刀",
    "角",
    "毛",
];
/// Behind a number that has no unit: things that are counted, so that it is no money.
const COUNTED: &str =
    "人个次天年月日号分秒小时钟公里米斤克吨岁遍通条位名户家张份本页字句步层楼度倍种项件台辆里平方瓦赫转股票只头棵群场";
/// Before a number that has no unit: what is done with money, what it is paid for, and how often.
const PAID: &str = "还付交缴收补存汇欠凑给拿罚扣费金款息共加减免少多要剩差月天次";

/// What an amount may begin with.
static STARTS: LazyLock<CharacterSet> =
    LazyLock::new(|| CharacterSet::new(|c| digit(c).is_some() || scale(c).is_some() || "几数好上".contains(c)));

/// What tells of an amount.
static MARKS: LazyLock<CharacterSet> = LazyLock::new(|| {
    CharacterSet::new(|c| scale(c).is_some_and(|scale| scale > 10) || "元块圆刀角毛币金$＄￥¥".contains(c))
});

/// Every amount of money in `text`, in order.
pub(super) fn find(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    let text = Plain::of(text);
    let mut at = 0;
    while at < text.characters.len() {
        match text.characters[at] {
            c if !STARTS.contains(c) && !c.is_ascii_lowercase() && !CURRENCY_STARTS.contains(c) => at += 1,
            _ => match text.amount(at) {
                Some((number, end)) => {
                    found.push(number);
                    at = end;
                }
                None => at = text.next_word(at),
            },
        }
    }
    found
}

/// Whether a unit, a scale, a sign of a currency or three digits stand in `text`: a look at each character, before anything is taken apart.
fn may_hold(text: &str) -> bool {
    let (marks, starts) = (&*MARKS, &*STARTS);
    let mut digits = 0;
    text.chars().any(|character| {
        digits += u32::from(character.is_numeric() && starts.contains(character));
        digits >= 3 || marks.contains(character)
    })
}

/// The text in normal form, but for the signs that belong to amounts.
struct Plain {
    characters: Vec<char>,
    places: Vec<u32>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain =
            Self { characters: Vec::with_capacity(text.len() / 3), places: Vec::with_capacity(text.len() / 3) };
        for (place, character) in text.chars().enumerate() {
            let normal = match (TABLE.fate(character), character) {
                (Fate::Becomes(normal), _) => normal,
                (_, ',' | '，') => ',',
                (_, '.' | '．') => '.',
                (_, '$' | '＄' | '￥' | '¥') => '¥',
                // A separator of words, but never of the parts of a number.
                (_, ' ' | '\u{a0}' | '\u{3000}' | '\u{200b}') => continue,
                _ => '。',
            };
            plain.characters.push(normal);
            plain.places.push(place as u32);
        }
        plain
    }

    /// The amount that begins at `at`, and where it ends.
    fn amount(&self, at: usize) -> Option<(Number, usize)> {
        let text = &self.characters;
        let mut from = at;
        while let Some(length) = begins_with(&text[from..], &CURRENCIES) {
            from += length;
        }
        let priced = from > at;
        let (digits, vague) = self.number(from)?;
        let unit = begins_with(&text[digits..], &UNITS);
        let end = digits + unit.unwrap_or(0);
        let holds = match unit {
            // 'a piece', 'together'.
            Some(1) if text[digits] == '块' && digits == from + 1 && matches!(text[from], '一' | '几' | '数') => {
                priced || self.paid_before(at)
            }
            Some(_) => true,
            None => priced || self.stands_for_money(from, digits),
        };
        holds.then(|| {
            let after = self.colloquial_cents(end, unit);
            let cents = text[end..after].iter().filter_map(|c| digit(*c)).sum::<u64>() * 10;
            let value = if vague { None } else { hundredths(&text[from..digits]) };
            let number =
                value.map_or_else(|| text[from..digits].iter().collect(), |value| written(value.saturating_add(cents)));
            let (start, last) = (self.places[at], self.places[after - 1]);
            (Number { kind: NumberKind::Money, start, end: last + 1, number }, after)
        })
    }

    /// `三块五`: the digit behind the unit.
    fn colloquial_cents(&self, end: usize, unit: Option<usize>) -> usize {
        let text = &self.characters;
        let single = text.get(end).is_some_and(|next| digit(*next).is_some())
            && text.get(end + 1).is_none_or(|next| digit(*next).is_none() && scale(*next).is_none() && *next != '个');
        if unit == Some(1) && text[end - 1] == '块' && single { end + 1 } else { end }
    }

    /// Where the number from `from` ends, and whether it is vague.
    fn number(&self, from: usize) -> Option<(usize, bool)> {
        let text = &self.characters;
        let mut at = from;
        let (mut sure, mut vague) = (false, false);
        // 'Thousands upon tens of thousands' is a saying.
        let after_thousands = from > 0 && text[from - 1] == '千';
        while let Some(&character) = text.get(at) {
            let next = text.get(at + 1).copied().unwrap_or('。');
            match character {
                _ if digit(character).is_some() => sure = true,
                '半' if sure => {}
                _ if scale(character).is_some() && (at > from || scale_leads(&text[at..])) => sure = true,
                '几' | '数' | '好' | '上' if at == from && !after_thousands && vague_leads(&text[at..]) => {
                    vague = true
                }
                '几' if at == from + 1 && vague || sure && at > from => vague = true,
                '多' | '余' | '来' if sure || vague => vague = true,
                ',' if sure && thousands(&text[at..]) => {}
                '.' | '点' if sure && digit(next).is_some() => {}
                _ => break,
            }
            at += 1;
        }
        (sure || vague && at > from + 1).then_some((at, vague))
    }

    /// A number without unit or currency: in thousands and more, or behind a word for paying.
    fn stands_for_money(&self, from: usize, end: usize) -> bool {
        let text = &self.characters;
        let next = text.get(end).copied().unwrap_or('。');
        let before = from.checked_sub(1).map_or('。', |before| text[before]);
        let apart = !COUNTED.contains(next) && !next.is_ascii_alphanumeric() && !"第分".contains(before);
        let number = &text[from..end];
        let large = number.iter().any(|c| matches!(c, '万' | '千' | '仟' | '亿')) && number.len() > 1;
        let hundreds = number.iter().any(|c| matches!(c, '百' | '佰'));
        let plain = (3..=7).contains(&number.iter().filter(|c| c.is_ascii_digit()).count())
            && number.iter().all(|c| c.is_ascii_digit() || *c == ',' || *c == '.');
        apart && (large || (hundreds || plain) && self.paid_before(from))
    }

    fn paid_before(&self, from: usize) -> bool {
        let text = &self.characters[..from];
        let word = text.iter().rev().find(|c| !"了个您你我他她先再到至少满".contains(**c));
        word.is_some_and(|word| PAID.contains(*word))
    }

    /// Past the number or Latin word that stands at `at`, so that no part of it is read for itself.
    fn next_word(&self, at: usize) -> usize {
        let text = &self.characters;
        match self.number(at) {
            Some((end, _)) if end > at => end,
            _ if text[at].is_ascii_lowercase() => at + text[at..].iter().take_while(|c| c.is_ascii_lowercase()).count(),
            _ => at + 1,
        }
    }
}

/// The first of `words` that `text` begins with, as its length.
fn begins_with(text: &[char], words: &[&str]) -> Option<usize> {
    let begins = |word: &&&str| word.chars().enumerate().all(|(index, c)| text.get(index) == Some(&c));
    words.iter().find(begins).map(|word| word.chars().count())
}

/// `百元`, `万块`: a scale that begins an amount.
fn scale_leads(text: &[char]) -> bool {
    matches!(text, ['十' | '拾', ..])
        || matches!(text, ['百' | '千' | '万' | '仟' | '佰', '元' | '块' | '余' | '把', ..])
        || matches!(text, ['百' | '千', '万', '元' | '块', ..])
}

/// `几万`, `好几千`, `上百`, `数十万`.
fn vague_leads(text: &[char]) -> bool {
    match text {
        ['好', '几', next, ..] | ['几' | '数' | '上', next, ..] => {
            scale(*next).is_some() || matches!((text[0], next), ('几', '块' | '元'))
        }
        _ => false,
    }
}

/// A comma of thousands: three digits follow, and no fourth.
fn thousands(text: &[char]) -> bool {
    let digits = text[1..].iter().take_while(|c| c.is_ascii_digit()).count();
    digits == 3
}

fn digit(normal: char) -> Option<u64> {
    Some(match normal {
        '0'..='9' => u64::from(normal as u32 - '0' as u32),
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' | '俩' => 2,
        '三' | '叁' | '参' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn scale(normal: char) -> Option<u64> {
    Some(match normal {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The value of a plain number in hundredths: `三万五千`, `3.5万`, `12,000`; `三万五` is thirty-five thousand.
fn hundredths(number: &[char]) -> Option<u64> {
    const SCALES: [&str; 5] = ["亿", "万", "千仟", "百佰", "十拾"];
    let split = SCALES.iter().find_map(|signs| number.iter().position(|c| signs.contains(*c)));
    let Some(at) = split else { return plain(number) };
    let scale = scale(number[at])?;
    let times = if at == 0 { 100 } else { hundredths(&number[..at])? };
    let rest = match number[at + 1..] {
        [] => 0,
        // 'Three ten-thousand five': the next lower place.
        [only] => digit(only)? * (scale / 10) * 100,
        ref rest => hundredths(rest)?,
    };
    times.checked_mul(scale)?.checked_add(rest)
}

/// Digits with commas of thousands, and at most two places behind the point that count.
fn plain(number: &[char]) -> Option<u64> {
    let (mut value, mut places) = (0_u64, None::<u32>);
    for &character in number {
        match (character, digit(character)) {
            (_, Some(digit)) if places.is_none_or(|places| places < 2) => {
                value = value.checked_mul(10)?.checked_add(digit)?;
                places = places.map(|places| places + 1);
            }
            (_, Some(_)) | (',', _) => {}
            ('.' | '点', _) => places = Some(0),
            _ => return None,
        }
    }
    value.checked_mul(10_u64.pow(2 - places.unwrap_or(0)))
}

/// Hundredths, written out.
fn written(hundredths: u64) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, cents) => format!("{whole}.{cents:02}"),
    }
}
