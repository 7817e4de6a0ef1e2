//! Time zones: IANA names in any case, the usual Chinese names, whole-hour offsets.

use super::time::offset_of;
use super::{Fault, words};
use crate::intake::cell::Value;
use crate::intake::codes::Code;
use crate::intake::fold::plain;
use chrono_tz::{TZ_VARIANTS, Tz};

/// Reads the cell.
pub fn zone(value: &Value) -> Result<Tz, Fault> {
    let text = plain(&value.shown());
    let unknown = || Fault::new(Code::ZoneUnknown);
    if let Some(name) = words::place(&text) {
        return name.parse().map_err(|_| unknown());
    }
    let spaced = text.replace(' ', "_");
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(&spaced)) {
        return Ok(*zone);
    }
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let offset = if digits.starts_with(['+', '-']) { offset_of(&text) } else { None };
    let seconds = offset.ok_or_else(unknown)?.local_minus_utc();
    if seconds % 3600 != 0 {
        return Err(unknown());
    }
    // Etc/GMT-8 lies eight hours ahead of UTC: its sign is turned round.
    let hours = -seconds / 3600;
    let name = if hours == 0 { "Etc/GMT".to_owned() } else { format!("Etc/GMT{hours:+}") };
    name.parse().map_err(|_| unknown())
}
