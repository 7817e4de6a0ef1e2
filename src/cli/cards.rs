//! Scorecards of a quarter as a table.

use super::CliError;
use super::output::{self, Format};
use crate::domain::score::Scorecard;
use crate::scoring::explain;

/// Prints the cards; the table for people names, beside each agency, those of the same ruleset that it can't be told apart from.
pub fn print(format: Format, cards: &[Scorecard]) -> Result<(), CliError> {
    let mut headers = vec!["agency_id", "quarter", "version", "ruleset", "state", "score", "low", "high", "grade"];
    headers.extend(["grade_before_caps", "caps", "completeness_%", "not_distinguishable_from"]);
    output::rows(format, &headers, cards, |card| {
        let bound = |index: usize| card.interval.map_or_else(none, |interval| interval[index].to_string());
        vec![
            card.agency_id.to_string(),
            card.quarter.to_string(),
            card.version.to_string(),
            card.ruleset.to_string(),
            format!("{:?}", card.state).to_lowercase(),
            card.score.map_or_else(none, |score| score.to_string()),
            bound(0),
            bound(1),
            explain::letter(card.grade).to_owned(),
            explain::letter(card.grade_before_caps).to_owned(),
            card.caps.iter().map(|cap| cap.reason.as_str()).collect::<Vec<_>>().join(" "),
            card.completeness.map_or_else(none, |share| explain::percent(share.0)),
            alike(card, cards).join(" "),
        ]
    })
}

/// Agencies of the same ruleset whose intervals overlap with this one's.
fn alike<'a>(card: &Scorecard, cards: &'a [Scorecard]) -> Vec<&'a str> {
    let peers = cards.iter().filter(|other| other.agency_id != card.agency_id && other.ruleset == card.ruleset);
    let alike = peers.filter(|other| explain::distinguishable(card, other) == Some(false));
    alike.map(|other| other.agency_id.as_str()).collect()
}

/// What stands where there is no number.
fn none() -> String {
    "–".to_owned()
}
