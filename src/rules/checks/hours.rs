//! Whether one contact lies within the permitted hours, second by second, at the debtor's place.

use crate::domain::contact::AgreedTime;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

/// A single agreed time covers so much either side.
const AROUND: TimeDelta = TimeDelta::minutes(30);

/// Hours of the day in which contact is allowed, both limits included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// First second allowed.
    pub from: NaiveTime,
    /// Last second allowed; later than `from`.
    pub until: NaiveTime,
}

/// A contact as the clock sees it.
#[derive(Debug, Clone, Copy)]
pub struct Contact<'a> {
    /// Its first moment.
    pub start: DateTime<Utc>,
    /// Its last moment.
    pub end: DateTime<Utc>,
    /// A time agreed with the debtor.
    pub agreed: Option<AgreedTime>,
    /// Why that time; blank excuses nothing.
    pub reason: Option<&'a str>,
}

/// How a contact stands to the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Every second is allowed, by the hours or by an agreed time with its reason.
    Allowed,
    /// Some second lies outside, and nothing was agreed.
    Outside,
    /// An agreed time would cover it, but its reason is missing.
    Unexplained,
    /// A time was agreed, but the contact goes beyond it.
    BeyondAgreed,
}

impl Hours {
    /// Judges `contact` by the clock of `zone`. Fractions of a second are dropped.
    pub fn judge<Z: TimeZone>(&self, contact: &Contact<'_>, zone: &Z) -> Judgement {
        let (start, end) = (contact.start.timestamp(), contact.end.timestamp());
        if self.covers(zone, start, end, None) {
            return Judgement::Allowed;
        }
        let Some(agreed) = contact.agreed else { return Judgement::Outside };
        let explained = contact.reason.is_some_and(|reason| !reason.trim().is_empty());
        match (self.covers(zone, start, end, Some(agreed)), explained) {
            (true, true) => Judgement::Allowed,
            (true, false) => Judgement::Unexplained,
            (false, true) => Judgement::BeyondAgreed,
            (false, false) => Judgement::Outside,
        }
    }

    /// Whether each second from `start` to `end` lies in the hours of some day or in the agreed time.
    fn covers<Z: TimeZone>(&self, zone: &Z, start: i64, end: i64, agreed: Option<AgreedTime>) -> bool {
        let mut second = start;
        loop {
            match self.allowed_until(zone, second, agreed) {
                Some(last) if last >= end => return true,
                Some(last) => second = last + 1,
                None => return false,
            }
        }
    }

    /// The last second of the allowed stretch that `second` lies in.
    fn allowed_until<Z: TimeZone>(&self, zone: &Z, second: i64, agreed: Option<AgreedTime>) -> Option<i64> {
        let day = zone.timestamp_opt(second, 0).single()?.date_naive();
        let hours = window(zone, day, self.from, self.until);
        let agreed = agreed.map(|agreed| agreed_stretches(zone, day, agreed)).unwrap_or_default();
        let stretches = hours.into_iter().chain(agreed);
        stretches.filter(|(first, last)| (*first..=*last).contains(&second)).map(|(_, last)| last).max()
    }
}

/// The stretches of an agreed time that can touch `day`; a time of day may be meant on the day before or after.
fn agreed_stretches<Z: TimeZone>(zone: &Z, day: NaiveDate, agreed: AgreedTime) -> Vec<(i64, i64)> {
    let around = |moment: i64| (moment - AROUND.num_seconds(), moment + AROUND.num_seconds());
    let days = [day.checked_sub_days(Days::new(1)), Some(day), day.checked_add_days(Days::new(1))];
    match agreed {
        AgreedTime::Moment(moment) => vec![around(moment.timestamp())],
        AgreedTime::Moments(first, last) => vec![(first.timestamp(), last.timestamp())],
        AgreedTime::At(time) => {
            let on =
                |day: NaiveDate| window(zone, day, time, time).map(|(first, last)| (around(first).0, around(last).1));
            days.into_iter().flatten().filter_map(on).collect()
        }
        AgreedTime::Window(first, last) => {
            days.into_iter().flatten().filter_map(|day| window(zone, day, first, last)).collect()
        }
    }
}

/// From `first` on `day` to the next `last`, which is on the day after where it is the earlier time.
fn window<Z: TimeZone>(zone: &Z, day: NaiveDate, first: NaiveTime, last: NaiveTime) -> Option<(i64, i64)> {
    let last_day = if last < first { day.succ_opt()? } else { day };
    Some((instant(zone, day.and_time(first), false)?, instant(zone, last_day.and_time(last), true)?))
}

/// The moment at which clocks of `zone` show `shown`: of two the later where `later`; in the hour that clocks skip, as if they had not.
fn instant<Z: TimeZone>(zone: &Z, shown: NaiveDateTime, later: bool) -> Option<i64> {
    let read = |shown: NaiveDateTime| {
        let found = zone.from_local_datetime(&shown);
        if later { found.latest() } else { found.earliest() }.map(|moment| moment.timestamp())
    };
    let skipped = TimeDelta::hours(3);
    read(shown).or_else(|| Some(read(shown - skipped)? + skipped.num_seconds()))
}
