//! Permitted hours: both limits to the second, at the debtor's place, across midnight and across a change of clocks.

use super::evidence::{Evidence, ruleset};
use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use plumbline::domain::contact::{AgreedTime, Speaker};
use plumbline::rules::checks::hours::{Contact, Hours, Judgement};
use plumbline::rules::engine::screen;
use plumbline::rules::view::{Conversation, ConversationTurn};
use serde_json::json;

const CN: (&str, &str) = ("08:00:00", "21:00:00");
const TW: (&str, &str) = ("07:00:00", "22:00:00");

fn time(text: &str) -> NaiveTime {
    text.parse().expect("a time")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment with offset")
}

fn judge(hours: (&str, &str), zone: &str, start: &str, end: &str) -> Judgement {
    judge_agreed(hours, zone, start, end, None, None)
}

fn judge_agreed(
    (from, until): (&str, &str),
    zone: &str,
    start: &str,
    end: &str,
    agreed: Option<AgreedTime>,
    reason: Option<&str>,
) -> Judgement {
    let zone: Tz = zone.parse().expect("a zone");
    let contact = Contact { start: at(start), end: at(end), agreed, reason };
    Hours { from: time(from), until: time(until) }.judge(&contact, &zone)
}

#[test]
fn both_limits_are_allowed_and_a_second_beyond_is_not() {
    for (hours, start, end, allowed) in [
        (CN, "2026-07-03T08:00:00+08:00", "2026-07-03T08:00:00+08:00", true),
        (CN, "2026-07-03T07:59:59+08:00", "2026-07-03T08:00:00+08:00", false),
        (CN, "2026-07-03T20:59:00+08:00", "2026-07-03T21:00:00+08:00", true),
        (CN, "2026-07-03T20:59:00+08:00", "2026-07-03T21:00:01+08:00", false),
        (CN, "2026-07-03T21:00:00+08:00", "2026-07-03T21:00:00+08:00", true),
        (TW, "2026-07-03T07:00:00+08:00", "2026-07-03T22:00:00+08:00", true),
        (TW, "2026-07-03T06:59:59+08:00", "2026-07-03T22:00:00+08:00", false),
        (TW, "2026-07-03T07:00:00+08:00", "2026-07-03T22:00:01+08:00", false),
        // Fractions belong to their second.
        (CN, "2026-07-03T20:59:00+08:00", "2026-07-03T21:00:00.999+08:00", true),
        (CN, "2026-07-03T07:59:59.999+08:00", "2026-07-03T08:01:00+08:00", false),
    ] {
        let expected = if allowed { Judgement::Allowed } else { Judgement::Outside };
        assert_eq!(judge(hours, "Asia/Shanghai", start, end), expected, "{hours:?} {start} {end}");
    }
}

#[test]
fn every_second_between_counts() {
    for (start, end) in [
        ("2026-07-03T20:00:00+08:00", "2026-07-04T09:00:00+08:00"),
        ("2026-07-03T23:59:59+08:00", "2026-07-04T00:00:00+08:00"),
        ("2026-07-03T08:00:00+08:00", "2026-07-05T20:00:00+08:00"),
    ] {
        assert_eq!(judge(CN, "Asia/Shanghai", start, end), Judgement::Outside, "{start} {end}");
    }
}

#[test]
fn the_clock_at_the_debtors_place_counts() {
    // One moment, three places: 08:30 in Shanghai is 06:30 in Urumqi and 09:30 in Tokyo.
    let moment = "2026-07-03T00:30:00Z";
    for (zone, expected) in
        [("Asia/Shanghai", Judgement::Allowed), ("Asia/Urumqi", Judgement::Outside), ("Asia/Tokyo", Judgement::Allowed)]
    {
        assert_eq!(judge(CN, zone, moment, moment), expected, "{zone}");
    }
    // 20:30 in Shanghai is 21:30 in Tokyo.
    let evening = "2026-07-03T12:30:00Z";
    assert_eq!(judge(CN, "Asia/Shanghai", evening, evening), Judgement::Allowed);
    assert_eq!(judge(CN, "Asia/Tokyo", evening, evening), Judgement::Outside);
}

