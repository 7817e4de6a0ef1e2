//! How long a term is, and when it ends: in UTC where it is counted by the clock, in local days where by days.

use crate::domain::calendar::{Calendar, UnknownYear};
use crate::domain::contact::DayOrMoment;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

/// A length of time, `{ working_days = 3 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Term {
    /// By the clock.
    Minutes(u32),
    /// By the clock.
    Hours(u32),
    /// Days; the day of the event is not counted, the last one is.
    Days(u32),
    /// The same in working days of the ruleset's calendar.
    WorkingDays(u32),
    /// Halves of working days; the half of the event is not counted.
    HalfDays(u32),
}

/// Hours of the day in which the clock of a term runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

/// By whose time and calendar a term is counted.
#[derive(Clone, Copy)]
pub(super) struct Reckoning<'a> {
    pub zone: Tz,
    pub calendar: Option<&'a Calendar>,
    pub running: Option<Running>,
}

impl Term {
    /// Whether it takes a calendar to count it.
    pub fn needs_calendar(self) -> bool {
        matches!(self, Self::WorkingDays(_) | Self::HalfDays(_))
    }

    /// Its length by the clock; `None` where it is counted in days.
    pub fn by_clock(self) -> Option<TimeDelta> {
        match self {
            Self::Minutes(minutes) => Some(TimeDelta::minutes(minutes.into())),
            Self::Hours(hours) => Some(TimeDelta::hours(hours.into())),
            _ => None,
        }
    }

    /// The last moment, or day, of the term that `event` begins. An event of which only the day is known happened as its day ended.
    pub fn after(self, event: DayOrMoment, by: Reckoning<'_>) -> Result<Option<DayOrMoment>, UnknownYear> {
        let day = event.day(by.zone);
        Ok(match (self, by.calendar) {
            (Self::Minutes(_) | Self::Hours(_), _) => {
                let length = self.by_clock().unwrap_or_default();
                by.clock(by.end(event), length).map(DayOrMoment::Moment)
            }
            (Self::Days(days), _) => day.checked_add_days(Days::new(days.into())).map(DayOrMoment::Day),
            (Self::WorkingDays(days), Some(calendar)) => Some(DayOrMoment::Day(calendar.add(day, days)?)),
            (Self::HalfDays(halves), Some(calendar)) => {
                let half = calendar.add_halves(by.end(event).with_timezone(&by.zone).naive_local(), halves, noon())?;
                Some(DayOrMoment::Moment(moment(half.end(noon()), by.zone)))
            }
            (Self::WorkingDays(_) | Self::HalfDays(_), None) => None,
        })
    }

    /// The last moment, or day, that lies a whole term before `event`.
    pub fn before(self, event: DayOrMoment, by: Reckoning<'_>) -> Result<Option<DayOrMoment>, UnknownYear> {
        let day = event.day(by.zone);
        Ok(match (self, by.calendar) {
            (Self::Minutes(_) | Self::Hours(_), _) => {
                let length = self.by_clock().unwrap_or_default();
                by.end(event).checked_sub_signed(length).map(DayOrMoment::Moment)
            }
            (Self::Days(days), _) => day.checked_sub_days(Days::new(days.into())).map(DayOrMoment::Day),
            (Self::WorkingDays(days), Some(calendar)) => Some(DayOrMoment::Day(back(calendar, day, days)?)),
            (Self::HalfDays(_), _) | (Self::WorkingDays(_), None) => None,
        })
    }
}

impl Reckoning<'_> {
    /// The moment of an event, or the last second of its day.
    fn end(self, event: DayOrMoment) -> DateTime<Utc> {
        match event {
            DayOrMoment::Moment(at) => at,
            DayOrMoment::Day(day) => moment(day.and_hms_opt(23, 59, 59).expect("a time of day"), self.zone),
        }
    }

    /// `length` later by a clock that stands still outside the running hours.
    fn clock(self, from: DateTime<Utc>, length: TimeDelta) -> Option<DateTime<Utc>> {
        let Some(running) = self.running else { return from.checked_add_signed(length) };
        let (mut rest, mut day) = (length, from.with_timezone(&self.zone).date_naive());
        loop {
            let opens = moment(day.and_time(running.from), self.zone).max(from);
            let closes = moment(day.and_time(running.until), self.zone);
            if opens <= closes {
                if rest <= closes - opens {
                    return Some(opens + rest);
                }
                rest -= closes - opens;
            }
            day = day.succ_opt()?;
        }
    }

    /// Whether an act comes after the limit. What is only known by its day is late only where the whole day is.
    pub fn late(self, act: DayOrMoment, limit: DayOrMoment) -> bool {
        match (act, limit) {
            (DayOrMoment::Moment(act), DayOrMoment::Moment(limit)) => act > limit,
            _ => act.day(self.zone) > limit.day(self.zone),
        }
    }
}

/// The last day with `days` working days after it up to `day`.
fn back(calendar: &Calendar, day: NaiveDate, days: u32) -> Result<NaiveDate, UnknownYear> {
    let (mut day, mut rest) = (day, days);
    while rest > 0 {
        rest -= u32::from(calendar.is_working(day)?);
        day = day.pred_opt().unwrap_or(day);
    }
    Ok(day)
}

fn noon() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 0, 0).expect("a time of day")
}

/// The moment at which clocks at `zone` show `local`: the later one where they do twice, an hour on where they never do.
fn moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let shown = |local: NaiveDateTime| zone.from_local_datetime(&local).latest();
    let shown = shown(local).or_else(|| shown(local + TimeDelta::hours(1)));
    shown.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}
