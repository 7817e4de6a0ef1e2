//! By whose clock a page tells the time.

use crate::domain::agency::Agency;
use crate::web::state::App;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The zone in which an agency reads the clock.
pub fn of_agency(app: &App, agency: &Agency) -> Tz {
    agency.time_zone.or(app.ruleset(&agency.ruleset).map(|ruleset| ruleset.time_zone)).unwrap_or(Tz::UTC)
}

/// The day that it is at an agency.
pub fn today(app: &App, agency: &Agency) -> NaiveDate {
    app.clock.now().with_timezone(&of_agency(app, agency)).date_naive()
}

/// The zone for what concerns several agencies: that of most of them.
pub fn of_most(app: &App, agencies: &[Agency]) -> Tz {
    let mut counts: BTreeMap<&str, (u32, Tz)> = BTreeMap::new();
    for zone in agencies.iter().map(|agency| of_agency(app, agency)) {
        counts.entry(zone.name()).or_insert((0, zone)).0 += 1;
    }
    let most = counts.into_iter().max_by_key(|(name, (count, _))| (*count, Reverse(*name)));
    most.map_or(Tz::UTC, |(_, (_, zone))| zone)
}
