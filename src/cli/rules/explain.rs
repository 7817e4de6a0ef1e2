//! `rules explain`: why a rule fires on a call, or does not.

use crate::cli::{CliError, output};
use crate::domain::ids::RuleId;
use crate::rules::explain;
use crate::rules::ruleset::Ruleset;
use crate::rules::screen::Screener;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Tells the steps of rule `id` on the call of `file`.
pub fn run(rulesets: &[Ruleset], call: &str, id: &RuleId, file: &PathBuf) -> Result<ExitCode, CliError> {
    let open = std::fs::File::open(file).map_err(|error| {
        CliError::new(format!("can't read {}: {error}", file.display()), "name a file of JSON Lines")
    })?;
    let absent = || CliError::new(format!("no line holds the call '{call}'"), "mend the id or the file");
    let screener = Screener::new(rulesets.first().ok_or_else(absent)?, &[]).map_err(CliError::say)?;
    let mut held = None;
    for line in std::io::BufReader::new(open).lines() {
        let line = line?;
        if screener.read(line.as_bytes()).is_ok_and(|talk| talk.call_id == call) {
            held = Some(line);
            break;
        }
    }
    let line = held.ok_or_else(absent)?;
    let talk = screener.read(line.as_bytes()).map_err(CliError::say)?;
    let mut out = output::out();
    let mut known = false;
    for ruleset in rulesets {
        let Some(rule) = ruleset.rule_index(id) else { continue };
        known = true;
        writeln!(out, "{} by {}:", id, ruleset.id)?;
        explain::explain(ruleset, rule, &talk).iter().try_for_each(|step| writeln!(out, "  {step}"))?;
    }
    out.flush()?;
    if known {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(CliError::new(format!("there is no rule '{id}'"), "see `plumbline rules list`"))
    }
}
