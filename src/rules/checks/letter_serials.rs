//! `letter-serials`: running numbers on the letter register neither skip nor stand twice.
//!
//! A number is what stands before its last digits and those digits; each such series is read on its own. Letters without a running number
//! are not judged: the register's own ids need not run.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::domain::register::Letter;
use crate::rules::view::View;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[check.letter-serials]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterSerials {
    /// A jump over more numbers than this begins another series: a new year, a new book of forms.
    pub most_missing: u64,
}

/// `HD-2026-0012` → `HD-2026-`, 12; nothing without digits at the end.
fn series(serial: &str) -> Option<(&str, u64)> {
    let serial = serial.trim();
    let at = serial.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some((&serial[..at], serial[at..].parse().ok()?))
}

/// The day that a letter counts on: that of sending, or of being spoiled.
fn day_of(letter: &Letter) -> Option<NaiveDate> {
    letter.sent_on.or(letter.voided_on)
}

impl Described for LetterSerials {
    fn unit(&self) -> &'static str {
        "letters"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("skipped", &["letter", "serial", "before", "missing"]), ("doubled", &["letter", "serial", "other"])]
    }
}

/// What a running number begins with, and the number.
type Serial<'a> = (&'a str, u64);

/// A letter with its day.
type Dated<'a> = (NaiveDate, &'a Sourced<Letter>);

impl RecordCheck for LetterSerials {
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let mut all: BTreeMap<Serial<'_>, Vec<Dated<'_>>> = BTreeMap::new();
        for letter in &view.registers.letters {
            let key = letter.value.serial_no.as_deref().and_then(series);
            if let Some((key, day)) = key.zip(day_of(&letter.value)) {
                all.entry(key).or_default().push((day, letter));
            }
        }
        let mut before: Option<(Serial<'_>, &Sourced<Letter>)> = None;
        for ((prefix, number), mut letters) in all {
            letters.sort_by_key(|(day, letter)| (*day, &letter.value.letter_id));
            let (_, first) = letters[0];
            for (at, &(day, letter)) in letters.iter().enumerate().filter(|(_, (day, _))| view.quarter.contains(*day)) {
                sink.expose(day);
                let found = |why| {
                    Found::new(EvidenceKind::Letters, &letter.value.letter_id, day, why)
                        .value("letter", &letter.letter_id)
                        .value("serial", letter.serial())
                        .cells(&letter.origin, &["serial_no"])
                };
                let missing =
                    before.filter(|((same, _), _)| *same == prefix).map(|((_, last), row)| (number - last - 1, row));
                match missing {
                    _ if at > 0 => {
                        let found = found("doubled").value("other", &first.letter_id);
                        sink.found(found.cells(&first.origin, &["serial_no"]));
                    }
                    Some((missing, row)) if (1..=self.most_missing).contains(&missing) => {
                        let found = found("skipped").value("before", row.serial()).value("missing", missing);
                        sink.found(found.cells(&row.origin, &["serial_no"]));
                    }
                    _ => {}
                }
            }
            before = Some(((prefix, number), first));
        }
    }
}
