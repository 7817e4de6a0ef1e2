//! Calendars: every day of two years in two countries, terms over holidays, half-days, and years that nobody knows yet.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use plumbline::domain::calendar::{Calendar, HalfDay};
use plumbline::rules::load::{self, Source};

fn calendar(name: &str) -> Calendar {
    load::calendar(&Source::Embedded, name).expect("a good calendar")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn moment(text: &str) -> NaiveDateTime {
    text.parse().expect("a moment")
}

fn noon() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 0, 0).expect("a time")
}

/// Holidays as first and last day, and make-up working days, as they were announced.
struct Announced {
    name: &'static str,
    year: i32,
    holidays: &'static [(&'static str, &'static str)],
    working: &'static [&'static str],
}

const ANNOUNCED: [Announced; 4] = [
    Announced {
        name: "cn",
        year: 2025,
        holidays: &[
            ("2025-01-01", "2025-01-01"),
            ("2025-01-28", "2025-02-04"),
            ("2025-04-04", "2025-04-06"),
            ("2025-05-01", "2025-05-05"),
            ("2025-05-31", "2025-06-02"),
            ("2025-10-01", "2025-10-08"),
        ],
        working: &["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    },
    Announced {
        name: "cn",
        year: 2026,
        holidays: &[
            ("2026-01-01", "2026-01-03"),
            ("2026-02-15", "2026-02-23"),
            ("2026-04-04", "2026-04-06"),
            ("2026-05-01", "2026-05-05"),
            ("2026-06-19", "2026-06-21"),
            ("2026-09-25", "2026-09-27"),
            ("2026-10-01", "2026-10-07"),
        ],
        working: &["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    },
    Announced {
        name: "tw",
        year: 2025,
        holidays: &[
            ("2025-01-01", "2025-01-01"),
            ("2025-01-25", "2025-02-02"),
            ("2025-02-28", "2025-03-02"),
            ("2025-04-03", "2025-04-06"),
            ("2025-05-30", "2025-06-01"),
            ("2025-09-27", "2025-09-29"),
            ("2025-10-04", "2025-10-06"),
            ("2025-10-10", "2025-10-12"),
            ("2025-10-24", "2025-10-26"),
            ("2025-12-25", "2025-12-25"),
        ],
        working: &["2025-02-08"],
    },
    Announced {
        name: "tw",
        year: 2026,
        holidays: &[
            ("2026-01-01", "2026-01-01"),
            ("2026-02-14", "2026-02-22"),
            ("2026-02-27", "2026-03-01"),
            ("2026-04-03", "2026-04-06"),
            ("2026-05-01", "2026-05-03"),
            ("2026-06-19", "2026-06-21"),
            ("2026-09-25", "2026-09-28"),
            ("2026-10-09", "2026-10-11"),
            ("2026-10-24", "2026-10-26"),
            ("2026-12-25", "2026-12-27"),
        ],
        working: &[],
    },
];

#[test]
fn every_day_of_two_years_is_what_was_announced() {
    for Announced { name, year, holidays, working } in &ANNOUNCED {
        let calendar = calendar(name);
        let off = |today: NaiveDate| holidays.iter().any(|(first, last)| (day(first)..=day(last)).contains(&today));
        for today in day(&format!("{year}-01-01")).iter_days().take_while(|day| day.year() == *year) {
            let weekday = !matches!(today.weekday(), Weekday::Sat | Weekday::Sun);
            let wanted = working.contains(&today.to_string().as_str()) || (weekday && !off(today));
            assert_eq!(calendar.is_working(today), Ok(wanted), "{today} by {name}");
        }
    }
}

#[test]
fn a_term_jumps_over_every_holiday_and_counts_every_make_up_day() {
    for Announced { name, holidays, working, .. } in &ANNOUNCED {
        let calendar = calendar(name);
        let works = |day: NaiveDate| calendar.is_working(day).expect("a known year");
        for (first, last) in *holidays {
            let eve = day(first).pred_opt().expect("a day");
            let after = day(last).iter_days().skip(1).find(|day| works(*day)).expect("work goes on");
            if eve.year() == after.year() {
                assert_eq!(calendar.add(eve, 1), Ok(after), "the day after {eve} by {name}");
                assert_eq!(calendar.between(eve, after), Ok(1), "{eve} to {after} by {name}");
            }
            assert_eq!(calendar.add(day(last), 0), Ok(if works(day(last)) { day(last) } else { after }), "{last}");
        }
        for made_up in working.iter().map(|text| day(text)) {
            assert_eq!(calendar.between(made_up - Days::new(1), made_up), Ok(1), "{made_up} by {name}");
        }
    }
}

#[test]
fn adding_and_counting_are_each_others_inverse() {
    for Announced { name, year, .. } in &ANNOUNCED {
        let calendar = calendar(name);
        for from in day(&format!("{year}-01-01")).iter_days().step_by(7).take(40) {
            for days in 1..=12 {
                let last = calendar.add(from, days).expect("a known year");
                assert_eq!(calendar.between(from, last), Ok(days), "{days} days after {from} by {name}");
                assert_eq!(calendar.between(from, last - Days::new(1)), Ok(days - 1), "a day before {last} by {name}");
            }
        }
    }
}

#[test]
fn terms_that_clauses_name() {
    let (tw, cn) = (calendar("tw"), calendar("cn"));
    for (calendar, from, days, last) in [
        // A complaint is answered within three business days: over a weekend, over the long autumn holiday.
        (&tw, "2026-07-03", 3, "2026-07-08"),
        (&tw, "2026-09-24", 3, "2026-10-01"),
        (&cn, "2026-09-30", 3, "2026-10-10"),
        // A visit is made within two working days of hand-over: the Saturday is worked for the holiday.
        (&cn, "2025-09-26", 2, "2025-09-29"),
        (&cn, "2026-02-13", 2, "2026-02-24"),
        // Within the day itself.
        (&cn, "2026-07-03", 0, "2026-07-03"),
        (&cn, "2026-07-04", 0, "2026-07-06"),
        // Over the end of a year.
        (&cn, "2024-12-31", 1, "2025-01-02"),
        (&tw, "2026-12-31", 1, "2027-01-04"),
    ] {
        assert_eq!(calendar.add(day(from), days), Ok(day(last)), "{days} working days after {from}");
    }
    assert_eq!(cn.between(day("2026-07-03"), day("2026-07-03")), Ok(0));
    assert_eq!(cn.between(day("2026-07-03"), day("2026-07-01")), Ok(0));
}

#[test]
fn half_days_end_at_noon_or_with_the_day() {
    let cn = calendar("cn");
    for (from, halves, end) in [
        ("2026-07-03T11:59:59", 1, "2026-07-03T23:59:59"),
        ("2026-07-03T12:00:00", 1, "2026-07-03T23:59:59"),
        ("2026-07-03T12:00:01", 1, "2026-07-06T12:00:00"),
        ("2026-07-03T09:00:00", 2, "2026-07-06T12:00:00"),
        ("2026-07-03T09:00:00", 3, "2026-07-06T23:59:59"),
        ("2026-07-04T09:00:00", 1, "2026-07-06T12:00:00"),
        ("2026-07-04T09:00:00", 0, "2026-07-06T12:00:00"),
        ("2026-07-03T09:00:00", 0, "2026-07-03T12:00:00"),
        ("2026-02-14T15:00:00", 1, "2026-02-24T12:00:00"),
    ] {
        let half = cn.add_halves(moment(from), halves, noon()).expect("a known year");
        assert_eq!(half.end(noon()), moment(end), "{halves} half days after {from}");
    }
    assert!(HalfDay::of(moment("2026-07-03T12:00:00"), noon()) < HalfDay::of(moment("2026-07-03T12:00:01"), noon()));
}

#[test]
fn a_year_without_calendar_is_unknown_and_says_which_file_is_wanted() {
    let tw = calendar("tw");
    assert!(!tw.years.contains_key(&2021), "this test wants a year that is not there");
    let unknown = tw.is_working(day("2021-03-01")).expect_err("nobody knows");
    assert_eq!(unknown.to_string(), "the calendar 'tw' has no year 2021: add rulesets/calendars/tw-2021.toml");
    // A term that runs into it is unknown, too, one that ends before is not.
    assert!(tw.add(day("2020-12-31"), 1).is_err());
    assert!(tw.add(day("2020-12-30"), 1).is_ok());
    assert!(tw.between(day("2020-12-30"), day("2021-01-01")).is_err());
    assert!(tw.add_halves(moment("2020-12-31T15:00:00"), 1, noon()).is_err());
}
