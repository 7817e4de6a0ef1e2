//! The rules' documentation, made from the rule files: `docs/rules/*.md`.

use super::examples::{Evidence, Example, ExampleKind};
use super::in_force::InForce;
use super::ruleset::{Rule, Ruleset};
use crate::domain::lang::{Lang, Texts};
use num_rational::Ratio;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Every page by file name: one for each rule of `rulesets`, and `README.md` with the list of them.
pub fn pages(rulesets: &[Ruleset]) -> BTreeMap<String, String> {
    let mut by_id: BTreeMap<&str, Vec<(&Ruleset, &Rule)>> = BTreeMap::new();
    for ruleset in rulesets {
        for rule in &ruleset.rules {
            by_id.entry(rule.id.as_str()).or_default().push((ruleset, rule));
        }
    }
    let mut pages: BTreeMap<_, _> = by_id.iter().map(|(id, places)| (format!("{id}.md"), page(id, places))).collect();
    pages.insert("README.md".into(), index(&by_id));
    pages
}

fn index(by_id: &BTreeMap<&str, Vec<(&Ruleset, &Rule)>>) -> String {
    let mut text = String::from(
        "# Rules\n\nMade from `rulesets/` by `plumbline rules docs`; edit the rule files, not these pages.\n\n\
         | rule | severity | rulesets | clauses |\n| --- | --- | --- | --- |\n",
    );
    for (id, places) in by_id {
        let rule = places[0].1;
        let rulesets: Vec<_> = places.iter().map(|(ruleset, _)| ruleset.id.as_str()).collect();
        let mut clauses: Vec<_> =
            places.iter().flat_map(|(_, rule)| &rule.clauses).map(|clause| clause.as_str()).collect();
        clauses.sort_unstable();
        clauses.dedup();
        let _ = writeln!(
            text,
            "| [{}]({id}.md) | {} | {} | {} |",
            rule.title.en,
            rule.severity.as_str(),
            rulesets.join(", "),
            clauses.join(", ")
        );
    }
    text
}

fn page(id: &str, places: &[(&Ruleset, &Rule)]) -> String {
    let rule = places[0].1;
    let mut text = format!("# {}\n\n`{id}` · {} · {}\n\n", rule.title.en, rule.category, rule.severity.as_str());
    for (heading, texts) in [("Why", &rule.rationale), ("Instead", &rule.remedy)] {
        let _ = writeln!(text, "**{heading}.** {}\n", texts.en);
    }
    for lang in [Lang::ZhHans, Lang::ZhHant] {
        let all = |texts: &[&Texts]| texts.iter().map(|texts| texts.get(lang)).collect::<Vec<_>>().join("　");
        let _ = writeln!(text, "{}: {}\n", lang, all(&[&rule.title, &rule.rationale, &rule.remedy]));
    }
    text += "| ruleset | section | clauses | points, tolerance, limit | veto | status |\n";
    text += "| --- | --- | --- | --- | --- | --- |\n";
    for (ruleset, rule) in places {
        let _ = writeln!(text, "{}", row(ruleset, rule));
    }
    for (ruleset, rule) in places {
        text += &in_force(ruleset, rule);
    }
    let parameters = distinct_parameters(places);
    let several = parameters.len() > 1;
    for (ruleset, rule) in parameters {
        let heading = if several { format!(" in {}", ruleset.id) } else { String::new() };
        text += &parameters_under(&format!("Parameters{heading}"), &rule.parameters);
        for earlier in &rule.earlier {
            text += &parameters_under(&format!("Parameters{heading} until {}", earlier.to), &earlier.parameters);
        }
    }
    text += "\n## What the findings say\n\n";
    for texts in rule.why.values() {
        let _ = writeln!(text, "- {}", texts.en);
    }
    text + &examples(&rule.examples)
}

fn parameters_under(heading: &str, parameters: &toml::Table) -> String {
    let written = toml::to_string(&toml::Table::from_iter([("check".to_owned(), parameters.clone().into())]));
    format!("\n## {heading}\n\n```toml\n{}```\n", written.unwrap_or_default())
}

/// The days of evidence that the rule judges, where they are not all.
fn in_force(ruleset: &Ruleset, rule: &Rule) -> String {
    let InForce { from, to } = rule.in_force;
    let from = from.map(|day| format!(" from {day}")).unwrap_or_default();
    let to = to.map(|day| format!(" until {day}")).unwrap_or_default();
    if rule.in_force == InForce::default() {
        String::new()
    } else {
        format!("\nIn force in {}{from}{to}.\n", ruleset.id)
    }
}

fn row(ruleset: &Ruleset, rule: &Rule) -> String {
    let clauses: Vec<_> = rule.clauses.iter().map(|clause| clause.as_str()).collect();
    let cost = [rule.cost.points, rule.cost.tolerance, rule.cost.limit].map(decimal).join(", ");
    let veto = rule.veto.map_or("–".to_owned(), |veto| format!("{} confirmed", veto.confirmed));
    let columns = [ruleset.id.as_str(), &rule.section, &clauses.join(", "), &cost, &veto, rule.status.as_str()];
    format!("| {} |", columns.join(" | "))
}

/// One entry where all rulesets agree on the parameters.
fn distinct_parameters<'a>(places: &[(&'a Ruleset, &'a Rule)]) -> Vec<(&'a Ruleset, &'a Rule)> {
    let agree = places.iter().all(|(_, rule)| rule.parameters == places[0].1.parameters);
    if agree { vec![places[0]] } else { places.to_vec() }
}

fn decimal(number: Ratio<i128>) -> String {
    let hundredths = (number * 100).to_integer();
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}").trim_end_matches('0').to_owned(),
    }
}

fn examples(examples: &[Example]) -> String {
    let mut text = String::from("\n## Examples\n\n");
    for kind in [ExampleKind::Hit, ExampleKind::NearMiss, ExampleKind::Miss] {
        for example in examples.iter().filter(|example| example.kind == kind) {
            let note = example.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
            let what = match &example.evidence {
                Evidence::Conversation(talk) => {
                    let turns: Vec<_> =
                        talk.turns.iter().map(|turn| format!("{}: {}", turn.speaker.as_str(), turn.text)).collect();
                    turns.join(" / ")
                }
                Evidence::Records(_) => "records, see the rule file".to_owned(),
            };
            let _ = writeln!(text, "- {}{note}: {what}", kind.as_str());
        }
    }
    text
}
