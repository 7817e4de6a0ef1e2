//! Numbers that tell of a person: cards and identity numbers in full, told from other numbers by their checksums; telephone numbers; and,
//! found the same way, amounts of money.

use super::digits::{Sign, runs};
use super::{checksums, money, phones};

/// What kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberKind {
    /// A payment card.
    Card,
    /// A mainland resident identity number of 18 places.
    MainlandId,
    /// A Taiwan identity number.
    TaiwanId,
    /// A Taiwan residence number, old or new form.
    TaiwanResidence,
    /// A mobile telephone, of the mainland or of Taiwan.
    Mobile,
    /// A fixed telephone with its area code, of the mainland or of Taiwan.
    Landline,
    /// An amount of money.
    Money,
}

impl NumberKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Card,
        Self::MainlandId,
        Self::TaiwanId,
        Self::TaiwanResidence,
        Self::Mobile,
        Self::Landline,
        Self::Money,
    ];

    /// The id, as in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::MainlandId => "mainland-id",
            Self::TaiwanId => "taiwan-id",
            Self::TaiwanResidence => "taiwan-residence",
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::Money => "money",
        }
    }

    /// The kind with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == id)
    }

    /// Proves itself by a checksum.
    fn is_checked(self) -> bool {
        matches!(self, Self::Card | Self::MainlandId | Self::TaiwanId | Self::TaiwanResidence)
    }
}

/// One number in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What it is.
    pub kind: NumberKind,
    /// First original character, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its digits and letters alone; of an amount of money its value, or its normal form where it is vague ('a few thousand').
    pub number: String,
}

/// Every full card or identity number in `text`, in order, none inside another.
pub fn find(text: &str) -> Vec<Number> {
    runs(text).iter().flat_map(|run| checked(run)).map(|(number, _)| number).collect()
}

/// Every number of one of `kinds` in `text`, in order; no card, identity or telephone number inside another.
pub fn find_kinds(text: &str, kinds: &[NumberKind]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let phones = kinds.iter().any(|kind| matches!(kind, NumberKind::Mobile | NumberKind::Landline));
    if phones || kinds.iter().any(|kind| kind.is_checked()) {
        for run in runs(text) {
            let checked = checked(&run);
            if phones {
                let mut free_from = 0;
                for (_, signs) in &checked {
                    numbers.extend(telephones(&run[free_from..signs.start]));
                    free_from = signs.end;
                }
                numbers.extend(telephones(&run[free_from..]));
            }
            numbers.extend(checked.into_iter().map(|(number, _)| number));
        }
    }
    if kinds.contains(&NumberKind::Money) {
        numbers.extend(money::find(text));
    }
    numbers.retain(|number| kinds.contains(&number.kind));
    numbers.sort_by_key(|number| (number.start, number.end));
    numbers
}

/// Lengths of card and identity numbers, and of telephone numbers with or without the country's prefix.
const CHECKED_LENGTHS: std::ops::RangeInclusive<usize> = 10..=19;
const PHONE_LENGTHS: std::ops::RangeInclusive<usize> = 9..=15;

/// The card and identity numbers of a run, with the signs that each one takes.
fn checked(run: &[Sign]) -> Vec<(Number, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < run.len() {
        match longest(&run[from..], CHECKED_LENGTHS, checksums::kind) {
            Some((NumberKind::Card, length)) if run[from].named_otherwise || is_piece(run, from, from + length) => {
                from = next_group(run, from);
            }
            Some((kind, length)) => {
                found.push((number(kind, &run[from..from + length]), from..from + length));
                from += length;
            }
            None => from = next_group(run, from),
        }
    }
    found
}

/// Whether the signs `[from, to)` are only a piece of a longer number: a few more follow or precede after a pause no longer than those
/// inside. One number in ten has Luhn's sum by chance, and so have the pieces of one that has it not.
fn is_piece(run: &[Sign], from: usize, to: usize) -> bool {
    const FEW: std::ops::RangeInclusive<usize> = 1..=5;
    let pause = |next: usize| run[next].start.saturating_sub(run[next - 1].end);
    let longest_inside = (from + 1..to).map(pause).max().unwrap_or(0);
    (FEW.contains(&from) && pause(from) <= longest_inside)
        || (FEW.contains(&(run.len() - to)) && pause(to) <= longest_inside)
}

/// The telephone numbers of a run.
fn telephones(run: &[Sign]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut after_other_digits = false;
    while from < run.len() {
        // An area code amid other digits is none.
        let kind =
            |values: &[u8]| phones::kind(values).filter(|kind| *kind == NumberKind::Mobile || !after_other_digits);
        match longest(&run[from..], PHONE_LENGTHS, kind) {
            Some((kind, length)) => {
                found.push(number(kind, &run[from..from + length]));
                from += length;
                after_other_digits = false;
            }
            None => {
                after_other_digits |= run[from].value.is_ascii_digit();
                from = next_group(run, from);
            }
        }
    }
    found
}

/// The longest number at the beginning of `run`: it ends where a group of digits does.
fn longest(
    run: &[Sign],
    lengths: std::ops::RangeInclusive<usize>,
    kind: impl Fn(&[u8]) -> Option<NumberKind>,
) -> Option<(NumberKind, usize)> {
    let values: Vec<u8> = run.iter().take(*lengths.end()).map(|sign| sign.value).collect();
    lengths.rev().filter(|length| *length <= values.len()).find_map(|length| {
        let ends = run.get(length).is_none_or(|next| next.leads);
        let kind = ends.then(|| kind(&values[..length])).flatten()?;
        // Dates stand in identity numbers only.
        let dated = run[..length].iter().any(|sign| sign.dated);
        (!dated || kind == NumberKind::MainlandId).then_some((kind, length))
    })
}

/// Where the next group begins.
fn next_group(run: &[Sign], from: usize) -> usize {
    (from + 1..run.len()).find(|&next| run[next].leads).unwrap_or(run.len())
}

fn number(kind: NumberKind, signs: &[Sign]) -> Number {
    Number {
        kind,
        start: signs[0].start,
        end: signs[signs.len() - 1].end,
        number: signs.iter().map(|sign| char::from(sign.value)).collect(),
    }
}
