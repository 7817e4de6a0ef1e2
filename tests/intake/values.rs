//! Every way of writing a value, read or refused.

use crate::common::{call_with, errors, only_call};
use plumbline::domain::contact::AgreedTime;

/// The code of the only error.
fn refusal(column: &str, value: &str) -> String {
    let intake = call_with(column, value);
    match &errors(&intake)[..] {
        [only] => only.split(' ').next_back().unwrap_or_default().to_owned(),
        other => panic!("{column} = {value:?}: {other:?}"),
    }
}

fn started(value: &str) -> String {
    let intake = call_with("started_at", value);
    assert!(errors(&intake).is_empty(), "{value:?}: {:?}", intake.issues);
    only_call(&intake).started_at.with_timezone(&chrono_tz::Asia::Shanghai).format("%Y-%m-%d %H:%M:%S").to_string()
}

#[test]
fn moments_are_read_in_every_usual_form() {
    for text in [
        "2026/7/3 21:30",
        "2026-07-03T21:30:00+08:00",
        "2026-07-03T13:30:00Z",
        "2026-07-03 21:30:00",
        "2026.7.3 21:30",
        "2026年7月3日 21:30",
        "2026年7月3日21时30分",
        "2026年7月3日 晚上9点半",
        "民國115年7月3日 下午9:30",
        "中華民國 115年7月3日 下午9時30分",
        "民国115年7月3日 21:30:00",
        "115/07/03 21:30",
        "115.7.3 21:30",
        "115年7月3日 21:30",
        "２０２６／７／３　２１：３０",
        "2026/7/3 下午 09:30:00",
        "2026/7/3 9:30 PM",
        "2026/7/3 9:30PM",
        "2026-07-03 PM 9:30",
        "2026/7/3（周五） 21:30",
        "2026/7/3 星期五 21:30",
        "Jul 3, 2026 9:30 PM",
        "3 July 2026 21:30",
        "20260703213000",
        "20260703 2130",
        "46206.8958333333",
        "13/7/2026 21:30",
        " 2026/7/3 21:30 ",
    ] {
        let expected = if text.starts_with("13/") { "2026-07-13 21:30:00" } else { "2026-07-03 21:30:00" };
        assert_eq!(started(text), expected, "{text:?}");
    }
    assert_eq!(started("2026/7/3 上午12:05"), "2026-07-03 00:05:00");
    assert_eq!(started("2026/7/3 下午12:05"), "2026-07-03 12:05:00");
    assert_eq!(started("2026/7/3 24:00"), "2026-07-04 00:00:00");
    assert_eq!(started("2026-07-03 00:00:00"), "2026-07-03 00:00:00");
    assert_eq!(started("2026-07-03T21:30:00.750+08:00"), "2026-07-03 21:30:00");
}

#[test]
fn what_can_be_read_two_ways_or_not_at_all_is_an_issue() {
    for (text, code) in [
        ("03/04/26 10:00", "date-ambiguous"),
        ("03/04/2026 10:00", "date-ambiguous"),
        ("26/07/31 10:00", "date-ambiguous"),
        ("2026/7/3 晚上12:00", "date-ambiguous"),
        ("2026/7/3", "time-missing"),
        ("46206", "time-missing"),
        ("21:30", "date-missing"),
        ("7月3日 21:30", "date-incomplete"),
        ("7/3 21:30", "date-incomplete"),
        ("1999-12-31 23:59", "date-out-of-range"),
        ("2101-01-01 00:00", "date-out-of-range"),
        ("2026/13/1 10:00", "date-invalid"),
        ("2026/2/30 10:00", "date-invalid"),
        ("2026/7/3 25:00", "time-invalid"),
        ("2026/7/3 10:60", "time-invalid"),
        ("2026/7/3 上午 13:00", "time-invalid"),
        ("yesterday", "date-invalid"),
        ("", "required-missing"),
        ("　", "required-missing"),
    ] {
        assert_eq!(refusal("started_at", text), code, "{text:?}");
    }
    assert_eq!(started("2000-01-01 00:00:00"), "2000-01-01 00:00:00");
    assert_eq!(started("2100-12-31 23:59:59"), "2100-12-31 23:59:59");
}

#[test]
fn durations() {
    let seconds = |text: &str| {
        let intake = call_with("duration", text);
        assert!(errors(&intake).is_empty(), "{text:?}: {:?}", intake.issues);
        only_call(&intake).seconds()
    };
    for text in [
        "00:03:20",
        "0:03:20",
        "3分20秒",
        "3分鐘20秒",
        "200",
        "200秒",
        "200 s",
        "3m20s",
        "3 min 20 sec",
        "PT3M20S",
        "２００",
        "0.00231481481",
    ] {
        assert_eq!(seconds(text), 200, "{text:?}");
    }
    assert_eq!(seconds("1小时2分3秒"), 3723);
    assert_eq!(seconds("0"), 0);
    assert_eq!(seconds("24:00:00"), 86_400);
    for (text, code) in [
        ("3:20", "duration-ambiguous"),
        ("200.5", "duration-ambiguous"),
        ("24:00:01", "duration-invalid"),
        ("-5", "duration-invalid"),
        ("00:61:00", "duration-invalid"),
        ("long", "duration-invalid"),
    ] {
        assert_eq!(refusal("duration", text), code, "{text:?}");
    }
}

