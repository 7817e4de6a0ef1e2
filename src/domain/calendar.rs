//! Working days of a country, and deadlines counted in them.
//!
//! A year that the calendar does not hold makes every answer that touches it `UnknownYear`: Monday to Friday would be a guess.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::collections::BTreeMap;

/// Public holidays and make-up working days of one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its short name, as in `rulesets/calendars/<name>-<year>.toml`.
    pub name: String,
    /// What departs from Monday to Friday, by year.
    pub years: BTreeMap<i32, Departures>,
}

/// Days of one year on which people work or don't against the day of the week, each with its name there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Departures {
    /// Days off.
    pub off: BTreeMap<NaiveDate, String>,
    /// Make-up working days.
    pub working: BTreeMap<NaiveDate, String>,
}

/// The calendar has no data for a year that the answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the calendar '{calendar}' has no year {year}: add rulesets/calendars/{calendar}-{year}.toml")]
pub struct UnknownYear {
    /// Which calendar.
    pub calendar: String,
    /// Which year.
    pub year: i32,
}

/// Half a day: the unit of clauses that count in halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfDay {
    /// Which day.
    pub day: NaiveDate,
    /// The half after noon.
    pub afternoon: bool,
}

impl HalfDay {
    /// The half that holds `moment`; noon itself still belongs to the morning.
    pub fn of(moment: NaiveDateTime, noon: NaiveTime) -> Self {
        Self { day: moment.date(), afternoon: moment.time() > noon }
    }

    /// Its last second.
    pub fn end(self, noon: NaiveTime) -> NaiveDateTime {
        let midnight = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");
        self.day.and_time(if self.afternoon { midnight } else { noon })
    }
}

impl Calendar {
    /// Whether people work on `day`.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, UnknownYear> {
        let year =
            self.years.get(&day.year()).ok_or_else(|| UnknownYear { calendar: self.name.clone(), year: day.year() })?;
        let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(year.working.contains_key(&day) || (weekday && !year.off.contains_key(&day)))
    }

    /// The last day of a term of `days` working days that an event on `day` begins: the day of the event is not counted. A term of 0 ends
    /// on the day itself, or on the next working day where it is none.
    pub fn add(&self, day: NaiveDate, days: u32) -> Result<NaiveDate, UnknownYear> {
        if days == 0 {
            return if self.is_working(day)? { Ok(day) } else { self.next(day) };
        }
        (0..days).try_fold(day, |day, _| self.next(day))
    }

    /// Working days after `from` up to `to`, which is counted: `between(day, add(day, n)) = n`; 0 where `to` is not later.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, UnknownYear> {
        let mut working = 0;
        for day in from.iter_days().skip(1).take_while(|day| *day <= to) {
            working += u32::from(self.is_working(day)?);
        }
        Ok(working)
    }

    /// The last half of a term of `halves` half working days that an event at `moment` begins: the half of the event is not counted, and a
    /// term of 0 ends in that half, or in the next working one.
    pub fn add_halves(&self, moment: NaiveDateTime, halves: u32, noon: NaiveTime) -> Result<HalfDay, UnknownYear> {
        let half = HalfDay::of(moment, noon);
        if halves == 0 {
            return if self.is_working(half.day)? { Ok(half) } else { self.next_half(half) };
        }
        (0..halves).try_fold(half, |half, _| self.next_half(half))
    }

    /// The first working day after `day`.
    fn next(&self, day: NaiveDate) -> Result<NaiveDate, UnknownYear> {
        let mut day = day;
        loop {
            day = day.succ_opt().ok_or_else(|| UnknownYear { calendar: self.name.clone(), year: day.year() })?;
            if self.is_working(day)? {
                return Ok(day);
            }
        }
    }

    /// The first half of a working day after `half`.
    fn next_half(&self, half: HalfDay) -> Result<HalfDay, UnknownYear> {
        if !half.afternoon && self.is_working(half.day)? {
            return Ok(HalfDay { afternoon: true, ..half });
        }
        Ok(HalfDay { day: self.next(half.day)?, afternoon: false })
    }
}