#[test]
fn clocks_that_change_are_followed() {
    // New York: summer time from 8 March 2026, winter time from 1 November 2026.
    for (moment, expected) in [
        ("2026-03-07T12:59:59Z", Judgement::Outside),
        ("2026-03-07T13:00:00Z", Judgement::Allowed),
        ("2026-03-08T11:59:59Z", Judgement::Outside),
        ("2026-03-08T12:00:00Z", Judgement::Allowed),
        ("2026-11-01T01:00:00Z", Judgement::Allowed),
        ("2026-11-01T01:00:01Z", Judgement::Outside),
        ("2026-11-02T02:00:00Z", Judgement::Allowed),
        ("2026-11-02T02:00:01Z", Judgement::Outside),
    ] {
        assert_eq!(judge(CN, "America/New_York", moment, moment), expected, "{moment}");
    }
}

#[test]
fn an_agreed_time_covers_what_it_says_and_only_with_its_reason() {
    let single = AgreedTime::At(time("21:30:00"));
    let night = AgreedTime::At(time("23:50:00"));
    let moment = AgreedTime::Moment(at("2026-07-03T21:30:00+08:00"));
    let window = AgreedTime::Window(time("21:00:00"), time("22:30:00"));
    let next_second = AgreedTime::Window(time("21:00:01"), time("22:30:00"));
    let a_second_late = AgreedTime::Window(time("21:00:02"), time("22:30:00"));
    let midnight = AgreedTime::Window(time("23:30:00"), time("00:30:00"));
    let moments = AgreedTime::Moments(at("2026-07-03T23:00:00+08:00"), at("2026-07-04T01:00:00+08:00"));
    let outside = Judgement::BeyondAgreed;
    for (agreed, start, end, expected) in [
        (single, "2026-07-03T21:00:00+08:00", "2026-07-03T22:00:00+08:00", Judgement::Allowed),
        (single, "2026-07-03T21:00:00+08:00", "2026-07-03T22:00:01+08:00", outside),
        (single, "2026-07-09T21:40:00+08:00", "2026-07-09T21:45:00+08:00", Judgement::Allowed),
        (single, "2026-07-03T07:50:00+08:00", "2026-07-03T07:55:00+08:00", outside),
        // Around midnight the half hour reaches into the next day.
        (night, "2026-07-04T00:10:00+08:00", "2026-07-04T00:20:00+08:00", Judgement::Allowed),
        (night, "2026-07-04T00:10:00+08:00", "2026-07-04T00:20:01+08:00", outside),
        (moment, "2026-07-03T21:40:00+08:00", "2026-07-03T21:45:00+08:00", Judgement::Allowed),
        (moment, "2026-07-04T21:40:00+08:00", "2026-07-04T21:45:00+08:00", outside),
        (window, "2026-07-03T21:00:00+08:00", "2026-07-03T22:30:00+08:00", Judgement::Allowed),
        (window, "2026-07-03T22:29:00+08:00", "2026-07-03T22:30:01+08:00", outside),
        // Begun within the hours, ended within the window.
        (window, "2026-07-03T20:50:00+08:00", "2026-07-03T21:10:00+08:00", Judgement::Allowed),
        // No second lies between 21:00:00 and 21:00:01; one lies between 21:00:00 and 21:00:02.
        (next_second, "2026-07-03T20:50:00+08:00", "2026-07-03T21:10:00+08:00", Judgement::Allowed),
        (a_second_late, "2026-07-03T20:50:00+08:00", "2026-07-03T21:10:00+08:00", outside),
        (midnight, "2026-07-03T23:30:00+08:00", "2026-07-04T00:30:00+08:00", Judgement::Allowed),
        (midnight, "2026-07-04T00:05:00+08:00", "2026-07-04T00:10:00+08:00", Judgement::Allowed),
        (midnight, "2026-07-03T23:29:59+08:00", "2026-07-03T23:40:00+08:00", outside),
        (moments, "2026-07-03T23:00:00+08:00", "2026-07-04T01:00:00+08:00", Judgement::Allowed),
        (moments, "2026-07-03T23:00:00+08:00", "2026-07-04T01:00:01+08:00", outside),
    ] {
        let judged = judge_agreed(CN, "Asia/Shanghai", start, end, Some(agreed), Some("works shifts"));
        assert_eq!(judged, expected, "{agreed:?} {start} {end}");
        for reason in [None, Some(""), Some(" ")] {
            let judged = judge_agreed(CN, "Asia/Shanghai", start, end, Some(agreed), reason);
            assert_ne!(judged, Judgement::Allowed, "{agreed:?} {start} {end} without a reason");
        }
    }
}

