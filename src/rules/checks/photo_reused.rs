//! `photo-reused`: a photograph shows one visit; the same number or hash on another visit shows that it was not taken there.

use super::found::Found;
use super::{Described, RecordCheck, Sink};
use crate::domain::contact::Visit;
use crate::domain::evidence::{EvidenceKind, Sourced};
use crate::rules::view::View;
use serde::Deserialize;
use std::collections::HashMap;

/// `[check.photo-reused]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoReused {
    /// A number with fewer letters and digits only counts the photographs of its visit ('1', 'P2') and is none of the agency's.
    pub least_characters: usize,
}

impl PhotoReused {
    /// What stands for the photograph: letters and digits alone, whatever their case; nothing where they merely count.
    fn key(&self, photo: &str) -> Option<String> {
        let key: String = photo.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        (key.chars().count() >= self.least_characters).then_some(key)
    }
}

impl Described for PhotoReused {
    fn unit(&self) -> &'static str {
        "visits"
    }

    fn why_keys(&self) -> &'static [(&'static str, &'static [&'static str])] {
        &[("reused", &["visit", "photo", "other", "other_day"])]
    }
}

impl RecordCheck for PhotoReused {
    /// The earliest visit keeps the photograph; each later one that shows it is found once, by the first such photograph.
    fn run(&self, view: &View<'_>, sink: &mut Sink) {
        let mut visits: Vec<&Sourced<Visit>> = view.visits.iter().collect();
        visits.sort_by_key(|visit| (visit.arrived_at, &visit.value.visit_id));
        let mut first: HashMap<String, &Sourced<Visit>> = HashMap::new();
        for visit in visits {
            let day = view.day(&visit.case_no, visit.arrived_at);
            let mut reused = None;
            for photo in &visit.photos {
                let Some(key) = self.key(photo) else { continue };
                let owner = *first.entry(key).or_insert(visit);
                if owner.visit_id != visit.visit_id {
                    reused = reused.or(Some((photo, owner)));
                }
            }
            if !view.quarter.contains(day) {
                continue;
            }
            sink.expose(day);
            if let Some((photo, owner)) = reused {
                let found = Found::new(EvidenceKind::Visits, &visit.visit_id, day, "reused")
                    .value("visit", &visit.visit_id)
                    .value("photo", photo.trim())
                    .value("other", &owner.visit_id)
                    .value("other_day", view.day(&owner.case_no, owner.arrived_at));
                sink.found(found.cells(&visit.origin, &["photos"]).cells(&owner.origin, &["photos"]));
            }
        }
    }
}
