//! Staff, phone lines and entrusted cases of an agency.

use super::material::{AgencySpec, Names};
use super::prng::Prng;
use crate::domain::contact::DayOrMoment;
use crate::domain::register::{Case, Line, LineKind, Staff};
use chrono::{Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Field staff, two of whom go on each visit.
pub const FIELD_STAFF: usize = 4;

/// The day of `year`, `month`, `day`, which exists.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day that exists")
}

/// Collectors first, then field staff, then one who left on 14 August, one hired on 17 August, and the supervisor.
pub fn staff(spec: &AgencySpec, names: &Names, prng: &mut Prng) -> Vec<Staff> {
    let count = spec.collectors + FIELD_STAFF + 3;
    (0..count)
        .map(|n| {
            let hired = day(2024, 3, 1) + Days::new(prng.below(480) as u64);
            let newcomer = n == spec.collectors + FIELD_STAFF + 1;
            let hired = if newcomer { day(2026, 8, 17) } else { hired };
            let leaver = n == spec.collectors + FIELD_STAFF;
            Staff {
                collector_id: format!("{}{:02}", spec.id, n + 1),
                // Surname and given name step apart, so that no two people share a name.
                name: format!("{}{}", names.surnames[n % names.surnames.len()], names.given[n % names.given.len()]),
                hired_on: Some(hired),
                left_on: leaver.then(|| day(2026, 8, 14)),
                certificate_no: Some(format!("ZS-{}-{:04}", spec.id, 1000 + n)),
                certificate_valid_until: Some(day(2028, 12, 31)),
                confidentiality_signed_on: Some(hired),
                disqualified: Some(false),
                ..Staff::default()
            }
        })
        .collect()
}

/// Six recorded fixed lines, one of them given up at the end of July, one taken up on 3 August; and a mobile that is not recorded.
pub fn lines(spec: &AgencySpec, names: &Names) -> Vec<Line> {
    let branch = spec.id.as_str().bytes().last().map_or(0, |digit| digit % 10) as usize;
    let number = |n: usize| format!("{}{branch}{n:03}", names.line_prefix);
    let line = |n: usize, kind, recorded, from, to| Line {
        line_number: number(n),
        kind: Some(kind),
        recorded: Some(recorded),
        registered_on: Some(from),
        removed_on: to,
    };
    let start = spec.agreement[0];
    let mut lines: Vec<Line> = (0..4).map(|n| line(n, LineKind::Fixed, true, start, None)).collect();
    lines.push(line(4, LineKind::Fixed, true, start, Some(day(2026, 7, 31))));
    lines.push(line(5, LineKind::Fixed, true, day(2026, 8, 3), None));
    lines.push(line(900, LineKind::Mobile, false, start, None));
    lines
}

/// Cases entrusted before the first period, with one or two numbers each; every sixth far away where the agency works far away.
pub fn cases(spec: &AgencySpec, names: &Names, zone: Tz, prng: &mut Prng) -> Vec<Case> {
    let region = spec.id.as_str().bytes().last().map_or(0, |digit| digit % 10) as usize;
    (0..spec.cases)
        .map(|n| {
            let prefix = &names.number_prefix[..names.number_prefix.len() - 1];
            let number = |extra: usize| format!("{prefix}{region}{:04}", n * 2 + extra);
            let surname = &names.surnames[n % names.surnames.len()];
            let given = &names.given[(n / names.surnames.len()) % names.given.len()];
            let entrusted = day(2026, 1, 5) + Days::new(prng.below(25) as u64);
            let at =
                NaiveTime::from_hms_opt(9 + prng.below(8) as u32, prng.below(60) as u32, 0).expect("a time of day");
            Case {
                case_no: format!("{}-26-{:05}", spec.id, n + 1),
                debtor_name: Some(format!("{surname}{given}")),
                phones: (0..1 + prng.below(2)).map(number).collect(),
                balance: Some(prng.between(120_000, 8_000_000)),
                entrusted_at: Some(zone.from_local_datetime(&entrusted.and_time(at)).unwrap().with_timezone(&Utc)),
                due_at: Some(DayOrMoment::Day(day(2026, 12, 31))),
                time_zone: spec.far_zone.filter(|_| n % 6 == 5),
                ..Case::default()
            }
        })
        .collect()
}