#[test]
fn a_case_overrules_the_agency_and_the_agency_the_ruleset() {
    // 07:30 in Taipei, 08:30 in Tokyo, 05:30 in Urumqi.
    let early = json!({ "started_at": "2026-07-03T07:30:00+08:00", "ended_at": "2026-07-03T07:31:00+08:00" });
    let cn = ruleset("cn-bank-card");
    let recorded = json!({ "call_id": "C1", "recorded_at": "2026-07-03T07:30:00+08:00", "duration_s": 60 });
    let plain = Evidence::new().call(early).recording(recorded);
    let hit = vec!["contact-outside-hours C1 outside".to_owned()];
    assert_eq!(plain.found(&cn), hit, "the ruleset's zone");
    let tokyo = plain.in_zone(chrono_tz::Asia::Tokyo);
    assert!(tokyo.found(&cn).is_empty(), "the agency's zone");
    let urumqi = tokyo.clone().case(json!({ "case_no": "K1", "time_zone": "Asia/Urumqi" }));
    assert_eq!(urumqi.found(&cn), hit, "the case's zone");
    let blank = tokyo.case(json!({ "case_no": "K1" }));
    assert!(blank.found(&cn).is_empty(), "a case without a zone");
}

#[test]
fn screen_goes_by_the_offset_of_the_line() {
    let cn = ruleset("cn-bank-card");
    let call = |started_at: Option<&str>, ended_at: Option<&str>, last_ms: Option<u64>| Conversation {
        call_id: "C1".into(),
        party: None,
        started_at: started_at.map(|at| at.parse().expect("a moment")),
        ended_at: ended_at.map(|at| at.parse().expect("a moment")),
        day: "2026-07-03".parse().expect("a day"),
        turns: vec![ConversationTurn {
            speaker: Speaker::Agent,
            text: "您好".into(),
            start_ms: None,
            end_ms: last_ms,
            cell: None,
        }],
        party_cell: None,
    };
    for (started_at, ended_at, last_ms, outside) in [
        (Some("2026-07-03T21:00:00+08:00"), None, None, false),
        (Some("2026-07-03T21:00:01+08:00"), None, None, true),
        (Some("2026-07-03T20:59:00+08:00"), Some("2026-07-03T21:00:01+08:00"), None, true),
        (Some("2026-07-03T20:59:00+08:00"), Some("2026-07-03T13:00:00Z"), None, false),
        // Without an end the call lasts as long as it is heard.
        (Some("2026-07-03T20:59:00+08:00"), None, Some(60_999), false),
        (Some("2026-07-03T20:59:00+08:00"), None, Some(61_000), true),
        (None, Some("2026-07-03T21:00:01+08:00"), None, true),
        (None, None, Some(600), false),
    ] {
        let hits = screen(&cn, &call(started_at, ended_at, last_ms));
        assert_eq!(hits.len(), usize::from(outside), "{started_at:?} {ended_at:?} {last_ms:?}");
    }
}
