//! Quarters and ISO weeks: the periods that evidence and scores belong to.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A calendar quarter, written `2026Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i32,
    number: u32,
}

impl Quarter {
    /// The quarter that holds `day`.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number * 3 - 2, 1).expect("a month of a known year")
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().expect("a day of a known year")
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// The one after it.
    pub fn next(self) -> Self {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 },
            number => Self { year: self.year, number: number + 1 },
        }
    }

    /// The one before it.
    pub fn previous(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (year, number) = text.split_once('Q')?;
            if year.len() != 4 || number.len() != 1 {
                return None;
            }
            let (year, number) = (year.parse().ok()?, number.parse().ok()?);
            ((2000..=2100).contains(&year) && (1..=4).contains(&number)).then_some(Self { year, number })
        };
        parse().ok_or_else(|| format!("'{text}' is no quarter: write it like 2026Q3, years 2000 to 2100"))
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> String {
        quarter.to_string()
    }
}

/// An ISO 8601 week, written `2026-W30`; it begins on a Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Week {
    year: i32,
    number: u32,
}

impl Week {
    /// The week that holds `day`.
    pub fn of(day: NaiveDate) -> Self {
        let week = day.iso_week();
        Self { year: week.year(), number: week.week() }
    }

    /// Its Monday.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_isoywd_opt(self.year, self.number, Weekday::Mon).expect("a week that exists")
    }

    /// Its Sunday.
    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Days::new(6)
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// The week's number in its ISO year, 1 to 53.
    pub fn number(self) -> u32 {
        self.number
    }

    /// The ISO year, which may differ from the calendar year around New Year.
    pub fn year(self) -> i32 {
        self.year
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-W{:02}", self.year, self.number)
    }
}

impl FromStr for Week {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (year, number) = text.split_once("-W")?;
            if year.len() != 4 || number.len() != 2 {
                return None;
            }
            let (year, number) = (year.parse().ok()?, number.parse().ok()?);
            ((2000..=2100).contains(&year) && NaiveDate::from_isoywd_opt(year, number, Weekday::Mon).is_some())
                .then_some(Self { year, number })
        };
        parse().ok_or_else(|| format!("'{text}' is no week: write it like 2026-W30, years 2000 to 2100"))
    }
}

impl TryFrom<String> for Week {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Week> for String {
    fn from(week: Week) -> String {
        week.to_string()
    }
}

/// A calendar month, written `2026-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    number: u32,
}

impl Month {
    /// The month that holds `day`.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month() }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number, 1).expect("a month that exists")
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Months::new(1) - Days::new(1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.number)
    }
}

impl FromStr for Month {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (year, number) = text.split_once('-')?;
            if year.len() != 4 || number.len() != 2 {
                return None;
            }
            let (year, number) = (year.parse().ok()?, number.parse().ok()?);
            ((2000..=2100).contains(&year) && (1..=12).contains(&number)).then_some(Self { year, number })
        };
        parse().ok_or_else(|| format!("'{text}' is no month: write it like 2026-07, years 2000 to 2100"))
    }
}

impl TryFrom<String> for Month {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}
