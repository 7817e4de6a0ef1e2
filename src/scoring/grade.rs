//! Score → grade, and what caps it.

use super::Inputs;
use crate::domain::scheme::{Exact, Scheme, Terms};
use crate::domain::score::{Cap, Grade, Hundredths};

/// The grade that the score alone gives; `N` where nothing could be assessed.
pub(super) fn of(scheme: &Scheme, score: Option<Hundredths>) -> Grade {
    let Some(score) = score else { return Grade::N };
    let score = Exact::new(score.0.into(), 100);
    [Grade::A, Grade::B, Grade::C]
        .into_iter()
        .zip(&scheme.cutoffs)
        .find_map(|(grade, least)| (score >= *least).then_some(grade))
        .unwrap_or(Grade::D)
}

/// Every bound on the grade that holds, whether or not the score lies above it: vetoes by rule id, then evidence.
pub(super) fn caps(terms: &Terms, inputs: &Inputs, completeness: Option<Exact>, assessed: bool) -> Vec<Cap> {
    let mut caps = Vec::new();
    for rule in &terms.rules {
        let Some((veto, tally)) = rule.veto.zip(inputs.tallies.get(&rule.id)) else { continue };
        if tally.confirmed.len() as u64 >= u64::from(veto.confirmed.max(1)) {
            let mut finding_ids = tally.confirmed.clone();
            finding_ids.sort();
            caps.push(Cap { reason: format!("veto:{}", rule.id), grade: Grade::D, finding_ids });
        }
    }
    caps.extend(completeness.and_then(|share| completeness_cap(&terms.scheme, share)));
    if !assessed {
        caps.push(Cap { reason: "nothing-assessed".to_owned(), grade: Grade::N, finding_ids: Vec::new() });
    }
    caps
}

fn completeness_cap(scheme: &Scheme, share: Exact) -> Option<Cap> {
    let (bound, grade) = if share < scheme.completeness_needed {
        (scheme.completeness_needed, Grade::N)
    } else if share < scheme.completeness_capped {
        (scheme.completeness_capped, Grade::C)
    } else {
        return None;
    };
    let reason = format!("completeness-below-{}", super::number::plain(bound * 100));
    Some(Cap { reason, grade, finding_ids: Vec::new() })
}
