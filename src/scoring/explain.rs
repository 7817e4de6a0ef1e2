//! What a scorecard says in words: why points were lost, why the grade is capped, what would change it, who can be told apart.
//!
//! The words are data (`explain.toml`); the numbers come from the same arithmetic as the score.

use super::change::Change;
use super::number::plain;
use crate::domain::lang::{Lang, Texts};
use crate::domain::scheme::{Exact, RuleTerms};
use crate::domain::score::{Cap, Deduction, Grade, KindCompleteness, Scorecard, SectionScore};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TEXTS: LazyLock<BTreeMap<String, Texts>> = LazyLock::new(|| {
    toml::from_str(include_str!("explain.toml")).expect("explain.toml holds texts in three languages")
});

/// 'lost 6.25 of 25 points: 5 of 1,000 contacts (limit 20)'. `unit` is the id of what the rule's check counts (`contacts`, `visits`…).
pub fn deduction(deduction: &Deduction, terms: &RuleTerms, unit: &str, lang: Lang) -> String {
    let found_by = if deduction.open == 0 { "confirmed" } else { "confirmed-and-open" };
    let found =
        fill(found_by, lang, &[("violations", &thousands(deduction.violations)), ("open", &thousands(deduction.open))]);
    fill(
        "lost",
        lang,
        &[
            ("points", &deduction.points.to_string()),
            ("most", &plain(terms.cost.points)),
            ("found", &found),
            ("exposure", &thousands(deduction.exposure)),
            ("unit", &self::unit(unit, lang)),
            ("rate", &deduction.rate_per_1000.to_string()),
            ("tolerance", &plain(terms.cost.tolerance)),
            ("limit", &plain(terms.cost.limit)),
        ],
    )
}

/// Why a section has no score; nothing where it has one.
pub fn section(section: &SectionScore, lang: Lang) -> Option<String> {
    section.score.is_none().then(|| fill("not-assessed", lang, &[("weight", &section.weight.to_string())]))
}

/// Why the grade is bounded. `title` gives a rule's name by its id.
pub fn cap(cap: &Cap, card: &Scorecard, lang: Lang, title: impl Fn(&str) -> String) -> String {
    let grade = letter(cap.grade);
    if let Some(rule) = cap.reason.strip_prefix("veto:") {
        let count = thousands(cap.finding_ids.len() as u64);
        return fill("cap-veto", lang, &[("grade", grade), ("count", &count), ("rule", &title(rule))]);
    }
    let Some(bound) = cap.reason.strip_prefix("completeness-below-") else {
        return fill("cap-nothing-assessed", lang, &[]);
    };
    let share = card.completeness.map(|share| percent(share.0)).unwrap_or_default();
    let key = if cap.grade == Grade::N { "cap-not-gradable" } else { "cap-completeness" };
    let short: Vec<String> = card
        .completeness_by_kind
        .iter()
        .filter(|kind| kind.present < kind.expected)
        .map(|kind| format!(" · {}", completeness(kind, lang)))
        .collect();
    fill(key, lang, &[("grade", grade), ("share", &share), ("bound", bound)]) + &short.concat()
}

/// How much of one kind of evidence is there, in words.
pub fn completeness(kind: &KindCompleteness, lang: Lang) -> String {
    let values = [
        ("kind", self::kind(kind, lang)),
        ("present", thousands(kind.present)),
        ("expected", thousands(kind.expected)),
        ("share", percent(kind.share.0)),
    ];
    fill("kind-short", lang, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// What was expected.
pub fn kind(kind: &KindCompleteness, lang: Lang) -> String {
    fill(&format!("kind-{}", kind.kind), lang, &[])
}

/// One step of `change::plan` in words. `title` gives a rule's name by its id.
pub fn change(change: &Change, lang: Lang, title: impl Fn(&str) -> String) -> String {
    match change {
        Change::Completeness { from, to, grade } => {
            let (from, to) = (percent(from.0), plain(*to * 100));
            fill("change-completeness", lang, &[("from", &from), ("to", &to), ("grade", letter(*grade))])
        }
        Change::Veto { rule_id, least, grade } => {
            let values =
                [("rule", title(rule_id.as_str())), ("least", least.to_string()), ("grade", letter(*grade).into())];
            fill("change-veto", lang, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        Change::Rate { rule_id, from, to, gain, score, grade } => {
            let values = [
                ("rule", title(rule_id.as_str())),
                ("from", from.to_string()),
                ("to", to.to_string()),
                ("gain", gain.to_string()),
                ("score", score.to_string()),
                ("grade", letter(*grade).into()),
            ];
            fill("change-rate", lang, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
    }
}

/// Whether two scores can be told apart: their intervals don't overlap. Absent where one of them has none.
pub fn distinguishable(a: &Scorecard, b: &Scorecard) -> Option<bool> {
    let ([a_low, a_high], [b_low, b_high]) = (a.interval?, b.interval?);
    Some(a_high < b_low || b_high < a_low)
}

/// 'not distinguishable', said out loud; absent where one of the two has no score.
pub fn comparison(a: &Scorecard, b: &Scorecard, lang: Lang) -> Option<String> {
    let key = if distinguishable(a, b)? { "distinguishable" } else { "not-distinguishable" };
    let [a, b] = [a.interval?, b.interval?].map(|[low, high]| format!("{low}–{high}"));
    Some(fill(key, lang, &[("a", &a), ("b", &b)]))
}

/// The letter of a grade.
pub fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
        Grade::N => "N",
    }
}

/// The name of what a check counts; a check's own English word where no text is known.
pub fn unit(id: &str, lang: Lang) -> String {
    let key = format!("unit-{id}");
    match (TEXTS.contains_key(&key), lang) {
        (true, _) => fill(&key, lang, &[]),
        (false, Lang::En) => id.to_owned(),
        (false, _) => fill("unit-units", lang, &[]),
    }
}

/// A share in ten-thousandths as a percentage: `93.8`.
pub fn percent(ten_thousandths: i64) -> String {
    plain(Exact::new(ten_thousandths.into(), 100))
}

/// A count with commas between thousands.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn fill(key: &str, lang: Lang, values: &[(&str, &str)]) -> String {
    let text = TEXTS.get(key).map(|texts| texts.get(lang)).unwrap_or(key);
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
