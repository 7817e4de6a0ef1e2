//! Several things in one cell: visitors, phone numbers, photos. Any separator will do.

use super::{Fault, phone};
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::{is_blank, trim};
use crate::intake::values::text::{ID_CHARACTERS, unquoted};

const HARD: [char; 14] = ['、', '，', ',', '；', ';', '/', '|', '\n', '\r', '\t', '&', '+', '＋', '\\'];
const BRACKETS: [char; 6] = ['(', ')', '[', ']', '<', '>'];

/// Collector ids or names: separated by signs, blanks, 和 / 及 / 与, or 'and'.
pub fn people(value: &Value) -> Result<Vec<String>, Fault> {
    let text = unquoted(&value.shown());
    let mut found: Vec<String> = Vec::new();
    for part in text.split(|c: char| HARD.contains(&c) || BRACKETS.contains(&c)) {
        for piece in split_blanks(part) {
            for person in split_words(piece) {
                let person = trim(person);
                if !person.is_empty() && !found.iter().any(|known| known == person) {
                    found.push(person.to_owned());
                }
            }
        }
    }
    if found.is_empty() || found.iter().any(|person| person.chars().count() > ID_CHARACTERS) {
        return Err(Fault::new(Code::IdInvalid).with("limit", ID_CHARACTERS.to_string()));
    }
    Ok(found)
}

/// Blanks separate, except inside a name in Latin letters such as `Mary Wong`; 'and' always separates.
fn split_blanks(part: &str) -> Vec<&str> {
    let latin = |word: &str| word.chars().all(|c| c.is_ascii_alphabetic() || c == '.' || c == '\'');
    let mut pieces: Vec<&str> = Vec::new();
    let mut open = false;
    for word in part.split(is_blank).filter(|word| !word.is_empty()) {
        if word.eq_ignore_ascii_case("and") {
            open = false;
            continue;
        }
        match pieces.last_mut() {
            Some(last) if open && latin(word) && last.split(' ').all(latin) => {
                let start = last.as_ptr() as usize - part.as_ptr() as usize;
                let end = word.as_ptr() as usize - part.as_ptr() as usize + word.len();
                *last = &part[start..end];
            }
            _ => pieces.push(word),
        }
        open = true;
    }
    pieces
}

/// 和, 及, 与 and 跟 separate where at least two characters stand on either side: 张和平 is one person, 张三和李四 are two.
fn split_words(piece: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = piece;
    'again: loop {
        for (at, word) in rest.match_indices(['和', '及', '与', '與', '跟']) {
            let (left, right) = (&rest[..at], &rest[at + word.len()..]);
            if left.chars().count() >= 2 && right.chars().count() >= 2 {
                parts.push(left);
                rest = right;
                continue 'again;
            }
        }
        parts.push(rest);
        return parts;
    }
}

/// Names or hashes of things; a '/' inside a file path stays.
pub fn things(value: &Value) -> Result<Vec<String>, Fault> {
    let text = unquoted(&value.shown());
    let separates = |c: char| (HARD.contains(&c) && !matches!(c, '/' | '\\' | '+' | '＋' | '&')) || is_blank(c);
    let mut found: Vec<String> = Vec::new();
    for part in text.split(separates).map(trim).filter(|part| !part.is_empty()) {
        let pieces: Vec<&str> = if part.contains('.') { vec![part] } else { part.split('/').collect() };
        found.extend(pieces.into_iter().filter(|piece| !piece.is_empty()).map(str::to_owned));
    }
    if found.iter().any(|thing| thing.chars().count() > 500) {
        return Err(Fault::new(Code::TextTooLong).with("limit", "500"));
    }
    Ok(found)
}

/// Phone numbers: separated by signs, or by blanks where each side is a whole number.
pub fn phones(value: &Value) -> Result<Vec<String>, Fault> {
    let Value::Text(text) = value else { return phone::phone(value).map(|number| vec![number]) };
    let mut found: Vec<String> = Vec::new();
    for part in unquoted(text).split(['、', '，', ',', '；', ';', '/', '|', '\n', '\r', '\t']) {
        let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
        let whole = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 7;
        let numbers = if words.len() > 1 && words.iter().all(whole) { words } else { vec![part.trim()] };
        for number in numbers.into_iter().filter(|number| !number.is_empty()) {
            let number = phone::from_text(number)?;
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    if found.is_empty() { Err(Fault::new(Code::PhoneInvalid)) } else { Ok(found) }
}
