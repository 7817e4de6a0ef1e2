//! How an agency writes: forms of dates, durations, yes and no, and its words for parties and outcomes.

use super::table::Value;
use crate::demo::material::Style;
use crate::demo::prng::Prng;
use crate::domain::contact::{AgreedTime, DayOrMoment, Direction, Outcome, Party, Speaker};
use crate::domain::register::LineKind;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// Writes values the way the agency does.
pub struct Pen<'a> {
    pub style: &'a Style,
    pub zone: Tz,
    pub prng: Prng,
}

impl Pen<'_> {
    /// A moment in one of the agency's forms.
    pub fn moment(&mut self, moment: DateTime<Utc>) -> Value {
        let local = moment.with_timezone(&self.zone).naive_local();
        match self.prng.pick(&self.style.moments).as_str() {
            "real" => Value::Moment(local),
            "serial" => Value::Text(format!("{:.10}", serial(local))),
            "iso" => {
                let offset = self.zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
                Value::Text(moment.with_timezone(&offset).to_rfc3339())
            }
            "roc" => Value::Text(roc(local)),
            "roc-slash" => {
                Value::Text(format!("{}/{:02}/{:02} {}", local.year() - 1911, local.month(), local.day(), clock(local)))
            }
            _ => Value::Text(format!("{}/{}/{} {}", local.year(), local.month(), local.day(), clock(local))),
        }
    }

    /// A day likewise.
    pub fn day(&mut self, day: Option<NaiveDate>) -> Value {
        let Some(day) = day else { return Value::Blank };
        match self.prng.pick(&self.style.days).as_str() {
            "real" => Value::Day(day),
            "iso" => Value::Text(day.to_string()),
            "roc" => Value::Text(format!("民國{}年{}月{}日", day.year() - 1911, day.month(), day.day())),
            "roc-slash" => Value::Text(format!("{}/{:02}/{:02}", day.year() - 1911, day.month(), day.day())),
            _ => Value::Text(format!("{}/{}/{}", day.year(), day.month(), day.day())),
        }
    }

    /// Either.
    pub fn day_or_moment(&mut self, value: Option<DayOrMoment>) -> Value {
        match value {
            Some(DayOrMoment::Day(day)) => self.day(Some(day)),
            Some(DayOrMoment::Moment(moment)) => self.moment(moment),
            None => Value::Blank,
        }
    }

    /// A length.
    pub fn duration(&self, seconds: i64) -> Value {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match self.style.durations.as_str() {
            "words" if minutes > 0 => Value::Text(format!("{}分{rest}秒", seconds / 60)),
            "words" => Value::Text(format!("{rest}秒")),
            "clock" => Value::Text(format!("{hours:02}:{minutes:02}:{rest:02}")),
            _ => Value::Number(seconds as f64),
        }
    }

    /// Yes, no or nothing.
    pub fn yes_no(&self, value: Option<bool>) -> Value {
        let Some(value) = value else { return Value::Blank };
        let mut signs = self.style.yes_no.chars();
        match (self.style.yes_no.as_str(), value) {
            ("true", _) => Value::Text(value.to_string()),
            (_, true) => Value::Text(signs.next().map(String::from).unwrap_or_default()),
            (_, false) => Value::Text(signs.nth(1).map(String::from).unwrap_or_default()),
        }
    }

    /// An agreed time, in the debtor's own time.
    pub fn agreed(&mut self, agreed: Option<AgreedTime>) -> Value {
        match agreed {
            None => Value::Blank,
            Some(AgreedTime::At(time)) => Value::Text(time.format("%H:%M").to_string()),
            Some(AgreedTime::Window(from, to)) => {
                Value::Text(format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")))
            }
            Some(AgreedTime::Moment(moment) | AgreedTime::Moments(moment, _)) => self.moment(moment),
        }
    }

    fn word(&self, words: [&'static str; 3]) -> Value {
        let place = match self.style.headers.as_str() {
            "zh-Hans" => 0,
            "zh-Hant" => 1,
            _ => 2,
        };
        Value::Text(words[place].to_owned())
    }

    /// The agency's word for a party.
    pub fn party(&self, party: Party) -> Value {
        self.word(match party {
            Party::Debtor => ["本人", "本人", "debtor"],
            Party::Spouse => ["配偶", "配偶", "spouse"],
            Party::Parent => ["父母", "父母", "parent"],
            Party::Relative => ["亲属", "親屬", "relative"],
            Party::Colleague => ["同事", "同事", "colleague"],
            Party::Friend => ["朋友", "朋友", "friend"],
            Party::Neighbour => ["邻居", "鄰居", "neighbour"],
            Party::Guarantor => ["担保人", "保證人", "guarantor"],
            Party::Other => ["其他", "其他", "other"],
            Party::Unknown => ["未知", "未知", "unknown"],
        })
    }

    /// The agency's word for an outcome.
    pub fn outcome(&self, outcome: Outcome) -> Value {
        self.word(match outcome {
            Outcome::Connected => ["接通", "接通", "connected"],
            Outcome::NoAnswer => ["未接", "未接", "no answer"],
            Outcome::Busy => ["忙音", "忙線", "busy"],
            Outcome::InvalidNumber => ["空号", "空號", "invalid number"],
            Outcome::Voicemail => ["语音信箱", "語音信箱", "voicemail"],
        })
    }

    /// The agency's word for a direction.
    pub fn direction(&self, direction: Option<Direction>) -> Value {
        match direction {
            Some(Direction::Outbound) => self.word(["呼出", "撥出", "outbound"]),
            Some(Direction::Inbound) => self.word(["呼入", "撥入", "inbound"]),
            None => Value::Blank,
        }
    }

    /// The agency's word for a speaker.
    pub fn speaker(&self, speaker: Speaker) -> Value {
        self.word(match speaker {
            Speaker::Agent => ["坐席", "催收員", "agent"],
            Speaker::Debtor => ["客户", "客戶", "debtor"],
            Speaker::Third => ["第三方", "第三人", "third"],
            Speaker::Unknown => ["未知", "未知", "unknown"],
        })
    }

    /// The agency's word for a kind of line.
    pub fn line_kind(&self, kind: Option<LineKind>) -> Value {
        match kind {
            Some(LineKind::Fixed) => self.word(["固定电话", "固定電話", "fixed"]),
            Some(LineKind::Mobile) => self.word(["手机", "手機", "mobile"]),
            Some(LineKind::Voip) => self.word(["网络电话", "網路電話", "voip"]),
            Some(LineKind::Other) => self.word(["其他", "其他", "other"]),
            None => Value::Blank,
        }
    }
}

fn clock(local: NaiveDateTime) -> String {
    local.format(if local.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// Days since 1899-12-30, as spreadsheets count them.
pub fn serial(local: NaiveDateTime) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day that exists").and_time(chrono::NaiveTime::MIN);
    (local - epoch).num_seconds() as f64 / 86_400.0
}

/// `民國115年7月3日 下午9:30`.
fn roc(local: NaiveDateTime) -> String {
    let (afternoon, hour) = local.hour12();
    let half = if afternoon { "下午" } else { "上午" };
    let seconds = if local.second() == 0 { String::new() } else { format!(":{:02}", local.second()) };
    let (year, month, day) = (local.year() - 1911, local.month(), local.day());
    format!("民國{year}年{month}月{day}日 {half}{hour}:{:02}{seconds}", local.minute())
}
