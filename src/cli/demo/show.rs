//! The scorecards on the terminal: all agencies in one table, then a table for each.

use super::Loaded;
use crate::cli::CliError;
use crate::cli::output::{self, Format};
use crate::demo::DemoQuarter;
use crate::domain::score::{Deduction, Grade, Scorecard, SectionScore};
use crate::report::table::pretty;
use std::io::Write;
use std::path::Path;

/// Prints them; for people with what there is to look at, for programs the scorecards and nothing else.
pub fn scorecards(format: Format, quarter: &DemoQuarter, loaded: &Loaded, hand_ins: &Path) -> Result<(), CliError> {
    let headers = ["agency", "name", "character", "score", "interval", "grade", "completeness"];
    let name = |card: &Scorecard| {
        let spec = quarter.bank.agencies.iter().find(|spec| spec.id == card.agency_id);
        spec.map(|spec| (spec.name.clone(), spec.character.clone())).unwrap_or_default()
    };
    let row = |card: &Scorecard| {
        let (name, character) = name(card);
        let score = shown(card.score);
        let interval = card.interval.map_or_else(dash, |[low, high]| format!("{low} – {high}"));
        vec![card.agency_id.to_string(), name, character, score, interval, grade(card), completeness(card)]
    };
    if format != Format::Pretty {
        return output::rows(format, &headers, &loaded.scorecards, row);
    }
    let mut out = output::out();
    let counts = quarter.counts();
    writeln!(out, "{} · {}", quarter.bank.names["zh-Hans"], quarter.bank.quarter)?;
    writeln!(
        out,
        "{} hand-ins: {} calls, {} conversations, {} visits; {} findings over three quarters",
        loaded.reports.len(),
        counts.calls,
        counts.conversations,
        counts.visits,
        loaded.findings
    )?;
    writeln!(out, "the files, and manifest.json with everything planted, are in {}\n", hand_ins.display())?;
    let rows: Vec<_> = loaded.scorecards.iter().map(row).collect();
    write!(out, "{}", pretty(&headers, &rows))?;
    for card in &loaded.scorecards {
        one(&mut out, card, &name(card).0)?;
    }
    Ok(out.flush()?)
}

fn one(out: &mut impl Write, card: &Scorecard, name: &str) -> Result<(), CliError> {
    writeln!(out, "\n{} {name} · {} · {}", card.agency_id, card.ruleset, grade(card))?;
    for cap in &card.caps {
        writeln!(out, "  at most {:?}: {}", cap.grade, cap.reason)?;
    }
    let sections: Vec<_> = card.sections.iter().map(section).collect();
    write!(out, "{}", pretty(&["section", "weight", "score"], &sections))?;
    if card.deductions.is_empty() {
        writeln!(out, "no rule has a finding")?;
        return Ok(());
    }
    let deductions: Vec<_> = card.deductions.iter().map(deduction).collect();
    let headers = ["rule", "clauses", "exposure", "confirmed", "open", "per 1000", "points lost"];
    write!(out, "{}", pretty(&headers, &deductions))?;
    Ok(())
}

fn section(section: &SectionScore) -> Vec<String> {
    vec![section.id.clone(), section.weight.to_string(), shown(section.score)]
}

fn deduction(deduction: &Deduction) -> Vec<String> {
    let clauses: Vec<_> = deduction.clauses.iter().map(ToString::to_string).collect();
    vec![
        deduction.rule_id.to_string(),
        clauses.join(" "),
        deduction.exposure.to_string(),
        deduction.violations.to_string(),
        deduction.open.to_string(),
        deduction.rate_per_1000.to_string(),
        deduction.points.to_string(),
    ]
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(dash, |value| value.to_string())
}

fn dash() -> String {
    "–".to_owned()
}

/// The grade, and what it was before caps.
fn grade(card: &Scorecard) -> String {
    match (card.grade, card.grade_before_caps) {
        (Grade::N, _) => "not gradable".to_owned(),
        (now, before) if now == before => format!("{now:?}"),
        (now, before) => format!("{now:?} ({before:?} before caps)"),
    }
}

fn completeness(card: &Scorecard) -> String {
    card.completeness.map_or_else(dash, |share| format!("{}.{:02} %", share.0 / 100, share.0 % 100))
}
