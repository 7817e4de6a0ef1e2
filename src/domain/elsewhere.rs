//! What the bank knows from its other agencies about one agency's evidence.
//!
//! Every field speaks of the agency's own rows. Of the others there is nothing that could reach a finding: no name, no number, no day of
//! their contacts, no cell.

use super::contact::DayOrMoment;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one agency's evidence from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Elsewhere {
    /// Own case → when its debtor is entrusted to somebody else as well.
    pub entrusted: BTreeMap<String, Vec<Entrusted>>,
    /// Own recordings whose hash came from somebody else too, for a recording that was made no later.
    pub recordings: BTreeSet<String>,
    /// Own visits with a photograph, as written, whose hash came from somebody else too, for a visit that was made no later.
    pub photos: BTreeSet<(String, String)>,
}

/// How long a case is entrusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entrusted {
    /// From when; always where absent.
    pub from: Option<DateTime<Utc>>,
    /// The day on which it ended: a case that goes from one agency to another on that day is with neither twice.
    pub ended: Option<DayOrMoment>,
    /// The last day of the mandate.
    pub expires: Option<DayOrMoment>,
}

impl Entrusted {
    /// Whether it was entrusted on `day` at `zone`'s place.
    pub fn on(&self, day: NaiveDate, zone: Tz) -> bool {
        self.from.is_none_or(|from| from.with_timezone(&zone).date_naive() <= day)
            && self.ended.is_none_or(|ended| day < ended.day(zone))
            && self.expires.is_none_or(|last| day <= last.day(zone))
    }
}

/// The hash that stands for a photograph: hexadecimal digits of one of the usual lengths, with or without the method's name before them.
/// Numbers of photographs are each agency's own and mean nothing elsewhere.
pub fn photo_hash(photo: &str) -> Option<String> {
    let photo = photo.trim();
    let digits = photo.split_once(':').map_or(photo, |(_, digits)| digits.trim());
    let usual = matches!(digits.len(), 32 | 40 | 64 | 96 | 128);
    (usual && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| digits.to_ascii_lowercase())
}