#[test]
fn the_end_fits_the_start() {
    assert_eq!(refusal("ended_at", "2026-07-03 09:59:59"), "end-before-start");
    assert_eq!(refusal("ended_at", "10:05"), "date-missing");
    assert_eq!(only_call(&call_with("ended_at", "2026-07-03 10:00:00")).seconds(), 0);
    let both = |end: &str| {
        let text = format!(
            "call_id,case_no,collector_id,called_number,party,started_at,ended_at,duration,outcome\n\
             C1,K1,E1,13800000001,debtor,2026-07-03 10:00,{end},200,connected\n"
        );
        errors(&crate::common::read_one("calls.csv", text))
    };
    assert!(both("2026-07-03 10:04:20").is_empty(), "60 seconds apart");
    assert_eq!(both("2026-07-03 10:04:21"), ["H2 duration-mismatch"]);
}

#[test]
fn phone_numbers() {
    let number = |text: &str| only_call(&call_with("called_number", text)).called_number.clone();
    for (text, expected) in [
        ("13800000001", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("１３８００００００01", "13800000001"),
        ("'13800000001", "13800000001"),
        ("=\"13800000001\"", "13800000001"),
        ("(02) 2345-6789", "0223456789"),
        ("1.3800000001E+10", "13800000001"),
        ("13800000001.0", "13800000001"),
        ("0755-12345678转801", "075512345678"),
    ] {
        assert_eq!(number(text), expected, "{text:?}");
    }
    for (text, code) in [
        ("1.38E+10", "phone-digits-lost"),
        ("138****0001", "phone-masked"),
        ("12", "phone-invalid"),
        ("123456789012345678901", "phone-invalid"),
        ("张三", "phone-invalid"),
    ] {
        assert_eq!(refusal("called_number", text), code, "{text:?}");
    }
}

#[test]
fn words_in_three_languages() {
    let party = |text: &str| serde_json::to_value(only_call(&call_with("party", text)).party).unwrap();
    for (text, id) in [
        ("本人", "debtor"),
        ("持卡人", "debtor"),
        ("Debtor", "debtor"),
        ("债务人", "debtor"),
        ("債務人", "debtor"),
        ("配偶", "spouse"),
        ("妻子", "spouse"),
        ("父親", "parent"),
        ("父母", "parent"),
        ("親屬", "relative"),
        ("家属", "relative"),
        ("同事", "colleague"),
        ("朋友", "friend"),
        ("鄰居", "neighbour"),
        ("neighbor", "neighbour"),
        ("擔保人", "guarantor"),
        ("保证人", "guarantor"),
        ("其他", "other"),
        ("第三人", "other"),
        ("不详", "unknown"),
        (" SPOUSE ", "spouse"),
    ] {
        assert_eq!(party(text), id, "{text:?}");
    }
    let outcome = |text: &str| serde_json::to_value(only_call(&call_with("outcome", text)).outcome).unwrap();
    for (text, id) in [
        ("接通", "connected"),
        ("已接通", "connected"),
        ("Connected", "connected"),
        ("未接", "no-answer"),
        ("無人接聽", "no-answer"),
        ("no answer", "no-answer"),
        ("no-answer", "no-answer"),
        ("忙音", "busy"),
        ("忙線", "busy"),
        ("空號", "invalid-number"),
        ("停机", "invalid-number"),
        ("invalid number", "invalid-number"),
        ("語音信箱", "voicemail"),
        ("voicemail", "voicemail"),
    ] {
        assert_eq!(outcome(text), id, "{text:?}");
    }
    assert_eq!(refusal("party", "甲方"), "value-unknown");
    assert_eq!(refusal("outcome", "挂断"), "value-unknown");
}

#[test]
fn agreed_times() {
    let agreed = |text: &str| {
        let intake = call_with("agreed_time", text);
        assert!(errors(&intake).is_empty(), "{text:?}: {:?}", intake.issues);
        only_call(&intake).agreed_time
    };
    let at = |h, m| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
    let utc = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    for text in ["21:30", "下午9:30", "晚上9点半", "9:30 PM", "21点30分"] {
        assert_eq!(agreed(text), Some(AgreedTime::At(at(21, 30))), "{text:?}");
    }
    for text in [
        "21:00-22:30",
        "21:00 ~ 22:30",
        "21:00～22:30",
        "21:00至22:30",
        "21:00到22:30",
        "9pm-10:30pm",
        "21:00 – 22:30",
        "21:00—22:30",
    ] {
        assert_eq!(agreed(text), Some(AgreedTime::Window(at(21, 0), at(22, 30))), "{text:?}");
    }
    assert_eq!(agreed("2026/7/3 21:30"), Some(AgreedTime::Moment(utc("2026-07-03T13:30:00Z"))));
    let window = Some(AgreedTime::Moments(utc("2026-07-03T13:00:00Z"), utc("2026-07-03T14:30:00Z")));
    for text in ["2026/7/3 21:00-22:30", "2026-07-03 21:00 至 2026-07-03 22:30", "2026-07-03 21:00-2026-07-03 22:30"] {
        assert_eq!(agreed(text), window, "{text:?}");
    }
    assert_eq!(
        agreed("2026-07-03 23:30-00:30"),
        Some(AgreedTime::Moments(utc("2026-07-03T15:30:00Z"), utc("2026-07-03T16:30:00Z")))
    );
    assert_eq!(refusal("agreed_time", "随时"), "agreed-time-invalid");
    assert_eq!(refusal("agreed_time", "2026/7/3"), "time-missing");
    assert_eq!(refusal("agreed_time", "03/04/26 21:00"), "date-ambiguous");
}
