//! A second arithmetic for the same score: plain integers, written from the scheme rather than from the code.

use crate::setup::CostInHundredths;

/// What one rule counted, as plain numbers.
#[derive(Debug, Clone)]
pub struct Counted {
    pub section: usize,
    pub cost: CostInHundredths,
    pub by_facts: bool,
    pub exposure: i128,
    pub confirmed: i128,
    pub open: i128,
    pub decided: i128,
    pub decided_confirmed: i128,
}

/// Numerator over denominator, rounded half to even.
pub fn rounded(numerator: i128, denominator: i128) -> i128 {
    let (quotient, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient % 2,
    }
}

/// Loss in hundredths of a point.
pub fn loss(rule: &Counted) -> i128 {
    let (share, of) = match (rule.by_facts, rule.decided) {
        (true, _) => (1, 1),
        (false, 0..30) => (1, 2),
        (false, decided) => (rule.decided_confirmed, decided),
    };
    let violations = rule.confirmed * of + rule.open * share;
    let units = rule.exposure * of;
    let [points, tolerance, limit] = rule.cost.map(i128::from);
    if units == 0 || 100_000 * violations <= tolerance * units {
        0
    } else if 100_000 * violations >= limit * units {
        points
    } else {
        rounded(points * (100_000 * violations - tolerance * units), units * (limit - tolerance))
    }
}

/// Sections in hundredths, then the total.
pub fn score(weights: &[i128], rules: &[Counted]) -> (Vec<Option<i128>>, Option<i128>) {
    let mut sections = Vec::new();
    for index in 0..weights.len() {
        let own: Vec<_> = rules.iter().filter(|rule| rule.section == index).collect();
        let assessed = own.iter().any(|rule| rule.exposure > 0);
        sections.push(assessed.then(|| (10_000 - own.iter().map(|rule| loss(rule)).sum::<i128>()).max(0)));
    }
    let (mut sum, mut weight) = (0, 0);
    for (section, share) in sections.iter().zip(weights) {
        if let Some(section) = section {
            sum += section * share;
            weight += share;
        }
    }
    (sections, (weight > 0).then(|| rounded(sum, weight)))
}
