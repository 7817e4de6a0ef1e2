//! Digits as they are written and read out: `6222`, full width, `六二二二`, `幺`, with pauses and fillers between.

use super::table::{Fate, TABLE};

/// One digit or letter of a number, with the original character it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// `0`–`9`, or a capital letter.
    pub value: u8,
    /// Original character, from 0.
    pub at: u32,
    /// Follows the sign before it with nothing between.
    pub joined: bool,
}

/// Most characters that may stand between two digits of one number.
const LONGEST_GAP: u32 = 4;

/// Words that speakers fill pauses with.
const FILLERS: &str = "嗯啊呃额哦喔欸诶那个然后再杠";

/// Stretches of `text` that may hold a number: digits and Latin letters, close together.
pub(super) fn runs(text: &str) -> Vec<Vec<Sign>> {
    let mut runs = Vec::new();
    let mut run: Vec<Sign> = Vec::new();
    let mut stars = 0;
    for (at, character) in text.chars().enumerate() {
        let at = at as u32;
        let too_far = run.last().is_some_and(|last| at - last.at > LONGEST_GAP + 1);
        let read = read(character);
        stars = if matches!(read, Read::Star) { stars + 1 } else { 0 };
        let ends = matches!(read, Read::Word) || stars > 1;
        if (ends || too_far) && !run.is_empty() {
            runs.push(std::mem::take(&mut run));
        }
        if let Read::Sign(value) = read {
            let joined = run.last().is_some_and(|last| last.at + 1 == at);
            run.push(Sign { value, at, joined });
        }
    }
    runs.push(run);
    // The shortest number has ten signs.
    runs.retain(|run| run.len() >= 10);
    runs
}

enum Read {
    Sign(u8),
    Between,
    Star,
    Word,
}

fn read(character: char) -> Read {
    let normal = match TABLE.fate(character) {
        Fate::Becomes(normal) => normal,
        Fate::Expands(_) => return Read::Word,
        Fate::Dropped(_) => {
            return match character {
                '*' | '＊' | '●' | '×' => Read::Star,
                '○' => Read::Sign(b'0'),
                '\n' => Read::Word,
                _ => Read::Between,
            };
        }
    };
    match normal {
        '0'..='9' => Read::Sign(normal as u8),
        'a'..='z' => Read::Sign(normal.to_ascii_uppercase() as u8),
        '零' | '〇' | '洞' => Read::Sign(b'0'),
        '一' | '壹' | '幺' => Read::Sign(b'1'),
        '二' | '贰' => Read::Sign(b'2'),
        '三' | '叁' => Read::Sign(b'3'),
        '四' | '肆' => Read::Sign(b'4'),
        '五' | '伍' => Read::Sign(b'5'),
        '六' | '陆' => Read::Sign(b'6'),
        '七' | '柒' | '拐' => Read::Sign(b'7'),
        '八' | '捌' => Read::Sign(b'8'),
        '九' | '玖' => Read::Sign(b'9'),
        other if FILLERS.contains(other) => Read::Between,
        _ => Read::Word,
    }
}
