//! Numbers that prove themselves: Luhn for cards, GB 11643 for mainland identity numbers, and the sums of Taiwan's identity and residence
//! numbers. All take digits and capital letters in ASCII.

use super::personal_data::NumberKind;

/// The kind whose form and sum `values` have.
pub(super) fn kind(values: &[u8]) -> Option<NumberKind> {
    let digits = values.iter().all(u8::is_ascii_digit);
    match values.len() {
        18 if is_mainland_id(values) => Some(NumberKind::MainlandId),
        10 if !digits => taiwan(values),
        14..=19 if digits && is_card(values) => Some(NumberKind::Card),
        _ => None,
    }
}

fn digit(value: u8) -> u32 {
    u32::from(value - b'0')
}

/// A length that goes with the first digits, and Luhn's sum.
fn is_card(values: &[u8]) -> bool {
    let head = values[..4].iter().fold(0, |head, value| head * 10 + digit(*value));
    let plausible = match values.len() {
        14 => matches!(head, 3000..=3059 | 3600..=3699 | 3800..=3899),
        15 => matches!(head, 3400..=3499 | 3700..=3799),
        16 => matches!(
            head,
            2221..=2720 | 3528..=3589 | 4000..=4999 | 5100..=5599 | 6010..=6037 | 6200..=6299 | 6440..=6599 | 8100..=8199
        ),
        17 | 18 => matches!(head, 6200..=6299 | 8100..=8199),
        _ => matches!(head, 4000..=4999 | 6010..=6037 | 6200..=6299 | 8100..=8199 | 9558 | 9559),
    };
    // A number of one repeated digit passes Luhn now and then, and is nobody's.
    plausible && luhn(values) && values.iter().any(|value| *value != values[0])
}

fn luhn(values: &[u8]) -> bool {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(place, value)| match (place % 2, digit(*value)) {
            (1, value) => value * 2 / 10 + value * 2 % 10,
            (_, value) => value,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// GB 11643: region, date of birth, and ISO 7064 mod 11-2.
fn is_mainland_id(values: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    if !values[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| values[range].iter().fold(0, |sum, value| sum * 10 + digit(*value));
    let region = matches!(number(0..2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91);
    let born =
        matches!(number(6..10), 1900..=2099) && matches!(number(10..12), 1..=12) && matches!(number(12..14), 1..=31);
    let sum: u32 = values[..17].iter().zip(WEIGHTS).map(|(value, weight)| digit(*value) * weight).sum();
    region && born && values[17] == CHECKS[(sum % 11) as usize]
}

/// One letter and nine digits, or (residence, old form) two letters and eight digits.
fn taiwan(values: &[u8]) -> Option<NumberKind> {
    let first = letter(values[0])?;
    let (second, kind) = match values[1] {
        b'1' | b'2' => (digit(values[1]), NumberKind::TaiwanId),
        b'8' | b'9' => (digit(values[1]), NumberKind::TaiwanResidence),
        b'A'..=b'D' => (letter(values[1])? % 10, NumberKind::TaiwanResidence),
        _ => return None,
    };
    if !values[2..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let rest: u32 = values[2..9].iter().zip((1..=7).rev()).map(|(value, weight)| digit(*value) * weight).sum();
    let sum = first / 10 + first % 10 * 9 + second * 8 + rest + digit(values[9]);
    sum.is_multiple_of(10).then_some(kind)
}

/// The number that stands for a letter in Taiwan's identity numbers.
fn letter(value: u8) -> Option<u32> {
    const ORDER: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    ORDER.iter().position(|letter| *letter == value).map(|place| place as u32 + 10)
}
