//! The rulesets, loaded and compiled once each.

use super::JobError;
use crate::domain::ids::RulesetId;
use crate::rules::load::{self, Source};
use crate::rules::ruleset::Ruleset;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A cheap handle on the rulesets of one source.
#[derive(Clone)]
pub struct Rulesets {
    source: Source,
    loaded: Arc<Mutex<HashMap<RulesetId, Arc<Ruleset>>>>,
}

impl Rulesets {
    /// Those of `source`; nothing is read yet.
    pub fn new(source: Source) -> Self {
        Self { source, loaded: Arc::default() }
    }

    /// Where they come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The ids of all; none where they can't be read, which whoever asks for one is told.
    pub fn list(&self) -> Vec<RulesetId> {
        load::list(&self.source).unwrap_or_default()
    }

    /// The ruleset of that id.
    pub fn get(&self, id: &RulesetId) -> Result<Arc<Ruleset>, JobError> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ruleset) = loaded.get(id) {
            return Ok(Arc::clone(ruleset));
        }
        let ruleset = load::load(&self.source, id).map_err(|errors| JobError::Ruleset {
            id: id.clone(),
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        let ruleset = Arc::new(ruleset);
        loaded.insert(id.clone(), Arc::clone(&ruleset));
        Ok(ruleset)
    }
}
